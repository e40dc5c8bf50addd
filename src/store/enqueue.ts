import { sql } from 'drizzle-orm';
import type { EffectRequest } from '../app/outbox-port.ts';
import type { Database } from './database.ts';
import { lane, laneParent, outbox } from './outbox-schema.ts';

/** The channel on which all processes hear that something waits. */
export const WAKE_UP = 'heed_outbox';

/**
 * Adds effects, in the caller's transaction. One that waits already is raised by a generation and
 * keeps the earlier rank; one that was given up gets another chance.
 */
export async function enqueue(tx: Database, requests: readonly EffectRequest[]): Promise<void> {
  if (requests.length === 0) return;
  // All four go out at once and in this order; a failure of one is the transaction's end.
  await Promise.all([
    ensureParents(tx, requests),
    ensureLanes(tx, requests),
    addEffects(tx, requests),
    tx.execute(sql`select pg_notify(${WAKE_UP}, '')`),
  ]);
}

async function addEffects(tx: Database, requests: readonly EffectRequest[]): Promise<void> {
  const rows = requests
    .toSorted(by((request) => request.key))
    .map(({ key, kind, target, lane: of, rank, dueAt }) => ({
      ...{ key, kind, target, lane: of, rank, dueAt },
      generation: 1,
      attempts: 0,
      state: 'ready' as const,
    }));
  const wasDead = sql`${outbox.state} = 'dead'`;
  await tx
    .insert(outbox)
    .values(rows)
    .onConflictDoUpdate({
      target: outbox.key,
      set: {
        generation: sql`${outbox.generation} + 1`,
        rank: sql`case when ${wasDead} then excluded.rank else least(${outbox.rank}, excluded.rank) end`,
        dueAt: sql`case when ${wasDead} then excluded.due_at else least(${outbox.dueAt}, excluded.due_at) end`,
        attempts: sql`case when ${wasDead} then 0 else ${outbox.attempts} end`,
        error: sql`case when ${wasDead} then null else ${outbox.error} end`,
        state: 'ready',
      },
    });
}

async function ensureParents(tx: Database, requests: readonly EffectRequest[]): Promise<void> {
  const parents = new Set(requests.map((request) => request.parent));
  await tx
    .insert(laneParent)
    .values([...parents].sort().map((key) => ({ key, nextAt: 0 })))
    .onConflictDoNothing();
}

/** In one order, as two transactions that make the same lanes wait for each other. */
async function ensureLanes(tx: Database, requests: readonly EffectRequest[]): Promise<void> {
  const lanes = new Map(requests.map((request) => [request.lane, request.parent]));
  await tx
    .insert(lane)
    .values(
      [...lanes].toSorted(by(([key]) => key)).map(([key, parent]) => ({ key, parent, nextAt: 0 })),
    )
    .onConflictDoNothing();
}

function by<T>(key: (value: T) => string): (left: T, right: T) => number {
  return (left, right) => (key(left) < key(right) ? -1 : Number(key(left) > key(right)));
}
