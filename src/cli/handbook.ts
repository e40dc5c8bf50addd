/** `heed handbook activate <file>`: makes a version of the handbook decide, also one that did before. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Activation, activate, versionName } from '../app/activate.ts';
import type { HandbookFile } from '../app/handbooks.ts';
import { openSources } from '../sources/registry.ts';
import { FolderInUse } from '../store/folder-lock.ts';
import { openStore } from '../store/open.ts';
import { locationOf } from './location.ts';
import { complain, readHandbook, readSettings, wantsSandbox } from './settings.ts';

const USAGE = '"heed handbook activate <file>" is how to say it.';
/** How long a database may take to answer before it counts as away. */
const PATIENCE_MS = 5_000;

export async function handbook(args: readonly string[]): Promise<number> {
  const [verb, path, ...rest] = args;
  if (verb !== 'activate' || path === undefined || rest.length > 0) {
    complain([USAGE]);
    return 2;
  }
  const settings = readSettings();
  if (!settings.ok) return complain(settings.mistakes);
  const { env, secret } = settings;
  const read = readHandbook(path);
  if (!read.ok) return complain(read.mistakes);
  const sources = openSources(read.file.handbook, secret);
  if (!sources.ok && !wantsSandbox(env)) return complain(sources.mistakes);
  if (env.DATABASE_URL === undefined && !existsSync(join(env.HEED_DATA_DIR, 'db'))) {
    return complain([
      `There is no database in ${env.HEED_DATA_DIR} yet: "heed start" makes it, and begins with its handbook's file.`,
    ]);
  }
  try {
    return told(read.file, await activateIn(locationOf(env), read.file));
  } catch (error) {
    return complain([reasonOf(error, path)]);
  }
}

async function activateIn(
  location: ReturnType<typeof locationOf>,
  file: HandbookFile,
): Promise<Activation> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const { store } = await openStore({ ...location, signal, migrate: false });
  try {
    await store.check();
    return await activate(store, file, { mayReturn: true, now: Date.now() });
  } finally {
    await store.close();
  }
}

function told({ path, handbook: { sha } }: HandbookFile, activation: Activation): number {
  const version = versionName(sha);
  switch (activation.type) {
    case 'activated':
      process.stdout.write(
        `${path} decides from now on (version ${version}). Every Heed on this database follows at once.\n`,
      );
      return 0;
    case 'same':
      process.stdout.write(`${path} decides already (version ${version}).\n`);
      return 0;
    case 'refused':
      return complain(activation.mistakes);
    case 'older':
      return complain([activation.sentence]);
    default:
      return activation satisfies never;
  }
}

function reasonOf(error: unknown, path: string): string {
  if (error instanceof FolderInUse) {
    return (
      `A Heed${error.holder} is running on the embedded database, which only one program can use. ` +
      `Stop it, run "heed handbook activate ${path}" once more, and start it again.`
    );
  }
  if (error instanceof Error && ['AbortError', 'TimeoutError'].includes(error.name)) {
    return 'The database does not answer. Nothing was changed.';
  }
  return error instanceof Error ? error.message : String(error);
}
