import { fileURLToPath } from 'node:url';
import { desc, sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { answering, StoreFault } from './away.ts';
import type { Database } from './database.ts';

export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

const UNDEFINED_TABLE = '42P01';
const LACKING =
  'The database lacks some of the tables this version of Heed needs. Run `heed migrate`.';

/** Throws when this version's migrations are not all there. Those of a newer version do no harm. */
export async function checkMigrated(database: Database): Promise<void> {
  const newest = Math.max(...readMigrationFiles({ migrationsFolder }).map((m) => m.folderMillis));
  const applied = await answering(() => lastApplied(database)).catch((error: unknown) => {
    if (error instanceof StoreFault && error.code === UNDEFINED_TABLE) return 0;
    throw error;
  });
  if (applied < newest) throw new Error(LACKING);
}

/** drizzle's migrators note when each migration was made. */
async function lastApplied(database: Database): Promise<number> {
  const madeAt = sql<number>`created_at`.mapWith(Number);
  const [last] = await database
    .select({ madeAt })
    .from(sql`drizzle.__drizzle_migrations`)
    .orderBy(desc(madeAt))
    .limit(1);
  return last?.madeAt ?? 0;
}
