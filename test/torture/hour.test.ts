/**
 * An hour's work, in a minute: customers write, edit and delete, four people claim, answer, approve
 * and change their minds, all at once, while Heed is stopped and killed. Afterwards every mention
 * stands where the rules say, every card says so, and every reply is out once.
 */
import { describe, expect, onTestFailed, test } from 'vitest';
import { DATABASES } from '../support/databases.ts';
import { freePort } from '../support/ports.ts';
import type { StaffName } from '../support/staff.ts';
import { until } from '../support/until.ts';
import { audit } from './audit.ts';
import { readBooks } from './books.ts';
import { createHeeds } from './heeds.ts';
import { openHome, resume } from './hour/asides.ts';
import { chanceOf, seedOf } from './hour/chance.ts';
import { checkDiary } from './hour/checks.ts';
import { BY_HAND, MENTIONS, plan, playCustomers } from './hour/customers.ts';
import type { Player } from './hour/dialogs.ts';
import { createDiary } from './hour/diary.ts';
import { watchLeaks } from './hour/leaks.ts';
import { createOperator } from './hour/operator.ts';
import { createSight } from './hour/sight.ts';
import { createTally } from './hour/tally.ts';
import { work } from './hour/worker.ts';
import { placeFor } from './place.ts';
import { settle } from './settle.ts';
import { openSite, type Site } from './site.ts';

const PEOPLE: readonly StaffName[] = ['thandi', 'noor', 'sam', 'lindiwe'];
/** So long everybody works; on a slow machine longer, until each kind of act was done. */
const WORK_MS = 40_000;
const MOST_WORK_MS = 8 * 60_000;
const RESTARTS = 4;
const MINUTE_MS = 60_000;

describe.each(DATABASES)('an hour of work on %s', (kind) => {
  test('leaves nothing undone, and does nothing twice', { timeout: 15 * MINUTE_MS }, async () => {
    const seed = seedOf(process.env['SEED']);
    onTestFailed(() => void process.stdout.write(`played with SEED=${seed}\n`));
    const place = await placeFor(kind);
    const heeds = await createHeeds();
    const port = await freePort();
    const hook = () => `http://127.0.0.1:${port}/hooks/website`;
    const site = await openSite({ location: place.location, hook, passed: () => false });
    const { sandbox } = site;
    const leaks = watchLeaks(site);
    const [tally, diary] = [createTally(), createDiary()];
    const chance = (whose: string) => chanceOf(seed, `${kind} ${whose}`);
    const players = PEOPLE.map(
      (who): Player => ({
        who,
        sight: createSight(sandbox, who),
        chance: chance(who),
        diary,
        tally,
      }),
    );
    const times = { port, restarts: RESTARTS, between: WORK_MS / (RESTARTS + 1) };
    const operator = createOperator(site, heeds, times, chance('operator'), tally);
    const begun = Date.now();
    const isOver = () => {
      const ms = Date.now() - begun;
      return ms > MOST_WORK_MS || (ms > WORK_MS && tally.missing().length === 0);
    };
    try {
      const coming = plan(chance('plan'), WORK_MS * 0.7);
      await Promise.all([
        operator.operate(isOver),
        playCustomers(site, chance('customers'), tally, coming, isOver),
        ...players.map((player) => work(sandbox, player, isOver)),
      ]);
      await endTheDay(site, players, `http://127.0.0.1:${port}/metrics`);
      await operator.end();
      const books = await readBooks(site, place.location);
      const known = books.known.length;
      process.stdout.write(`${kind}, seed ${seed}: ${known} mentions; ${tally.summary()}\n`);
      const wrong = [...audit(site, books), ...checkDiary(site, books, diary)];
      expect([...wrong, ...leaks.check(books)]).toEqual([]);
      expect(tally.missing()).toEqual([]);
      expect(known).toBeGreaterThanOrEqual(MENTIONS - BY_HAND);
    } finally {
      await heeds.close();
      await site.close();
      await place.remove();
    }
  });
});

/** Lets Heed do all that is left, and everybody look at their Home tab once more. */
async function endTheDay(site: Site, players: readonly Player[], metrics: string): Promise<void> {
  const lead = players.find(({ who }) => who === 'sam');
  if (lead !== undefined) await resume(site.sandbox, lead);
  await settle(site, metrics);
  for (const player of players) {
    await until(`${player.who} at home`, () => openHome(site.sandbox, player), MINUTE_MS);
  }
  await settle(site, metrics);
}
