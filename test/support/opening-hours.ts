/** Opening hours as one writes them down. */
import type { Interval, WeeklyHours } from '../../src/core/hours.ts';

type Days = Readonly<Record<string, string>>;

/** `{ 1: '08:00-17:00', '2026-12-25': '' }`: ISO weekdays, and dates of their own. */
export function hoursIn(zone: string, days: Days): WeeklyHours {
  const read = (written = ''): Interval[] =>
    written.split(',').flatMap((one) => {
      const [from = 0, to = 0] = one.split('-').map((time) => {
        const [hour = 0, minute = 0] = time.split(':').map(Number);
        return hour * 60 + minute;
      });
      return one === '' ? [] : [{ from, to: to > from ? to : to + 1440 }];
    });
  const week = [1, 2, 3, 4, 5, 6, 7].map((day) => read(days[day]));
  return { zone, week, special: (date) => (date in days ? read(days[date]) : null) };
}

export function everyDay(zone: string, hours: string, special: Days = {}): WeeklyHours {
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => [day, hours]);
  return hoursIn(zone, { ...Object.fromEntries(days), ...special });
}

export function weekdays(zone: string, hours: string, special: Days = {}): WeeklyHours {
  const days = [1, 2, 3, 4, 5].map((day) => [day, hours]);
  return hoursIn(zone, { ...Object.fromEntries(days), ...special });
}
