/**
 * The outbox: what must be done outside the database, written down in the transaction that decided
 * it, and performed by whichever process leases it.
 *
 * An effect has one row per key. It waits, is claimed together with its lane, and its result is
 * recorded: done (the row goes), again (later), dead (kept, with the error, until it is enqueued
 * once more), or blocked (its lane, or all lanes of the lane's parent, wait). Enqueueing a key that
 * waits raises its generation; a result closes only the generation that was claimed. A lease that
 * ran out may be taken by anybody, and its old holder's result is then refused.
 */
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Outbox } from '../app/outbox-port.ts';
import type { Instant } from '../core/mention.ts';
import { answering } from './away.ts';
import { takeBudget } from './budget.ts';
import { claim, nextDue } from './claim.ts';
import type { Connection, Database } from './database.ts';
import { WAKE_UP } from './enqueue.ts';
import { finish } from './finish.ts';
import { lane } from './outbox-schema.ts';

async function probe(database: Database, parent: string, now: Instant): Promise<void> {
  await database
    .update(lane)
    .set({ nextAt: now })
    .where(and(eq(lane.parent, parent), isNotNull(lane.blocked)));
  await database.execute(sql`select pg_notify(${WAKE_UP}, '')`);
}

export function createOutbox({ database, listen }: Connection): Outbox {
  const listeners = new Set<() => void>();
  let listening: Promise<void> | null = null;

  function wakeAll(): void {
    for (const listener of listeners) listener();
  }

  return {
    claim: (now, leaseMs) => answering(() => claim(database, now, leaseMs)),
    finish: (effect, result, now) => answering(() => finish(database, effect, result, now)),
    nextDue: () => answering(() => nextDue(database)),
    probe: (parent, now) => answering(() => probe(database, parent, now)),
    takeBudget: (key, budget, now) => answering(() => takeBudget(database, key, budget, now)),
    async onEnqueued(listener) {
      const entry = () => listener();
      listeners.add(entry);
      listening ??= answering(() => listen(WAKE_UP, wakeAll)).catch((error: unknown) => {
        listening = null;
        listeners.delete(entry);
        throw error;
      });
      await listening;
      return async () => {
        listeners.delete(entry);
      };
    },
  };
}
