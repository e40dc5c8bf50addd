/** What is kept off the desk, and whose posts are: for whoever asks. Reads only. */
import { nameOf, type Person } from '../core/handbook.ts';
import {
  type LoggedLine,
  loggedLineOf,
  logsOf,
  type MutedLine,
  mayUnmute,
} from '../core/logbook.ts';
import type { Instant } from '../core/mention.ts';
import type { House } from './house.ts';
import type { LoggedCount, MutedAuthor } from './store-port.ts';

export interface LoggedQuestion {
  /** What to look for, as it was typed; empty for everything. */
  readonly words: string;
  /** From 0. */
  readonly page: number;
  /** When it was first asked, so that what comes meanwhile moves no page; null for now. */
  readonly before: Instant | null;
}

export interface LoggedPage {
  readonly question: LoggedQuestion & { readonly before: Instant };
  /** Of the last seven days, the most first. */
  readonly lately: readonly LoggedCount[];
  readonly mutes: readonly MutedLine[];
  readonly moreMutes: boolean;
  readonly lines: readonly LoggedLine[];
  readonly hasOlder: boolean;
}

export interface Logbook {
  read(person: Person, question: LoggedQuestion): Promise<LoggedPage>;
}

const PAGE = 10;
const MUTES = 5;
const LATELY_MS = 7 * 24 * 60 * 60_000;
const MOST_WORDS = 6;
/** Nobody turns so many pages; and each costs as much as those before it. */
const LAST_PAGE = 500;

/** @param house throws `StoreAway` while Heed is starting */
export function createLogbook(house: () => House): Logbook {
  return { read: async (person, question) => readPage(house(), person, question) };
}

async function readPage(
  house: House,
  person: Person,
  { words, page: asked, before: since }: LoggedQuestion,
): Promise<LoggedPage> {
  const { store } = house;
  const handbook = house.handbook();
  const now = house.now();
  const departments = logsOf(person, handbook);
  const before = since ?? now;
  const page = Math.min(Math.max(0, asked), LAST_PAGE);
  const ids = await store.listLogged({
    ...{ departments, before, skip: page * PAGE, most: PAGE + 1 },
    words: wordsOf(words),
  });
  const loaded = await store.readMentions(ids.slice(0, PAGE));
  const muted = await store.listMutes(departments, now, MUTES + 1);
  return {
    question: { words, page, before },
    lately: await store.countLogged(departments, now - LATELY_MS),
    mutes: await linesOf(house, person, muted.slice(0, MUTES)),
    moreMutes: muted.length > MUTES,
    lines: loaded.flatMap((one) => loggedLineOf(one.mention, one.words, person, handbook) ?? []),
    hasOlder: ids.length > PAGE,
  };
}

/** The database takes no NUL, nor half of a surrogate pair. */
function wordsOf(typed: string): readonly string[] {
  const words = typed.toWellFormed().replaceAll('\0', '').split(/\s+/u);
  return words.filter((word) => word !== '').slice(0, MOST_WORDS);
}

async function linesOf(
  house: House,
  person: Person,
  mutes: readonly MutedAuthor[],
): Promise<readonly MutedLine[]> {
  const handbook = house.handbook();
  const loaded = await house.store.readMentions(mutes.map(({ mention }) => mention));
  const known = new Map(loaded.map(({ mention }) => [mention.id, mention]));
  return mutes.map((mute) => {
    const mention = known.get(mute.mention);
    const mayEnd = mention !== undefined && mayUnmute(person, mention, handbook);
    return { ...mute, by: nameOf(handbook, mute.by), mayEnd };
  });
}
