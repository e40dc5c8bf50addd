/** A handbook's file was read, at the start or since: it decides from now on, or somebody hears why not. */
import { createHash } from 'node:crypto';
import type { Handbook } from '../core/handbook.ts';
import { type Activation, activate, versionName } from './activate.ts';
import type { HandbookFile } from './handbooks.ts';
import type { House, Log } from './house.ts';
import { tellAdmins } from './notices.ts';
import type { Store } from './store-port.ts';

export type HandbookRead =
  | { readonly ok: true; readonly file: HandbookFile }
  | { readonly ok: false; readonly path: string; readonly mistakes: readonly string[] };

export interface Taking {
  readonly store: Store;
  readonly now: () => number;
  readonly log: Log;
  /** Whether a version that was active before may come back by being read. */
  readonly mayReturn: boolean;
  /** What this process lacks to serve the handbook's sources. */
  readonly lacking: (handbook: Handbook) => readonly string[];
}

/** What the admins must know; null where all is well. */
export interface Trouble {
  readonly path: string;
  readonly title: string;
  readonly sentences: readonly string[];
  /** What holds meanwhile, or must be done. */
  readonly after: string;
}

/** Answers what speaks against the file, after it was logged. */
export async function takeHandbook(taking: Taking, read: HandbookRead): Promise<Trouble | null> {
  if (!read.ok) return logged(taking.log, notTaken(read.path, read.mistakes));
  const { file } = read;
  const lacking = taking.lacking(file.handbook);
  if (lacking.length > 0) {
    const restart = 'Set it and restart Heed: a running one does not see the environment change.';
    return logged(taking.log, notTaken(file.path, [...lacking, restart]));
  }
  const { store, mayReturn, now } = taking;
  const activation = await activate(store, file, { mayReturn, now: now() });
  return logged(taking.log, troubleOf(taking.log, file, activation));
}

function troubleOf(log: Log, file: HandbookFile, activation: Activation): Trouble | null {
  const version = versionName(file.handbook.sha);
  switch (activation.type) {
    case 'same':
      return null;
    case 'activated':
      log.info({ path: file.path, version }, 'this handbook decides from now on');
      return null;
    case 'older':
      return {
        path: file.path,
        title: 'The handbook did not change: its file is an older version',
        sentences: [activation.sentence],
        after: 'If that is what you want, there is nothing to do.',
      };
    case 'refused':
      return notTaken(file.path, activation.mistakes);
    default:
      return activation satisfies never;
  }
}

function notTaken(path: string, sentences: readonly string[]): Trouble {
  return {
    path,
    title: 'The handbook did not change: its file cannot be taken',
    sentences,
    after: `Until ${path} is put right, the handbook goes on as it was.`,
  };
}

function logged(log: Log, trouble: Trouble | null): Trouble | null {
  if (trouble !== null) {
    const { path, title, sentences } = trouble;
    log.warn({ path, mistakes: sentences }, title);
  }
  return trouble;
}

/** A notice has room for about 3,000 characters. */
const ROOM = 2_600;

/** Once for each version that goes on deciding and each set of mistakes. */
export async function tellTrouble(house: House, trouble: Trouble): Promise<void> {
  const { title, sentences, after } = trouble;
  const { sha } = house.handbook();
  const mistakes = createHash('sha256')
    .update([title, ...sentences].join('\n'))
    .digest('hex');
  await tellAdmins(house, `handbook:${sha}:${mistakes}`, {
    title,
    text: [...fitting(sentences), after].join('\n'),
  });
}

function fitting(sentences: readonly string[]): readonly string[] {
  let room = ROOM;
  const shown = sentences.filter((sentence) => {
    room -= sentence.length + 3;
    return room > 0;
  });
  const more = sentences.length - shown.length;
  const rest = more === 0 ? [] : [`And ${more} more: "heed check" lists them all.`];
  return [...shown.map((sentence) => `• ${sentence}`), ...rest];
}
