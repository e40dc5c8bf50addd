/** What was typed behind `/heed stats`: which week, and of which department. */
import type { Handbook } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import {
  aWeekEarlier,
  type Span,
  spanOf,
  type Week,
  weekAt,
  weekBefore,
  weekName,
  weeksIn,
} from './week.ts';

export interface StatsQuestion {
  readonly week: Week;
  /** Null for the whole company. */
  readonly department: string | null;
}

export type ReadQuestion =
  | { readonly ok: true; readonly question: StatsQuestion }
  | { readonly ok: false; readonly sentence: string };

export interface QuestionContext {
  readonly handbook: Handbook;
  readonly now: Instant;
  /** When the first mention ever came in; null where none did. */
  readonly begun: Instant | null;
}

const WEEKS = 'A week is "this week", "last week", or as 2026-W47.';
const WEEK =
  /^(this week|last week|\d{4}-?w\d+)(?:\s+|$)|(?:^|\s+)(this week|last week|\d{4}-?w\d+)$/iu;
const NUMBERED = /^(\d{4})-?w(\d{1,6})$/iu;

/** @param typed such as "last week care", "2026-W47", "Care" or nothing */
export function readQuestion(typed: string, context: QuestionContext): ReadQuestion {
  const text = typed.trim().replace(/\s+/gu, ' ');
  const week = WEEK.exec(text);
  const name = text.replace(WEEK, '').trim();
  return combine(week?.[1] ?? week?.[2] ?? '', name, text, context);
}

/** The same where both are given apart; either may be empty. */
export function readApart(
  week: string,
  department: string,
  context: QuestionContext,
): ReadQuestion {
  const text = week.trim().replace(/\s+/gu, ' ');
  if (text !== '' && text.replace(WEEK, '').trim() !== '') {
    return no(`"${shown(text)}" is no week. ${WEEKS}`);
  }
  return combine(text, department.trim(), '', context);
}

function combine(
  weekText: string,
  name: string,
  all: string,
  context: QuestionContext,
): ReadQuestion {
  const department = name === '' ? null : departmentNamed(name, context.handbook);
  if (department === undefined) return no(noDepartment(name, name === all, context.handbook));
  const { handbook, begun, now } = context;
  if (begun === null) return no('Nothing has come in yet, so there are no figures.');
  const current = weekAt(now, handbook.timezone);
  const week =
    weekText === '' ? usual(current, begun, handbook.timezone) : named(weekText, current);
  if (week === null) return no(noWeek(weekText));
  if (isAfter(week, current)) {
    return no(`Week ${weekName(week)} has not begun. The newest is ${weekName(current)}.`);
  }
  const first = weekAt(begun, handbook.timezone);
  if (isAfter(first, week)) {
    return no(
      `There is nothing from week ${weekName(week)}: the first mention came in ${weekName(first)}.`,
    );
  }
  return { ok: true, question: { week, department } };
}

/**
 * Nothing named is the last whole week: whoever asks on a Monday morning wants that one, and its
 * figures are the same all week long. In Heed's first week it is that one.
 */
function usual(current: Week, begun: Instant, zone: string): Week {
  const last = weekBefore(current);
  return isAfter(weekAt(begun, zone), last) ? current : last;
}

function named(text: string, current: Week): Week | null {
  const words = text.toLowerCase();
  if (words === 'this week') return current;
  if (words === 'last week') return weekBefore(current);
  const [, year = '', number = ''] = NUMBERED.exec(words) ?? [];
  const week = { year: Number(year), number: Number(number) };
  return week.year > 0 && week.number >= 1 && week.number <= weeksIn(week.year) ? week : null;
}

function noWeek(text: string): string {
  const [, year = ''] = NUMBERED.exec(text) ?? [];
  if (Number(year) === 0) return `"${shown(text)}" is no week. ${WEEKS}`;
  return `There is no week ${shown(text)}: ${year} has ${weeksIn(Number(year))} weeks.`;
}

function isAfter(one: Week, other: Week): boolean {
  return one.year > other.year || (one.year === other.year && one.number > other.number);
}

/** By id or by name, however it is capitalised; undefined where there is none. */
function departmentNamed(text: string, { departments }: Handbook): string | undefined {
  const wanted = text.replace(/^#/u, '').toLowerCase();
  return departments.find(
    ({ id, name }) => id.toLowerCase() === wanted || name.toLowerCase() === wanted,
  )?.id;
}

function noDepartment(text: string, alone: boolean, { departments }: Handbook): string {
  const known = departments.map(({ name }) => name).join(', ');
  return alone
    ? `"${shown(text)}" is neither a week nor a department. ${WEEKS} There are the departments ${known}.`
    : `There is no department "${shown(text)}". There are: ${known}.`;
}

const LONGEST = 60;

function shown(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()}…` : text;
}

function no(sentence: string): ReadQuestion {
  return { ok: false, sentence };
}

/** A week and what it is held against. */
export interface Spans {
  readonly week: Span;
  readonly before: Span;
  /** The week still runs: both go as far into theirs as this moment is. */
  readonly soFar: boolean;
}

export function spansOf(week: Week, now: Instant, zone: string): Spans {
  const whole = spanOf(week, zone);
  const before = spanOf(weekBefore(week), zone);
  if (now >= whole.to) return { week: whole, before, soFar: false };
  // What happens this very millisecond is in.
  const to = now + 1;
  const earlier = Math.min(aWeekEarlier(to, zone), before.to);
  return {
    week: { from: whole.from, to },
    before: { from: before.from, to: earlier },
    soFar: true,
  };
}
