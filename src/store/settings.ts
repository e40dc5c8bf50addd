import { eq, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { setting } from './schema.ts';

export async function readSetting(database: Database, key: string): Promise<string | null> {
  const [row] = await database.select().from(setting).where(eq(setting.key, key));
  return row?.value ?? null;
}

export async function writeSetting(database: Database, key: string, value: string): Promise<void> {
  await database
    .insert(setting)
    .values({ key, value })
    .onConflictDoUpdate({ target: setting.key, set: { value } });
}

/** An advisory lock, as a setting that was never written has no row. */
export async function holdSetting(
  tx: Database,
  key: string,
  how: 'shared' | 'alone',
): Promise<void> {
  const lock = sql`hashtextextended(${`setting ${key}`}, 0)`;
  await tx.execute(
    how === 'alone'
      ? sql`select pg_advisory_xact_lock(${lock})`
      : sql`select pg_advisory_xact_lock_shared(${lock})`,
  );
}
