/** Heed in Teams is killed again and again while everybody goes on working; then all is counted. */
import { describe, expect, test } from 'vitest';
import { DATABASES } from '../support/databases.ts';
import { freePort } from '../support/ports.ts';
import { createHeeds } from './heeds.ts';
import { endInPeace, killUntilDone } from './killing.ts';
import { createKills, type Most } from './kills.ts';
import { createLives } from './lives.ts';
import { placeFor } from './place.ts';
import { auditTeams, readTeamsBooks } from './teams-audit.ts';
import { createTeamsHand } from './teams-hand.ts';
import { workInTeams } from './teams-plays.ts';
import { repeatsIn } from './teams-repeats.ts';
import { openTeamsSite } from './teams-site.ts';

const MINUTE_MS = 60_000;
const KILLS = { postgres: 40, embedded: 16 } as const;

/** Not more often than this on purpose. */
const WHERE: Most = {
  claimed: 4,
  intended: 5,
  called: 8,
  recorded: 5,
  'hook taken': 2,
  'reply arrives': 2,
  'reply performed': 3,
  'send arrives': 3,
  'send performed': 7,
  'update arrives': 2,
  'update performed': 3,
  'any moment': 6,
};

/** What somebody had in hand is somebody else's after a minute; so much passes with some kills. */
const LEFT_MS = 61_000;

describe.each(DATABASES)('killed again and again in Teams on %s', (kind) => {
  test('nothing is lost, and no more is doubled than Teams hides', {
    timeout: 15 * MINUTE_MS,
  }, async () => {
    const place = await placeFor(kind);
    const heeds = await createHeeds('teams');
    const kills = createKills(KILLS[kind], Math.random, WHERE, 0);
    const over = new AbortController();
    const lives = createLives(heeds, kills, await freePort());
    const teams = await openTeamsSite(place, lives);
    const { site } = teams;
    try {
      await teams.install(heeds, lives);
      const hand = createTeamsHand(teams, lives.stepped);
      const work = workInTeams(teams, hand, () => over.signal.aborted);
      const letTimePass = async () => {
        if (kills.total() % 2 === 0) site.pass(LEFT_MS);
      };
      await Promise.race([killUntilDone(site, kills, lives, over.signal, letTimePass), work]);
      over.abort();
      site.pass(LEFT_MS);
      const played = await endInPeace(site, heeds, lives, work);
      const books = await readTeamsBooks(site, place.location);
      process.stdout.write(
        `${kind}: ${kills.total()} kills (${kills.summary()}); ${played} mentions, ` +
          `${teams.brought.length} activities, ${teams.delivered.length} messages, ` +
          `${repeatsIn(teams, books).length} of them once more\n`,
      );
      expect(kills.total()).toBeGreaterThanOrEqual(KILLS[kind]);
      expect(books.known).toHaveLength(played);
      expect(auditTeams(teams, hand, lives, books)).toEqual([]);
    } finally {
      over.abort();
      await heeds.close();
      await teams.close();
      await place.remove();
    }
  });
});
