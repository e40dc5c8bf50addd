import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { isNull } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import type { Connection } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { migrationsFolder } from './migrate.ts';
import { lane } from './outbox-schema.ts';
import { inbox } from './surface-schema.ts';

/**
 * Opens the embedded database in `<dataDir>/db`; `migrates` brings its tables up to date. Throws
 * `FolderInUse` when another process has it.
 */
export async function connectEmbedded(dataDir: string, migrates: boolean): Promise<Connection> {
  const lock = lockFolder(dataDir);
  try {
    const client = await PGlite.create({ dataDir: join(dataDir, 'db') });
    const database = drizzle(client);
    if (migrates) {
      await migrate(database, { migrationsFolder });
      // Whoever holds the folder is alone: what a killed process had leased or in hand need not run
      // out first.
      await database.update(lane).set({ lease: null, leasedUntil: null });
      await database.delete(inbox).where(isNull(inbox.answer));
    }
    return {
      kind: 'embedded',
      database,
      async listen(channel, listener) {
        await client.listen(channel, listener);
      },
      async close() {
        await client.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
