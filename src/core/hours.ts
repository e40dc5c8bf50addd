/**
 * Opening hours: when a department works, in its own time zone. Daylight saving is counted as it
 * happens: an hour is always 3,600 seconds that pass while the department is open.
 */

/** Minutes of the local clock since midnight; `to` is beyond 1,440 where it crosses midnight. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface WeeklyHours {
  /** IANA. */
  readonly zone: string;
  /** Seven entries, Monday first; a shift belongs to the day it begins on. */
  readonly week: readonly (readonly Interval[])[];
  /** What holds on a local date such as `2026-12-25` instead of its weekday's; null where nothing does. */
  readonly special: (date: string) => readonly Interval[] | null;
}

export type OpeningHours = 'always' | WeeklyHours;
