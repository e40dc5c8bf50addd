/** How a week went, for whoever of the handbook asks. Reads only. */
import type { Handbook, Person } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import { type Asker, askerOf, departmentsOf } from '../core/overview.ts';
import { type MissedLine, missedLineOf } from '../stats/missed.ts';
import {
  type ReadQuestion,
  readApart,
  readQuestion,
  type StatsQuestion,
  spansOf,
} from '../stats/question.ts';
import { type Report, reportOf } from '../stats/report.ts';
import { daysOf, weekBefore } from '../stats/week.ts';
import type { House } from './house.ts';
import type { Store } from './store-port.ts';
import type { MessageRef, Place } from './surface-message.ts';

export interface Stats {
  readonly question: StatsQuestion;
  readonly report: Report;
  /** Where the oldest open mention's card stands. */
  readonly oldestAt: MessageRef | null;
  readonly now: Instant;
}

export type Told<Value> =
  | ({ readonly ok: true } & Value)
  | { readonly ok: false; readonly sentence: string };

export interface MissedAsked {
  /** As `weekName` writes it. */
  readonly week: string;
  readonly department: string | null;
  /** From 0. */
  readonly page: number;
  /** When it was first asked, so that what is missed meanwhile moves no page. */
  readonly at: Instant;
}

export interface MissedPage {
  readonly asked: MissedAsked;
  readonly lines: readonly (MissedLine & { readonly standsAt: MessageRef | null })[];
  readonly hasMore: boolean;
  /** Some of what the figures count is in departments of others. */
  readonly isPart: boolean;
}

export interface Statistics {
  /** @param typed behind the command */
  read(typed: string, place: Place): Promise<Told<{ readonly stats: Stats }>>;
  /** The same once more, as a button carries it. */
  again(
    week: string,
    department: string | null,
    place: Place,
  ): Promise<Told<{ readonly stats: Stats }>>;
  /** The latest first: of the departments somebody acts in, sensitive ones for their owners. */
  missed(
    asked: MissedAsked,
    person: Person,
    place: Place,
  ): Promise<Told<{ readonly page: MissedPage }>>;
}

const PAGE = 10;
/** Nobody turns so many pages; and each costs as much as those before it. */
const LAST_PAGE = 500;

/** @param house throws `StoreAway` while Heed is starting */
export function createStatistics(house: () => House): Statistics {
  return {
    read: async (typed, place) => {
      const found = house();
      return tell(found, readQuestion(typed, await contextOf(found)), place);
    },
    again: async (week, department, place) => {
      const found = house();
      return tell(found, readApart(week, department ?? '', await contextOf(found)), place);
    },
    missed: (asked, person, place) => missedPage(house(), asked, person, place),
  };
}

/** For a surface, or for the command line, which has no house. */
export async function readReport(
  store: Store,
  handbook: Handbook,
  question: StatsQuestion,
  now: Instant,
): Promise<{ readonly report: Report; readonly oldest: string | null }> {
  const { timezone } = handbook;
  const { week, department } = question;
  const spans = spansOf(week, now, timezone);
  const days = daysOf(week, timezone);
  const daysBefore = daysOf(weekBefore(week), timezone);
  const [figures, before, open] = await Promise.all([
    store.weekFigures({ span: spans.week, days, department }),
    store.weekFigures({ span: spans.before, days: daysBefore, department }),
    store.openFigures(department),
  ]);
  const counts = { question, timezone, spans, days, daysBefore, week: figures, before, open };
  return { report: reportOf(counts), oldest: open.oldest?.mention ?? null };
}

async function contextOf(house: House) {
  const begun = await house.store.firstOpened();
  return { handbook: house.handbook(), now: house.now(), begun };
}

async function tell(
  house: House,
  read: ReadQuestion,
  place: Place,
): Promise<Told<{ readonly stats: Stats }>> {
  if (!read.ok) return read;
  const { question } = read;
  const now = house.now();
  const { report, oldest } = await readReport(house.store, house.handbook(), question, now);
  const refs = await house.store.cardRefs(oldest === null ? [] : [oldest], place);
  const oldestAt = (oldest === null ? null : refs.get(oldest)) ?? null;
  return { ok: true, stats: { question, report, oldestAt, now } };
}

async function missedPage(
  house: House,
  { week, department, page: wanted, at }: MissedAsked,
  person: Person,
  place: Place,
): Promise<Told<{ readonly page: MissedPage }>> {
  const { store } = house;
  const handbook = house.handbook();
  const read = readApart(week, department ?? '', await contextOf(house));
  if (!read.ok) return read;
  const asker = reachOf(person, department, handbook);
  const { departments, sensitiveIn } = asker;
  const page = Math.min(Math.max(0, wanted), LAST_PAGE);
  const span = spansOf(read.question.week, Math.min(at, house.now()), handbook.timezone).week;
  const reach = { span, departments, sensitiveIn };
  const clocks = await store.listMissed({ ...reach, skip: page * PAGE, most: PAGE + 1 });
  const shown = clocks.slice(0, PAGE);
  const ids = [...new Set(shown.map(({ mention }) => mention))];
  const loaded = new Map((await store.readMentions(ids)).map((one) => [one.mention.id, one]));
  const refs = await store.cardRefs(ids, place);
  const lines = shown.flatMap((clock) => {
    const found = loaded.get(clock.mention);
    if (found === undefined) return [];
    const line = missedLineOf(clock, found.mention, found.words, asker, handbook);
    return line === null ? [] : [{ ...line, standsAt: refs.get(clock.mention) ?? null }];
  });
  const asked = { week, department, page, at };
  const all = department === null ? handbook.departments.length : 1;
  const isPart = departments.length < all || sensitiveIn.length < all;
  return { ok: true, page: { asked, lines, hasMore: clocks.length > PAGE, isPart } };
}

function reachOf(person: Person, department: string | null, handbook: Handbook): Asker {
  const within = (id: string) => department === null || id === department;
  const own = departmentsOf(person, handbook).filter(within);
  const asker = askerOf(person, handbook);
  return { ...asker, departments: own, sensitiveIn: asker.sensitiveIn.filter(within) };
}
