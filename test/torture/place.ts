import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreLocation } from '../../src/store/open.ts';
import { createPostgresDatabase, type DatabaseKind } from '../support/databases.ts';
import { copyPreparedFolder } from '../support/prepared-folder.ts';

export interface StorePlace {
  readonly location: StoreLocation;
  remove(): Promise<void>;
}

/** Where a store of its own is: all tables, no rows, and nobody has it open. */
export async function placeFor(kind: DatabaseKind): Promise<StorePlace> {
  if (kind === 'postgres') {
    const { url, drop } = await createPostgresDatabase();
    return { location: { databaseUrl: url }, remove: drop };
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'heed-torture-'));
  await copyPreparedFolder(dataDir);
  return {
    location: { dataDir },
    remove: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
