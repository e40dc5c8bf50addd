import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import {
  addOpenTime,
  type Interval,
  isOpen,
  nextClosing,
  nextOpening,
  openTimeBetween,
  type WeeklyHours,
} from '../../src/core/hours.ts';
import { everyDay, hoursIn, weekdays } from '../support/opening-hours.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const at = (iso: string) => Date.parse(iso);
const iso = (instant: number | null) =>
  instant === null ? null : new Date(instant).toISOString().slice(0, 16);

describe('due times, worked out by hand', () => {
  const joburg = weekdays('Africa/Johannesburg', '08:00-17:00');
  const berlin = weekdays('Europe/Berlin', '08:00-17:00');
  const night = everyDay('Europe/Berlin', '22:00-06:00');
  const easter = weekdays('Africa/Johannesburg', '08:00-17:00', {
    '2026-04-03': '',
    '2026-04-06': '',
  });
  const christmas = weekdays('Africa/Johannesburg', '08:00-17:00', {
    '2026-12-24': '08:00-12:00',
    '2026-12-25': '',
  });
  const breaks = weekdays('Europe/London', '08:00-12:00,13:00-17:00');
  const auckland = weekdays('Pacific/Auckland', '09:00-17:00');
  const kiritimati = weekdays('Pacific/Kiritimati', '08:00-16:00');
  const newYork = everyDay('America/New_York', '00:00-24:00');

  test.each<[string, WeeklyHours, string, number, string]>([
    // Johannesburg is two hours ahead of UTC all year.
    ['within a day', joburg, '2026-11-23T08:00Z', 2 * HOUR, '2026-11-23T10:00'],
    ['before opening', joburg, '2026-11-23T02:00Z', HOUR, '2026-11-23T07:00'],
    ['over the night', joburg, '2026-11-23T14:00Z', 2 * HOUR, '2026-11-24T07:00'],
    ['over the weekend', joburg, '2026-11-20T14:30Z', HOUR, '2026-11-23T06:30'],
    ['to the minute of closing', joburg, '2026-11-20T14:30Z', HOUR / 2, '2026-11-20T15:00'],
    ['a second after closing', joburg, '2026-11-20T15:00Z', 1000, '2026-11-23T06:00'],
    ['no time, while open', joburg, '2026-11-20T14:30Z', 0, '2026-11-20T14:30'],
    ['no time, at closing', joburg, '2026-11-20T15:00Z', 0, '2026-11-23T06:00'],
    ['24 hours are two days and six hours', joburg, '2026-11-23T06:00Z', DAY, '2026-11-25T12:00'],
    ['a holiday on a Friday', easter, '2026-04-02T14:00Z', 2 * HOUR, '2026-04-07T07:00'],
    ['a half day and a holiday', christmas, '2026-12-24T08:00Z', 3 * HOUR, '2026-12-28T07:00'],
    ['a break at noon', breaks, '2026-11-23T11:30Z', HOUR, '2026-11-23T13:30'],
    ['to the beginning of a break', breaks, '2026-11-23T11:30Z', HOUR / 2, '2026-11-23T12:00'],
    // Berlin: 29 March 2026 at 02:00 → 03:00; 25 October 2026 at 03:00 → 02:00.
    ['into summer time', berlin, '2026-03-27T15:30Z', HOUR, '2026-03-30T06:30'],
    ['out of summer time', berlin, '2026-10-23T14:30Z', HOUR, '2026-10-26T07:30'],
    ['a night of seven hours', night, '2026-03-28T21:00Z', 7 * HOUR, '2026-03-29T04:00'],
    ['and no more than seven', night, '2026-03-28T21:00Z', 8 * HOUR, '2026-03-29T21:00'],
    ['a night of nine hours', night, '2026-10-24T20:00Z', 9 * HOUR, '2026-10-25T05:00'],
    ['an ordinary night', night, '2026-11-23T21:00Z', 9 * HOUR, '2026-11-24T22:00'],
    ['a day of 23 hours', newYork, '2026-03-08T05:00Z', DAY, '2026-03-09T05:00'],
    ['a day of 25 hours', newYork, '2026-11-01T04:00Z', DAY, '2026-11-02T04:00'],
    // Auckland is 13 hours ahead in summer, 12 in winter (from 5 April 2026): Monday there is Sunday in UTC.
    ['east of the date line', auckland, '2026-11-22T20:00Z', HOUR, '2026-11-22T21:00'],
    ['over a weekend there', auckland, '2026-11-20T03:30Z', HOUR, '2026-11-22T20:30'],
    ['out of summer time there', auckland, '2026-04-03T03:30Z', HOUR, '2026-04-05T21:30'],
    ['14 hours ahead', kiritimati, '2026-11-20T01:00Z', 2 * HOUR, '2026-11-22T19:00'],
  ])('%s', (_, hours, from, ms, due) => {
    expect(iso(addOpenTime(hours, at(from), ms))).toBe(due);
  });

  test('the ceiling over a weekend falls when nobody is there, after the last closing', () => {
    const ceiling = at('2026-11-20T15:00Z') + 48 * HOUR;
    expect(isOpen(joburg, ceiling)).toBe(false);
    expect(openTimeBetween(joburg, at('2026-11-20T15:00Z'), ceiling)).toBe(0);
    expect(iso(nextOpening(joburg, ceiling))).toBe('2026-11-23T06:00');
    expect(openTimeBetween(joburg, at('2026-11-20T14:00Z'), ceiling)).toBe(HOUR);
  });

  test('always is open', () => {
    expect(isOpen('always', 5)).toBe(true);
    expect(addOpenTime('always', 5, DAY)).toBe(5 + DAY);
    expect(openTimeBetween('always', 5, 7)).toBe(2);
    expect(openTimeBetween('always', 7, 5)).toBe(0);
    expect(nextOpening('always', 5)).toBe(5);
    expect(nextClosing('always', 5)).toBeNull();
  });

  test('the moment of opening is open, that of closing is not', () => {
    expect(isOpen(joburg, at('2026-11-23T06:00Z'))).toBe(true);
    expect(isOpen(joburg, at('2026-11-23T06:00Z') - 1)).toBe(false);
    expect(isOpen(joburg, at('2026-11-23T15:00Z') - 1)).toBe(true);
    expect(isOpen(joburg, at('2026-11-23T15:00Z'))).toBe(false);
  });
});

describe('openings and closings', () => {
  test('a shift that begins on the eve of a holiday runs to its end, and none begins on it', () => {
    const night = everyDay('Europe/London', '22:00-06:00', { '2026-12-25': '' });
    expect(iso(nextClosing(night, at('2026-12-24T23:00Z')))).toBe('2026-12-25T06:00');
    expect(iso(nextOpening(night, at('2026-12-25T06:00Z')))).toBe('2026-12-26T22:00');
  });

  test('a Friday night ends on Saturday, where Saturday itself is closed', () => {
    const night = weekdays('Europe/London', '22:00-06:00');
    expect(iso(nextClosing(night, at('2026-11-20T23:00Z')))).toBe('2026-11-21T06:00');
    expect(iso(nextOpening(night, at('2026-11-21T06:00Z')))).toBe('2026-11-23T22:00');
  });

  test('hours that overlap or touch are one, over midnight too', () => {
    const hours = hoursIn('UTC', { 1: '08:00-12:00,11:00-13:00,13:00-24:00', 2: '00:00-06:00' });
    expect(iso(nextClosing(hours, at('2026-11-23T09:00Z')))).toBe('2026-11-24T06:00');
    expect(openTimeBetween(hours, at('2026-11-23T00:00Z'), at('2026-11-30T00:00Z'))).toBe(
      22 * HOUR,
    );
  });

  test('before opening, the closing is that of the hours that follow', () => {
    const hours = weekdays('Africa/Johannesburg', '08:00-17:00');
    expect(iso(nextClosing(hours, at('2026-11-21T12:00Z')))).toBe('2026-11-23T15:00');
  });

  test('what is open day and night for a year does not close', () => {
    const round = everyDay('Europe/Berlin', '00:00-24:00');
    expect(nextClosing(round, at('2026-11-20T12:00Z'))).toBeNull();
    const feast = everyDay('Europe/Berlin', '00:00-24:00', { '2027-06-01': '' });
    expect(iso(nextClosing(feast, at('2026-11-20T12:00Z')))).toBe('2027-05-31T22:00');
    expect(addOpenTime(round, at('2026-11-20T12:00Z'), 200 * DAY)).toBe(
      at('2026-11-20T12:00Z') + 200 * DAY,
    );
  });
});

describe('a local time', () => {
  test('that does not exist is read with the offset from before the gap', () => {
    const gap = everyDay('Europe/Berlin', '02:30-09:00');
    expect(iso(nextOpening(gap, at('2026-03-28T23:00Z')))).toBe('2026-03-29T01:30');
    const within = everyDay('Europe/Berlin', '02:30-03:15');
    expect(iso(nextOpening(within, at('2026-03-28T23:00Z')))).toBe('2026-03-30T00:30');
  });

  test('that exists twice is its first occurrence', () => {
    const twice = everyDay('Europe/Berlin', '02:30-09:00');
    expect(iso(nextOpening(twice, at('2026-10-24T22:00Z')))).toBe('2026-10-25T00:30');
    const night = everyDay('Europe/Berlin', '22:00-02:30');
    expect(iso(nextClosing(night, at('2026-10-24T21:00Z')))).toBe('2026-10-25T00:30');
  });

  test('of midnight that does not exist is the change itself', () => {
    // In Cairo, 24 April 2026 began at 01:00.
    const cairo = everyDay('Africa/Cairo', '00:00-12:00');
    expect(iso(nextOpening(cairo, at('2026-04-23T12:00Z')))).toBe('2026-04-23T22:00');
    expect(openTimeBetween(cairo, at('2026-04-23T12:00Z'), at('2026-04-24T12:00Z'))).toBe(
      11 * HOUR,
    );
  });
});

describe('hours that hardly open', () => {
  const once = hoursIn('UTC', { '2027-11-21': '08:00-12:00' });

  test('open within 366 days or not at all', () => {
    const opening = at('2027-11-21T08:00Z');
    expect(nextOpening(once, opening - 366 * DAY)).toBe(opening);
    expect(nextOpening(once, opening - 366 * DAY - 1)).toBeNull();
    expect(nextClosing(once, opening - 366 * DAY - 1)).toBeNull();
    expect(addOpenTime(once, opening - 366 * DAY, 4 * HOUR)).toBe(opening + 4 * HOUR);
    expect(addOpenTime(once, opening - 366 * DAY - 1, HOUR)).toBeNull();
    expect(addOpenTime(once, opening, 4 * HOUR + 1)).toBeNull();
  });

  test('may add up over more than a year where they open now and then', () => {
    const mondays = hoursIn('UTC', { 1: '08:00-09:00' });
    expect(iso(addOpenTime(mondays, at('2026-11-23T08:00Z'), 100 * HOUR))).toBe('2028-10-16T09:00');
  });
});

test('a zone that nobody knows opens never', () => {
  const nowhere = everyDay('Africa/Jozi', '08:00-17:00');
  expect(addOpenTime(nowhere, at('2026-11-23T08:00Z'), HOUR)).toBeNull();
  expect(nextOpening(nowhere, at('2026-11-23T08:00Z'))).toBeNull();
});

const zones = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/Santiago', 'Africa/Johannesburg'],
  ...['Pacific/Auckland', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'Australia/Lord_Howe'],
];
const quarter = (min: number, max: number) => fc.integer({ min, max }).map((n) => n * 15);
const interval = fc
  .tuple(quarter(0, 95), quarter(1, 48))
  .map(([from, length]): Interval => ({ from, to: from + length }));
const day = fc.array(interval, { maxLength: 3 });
const calendar = fc
  .record({
    zone: fc.constantFrom(...zones),
    week: fc.array(day, { minLength: 7, maxLength: 7 }),
    dates: fc.dictionary(
      fc.integer({ min: 0, max: 80 }).map((n) => isoDate(START + n * DAY)),
      day,
      { maxKeys: 6 },
    ),
  })
  .filter(({ week }) => week.some((one) => one.length > 0))
  .map(({ zone, week, dates }): WeeklyHours => {
    return { zone, week, special: (date) => dates[date] ?? null };
  });

/** Some weeks on both sides of the changes of March 2026, north and south. */
const START = at('2026-02-20T00:00Z');
const instant = fc.integer({ min: 0, max: 60 * 1440 }).map((n) => START + n * MINUTE);
const duration = fc.integer({ min: 1, max: 80 * 60 }).map((n) => n * MINUTE);

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

describe('whatever the hours', () => {
  test('a due time is open, or the moment of a closing', () => {
    fc.assert(
      fc.property(calendar, instant, duration, (hours, from, ms) => {
        const due = addOpenTime(hours, from, ms) ?? Number.NaN;
        expect(due).toBeGreaterThanOrEqual(from + ms);
        expect(isOpen(hours, due - 1)).toBe(true);
        expect(openTimeBetween(hours, from, due)).toBe(ms);
      }),
    );
  });

  test('later starts and longer times are never due earlier', () => {
    fc.assert(
      fc.property(calendar, instant, duration, duration, (hours, from, ms, more) => {
        const due = addOpenTime(hours, from, ms) ?? 0;
        expect(addOpenTime(hours, from + more, ms)).toBeGreaterThanOrEqual(due);
        expect(addOpenTime(hours, from, ms + more)).toBeGreaterThan(due);
        expect(addOpenTime(hours, from, 0)).toBeLessThan(due);
      }),
    );
  });

  test('adding a, then b, is adding both', () => {
    fc.assert(
      fc.property(calendar, instant, duration, duration, (hours, from, a, b) => {
        const between = addOpenTime(hours, from, a) ?? Number.NaN;
        expect(addOpenTime(hours, between, b)).toBe(addOpenTime(hours, from, a + b));
      }),
    );
  });

  test('time passes in one piece or in two', () => {
    fc.assert(
      fc.property(calendar, fc.array(instant, { minLength: 3, maxLength: 3 }), (hours, some) => {
        const [a = 0, b = 0, c = 0] = some.sort((one, other) => one - other);
        const parts = openTimeBetween(hours, a, b) + openTimeBetween(hours, b, c);
        expect(openTimeBetween(hours, a, c)).toBe(parts);
      }),
    );
  });
});

/** Which minutes of some days are open, read off one after another. */
function openMinutes(hours: WeeklyHours, from: number, days: number): ReadonlySet<number> {
  const open = new Set<number>();
  const first = DateTime.fromMillis(from, { zone: 'utc' }).minus({ days: 2 });
  for (let index = 0; index < days + 4; index += 1) {
    const date = first.plus({ days: index });
    const intervals = hours.special(isoDate(date.toMillis())) ?? hours.week[date.weekday - 1] ?? [];
    for (const one of intervals) {
      const end = occurrence(hours.zone, date, one.to);
      for (let minute = occurrence(hours.zone, date, one.from); minute < end; minute += MINUTE) {
        open.add(minute);
      }
    }
  }
  return open;
}

/** Asks every minute around what the clock shows there; the first that shows it, or the offset before. */
function occurrence(zone: string, date: DateTime, minute: number): number {
  const wanted = date.startOf('day').plus({ minutes: minute });
  const shown = (time: number) =>
    DateTime.fromMillis(time, { zone }).setZone('utc', { keepLocalTime: true }).toMillis();
  const offset = (time: number) => shown(time) - time;
  const early = wanted.toMillis() - offset(wanted.toMillis() - DAY);
  const late = wanted.toMillis() - offset(wanted.toMillis() + DAY);
  const found = [early, late].filter((time) => shown(time) === wanted.toMillis());
  return found.length === 0 ? early : Math.min(...found);
}

test('minute by minute it comes out the same', () => {
  const DAYS = 9;
  const starts = ['2026-03-05', '2026-03-25', '2026-04-02', '2026-10-01', '2026-10-22'];
  fc.assert(
    fc.property(calendar, fc.constantFrom(...starts), (hours, date) => {
      const from = at(`${date}T00:00Z`);
      const open = openMinutes(hours, from, DAYS);
      let passed = 0;
      for (let time = from; time < from + DAYS * DAY; time += MINUTE) {
        if (isOpen(hours, time) !== open.has(time)) {
          expect(`${hours.zone} ${iso(time)} ${isOpen(hours, time)}`).toBe('otherwise');
        }
        passed += open.has(time) ? MINUTE : 0;
      }
      expect(openTimeBetween(hours, from, from + DAYS * DAY)).toBe(passed);
    }),
    { numRuns: 40 },
  );
});

test('a thousand due times a year ahead take a moment', () => {
  const hours = weekdays('Europe/Berlin', '08:00-12:00,13:00-17:00');
  const from = at('2026-11-23T00:00Z');
  addOpenTime(hours, from, 2000 * HOUR);
  const start = performance.now();
  for (let index = 0; index < 1000; index += 1)
    addOpenTime(hours, from + index * HOUR, 2000 * HOUR);
  expect(performance.now() - start).toBeLessThan(500);
});
