/**
 * The only performer of effects. Leases the most urgent one of a free lane, performs it, records
 * the result; so many at once, but one question after the other, so that a wake-up costs one look
 * however many could perform. Woken whenever effects are enqueued or one is done, and by the clock
 * when the next becomes due. Any number of dispatchers may run beside each other, in one process
 * or several.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { passBoundary } from '../app/boundary.ts';
import type { Log } from '../app/house.ts';
import type { ClaimedEffect, EffectResult, Outbox } from '../app/outbox-port.ts';

const LEASE_MS = 60_000;
const POLL_MS = 1_000;
const GIVE_BACK_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

export interface DispatcherOptions {
  readonly outbox: Outbox;
  readonly perform: (effect: ClaimedEffect) => Promise<EffectResult>;
  readonly now: () => number;
  readonly log: Log;
  /** How many lanes are worked on at once. */
  readonly concurrency: number;
}

export interface Dispatcher {
  start(): Promise<void>;
  /** Finishes what is in hand and takes nothing new. */
  stop(): Promise<void>;
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const bell = createBell();
  const stopping = new AbortController();
  const inHand = new Set<Promise<void>>();
  let looking = Promise.resolve();
  let unsubscribe = async () => {};

  function take(effect: ClaimedEffect, leasedUntil: number): void {
    const work = performOne(options, effect, leasedUntil, stopping.signal).finally(() => {
      inHand.delete(work);
      bell.ring();
    });
    inHand.add(work);
  }

  /** Answers whether to look again at once. */
  async function takeNext(): Promise<boolean> {
    if (inHand.size >= options.concurrency) return false;
    const leasedAt = options.now();
    const effect = await options.outbox.claim(leasedAt, LEASE_MS);
    if (effect !== null) take(effect, leasedAt + LEASE_MS);
    return effect !== null;
  }

  async function look(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        const rung = bell.count();
        const found = await takeNext();
        failures = 0;
        if (!found) await bell.wait(rung, await idleTime(options, inHand.size));
      } catch (error) {
        failures += 1;
        if (failures === 1)
          options.log.warn({ err: error }, 'dispatcher pauses: the database does not answer');
        if (stopping.signal.aborted) return;
        await bell.wait(bell.count(), Math.min(LONGEST_PAUSE_MS, 250 * 2 ** failures));
      }
    }
  }

  return {
    async start() {
      unsubscribe = await options.outbox.onEnqueued(bell.ring);
      looking = look();
    },
    async stop() {
      stopping.abort();
      bell.ring();
      await looking;
      await Promise.all(inHand);
      await unsubscribe();
    },
  };
}

/** Never throws: what could not be recorded is somebody's again once its lease is over. */
async function performOne(
  options: DispatcherOptions,
  effect: ClaimedEffect,
  leasedUntil: number,
  stopping: AbortSignal,
): Promise<void> {
  const { outbox, perform, now } = options;
  passBoundary('claimed', effect.key);
  try {
    await outbox.finish(effect, await perform(effect), now());
  } catch (error) {
    options.log.warn({ effect: effect.key, err: error }, 'the database went away in between');
    await giveBack(options, effect, leasedUntil, stopping).catch((failure: unknown) => {
      options.log.warn({ effect: effect.key, err: failure }, 'an effect waits for its lease');
    });
  }
}

/** Once the database is back, the lane need not wait for its lease to run out. */
async function giveBack(
  { outbox, now }: DispatcherOptions,
  effect: ClaimedEffect,
  leasedUntil: number,
  stopping: AbortSignal,
): Promise<void> {
  for (;;) {
    try {
      const result = { type: 'again', at: now(), failure: null, rests: 'effect' } as const;
      await outbox.finish(effect, result, now());
      return;
    } catch (error) {
      if (stopping.aborted || now() > leasedUntil) throw error;
      await pause(GIVE_BACK_MS, undefined, { signal: stopping }).catch(() => {});
    }
  }
}

/** With its hands full it waits for the bell alone. */
async function idleTime(
  { outbox, now, concurrency }: DispatcherOptions,
  inHand: number,
): Promise<number> {
  if (inHand >= concurrency) return POLL_MS;
  const due = await outbox.nextDue(now());
  return due === null ? POLL_MS : Math.max(10, Math.min(POLL_MS, due - now()));
}

interface Bell {
  ring: () => void;
  /** How often it rang. */
  count: () => number;
  /** Until it has rung more than `since` times, or `ms` have passed. */
  wait: (since: number, ms: number) => Promise<void>;
}

function createBell(): Bell {
  let rung = 0;
  const waiting = new Set<() => void>();
  return {
    ring() {
      rung += 1;
      for (const wake of waiting) wake();
      waiting.clear();
    },
    count: () => rung,
    wait(since, ms) {
      if (rung > since) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        waiting.add(wake);
      });
    },
  };
}
