import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Budget } from '../../src/app/outbox-port.ts';
import { openStore } from '../../src/store/open.ts';
import { NOON as NOW } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  beforeEach(async () => {
    open = await openTestStore(kind);
  });
  afterEach(() => open.close());

  test('a budget gives its burst at once, then one call each time', async () => {
    const budget = { everyMs: 1_000, burst: 3 };
    const take = (now: number) => open.outbox.takeBudget('chat.update:T1', budget, now);
    expect([await take(NOW), await take(NOW), await take(NOW)]).toEqual([0, 0, 0]);
    expect(await take(NOW)).toBe(1_000);
    expect(await take(NOW + 400)).toBe(600);
    expect(await take(NOW + 999)).toBe(1);
    expect(await take(NOW + 1_000)).toBe(0);
    expect(await take(NOW + 1_000)).toBe(1_000);
    // Two seconds' rest earn two calls, a long rest no more than the burst.
    expect([await take(NOW + 3_000), await take(NOW + 3_000)]).toEqual([0, 0]);
    expect(await take(NOW + 3_000)).toBe(1_000);
    const late = NOW + 1e6;
    expect([await take(late), await take(late), await take(late)]).toEqual([0, 0, 0]);
    expect(await take(late)).toBe(1_000);
  });

  test('a budget keeps fractions of a millisecond, and keys apart', async () => {
    const budget = { everyMs: 60_000 / 45, burst: 1 };
    let calls = 0;
    for (let now = NOW; now < NOW + 60_000; now += 1) {
      const wait = await open.outbox.takeBudget('a', budget, now);
      if (wait === 0) calls += 1;
      else now += wait - 1;
    }
    expect(calls).toBe(45);
    expect(await open.outbox.takeBudget('b', budget, NOW)).toBe(0);
  });

  test('what leaves some of the burst to others waits earlier, and takes nothing from them', async () => {
    const patient = { everyMs: 1_000, burst: 4, leaves: 2 };
    const urgent = { everyMs: 1_000, burst: 4 };
    const take = (budget: Budget, now: number) => open.outbox.takeBudget('a', budget, now);
    expect([await take(patient, NOW), await take(patient, NOW)]).toEqual([0, 0]);
    expect(await take(patient, NOW)).toBe(1_000);
    expect([await take(urgent, NOW), await take(urgent, NOW)]).toEqual([0, 0]);
    expect(await take(urgent, NOW)).toBe(1_000);
    expect(await take(patient, NOW)).toBe(3_000);
    expect(await take(urgent, NOW)).toBe(1_000);
    expect(await take(patient, NOW + 3_000)).toBe(0);
  });

  test('a clock that was far ahead does not close a budget until then', async () => {
    const budget = { everyMs: 1_000, burst: 2 };
    await open.outbox.takeBudget('a', budget, NOW + 1e9);
    expect(await open.outbox.takeBudget('a', budget, NOW)).toBe(1_000);
  });
});

test('two processes on one postgres share a budget to the call', async () => {
  const open = await openTestStore('postgres');
  const other = await openStore({ databaseUrl: open.databaseUrl ?? '', migrate: false });
  const budget = { everyMs: 1_000, burst: 20 };
  const waits = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      (n % 2 === 0 ? open : other).outbox.takeBudget('a', budget, NOW),
    ),
  );
  expect(waits.filter((wait) => wait === 0)).toHaveLength(20);
  await other.store.close();
  await open.close();
});
