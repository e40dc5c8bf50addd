import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ClaimedEffect, EffectRequest, EffectResult } from '../../src/app/outbox-port.ts';
import { createDispatcher, type Dispatcher } from '../../src/jobs/dispatcher.ts';
import { openTestStore, type TestStore } from '../support/databases.ts';
import { until } from '../support/until.ts';

let open: TestStore;
let dispatcher: Dispatcher;
let looks: number;
let performed: string[];
let holding: PromiseWithResolvers<void>;

beforeEach(async () => {
  open = await openTestStore('postgres');
  looks = 0;
  performed = [];
  holding = Promise.withResolvers();
});
afterEach(async () => {
  holding.resolve();
  await dispatcher.stop();
  await open.close();
});

/** Performs an effect of a lane `held…` once it is let go, all others at once. */
async function start(concurrency: number): Promise<void> {
  dispatcher = createDispatcher({
    outbox: {
      ...open.outbox,
      claim: (now, leaseMs) => {
        looks += 1;
        return open.outbox.claim(now, leaseMs);
      },
    },
    async perform({ key, lane }: ClaimedEffect): Promise<EffectResult> {
      performed.push(key);
      if (lane.startsWith('held')) await holding.promise;
      return { type: 'done' };
    },
    now: Date.now,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    concurrency,
  });
  await dispatcher.start();
}

async function enqueue(...lanes: readonly string[]): Promise<void> {
  const now = Date.now();
  const requests = lanes.map((lane, n): EffectRequest => {
    const key = `${lane}-${n}`;
    return { key, kind: 'show', target: key, lane, parent: 'slack:T1', rank: now + n, dueAt: now };
  });
  await open.store.transaction((tx) => tx.enqueue(requests));
}

const waiting = async () => (await open.query('select key from outbox')).length;

test('a wake-up costs a few looks, however many effects could be performed at once', async () => {
  await start(8);
  await until('the first look', () => looks > 0);
  await enqueue('a');
  await until('it to be done', async () => (await waiting()) === 0);
  expect(performed).toEqual(['a-0']);
  // At the start, when it is enqueued, behind it, and when it is done.
  expect(looks).toBeLessThan(8);
});

test('so many effects are performed at once, and no more', async () => {
  await start(2);
  await enqueue('held-1', 'held-2', 'held-3');
  await until('two effects', () => performed.length === 2);
  await enqueue('held-4');
  expect(performed).toHaveLength(2);
  holding.resolve();
  await until('all of them', async () => (await waiting()) === 0);
  expect(performed).toHaveLength(4);
});

test('to stop is to finish what is in hand and to take nothing new', async () => {
  await start(1);
  await enqueue('held-1', 'b');
  await until('the first effect', () => performed.length === 1);
  const stopped = dispatcher.stop();
  holding.resolve();
  await stopped;
  expect(performed).toEqual(['held-1-0']);
  expect(await waiting()).toBe(1);
});
