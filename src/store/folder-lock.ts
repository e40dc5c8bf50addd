/**
 * One process per folder. The embedded database takes no lock of its own, and two processes on one
 * folder silently lose rows. The lock is SQLite's lock on an empty file: the operating system
 * releases it with the process, however that ends.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/** Another process holds the folder. */
export class FolderInUse extends Error {
  /** ` (process 1234, since 10:15)`, or nothing. */
  readonly holder: string;
  constructor(holder: string, folder: string) {
    super(
      `Another Heed${holder} is using the folder ${folder}. Stop it, or set HEED_DATA_DIR to ` +
        'another folder; several processes can share one Postgres through DATABASE_URL.',
    );
    this.name = 'FolderInUse';
    this.holder = holder;
  }
}

export interface FolderLock {
  release(): void;
}

/** Makes the folder if need be and holds it until `release`. Throws `FolderInUse`. */
export function lockFolder(dataDir: string): FolderLock {
  const folder = resolve(dataDir);
  const holderFile = join(folder, 'holder.json');
  mkdirSync(folder, { recursive: true });
  const lock = new DatabaseSync(join(folder, 'lock.sqlite'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (isBusy(error)) throw new FolderInUse(describeHolder(holderFile), folder);
    throw error;
  }
  const holder = { pid: process.pid, since: new Date().toISOString() };
  writeFileSync(holderFile, `${JSON.stringify(holder)}\n`);
  return {
    release() {
      rmSync(holderFile, { force: true });
      lock.close();
    },
  };
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

const Holder = z.object({ pid: z.int(), since: z.iso.datetime() });

/** ` (process 1234, since 10:15)`, or nothing where the holder has not said yet who it is. */
function describeHolder(holderFile: string): string {
  try {
    const { pid, since } = Holder.parse(JSON.parse(readFileSync(holderFile, 'utf8')));
    const clock = new Date(since).toLocaleTimeString('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
    });
    return ` (process ${pid}, since ${clock})`;
  } catch {
    return '';
  }
}
