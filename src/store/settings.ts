import { eq } from 'drizzle-orm';
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
