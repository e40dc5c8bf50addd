/**
 * The only performer of effects. Leases the most urgent one of a free lane, performs it, records
 * the result. Woken whenever effects are enqueued, and by the clock as a safety net. Any number of
 * dispatchers may run beside each other, in one process or several.
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
  let workers: Promise<void>[] = [];
  let unsubscribe = async () => {};
  return {
    async start() {
      unsubscribe = await options.outbox.onEnqueued(bell.ring);
      workers = Array.from({ length: options.concurrency }, () =>
        work(options, bell, stopping.signal),
      );
    },
    async stop() {
      stopping.abort();
      bell.ring();
      await Promise.all(workers);
      await unsubscribe();
    },
  };
}

async function work(options: DispatcherOptions, bell: Bell, stopping: AbortSignal): Promise<void> {
  let failures = 0;
  while (!stopping.aborted) {
    try {
      const rung = bell.count();
      const worked = await performNext(options, bell, stopping);
      failures = 0;
      if (!worked) await bell.wait(rung, await idleTime(options));
    } catch (error) {
      failures += 1;
      if (failures === 1)
        options.log.warn({ err: error }, 'dispatcher pauses: the database does not answer');
      if (stopping.aborted) return;
      await bell.wait(bell.count(), Math.min(LONGEST_PAUSE_MS, 250 * 2 ** failures));
    }
  }
}

async function performNext(
  options: DispatcherOptions,
  bell: Bell,
  stopping: AbortSignal,
): Promise<boolean> {
  const { outbox, perform, now } = options;
  const leasedAt = now();
  const effect = await outbox.claim(leasedAt, LEASE_MS);
  if (effect === null) return false;
  passBoundary('claimed', effect.key);
  try {
    await outbox.finish(effect, await perform(effect), now());
  } catch (error) {
    options.log.warn({ effect: effect.key, err: error }, 'the database went away in between');
    await giveBack(options, effect, leasedAt + LEASE_MS, stopping);
  }
  bell.ring();
  return true;
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

async function idleTime({ outbox, now }: DispatcherOptions): Promise<number> {
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
