/** What came round by the clock on the wall, and was begun. */
import { and, asc, eq, inArray, lt } from 'drizzle-orm';
import type { Instant } from '../core/mention.ts';
import { SHELF_STATES } from '../core/overview.ts';
import type { Database } from './database.ts';
import { occasion } from './occasion-schema.ts';
import { mention } from './schema.ts';

/** None matters for so long. */
const KEPT_MS = 60 * 86_400_000;

export async function findBegun(
  database: Database,
  keys: readonly string[],
): Promise<readonly string[]> {
  const rows = await database
    .select({ key: occasion.key })
    .from(occasion)
    .where(inArray(occasion.key, [...keys]));
  return rows.map(({ key }) => key);
}

/** In one order, as their reminders are locked one after the other. */
export async function findOwnersIn(tx: Database, department: string): Promise<readonly string[]> {
  const rows = await tx
    .selectDistinct({ owner: mention.owner })
    .from(mention)
    .where(
      and(eq(mention.department, department), inArray(mention.status, SHELF_STATES.mine.flat())),
    )
    .orderBy(asc(mention.owner));
  return rows.flatMap(({ owner }) => (owner === null ? [] : [owner]));
}

/** Whoever comes second waits for the first, and is told so. */
export async function beginOccasion(tx: Database, key: string, at: Instant): Promise<boolean> {
  const begun = await tx
    .insert(occasion)
    .values({ key, at })
    .onConflictDoNothing()
    .returning({ key: occasion.key });
  if (begun.length === 0) return false;
  await tx.delete(occasion).where(lt(occasion.at, at - KEPT_MS));
  return true;
}
