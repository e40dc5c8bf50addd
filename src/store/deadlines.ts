/** Deadlines as they stand in the database, and which of them matter now. */
import { and, asc, eq, gt, inArray, isNotNull, lte, notInArray, or, sql } from 'drizzle-orm';
import type { DueMention } from '../app/store-port.ts';
import { type Deadline, inOrder, isRunning } from '../core/deadline.ts';
import type { Instant, Mention } from '../core/mention.ts';
import { at, replaced } from './columns.ts';
import type { Database } from './database.ts';
import { slaInstance } from './deadline-schema.ts';
import { Instants } from './json-columns.ts';
import { mention } from './schema.ts';

/** Of several mentions. */
export async function loadDeadlines(
  database: Database,
  mentions: readonly string[],
): Promise<ReadonlyMap<string, readonly Deadline[]>> {
  const rows = await database
    .select()
    .from(slaInstance)
    .where(inArray(slaInstance.mention, [...mentions]));
  const grouped = Map.groupBy(rows, (row) => row.mention);
  return new Map([...grouped].map(([id, all]) => [id, inOrder(all.map(readDeadline))]));
}

function readDeadline({ mention: _, warnAt, ...row }: typeof slaInstance.$inferSelect): Deadline {
  return { ...row, warnAt: Instants.parse(warnAt) };
}

/** What ended is written before what began, as one clock of a kind runs at a time. */
export async function saveDeadlines(
  database: Database,
  before: Mention | null,
  after: Mention,
): Promise<void> {
  const known = new Set(before?.deadlines);
  const rows = after.deadlines
    .filter((one) => !known.has(one))
    .toSorted((a, b) => Number(isRunning(a)) - Number(isRunning(b)))
    .map((one) => ({ ...one, mention: after.id }));
  if (rows.length === 0) return;
  await database
    .insert(slaInstance)
    .values(rows)
    .onConflictDoUpdate({
      target: [slaInstance.mention, slaInstance.metric, slaInstance.n],
      set: replaced(slaInstance),
    });
}

/** The first of those at which a clock matters by now, after this one. */
export async function findDue(
  database: Database,
  now: Instant,
  after: DueMention | null,
  most: number,
): Promise<readonly DueMention[]> {
  const further =
    after === null
      ? undefined
      : or(
          gt(mention.nextDueAt, after.dueAt),
          and(eq(mention.nextDueAt, after.dueAt), gt(mention.id, after.id)),
        );
  const rows = await database
    .select({ id: mention.id, dueAt: mention.nextDueAt })
    .from(mention)
    .where(and(lte(mention.nextDueAt, now), further))
    .orderBy(asc(mention.nextDueAt), asc(mention.id))
    .limit(most);
  return rows.flatMap(({ id, dueAt }) => (dueAt === null ? [] : [{ id, dueAt }]));
}

/** Locks it where it is due and nobody else has it in hand; answers whether it is locked. */
export async function lockDue(database: Database, id: string, now: Instant): Promise<boolean> {
  const rows = await database
    .select({ id: mention.id })
    .from(mention)
    .where(and(eq(mention.id, id), lte(mention.nextDueAt, now)))
    .for('update', { skipLocked: true });
  return rows.length > 0;
}

export async function scheduleTick(
  database: Database,
  id: string,
  next: Instant | null,
): Promise<void> {
  await database.update(mention).set({ nextDueAt: next }).where(eq(mention.id, id));
}

/** The clocks of these are looked at anew by then at the latest. */
export async function recheckClocks(
  database: Database,
  mentions: readonly string[],
  moment: Instant,
): Promise<void> {
  const over = ['dismissed', 'resolved', 'logged'];
  await database
    .update(mention)
    .set({ nextDueAt: sql`least(${mention.nextDueAt}, ${at(moment)})` })
    .where(and(inArray(mention.id, [...mentions]), notInArray(mention.status, over)));
}

/** Of what is resolved, only a follow-up is awaited. */
export async function recheckFollowUps(database: Database, now: Instant): Promise<void> {
  await database
    .update(mention)
    .set({ nextDueAt: now })
    .where(and(eq(mention.status, 'resolved'), isNotNull(mention.nextDueAt)));
}
