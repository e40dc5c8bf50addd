/**
 * The versions of the handbook. Whoever decides holds a shared lock until its transaction ends, and
 * whoever activates a version holds it alone: so what was checked of the open mentions still holds
 * when the new version begins to decide. Mentions are locked before the handbook; an activation
 * locks no mention.
 */
import { asc, desc, eq, notInArray, sql } from 'drizzle-orm';
import type { ActiveHandbook, OpenMention, StoredHandbook } from '../app/transaction-port.ts';
import type { Instant } from '../core/mention.ts';
import type { Database } from './database.ts';
import { handbook, mention } from './schema.ts';

/** The channel on which all processes hear that another version decides. */
export const HANDBOOK_ACTIVATED = 'heed_handbook';

/** `hbok` in letters. */
const HANDBOOK_LOCK = 0x68626f6b;

/**
 * Both queries go out at once, and the second reads what is true once the first has its lock. The
 * first is begun by hand: one that is merely awaited goes out a moment later.
 */
export async function readActiveHandbook(tx: Database): Promise<ActiveHandbook | null> {
  const locked = tx.execute(sql`select pg_advisory_xact_lock_shared(${HANDBOOK_LOCK})`).execute();
  const [, active] = await Promise.all([locked, findActive(tx)]);
  return active;
}

async function findActive(tx: Database): Promise<ActiveHandbook | null> {
  const [row] = await tx
    .select({ sha: handbook.sha, activatedAt: handbook.activatedAt })
    .from(handbook)
    .orderBy(desc(handbook.activatedAt))
    .limit(1);
  return row ?? null;
}

export async function lockHandbook(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${HANDBOOK_LOCK})`);
}

export async function findHandbook(tx: Database, sha: string): Promise<StoredHandbook | null> {
  const [row] = await tx.select().from(handbook).where(eq(handbook.sha, sha));
  if (row === undefined) return null;
  return { sha, text: row.body, activatedAt: row.activatedAt };
}

/** Under the lock. A clock that is behind makes no version older than the one it replaces. */
export async function activateHandbook(
  tx: Database,
  sha: string,
  text: string,
  now: Instant,
): Promise<void> {
  const last = await findActive(tx);
  const activatedAt = last === null ? now : Math.max(now, last.activatedAt + 1);
  await tx
    .insert(handbook)
    .values({ sha, body: text, activatedAt })
    .onConflictDoUpdate({ target: handbook.sha, set: { activatedAt } });
  await tx.execute(sql`select pg_notify(${HANDBOOK_ACTIVATED}, '')`);
}

/** By reference, as people count: H-999 before H-1000. */
export async function readOpenMentions(tx: Database): Promise<readonly OpenMention[]> {
  return await tx
    .select({
      id: mention.id,
      ref: mention.ref,
      status: mention.status,
      department: mention.department,
      source: mention.source,
      sensitive: mention.sensitive,
    })
    .from(mention)
    .where(notInArray(mention.status, ['dismissed', 'resolved', 'logged']))
    .orderBy(asc(sql`length(${mention.ref})`), asc(mention.ref));
}
