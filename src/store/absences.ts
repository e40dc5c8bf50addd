/** Who is away. Whoever asks compares times, so that an absence ends when it ends. */
import { and, eq, gt, isNull, lte, or } from 'drizzle-orm';
import type { Absence } from '../core/absence.ts';
import type { Instant } from '../core/mention.ts';
import { absence } from './absence-schema.ts';
import type { Database } from './database.ts';

const { email, until } = absence;

export async function findAbsent(database: Database, now: Instant): Promise<readonly Absence[]> {
  return await database
    .select({ email, until })
    .from(absence)
    .where(or(isNull(until), gt(until, now)))
    .orderBy(email);
}

export async function findOver(database: Database, now: Instant): Promise<readonly string[]> {
  const rows = await database.select({ email }).from(absence).where(lte(until, now));
  return rows.map((row) => row.email);
}

/** Saying it again changes the end. */
export async function saveAbsence(
  database: Database,
  { email: who, until: end }: Absence,
  now: Instant,
): Promise<void> {
  await forgetAbsence(database, who, now);
  await database
    .insert(absence)
    .values({ email: who, since: now, until: end })
    .onConflictDoUpdate({ target: email, set: { until: end } });
}

/** Answers whether they were away until now. */
export async function endAbsence(database: Database, who: string, now: Instant): Promise<boolean> {
  const ended = await database.delete(absence).where(eq(email, who)).returning({ until });
  return ended.some((one) => one.until === null || one.until > now);
}

/** Forgets one that is over; whoever went away again meanwhile stays away. */
export async function forgetAbsence(database: Database, who: string, now: Instant): Promise<void> {
  await database.delete(absence).where(and(eq(email, who), lte(until, now)));
}
