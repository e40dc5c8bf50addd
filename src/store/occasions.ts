/** What came round by the clock on the wall, and was begun. */
import { inArray, lt } from 'drizzle-orm';
import type { Instant } from '../core/mention.ts';
import type { Database } from './database.ts';
import { occasion } from './occasion-schema.ts';

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
