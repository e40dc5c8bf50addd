/** Hears that the handbook's file changed, or is told to read it again by SIGHUP. */
import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Logger } from 'pino';
import { StoreAway } from '../app/desk.ts';
import type { HandbookRead } from '../app/take-handbook.ts';
import type { Heed } from '../compose.ts';

export interface HandbookChanges {
  /** Null where only SIGHUP counts. */
  readonly watched: string | null;
  /** Whether SIGHUP has it read again; otherwise it ends the program, as usual. */
  readonly onHangUp: boolean;
  read(): HandbookRead;
}

/** An editor may write, rename and write again: only once it is quiet the file is read. */
const QUIET_MS = 300;
/** After the database did not answer. */
const AGAIN_MS = 5_000;

/** Answers how to stop it. */
export function followChanges(
  { watched, onHangUp, read }: HandbookChanges,
  heed: Heed,
  log: Logger,
): () => void {
  let timer: NodeJS.Timeout | null = null;
  let taking = Promise.resolve();

  function readIn(ms: number): void {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      taking = taking.then(take);
    }, ms);
    timer.unref();
  }

  async function take(): Promise<void> {
    try {
      await heed.takeHandbook(read());
    } catch (error) {
      log.warn({ err: error }, 'the handbook could not be taken yet');
      if (error instanceof StoreAway) readIn(AGAIN_MS);
    }
  }

  const hangUp = () => {
    log.info('told by SIGHUP to read the handbook again');
    readIn(0);
  };
  if (onHangUp) process.on('SIGHUP', hangUp);
  const watcher = watched === null ? null : watchFile(watched, () => readIn(QUIET_MS), log);
  return () => {
    if (timer !== null) clearTimeout(timer);
    process.off('SIGHUP', hangUp);
    watcher?.close();
  };
}

/**
 * Watches the folder, as most editors put a new file in the old one's place. Where the file is
 * mounted from a Kubernetes ConfigMap, it is a link, and `..data` beside it is what changes.
 */
function watchFile(path: string, changed: () => void, log: Logger): FSWatcher | null {
  const names: readonly (string | null)[] = [basename(path), '..data', null];
  const blind = (error: unknown) =>
    log.warn({ err: error, path }, 'changes of the handbook are not noticed: send SIGHUP instead');
  try {
    const watcher = watch(dirname(resolve(path)), (_event, name) => {
      if (names.includes(name)) changed();
    });
    return watcher.on('error', blind);
  } catch (error) {
    blind(error);
    return null;
  }
}
