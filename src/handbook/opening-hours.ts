/** Opening hours as they stand in a handbook, and as the rules count with them. */
import { z } from 'zod';
import type { Interval, WeeklyHours } from '../core/hours.ts';
import { holidaysOf } from './holidays.ts';
import { section } from './keys.ts';
import { id, list, oneOrMore, text, timezone } from './values.ts';

const DAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Monday is 0. `mon-fri` goes on from day to day, `sat-mon` round the end of the week. */
export function weekdaysOf(key: string): readonly number[] | null {
  const [from = -1, to = from, ...rest] = key.split('-').map((name) => DAYS.indexOf(name));
  if (from < 0 || to < 0 || rest.length > 0) return null;
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => (from + index) % 7);
}

const DAY_MINUTES = 1440;
/** What would be longer is rather a beginning and an end that changed places. */
const LONGEST_NIGHT = 12 * 60;

const HOURS = 'hours such as "08:00-17:00" or "08:00-12:00, 13:00-17:00", between 00:00 and 24:00';
const BACKWARDS =
  'hours that end after they begin; only a night of at most 12 hours may cross midnight, such as ' +
  '"22:00-06:00", and a longer one is two: "17:00-24:00", and "00:00-08:00" on the day after';

const intervals = oneOrMore(text(HOURS), HOURS).transform((written, context) => {
  const read = written.flatMap((one) => one.split(',')).map(readInterval);
  const message = [HOURS, BACKWARDS].find((mistake) => read.includes(mistake));
  if (message !== undefined) context.addIssue({ code: 'custom', message });
  return read.filter((one) => typeof one !== 'string');
});

/** @returns what must be there instead, where it is none. */
function readInterval(written: string): Interval | typeof HOURS | typeof BACKWARDS {
  const match = /^\s*(\d\d?:\d\d)\s*[-–]\s*(\d\d?:\d\d)\s*$/u.exec(written);
  const from = minuteOf(match?.[1]);
  const to = minuteOf(match?.[2]);
  if (from === null || to === null || from === DAY_MINUTES) return HOURS;
  if (from < to) return { from, to };
  const end = to + DAY_MINUTES;
  return end - from <= LONGEST_NIGHT ? { from, to: end } : BACKWARDS;
}

/** Of the day, at most its last; null for what is no time. */
export function minuteOf(time: string | undefined): number | null {
  const [hour = Number.NaN, minute = Number.NaN] = (time ?? '').split(':').map(Number);
  const at = hour * 60 + minute;
  return minute < 60 && at <= DAY_MINUTES ? at : null;
}

export const DATE = 'a date such as "2026-12-24"';
const date = text(DATE).refine(isDate, { error: DATE });

export function isDate(written: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/u.test(written)) return false;
  const at = Date.parse(`${written}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(written);
}

const EXPECTED = 'opening hours: { mon-fri: "08:00-17:00", sat: "09:00-13:00" }';
const SPECIAL = 'a map from dates to their hours: { "2026-12-24": "08:00-12:00" }';

const settings = {
  zone: timezone.nullish(),
  holidays: text('a country such as ZA, or a region of one, such as DE-BY').nullish(),
  closed: list(date, 'a list of dates, such as ["2026-12-24"]').nullish(),
  days: z.record(z.string(), intervals, { error: SPECIAL }).nullish(),
};

const others = section(settings, EXPECTED, [], [...DAYS, 'mon-fri', ...Object.keys(settings)]);
const weekdays = z.record(z.string(), intervals.nullable());

/** A map of days and ranges of days, beside a few settings. */
export const weeklyHours = z
  .record(z.string(), z.unknown(), { error: EXPECTED })
  .transform((map, context) => {
    const entries = Object.entries(map);
    const isDay = (key: string) => weekdaysOf(key) !== null;
    const days = weekdays.safeParse(Object.fromEntries(entries.filter(([key]) => isDay(key))));
    const rest = others.safeParse(Object.fromEntries(entries.filter(([key]) => !isDay(key))));
    const issues = [...(days.error?.issues ?? []), ...(rest.error?.issues ?? [])];
    for (const { message, path, ...issue } of issues) {
      const params = issue.code === 'custom' ? issue.params : undefined;
      context.addIssue({ code: 'custom', message, path, ...(params && { params }) });
    }
    if (!days.success || !rest.success) return z.NEVER;
    return { ...rest.data, week: days.data };
  });

export type HoursEntry = z.output<typeof weeklyHours>;

export const hoursId = id.refine((given) => given !== 'always', {
  error: 'another name: "always" is built in, and means open day and night',
});

/** A day of one's own counts more than a holiday, and a holiday more than the weekday. */
export function buildHours(entry: HoursEntry, timezoneOfAll: string): WeeklyHours {
  const own = new Map<string, readonly Interval[]>(Object.entries(entry.days ?? {}));
  for (const closed of entry.closed ?? []) own.set(closed, []);
  const isHoliday = entry.holidays ? holidaysOf(entry.holidays) : () => false;
  return {
    zone: entry.zone ?? timezoneOfAll,
    week: DAYS.map((_, day) => hoursOn(entry.week, day)),
    special: (date) => own.get(date) ?? (isHoliday(date) ? [] : null),
  };
}

function hoursOn(week: HoursEntry['week'], day: number): readonly Interval[] {
  return Object.entries(week).flatMap(([key, hours]) =>
    weekdaysOf(key)?.includes(day) ? (hours ?? []) : [],
  );
}
