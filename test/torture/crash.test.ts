/** Heed is killed again and again while everybody goes on working; afterwards all is counted. */
import { describe, expect, test } from 'vitest';
import { DATABASES } from '../support/databases.ts';
import { freePort } from '../support/ports.ts';
import { audit } from './audit.ts';
import { readBooks } from './books.ts';
import { createHand } from './desk-hand.ts';
import { createHeeds } from './heeds.ts';
import { endInPeace, killUntilDone } from './killing.ts';
import { createKills } from './kills.ts';
import { createLives } from './lives.ts';
import { placeFor } from './place.ts';
import { AUTHORS, workUntil } from './plays.ts';
import { openSite } from './site.ts';

const MINUTE_MS = 60_000;
/** On each database. */
const KILLS = 50;

describe.each(DATABASES)('killed again and again on %s', (kind) => {
  test('nothing is lost and nothing is doubled', { timeout: 25 * MINUTE_MS }, async () => {
    const place = await placeFor(kind);
    const heeds = await createHeeds();
    const kills = createKills(KILLS);
    const over = new AbortController();
    const lives = createLives(heeds, kills, await freePort());
    const site = await openSite({
      location: place.location,
      hook: lives.hookUrl,
      passed: lives.passed,
    });
    try {
      const hand = createHand(site.sandbox, lives.stepped);
      const work = workUntil(site.sandbox.square, hand, () => over.signal.aborted);
      await Promise.race([killUntilDone(site, kills, lives, over.signal), work]);
      over.abort();
      const played = await endInPeace(site, heeds, lives, work, async () => {
        // A Home tab is brought up to date when it is opened.
        for (const who of AUTHORS) await hand.openOwn(who);
      });
      const books = await readBooks(site, place.location);
      const keys = site.doors.requests.map(({ key }) => key);
      process.stdout.write(
        `${kind}: ${kills.total()} kills (${kills.summary()}); ${played} mentions, ` +
          `${keys.length} requests to the website with ${new Set(keys).size} keys\n`,
      );
      expect(kills.total()).toBeGreaterThanOrEqual(KILLS);
      expect(books.known).toHaveLength(played);
      expect(audit(site, books)).toEqual([]);
    } finally {
      over.abort();
      await heeds.close();
      await site.close();
      await place.remove();
    }
  });
});
