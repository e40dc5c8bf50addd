/** What may be typed behind `/heed away`, and which moment it means. */
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { readUntil } from '../../src/app/away-until.ts';
import type { OpeningHours, WeeklyHours } from '../../src/core/hours.ts';

const ZONE = 'Africa/Johannesburg';

/** Monday to Friday from eight to five. */
function office(zone: string): WeeklyHours {
  const days = Array.from({ length: 5 }, () => [{ from: 480, to: 1_020 }]);
  return { zone, week: [...days, [], []], special: () => null };
}

/** From ten in the evening to six, each night. */
const NIGHTS: WeeklyHours = {
  zone: ZONE,
  week: Array.from({ length: 7 }, () => [{ from: 1_320, to: 1_800 }]),
  special: () => null,
};

interface Given {
  readonly at?: string;
  readonly zone?: string;
  readonly hours?: OpeningHours;
}

/** Said on Friday, 20 November 2026 at four in the afternoon, unless at another time. */
function read(typed: string, { at = '2026-11-20T16:00', zone = ZONE, hours }: Given = {}) {
  const now = DateTime.fromISO(at, { zone }).toMillis();
  return readUntil(typed, { now, timezone: zone, hours: hours ?? office(zone) });
}

/** As the clock there shows it. */
function until(typed: string, given: Given = {}): string | null {
  const answer = read(typed, given);
  if (!answer.ok) throw new Error(answer.sentence);
  if (answer.until === null) return null;
  return DateTime.fromMillis(answer.until, { zone: given.zone ?? ZONE }).toFormat(
    'ccc yyyy-MM-dd HH:mm',
  );
}

test('nothing means until they are back', () => {
  expect([until(''), until('  ')]).toEqual([null, null]);
});

test.each([
  ['until monday', 'Mon 2026-11-23 08:00'],
  ['Until Monday.', 'Mon 2026-11-23 08:00'],
  ['monday', 'Mon 2026-11-23 08:00'],
  ['until next monday', 'Mon 2026-11-23 08:00'],
  ['until friday', 'Fri 2026-11-27 08:00'],
  ['until tomorrow', 'Sat 2026-11-21 00:00'],
  ['until tomorrow 14:00', 'Sat 2026-11-21 14:00'],
  ['until tomorrow morning', 'Sat 2026-11-21 00:00'],
  ['until monday morning', 'Mon 2026-11-23 08:00'],
  ['until monday afternoon', 'Mon 2026-11-23 15:00'],
  ['until monday at noon', 'Mon 2026-11-23 12:00'],
  ['until 2026-11-30', 'Mon 2026-11-30 08:00'],
  ['until 30 November', 'Mon 2026-11-30 08:00'],
  ['until 30 Nov 14:00', 'Mon 2026-11-30 14:00'],
  ['until 1/12', 'Tue 2026-12-01 08:00'],
  ['until 5.1.2027', 'Tue 2027-01-05 08:00'],
  ['until 18:00', 'Fri 2026-11-20 18:00'],
  ['until 9:00', 'Sat 2026-11-21 09:00'],
  ['for 2h', 'Fri 2026-11-20 18:00'],
  ['2h', 'Fri 2026-11-20 18:00'],
  ['for 90 minutes', 'Fri 2026-11-20 17:30'],
  ['for 3 days', 'Mon 2026-11-23 08:00'],
  ['for a week', 'Fri 2026-11-27 08:00'],
  ['until next week', 'Mon 2026-11-23 08:00'],
  ['until next month', 'Tue 2026-12-01 08:00'],
  ['today', 'Sat 2026-11-21 00:00'],
  ['until 2026-11-30T08:00Z', 'Mon 2026-11-30 10:00'],
])('"%s" means %s', (typed, moment) => {
  expect(until(typed)).toBe(moment);
});

describe('a day without a time', () => {
  test('begins when that day opens, not where the night before ends', () => {
    expect(until('until monday', { hours: NIGHTS })).toBe('Mon 2026-11-23 22:00');
    expect(until('until monday', { hours: 'always' })).toBe('Mon 2026-11-23 00:00');
  });

  test('said in the morning of such a weekday is the next one, once it is open', () => {
    expect(until('until friday', { at: '2026-11-20T07:00' })).toBe('Fri 2026-11-20 08:00');
    expect(until('until friday', { at: '2026-11-20T09:00' })).toBe('Fri 2026-11-27 08:00');
  });
});

describe('the clock of the place', () => {
  const BERLIN = { zone: 'Europe/Berlin', at: '2026-10-24T12:00' };
  const NEW_YORK = { zone: 'America/New_York', at: '2027-03-13T12:00' };
  const KIRITIMATI = { zone: 'Pacific/Kiritimati', at: '2026-11-20T01:00' };

  test('goes back between: the day is an hour longer, its opening stays', () => {
    expect(until('until monday', BERLIN)).toBe('Mon 2026-10-26 08:00');
    expect(read('until monday', BERLIN)).toEqual({
      ok: true,
      until: Date.parse('2026-10-26T07:00:00Z'),
    });
    expect(until('for 24 hours', BERLIN)).toBe('Sun 2026-10-25 11:00');
  });

  test('leaps ahead: a time that it leaps over is an hour later', () => {
    expect(until('until tomorrow 02:30', NEW_YORK)).toBe('Sun 2027-03-14 03:30');
    expect(read('until monday 9:00', NEW_YORK)).toEqual({
      ok: true,
      until: Date.parse('2027-03-15T13:00:00Z'),
    });
  });

  test('shows another date than the one in London', () => {
    expect(until('until tomorrow', KIRITIMATI)).toBe('Sat 2026-11-21 00:00');
    expect(until('until monday', KIRITIMATI)).toBe('Mon 2026-11-23 08:00');
  });
});

test.each([
  ['yesterday', 'is over already.'],
  ['until yesterday', 'is over already.'],
  ['until last monday', 'is over already.'],
  ['until today 9:00', 'is over already.'],
  ['until 2026-11-19', 'is over already.'],
  ['2 hours ago', 'is over already.'],
  ['now', 'is over already.'],
  ['until 2028-01-01', 'is more than a year ahead.'],
  ['for 20 years', 'is more than a year ahead.'],
  ['until', 'does not understand'],
  ['banana', 'does not understand'],
  ['until monday banana', 'does not understand'],
  ['until monday or tuesday', 'does not understand'],
  ['from 30 Nov to 5 Dec', 'does not understand'],
  ['until 2026-02-31', 'does not understand'],
  ['until 25:00', 'does not understand'],
  ['<!channel>', 'does not understand'],
  ['{at:99999999999999999}', 'does not understand'],
  ['x'.repeat(5_000), 'does not understand'],
])('"%s" is answered with what is wrong, and two examples', (typed, why) => {
  const answer = read(typed);
  const sentence = answer.ok ? '' : answer.sentence;
  expect(sentence).toContain(why);
  expect(sentence).toContain('Nothing was changed.');
  expect(sentence.match(/\/heed away until/gu)).toHaveLength(2);
  expect(sentence.length).toBeLessThan(300);
});
