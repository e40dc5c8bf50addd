/** What became of an effect. */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { ClaimedEffect, EffectResult } from '../app/outbox-port.ts';
import type { Instant } from '../core/mention.ts';
import type { Database } from './database.ts';
import { lane, laneParent, outbox } from './outbox-schema.ts';

/**
 * Records the result and gives the lane back. Does nothing when somebody else holds the lease by
 * now; answers whether it was still held.
 */
export async function finish(
  database: Database,
  effect: ClaimedEffect,
  result: EffectResult,
  now: Instant,
): Promise<boolean> {
  return await database.transaction(async (tx) => {
    const [held] = await tx
      .select({ parent: lane.parent, blocked: lane.blocked, nextAt: lane.nextAt })
      .from(lane)
      .where(and(eq(lane.key, effect.lane), eq(lane.lease, effect.lease)))
      .for('no key update');
    if (held === undefined) return false;
    await settleEffect(tx, effect, result);
    await tx
      .update(lane)
      .set({ lease: null, leasedUntil: null, ...laneAfter(result) })
      .where(eq(lane.key, effect.lane));
    await settleParent(tx, held.parent, result, now);
    return true;
  });
}

/** Whoever enqueued it again meanwhile wants it done once more, with what is true now. */
async function settleEffect(
  tx: Database,
  { key, generation }: ClaimedEffect,
  result: EffectResult,
): Promise<void> {
  const same = sql`${outbox.generation} = ${generation}`;
  switch (result.type) {
    case 'done': {
      const gone = await tx
        .delete(outbox)
        .where(and(eq(outbox.key, key), same))
        .returning({ key: outbox.key });
      if (gone.length > 0) return;
      await tx.update(outbox).set({ attempts: 0, error: null }).where(eq(outbox.key, key));
      return;
    }
    case 'again':
      await postpone(tx, key, result, same);
      return;
    case 'dead':
      await tx
        .update(outbox)
        .set({
          state: sql`case when ${same} then 'dead' else 'ready' end`,
          attempts: sql`case when ${same} then ${outbox.attempts} + 1 else 0 end`,
          error: result.error,
        })
        .where(eq(outbox.key, key));
      return;
    case 'blocked':
      await tx.update(outbox).set({ error: result.error }).where(eq(outbox.key, key));
      return;
    default:
      return result satisfies never;
  }
}

/** A failure backs off whatever was enqueued meanwhile; mere waiting is asked about anew. */
async function postpone(
  tx: Database,
  key: string,
  { at, failure, rests }: EffectResult & { type: 'again' },
  same: SQL,
): Promise<void> {
  const failed = failure === null ? {} : { attempts: sql`${outbox.attempts} + 1`, error: failure };
  const rest = rests === 'effect' ? { dueAt: at } : {};
  const change = { ...failed, ...rest };
  if (Object.keys(change).length === 0) return;
  await tx
    .update(outbox)
    .set(change)
    .where(failure === null ? and(eq(outbox.key, key), same) : eq(outbox.key, key));
}

function laneAfter(result: EffectResult): Partial<typeof lane.$inferInsert> {
  switch (result.type) {
    case 'done':
      return { blocked: null };
    case 'again':
      return result.rests === 'lane' ? { nextAt: result.at } : {};
    case 'dead':
      return {};
    case 'blocked':
      return result.scope === 'lane' ? { blocked: result.error, nextAt: result.at } : {};
    default:
      return result satisfies never;
  }
}

/** Success ends the block. Without it, the next probe goes when this result says, or at once. */
async function settleParent(
  tx: Database,
  parent: string,
  result: EffectResult,
  now: Instant,
): Promise<void> {
  const which = eq(laneParent.key, parent);
  const isBlocked = sql`${laneParent.blocked} is not null`;
  if (result.type === 'blocked' && result.scope === 'parent') {
    await tx.update(laneParent).set({ blocked: result.error, nextAt: result.at }).where(which);
    return;
  }
  const change =
    result.type === 'done'
      ? { blocked: null }
      : { nextAt: result.type === 'again' ? result.at : now };
  await tx.update(laneParent).set(change).where(and(which, isBlocked));
}
