/** What was typed behind `/heed away`: until when, in the company's own time zone. */
import { en, type ParsedComponents, type ParsedResult } from 'chrono-node';
import { DateTime } from 'luxon';
import { isOpen, nextClosing, nextOpening, type OpeningHours } from '../core/hours.ts';
import type { Instant } from '../core/mention.ts';

export type ReadUntil =
  /** Null where no end was given. */
  | { readonly ok: true; readonly until: Instant | null }
  | { readonly ok: false; readonly sentence: string };

export interface UntilContext {
  readonly now: Instant;
  /** IANA. */
  readonly timezone: string;
  /** When a day begins that was named without a time. */
  readonly hours: OpeningHours;
}

const DAY_MS = 86_400_000;
const LONGEST_MS = 366 * DAY_MS;
const LONGEST_READ = 200;
const LONGEST_SHOWN = 60;

const EXAMPLES =
  'Type /heed away until monday, or /heed away until 30 Nov 14:00. With no time at all you are away until /heed back.';

/** @param typed such as "until monday", "for 2h", "2026-11-30" or nothing */
export function readUntil(typed: string, context: UntilContext): ReadUntil {
  const all = typed.trim().replace(/\s+/gu, ' ');
  if (all === '') return { ok: true, until: null };
  const text = all.replace(/^(?:until|till|til)(?:\s+|$)/iu, '').replace(/[.!]+$/u, '');
  const until = all.length > LONGEST_READ ? null : momentOf(text, context);
  // Braces would stand for an instant where the sentence is shown.
  const shown = Array.from(all.replace(/[{}]/gu, '')).slice(0, LONGEST_SHOWN);
  const said = `"${shown.join('')}"`;
  if (until === null) return no(`Heed does not understand ${said} as a time.`);
  if (until <= context.now) return no(`${said} is over already.`);
  if (until > context.now + LONGEST_MS) return no(`${said} is more than a year ahead.`);
  return { ok: true, until };
}

function no(sentence: string): ReadUntil {
  return { ok: false, sentence: `${sentence} Nothing was changed. ${EXAMPLES}` };
}

/** Null for what is no time, more than one, or more than a time. */
function momentOf(text: string, context: UntilContext): Instant | null {
  const { now, timezone } = context;
  const here = DateTime.fromMillis(now, { zone: timezone });
  const unit = /^next (week|month|year)$/iu.exec(text)?.[1]?.toLowerCase();
  if (unit === 'week' || unit === 'month' || unit === 'year') {
    return openingOn(here.plus({ [unit]: 1 }).startOf(unit), context.hours);
  }
  const forwardDate = !LOOKS_BACK.test(text);
  const [found, ...more] = en.GB.parse(
    text,
    { instant: new Date(now), timezone: here.offset },
    { forwardDate },
  );
  if (found === undefined || more.length > 0 || found.end || !isWhole(found, text)) return null;
  return instantOf(found.start, forwardDate, context);
}

/** Chrono would take "last monday" for the next one. */
const LOOKS_BACK = /\b(?:last|past|previous|ago)\b/iu;

/** Words that say nothing themselves. */
const EMPTY = /^(?:for|in|on|at|by|the|from|,|\s)*$/iu;

function isWhole({ index, text: found }: ParsedResult, text: string): boolean {
  return EMPTY.test(text.slice(0, index)) && EMPTY.test(text.slice(index + found.length));
}

const RELATIVE_TIME = 'result/relativeDateAndTime';
const TODAY = 'casualReference/today';
const NOW = 'casualReference/now';
/** A time of the day that chrono only guesses the hour of; a morning is when the day opens. */
const PARTS_OF_DAY = ['noon', 'midnight', 'afternoon', 'evening', 'night', 'tonight'].map(
  (part) => `casualReference/${part}`,
);

function instantOf(
  start: ParsedComponents,
  looksAhead: boolean,
  context: UntilContext,
): Instant | null {
  const tags = start.tags();
  const isExact = tags.has(RELATIVE_TIME) || tags.has(NOW);
  const hasZone = start.isCertain('hour') && start.isCertain('timezoneOffset');
  if (isExact || hasZone) return start.date().getTime();
  const local = localOf(start, context.timezone);
  if (!local.isValid) return null;
  if (start.isCertain('hour') || PARTS_OF_DAY.some((part) => tags.has(part))) {
    return local.toMillis();
  }
  // Whoever is away today is back tomorrow.
  const day = tags.has(TODAY) ? local.plus({ days: 1 }) : local;
  const opening = openingOn(day, context.hours);
  const isWeekday = start.isCertain('weekday') && !start.isCertain('day');
  if (opening > context.now || !isWeekday || !looksAhead) return opening;
  return openingOn(day.plus({ weeks: 1 }), context.hours);
}

/** The zone's own clock: its offset may be another by then. */
function localOf(start: ParsedComponents, zone: string): DateTime {
  const [year, month, day, hour, minute] = (
    ['year', 'month', 'day', 'hour', 'minute'] as const
  ).map((part) => start.get(part) ?? 0);
  return DateTime.fromObject(
    { year: year ?? 0, month: month ?? 0, day: day ?? 0, hour: hour ?? 0, minute: minute ?? 0 },
    { zone },
  );
}

/** When somebody begins who works these hours that day; where they don't, when the day does. */
function openingOn(day: DateTime, hours: OpeningHours): Instant {
  const start = day.startOf('day').toMillis();
  const end = day.plus({ days: 1 }).startOf('day').toMillis();
  // A shift of the day before is not the beginning of this one.
  const isNight = isOpen(hours, start) && isOpen(hours, start - 1);
  const from = isNight ? nextClosing(hours, start) : start;
  const opening = from === null ? null : nextOpening(hours, from);
  return opening === null || opening >= end ? start : opening;
}
