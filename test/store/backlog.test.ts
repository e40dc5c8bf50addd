import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EffectRequest } from '../../src/app/outbox-port.ts';
import { claim, nextDue } from '../../src/store/claim.ts';
import { enqueue } from '../../src/store/enqueue.ts';
import { NOON as NOW } from '../support/cast.ts';
import { openWatched, type WatchedDatabase } from '../support/watched-database.ts';

/** Effects in the full lane; and how many more rows than that lane's one head may be looked at. */
const BACKLOG = 10_000;
const FEW = 20;
/** So many rows take their time on a slow machine. */
const FILLS = { timeout: 60_000 };

let watched: WatchedDatabase;

beforeAll(async () => {
  watched = await openWatched();
});
afterAll(() => watched.close());

function fill(lane: string, count: number, change: Partial<EffectRequest> = {}): EffectRequest[] {
  return Array.from({ length: count }, (_, n) => ({
    key: `${lane}-${n}`,
    kind: 'show',
    target: lane,
    lane,
    parent: 'slack:T1',
    rank: NOW + n,
    dueAt: NOW,
    ...change,
  }));
}

async function enqueueInParts(requests: readonly EffectRequest[]): Promise<void> {
  for (let from = 0; from < requests.length; from += 1_000) {
    const part = requests.slice(from, from + 1_000);
    await watched.database.transaction((tx) => enqueue(tx, part));
  }
  await watched.client`analyze`;
}

const rowsLookedAt = (work: () => Promise<unknown>) => watched.rowsLookedAt(['outbox'], work);

test(
  'what waits in one lane, due or not, is not looked at to find what is next',
  FILLS,
  async () => {
    await enqueueInParts([
      ...fill('full', BACKLOG),
      ...fill('later', BACKLOG, { dueAt: NOW + 60_000 }),
      ...fill('small', 3, { rank: NOW - 1 }),
      ...fill('other', 3, { rank: NOW - 2 }),
    ]);
    const claimed = await rowsLookedAt(async () => {
      expect(await claim(watched.database, NOW, 60_000)).toMatchObject({ lane: 'other' });
    });
    expect(claimed).toBeGreaterThan(0);
    expect(claimed).toBeLessThan(FEW);
    expect(await rowsLookedAt(() => nextDue(watched.database))).toBeLessThan(FEW);
    const second = await rowsLookedAt(async () => {
      expect(await claim(watched.database, NOW, 60_000)).toMatchObject({ lane: 'small' });
      expect(await claim(watched.database, NOW, 60_000)).toMatchObject({ key: 'full-0' });
      expect(await claim(watched.database, NOW, 60_000)).toBeNull();
    });
    expect(second).toBeLessThan(3 * FEW);
  },
);
