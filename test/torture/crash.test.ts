/** Heed is killed again and again while everybody goes on working; afterwards all is counted. */
import { describe, expect, test } from 'vitest';
import { DATABASES } from '../support/databases.ts';
import { freePort } from '../support/ports.ts';
import { audit } from './audit.ts';
import { readBooks } from './books.ts';
import { createHeeds, type Heeds } from './heeds.ts';
import { createKills, type Kills } from './kills.ts';
import { createLives, type Lives } from './lives.ts';
import { placeFor } from './place.ts';
import { AUTHORS, workUntil } from './plays.ts';
import { settle } from './settle.ts';
import { openSite, type Site } from './site.ts';
import { openHome } from './turns.ts';

const MINUTE_MS = 60_000;
const KILLS = 100;

describe.each(DATABASES)('killed again and again on %s', (kind) => {
  test('nothing is lost and nothing is doubled', { timeout: 25 * MINUTE_MS }, async () => {
    const place = await placeFor(kind);
    const heeds = createHeeds();
    const kills = createKills(KILLS);
    const over = new AbortController();
    const lives = createLives(heeds, kills, await freePort());
    const site = await openSite({
      location: place.location,
      hook: lives.hookUrl,
      passed: lives.passed,
    });
    try {
      const work = workUntil(site.sandbox, () => over.signal.aborted, lives.stepped);
      await Promise.race([killUntilDone(site, kills, lives, over.signal), work]);
      over.abort();
      const played = await endInPeace(site, heeds, lives, work);
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

async function killUntilDone(
  site: Site,
  kills: Kills,
  lives: Lives,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    const plan = kills.next(lives.steps());
    if (plan === null) return;
    await lives.live(site, plan);
  }
}

/** Lets everybody end what they began, waits until Heed has nothing left to do, and stops it. */
async function endInPeace(
  site: Site,
  heeds: Heeds,
  { port }: Lives,
  work: Promise<number>,
): Promise<number> {
  const heed = heeds.start(site.orders(port, null));
  await heed.ready;
  const played = await work;
  const metrics = `http://127.0.0.1:${port}/metrics`;
  await settle(site, metrics);
  // A Home tab is brought up to date when it is opened.
  for (const who of AUTHORS) await openHome(site.sandbox, who);
  await settle(site, metrics);
  expect(await heed.stop()).toEqual({ code: 0, signal: null });
  return played;
}
