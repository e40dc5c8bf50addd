/** What became of an effect. */
import { and, eq, gt, isNotNull, lt, ne, type SQL, sql } from 'drizzle-orm';
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
  return result.type === 'done'
    ? await finishDone(database, effect)
    : await finishOtherwise(database, effect, result, now);
}

/** What almost all effects come to, in one statement; success ends a block. */
async function finishDone(
  database: Database,
  { key, generation, lane: of, lease }: ClaimedEffect,
): Promise<boolean> {
  const held = database.$with('held').as(
    database
      .update(lane)
      .set({ lease: null, leasedUntil: null, blocked: null })
      .where(and(eq(lane.key, of), eq(lane.lease, lease)))
      .returning({ parent: lane.parent }),
  );
  const isHeld = sql`exists (select from held)`;
  const mine = and(eq(outbox.key, key), isHeld);
  const gone = database.$with('gone').as(
    database
      .delete(outbox)
      .where(and(mine, eq(outbox.generation, generation)))
      .returning({ key: outbox.key }),
  );
  // Whoever enqueued it again meanwhile wants it done once more, with what is true now.
  const stays = database.$with('stays').as(
    database
      .update(outbox)
      .set({ attempts: 0, error: null })
      .where(and(mine, ne(outbox.generation, generation)))
      .returning({ key: outbox.key }),
  );
  const freed = database.$with('freed').as(
    database
      .update(laneParent)
      .set({ blocked: null })
      .where(
        and(sql`${laneParent.key} in (select parent from held)`, isNotNull(laneParent.blocked)),
      )
      .returning({ key: laneParent.key }),
  );
  const rows = await database
    .with(held, gone, stays, freed)
    .select({ parent: held.parent })
    .from(held);
  return rows.length > 0;
}

type Otherwise = Exclude<EffectResult, { readonly type: 'done' }>;

async function finishOtherwise(
  database: Database,
  effect: ClaimedEffect,
  result: Otherwise,
  now: Instant,
): Promise<boolean> {
  return await database.transaction(async (tx) => {
    const [held] = await tx
      .update(lane)
      .set({ lease: null, leasedUntil: null, ...laneAfter(result) })
      .where(and(eq(lane.key, effect.lane), eq(lane.lease, effect.lease)))
      .returning({ parent: lane.parent });
    if (held === undefined) return false;
    await settleEffect(tx, effect, result);
    if (result.type === 'again' && result.rests === 'patient') {
      await restPatient(tx, effect.lane, result.at, now);
    }
    await settleParent(tx, held.parent, result, now);
    return true;
  });
}

/** Whoever enqueued it again meanwhile wants it done once more, with what is true now. */
async function settleEffect(
  tx: Database,
  { key, generation }: ClaimedEffect,
  result: Otherwise,
): Promise<void> {
  const same = sql`${outbox.generation} = ${generation}`;
  switch (result.type) {
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
  const rest = rests === 'lane' ? {} : { dueAt: at };
  const change = { ...failed, ...rest };
  if (Object.keys(change).length === 0) return;
  await tx
    .update(outbox)
    .set(change)
    .where(failure === null ? and(eq(outbox.key, key), same) : eq(outbox.key, key));
}

/** Whoever asks for one of them at once, asks for it anew. */
async function restPatient(tx: Database, of: string, until: Instant, now: Instant): Promise<void> {
  await tx
    .update(outbox)
    .set({ dueAt: until })
    .where(
      and(
        eq(outbox.lane, of),
        eq(outbox.state, sql`'ready'`),
        gt(outbox.rank, now),
        lt(outbox.dueAt, until),
      ),
    );
}

function laneAfter(result: Otherwise): Partial<typeof lane.$inferInsert> {
  switch (result.type) {
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

/** Where the parent is blocked, the next probe goes when this result says, or at once. */
async function settleParent(
  tx: Database,
  parent: string,
  result: Otherwise,
  now: Instant,
): Promise<void> {
  const which = eq(laneParent.key, parent);
  if (result.type === 'blocked' && result.scope === 'parent') {
    await tx.update(laneParent).set({ blocked: result.error, nextAt: result.at }).where(which);
    return;
  }
  const nextAt = result.type === 'again' ? result.at : now;
  await tx
    .update(laneParent)
    .set({ nextAt })
    .where(and(which, isNotNull(laneParent.blocked)));
}
