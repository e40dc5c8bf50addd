/** ISO weeks in the company's time zone: Monday to Sunday, numbered as on wall calendars. */
import { DateTime } from 'luxon';
import type { Instant } from '../core/mention.ts';

export interface Week {
  /** Of the ISO week, which is not always the calendar's: 2027-01-01 is in 2026-W53. */
  readonly year: number;
  readonly number: number;
}

/** From inclusive, to exclusive. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

export function weekAt(at: Instant, zone: string): Week {
  const local = DateTime.fromMillis(at, { zone });
  return { year: local.weekYear, number: local.weekNumber };
}

/** "2026-W47" */
export function weekName({ year, number }: Week): string {
  return `${year}-W${String(number).padStart(2, '0')}`;
}

/** 52 or 53. */
export function weeksIn(year: number): number {
  return DateTime.utc(year, 7, 1).weeksInWeekYear;
}

export function weekBefore({ year, number }: Week): Week {
  return number > 1 ? { year, number: number - 1 } : { year: year - 1, number: weeksIn(year - 1) };
}

export function spanOf(week: Week, zone: string): Span {
  const monday = mondayOf(week, zone);
  return { from: monday.toMillis(), to: monday.plus({ weeks: 1 }).toMillis() };
}

/** The beginnings of its days, Monday's first. */
export function daysOf(week: Week, zone: string): readonly Instant[] {
  const monday = mondayOf(week, zone);
  return [0, 1, 2, 3, 4, 5, 6].map((days) => monday.plus({ days }).startOf('day').toMillis());
}

/** The same moment of the local clock a week earlier. */
export function aWeekEarlier(at: Instant, zone: string): Instant {
  return DateTime.fromMillis(at, { zone }).minus({ weeks: 1 }).toMillis();
}

/**
 * When the local clock showed this time of the week last, now or before.
 * @param weekday Monday is 0
 * @param minute since midnight
 */
export function lastTimeOfWeek(
  { weekday, minute }: { readonly weekday: number; readonly minute: number },
  now: Instant,
  zone: string,
): Instant {
  const monday = DateTime.fromMillis(now, { zone }).startOf('week');
  const time = { hour: Math.floor(minute / 60), minute: minute % 60 };
  const inWeek = (weeks: number) => monday.plus({ weeks, days: weekday }).set(time).toMillis();
  return inWeek(0) <= now ? inWeek(0) : inWeek(-1);
}

export function localDate(at: Instant, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd');
}

/** With the zone's offset: "2026-11-16T00:00:00.000+02:00". */
export function localTime(at: Instant, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZ");
}

function mondayOf({ year, number }: Week, zone: string): DateTime {
  return DateTime.fromObject({ weekYear: year, weekNumber: number }, { zone }).startOf('day');
}
