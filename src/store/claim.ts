/** Which effect is next, and who performs it. */
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { ClaimedEffect, EffectKind } from '../app/outbox-port.ts';
import type { Instant } from '../core/mention.ts';
import { at } from './columns.ts';
import type { Database } from './database.ts';
import { lane, laneParent, outbox } from './outbox-schema.ts';

/** What this version can perform. Kinds of a newer one are left to it. */
const KINDS: readonly EffectKind[] = ['show', 'story', 'publish'];

type Try = ClaimedEffect | 'nothing' | 'taken';

/**
 * A lane first, then its head, so that what waits in one lane costs the others nothing. Of the
 * lanes that are ready, the one with the most urgent head. A lane that somebody else emptied
 * meanwhile is given back and passed over.
 *
 * Two statements, each a transaction of its own: the first leases the lane, the second looks at
 * what is true once it is leased. Whoever dies in between leaves a lease that runs out.
 */
export async function claim(
  database: Database,
  now: Instant,
  leaseMs: number,
): Promise<ClaimedEffect | null> {
  for (;;) {
    const claimed = await tryClaim(database, now, leaseMs);
    if (claimed === 'nothing') return null;
    if (claimed !== 'taken') return claimed;
  }
}

async function tryClaim(database: Database, now: Instant, leaseMs: number): Promise<Try> {
  const lease = randomUUID();
  const leasedUntil = now + leaseMs;
  const ready = await leaseReadyLane(database, now, lease, leasedUntil);
  if (ready === null) return 'nothing';
  const [head] = await database
    .select()
    .from(outbox)
    .where(and(eq(outbox.lane, ready.lane), isDue(now)))
    .orderBy(asc(outbox.rank), asc(outbox.dueAt), asc(outbox.key))
    .limit(1);
  const allowed =
    head !== undefined &&
    (!ready.probes || (await takeProbe(database, ready.parent, now, leasedUntil)));
  if (!allowed) {
    await giveBack(database, ready.lane, lease);
    return 'taken';
  }
  const { key, kind, target, generation, dueAt, rank, attempts } = head;
  return { key, kind, target, lane: ready.lane, generation, dueAt, rank, attempts, lease };
}

interface ReadyLane {
  readonly lane: string;
  readonly parent: string;
  /** The parent is blocked: this effect finds out whether it still is. */
  readonly probes: boolean;
}

/** Locks less than the whole row, so that rows that refer to the parent's key do not wait. */
async function leaseReadyLane(
  database: Database,
  now: Instant,
  lease: string,
  leasedUntil: Instant,
): Promise<ReadyLane | null> {
  const ready = database.$with('ready').as(
    database
      .select({ key: lane.key, blocked: laneParent.blocked })
      .from(lane)
      .innerJoin(laneParent, eq(laneParent.key, lane.parent))
      .crossJoinLateral(headOf(database, now))
      .where(
        and(
          lte(lane.nextAt, now),
          or(isNull(lane.leasedUntil), lte(lane.leasedUntil, now)),
          or(isNull(laneParent.blocked), lte(laneParent.nextAt, now)),
        ),
      )
      .orderBy(sql`head.rank`, asc(lane.key))
      .limit(1)
      .for('no key update', { of: lane, skipLocked: true }),
  );
  const [leased] = await database
    .with(ready)
    .update(lane)
    .set({ lease, leasedUntil })
    .from(ready)
    .where(eq(lane.key, ready.key))
    .returning({ lane: lane.key, parent: lane.parent, blocked: ready.blocked });
  if (leased === undefined) return null;
  return { lane: leased.lane, parent: leased.parent, probes: leased.blocked !== null };
}

async function giveBack(database: Database, key: string, lease: string): Promise<void> {
  await database
    .update(lane)
    .set({ lease: null, leasedUntil: null })
    .where(and(eq(lane.key, key), eq(lane.lease, lease)));
}

function headOf(tx: Database, now: Instant) {
  return tx
    .select({ rank: outbox.rank })
    .from(outbox)
    .where(and(eq(outbox.lane, lane.key), isDue(now)))
    .orderBy(asc(outbox.rank), asc(outbox.dueAt), asc(outbox.key))
    .limit(1)
    .as('head');
}

function isDue(now: Instant): SQL | undefined {
  return and(
    eq(outbox.state, sql`'ready'`),
    lte(outbox.dueAt, now),
    inArray(outbox.kind, [...KINDS]),
  );
}

/** One lane at a time asks whether its parent works again. */
async function takeProbe(
  tx: Database,
  parent: string,
  now: Instant,
  until: Instant,
): Promise<boolean> {
  const taken = await tx
    .update(laneParent)
    .set({ nextAt: until })
    .where(and(eq(laneParent.key, parent), lte(laneParent.nextAt, now)))
    .returning({ key: laneParent.key });
  return taken.length > 0;
}

/**
 * When `claim` next finds something: the past when it would now, null when nothing waits. What is
 * leased counts from the end of its lease, in case its holder died.
 */
export async function nextDue(database: Database): Promise<Instant | null> {
  const longAgo = at(0);
  const first = database
    .select({ dueAt: outbox.dueAt })
    .from(outbox)
    .where(
      and(
        eq(outbox.lane, lane.key),
        eq(outbox.state, sql`'ready'`),
        inArray(outbox.kind, [...KINDS]),
      ),
    )
    .orderBy(asc(outbox.dueAt))
    .limit(1)
    .as('first');
  const parentFree = sql`case when ${laneParent.blocked} is null then ${longAgo} else ${laneParent.nextAt} end`;
  const free = sql`greatest(${lane.nextAt}, coalesce(${lane.leasedUntil}, ${longAgo}), ${parentFree})`;
  const [next] = await database
    .select({ dueAt: sql`min(greatest(${free}, first.due_at))`.mapWith(outbox.dueAt) })
    .from(lane)
    .innerJoin(laneParent, eq(laneParent.key, lane.parent))
    .crossJoinLateral(first);
  return next?.dueAt ?? null;
}
