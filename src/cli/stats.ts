/** `heed stats`: a week in figures, for people or, with `--json`, for programs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HandbookFile } from '../app/handbooks.ts';
import { readReport } from '../app/statistics.ts';
import type { Store } from '../app/store-port.ts';
import type { Handbook } from '../core/handbook.ts';
import { readApart } from '../stats/question.ts';
import type { Report } from '../stats/report.ts';
import { type TellLine, tellReport, titleOf } from '../stats/tell.ts';
import { FolderInUse } from '../store/folder-lock.ts';
import { openStore } from '../store/open.ts';
import { locationOf } from './location.ts';
import { complain, placeOfHandbook, readSettings } from './settings.ts';

export interface StatsAsked {
  /** As it was typed; empty for the last one. */
  readonly week: string;
  /** Empty for the whole company. */
  readonly department: string;
  readonly json: boolean;
}

/** How long a database may take to answer before it counts as away. */
const PATIENCE_MS = 5_000;

export async function stats(asked: StatsAsked): Promise<number> {
  const settings = readSettings();
  if (!settings.ok) return complain(settings.mistakes);
  const { env } = settings;
  const read = placeOfHandbook(env).read();
  if (!read.ok) return complain(read.mistakes);
  if (env.DATABASE_URL === undefined && !existsSync(join(env.HEED_DATA_DIR, 'db'))) {
    return complain([
      `There is no database in ${env.HEED_DATA_DIR} yet, so there are no figures: "heed start" makes it.`,
    ]);
  }
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { store } = await openStore({ ...locationOf(env), signal, migrate: false });
    try {
      return await tell(store, read.file, asked);
    } finally {
      await store.close();
    }
  } catch (error) {
    return complain([reasonOf(error)]);
  }
}

async function tell(store: Store, file: HandbookFile, asked: StatsAsked): Promise<number> {
  await store.check();
  const handbook = await decidingHandbook(store, file);
  const now = Date.now();
  const begun = await store.firstOpened();
  const read = readApart(asked.week, asked.department, { handbook, now, begun });
  if (!read.ok) return complain([read.sentence]);
  const { report } = await readReport(store, handbook, read.question, now);
  const text = asked.json ? JSON.stringify(report, null, 2) : pageOf(report, handbook, now);
  process.stdout.write(`${text}\n`);
  return 0;
}

/** The version that decides, whose time zone makes the weeks; the file's where none was read yet. */
async function decidingHandbook(store: Store, file: HandbookFile): Promise<Handbook> {
  const stored = await store.transaction(async (tx) => {
    const active = await tx.activeHandbook();
    return active === null ? null : await tx.findHandbook(active.sha);
  });
  const parsed = stored === null ? null : file.parse(stored.text);
  return parsed?.ok === true ? parsed.handbook : file.handbook;
}

function pageOf(report: Report, handbook: Handbook, now: number): string {
  const lines = tellReport(report, handbook, now).map(textOf);
  return [titleOf(report, handbook), ...lines].join('\n');
}

function textOf({ parts }: TellLine): string {
  return parts.map((part) => (part.type === 'mention' ? part.ref : part.text)).join('');
}

function reasonOf(error: unknown): string {
  if (error instanceof FolderInUse) {
    return (
      `A Heed${error.holder} is running on the embedded database, which only one program can use. ` +
      'Ask it with /heed stats, or stop it and run "heed stats" once more.'
    );
  }
  if (error instanceof Error && ['AbortError', 'TimeoutError'].includes(error.name)) {
    return 'The database does not answer.';
  }
  return error instanceof Error ? error.message : String(error);
}
