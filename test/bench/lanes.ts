/**
 * How soon an effect in an empty lane is picked up, with 10,000 effects waiting in another lane
 * against without them.
 *
 * Two databases with a dispatcher each, alike but for the backlog. The full lane goes on at a
 * channel's pace meanwhile, one effect a second. Measured is the time from the beginning of the
 * transaction that writes the effect down until the dispatcher begins to perform it.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { EffectRequest } from '../../src/app/outbox-port.ts';
import { createDispatcher } from '../../src/jobs/dispatcher.ts';
import { openStore } from '../../src/store/open.ts';
import type { Figure } from './figure.ts';
import { compare, median } from './rounds.ts';
import type { Stage } from './stage.ts';

const BACKLOG = 10_000;
const AT_ONCE = 1_000;
const PICK_UPS = 60;
const ROUNDS = 9;
const PACE_MS = 1_000;

export async function measureLanes(stage: Stage): Promise<readonly Figure[]> {
  const empty = await openHouse(stage, 0);
  const full = await openHouse(stage, BACKLOG);
  const compared = await compare({ rounds: ROUNDS, baseline: empty, value: full });
  const goal = { is: 'below', ratio: 1.2 } as const;
  return [{ name: 'lanes', unit: 'ms', ...compared, goal, wrong: [] }];
}

/** Answers what measures the median of several pick-ups, in ms. */
async function openHouse(stage: Stage, backlog: number): Promise<() => Promise<number>> {
  const { store, outbox } = await openStore({ databaseUrl: await stage.database() });
  stage.after(() => store.close());
  const performed = new Map<string, () => void>();
  const write = (requests: readonly EffectRequest[]) =>
    store.transaction((tx) => tx.enqueue(requests));

  for (let n = 0; n < backlog; n += AT_ONCE) {
    await write(Array.from({ length: AT_ONCE }, (_, more) => anEffect('full', `full-${n + more}`)));
  }
  const dispatcher = createDispatcher({
    outbox,
    async perform({ key, lane }) {
      performed.get(key)?.();
      if (lane === 'full') await pause(PACE_MS);
      return { type: 'done' };
    },
    now: Date.now,
    log: { info: () => undefined, warn: console.error, error: console.error },
    concurrency: 8,
  });
  await dispatcher.start();
  stage.after(dispatcher.stop);

  async function pickUp(): Promise<number> {
    const effect = anEffect('empty', randomUUID());
    const { promise, resolve } = Promise.withResolvers<void>();
    performed.set(effect.key, resolve);
    const begun = performance.now();
    await write([effect]);
    await promise;
    performed.delete(effect.key);
    return performance.now() - begun;
  }

  return async () => {
    const times: number[] = [];
    for (let n = 0; n < PICK_UPS; n += 1) times.push(await pickUp());
    return median(times);
  };
}

function anEffect(lane: string, key: string): EffectRequest {
  const now = Date.now();
  return { key, kind: 'show', target: key, lane, parent: 'slack', rank: now, dueAt: now };
}
