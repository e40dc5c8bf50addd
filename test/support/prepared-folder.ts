/** The embedded database with all its tables: a copy starts several seconds sooner than an empty one. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrateStore } from '../../src/store/open.ts';

/** Into a folder that is empty or not there. */
export async function copyPreparedFolder(to: string): Promise<void> {
  await cp(await preparedFolder(), to, { recursive: true });
}

/** Made once for all runs with the same migrations. */
export async function preparedFolder(): Promise<string> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const journal = await readFile(join(root, 'migrations/meta/_journal.json'));
  const hash = createHash('sha256').update(journal).digest('hex').slice(0, 12);
  const cache = join(root, 'node_modules/.cache/heed');
  const prepared = join(cache, `embedded-${hash}`);
  if (existsSync(prepared)) return prepared;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, 'making-'));
  await migrateStore({ dataDir: fresh });
  try {
    await rename(fresh, prepared);
  } catch {
    // Another process was faster.
    await rm(fresh, { recursive: true, force: true });
  }
  return prepared;
}
