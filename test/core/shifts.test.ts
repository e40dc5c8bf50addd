import { describe, expect, test } from 'vitest';
import { openSince } from '../../src/core/hours.ts';
import { dayBegun, endOfShift } from '../../src/core/shifts.ts';
import { everyDay, weekdays } from '../support/opening-hours.ts';

const at = (iso: string) => Date.parse(iso);
const iso = (instant: number | null) =>
  instant === null ? null : new Date(instant).toISOString().slice(0, 16);

const OFFICE = weekdays('Africa/Johannesburg', '08:00-12:00,13:00-17:00', {
  '2026-12-24': '08:00-12:00',
});
const NIGHT = everyDay('Europe/Berlin', '22:00-06:00');
const ROUND = everyDay('Europe/Berlin', '00:00-24:00', { '2026-11-18': '' });

describe('the end of a day', () => {
  test.each([
    ['half an hour before it is near', OFFICE, '2026-11-20T14:30Z', '2026-11-20T15:00'],
    ['a minute earlier it is not', OFFICE, '2026-11-20T14:29Z', null],
    ['until the last moment', OFFICE, '2026-11-20T14:59:59Z', '2026-11-20T15:00'],
    ['then it is over', OFFICE, '2026-11-20T15:00Z', null],
    ['lunch is none', OFFICE, '2026-11-20T09:45Z', null],
    ['but noon is, where nobody comes back', OFFICE, '2026-12-24T09:45Z', '2026-12-24T10:00'],
    ['a night ends in the morning', NIGHT, '2026-11-20T04:40Z', '2026-11-20T05:00'],
    ['in summer an hour earlier', NIGHT, '2026-07-20T03:40Z', '2026-07-20T04:00'],
    [
      'where it is open day and night, only before a day off',
      ROUND,
      '2026-11-17T22:45Z',
      '2026-11-17T23:00',
    ],
    ['and on no other', ROUND, '2026-11-18T23:45Z', null],
  ])('%s', (_, hours, now, expected) => {
    expect(iso(endOfShift(hours, at(now)))).toBe(expected);
  });

  test('who never closes has none', () => {
    expect(endOfShift('always', at('2026-11-20T14:45Z'))).toBeNull();
  });
});

describe('the beginning of a day', () => {
  const zone = 'Africa/Johannesburg';

  test.each([
    ['closed, none has begun', OFFICE, '2026-11-20T05:59Z', null],
    ['with the opening', OFFICE, '2026-11-20T06:00Z', '2026-11-20'],
    ['it is the same one after lunch', OFFICE, '2026-11-20T12:00Z', '2026-11-20'],
    ['it ends with the closing', OFFICE, '2026-11-20T15:00Z', null],
    ['a night is the day’s on which it began', NIGHT, '2026-11-20T02:00Z', '2026-11-19'],
    ['from its first minute', NIGHT, '2026-11-20T21:00Z', '2026-11-20'],
    ['and its zone’s, not the company’s', NIGHT, '2026-11-19T22:30Z', '2026-11-19'],
    ['open day and night it begins at eight', ROUND, '2026-11-24T07:00Z', '2026-11-24'],
    ['and not before', ROUND, '2026-11-24T06:59Z', null],
    ['but on its first day with the opening', ROUND, '2026-11-18T23:00Z', '2026-11-19'],
  ])('%s', (_, hours, now, expected) => {
    expect(dayBegun(hours, zone, at(now))).toBe(expected);
  });

  test('who never closes begins at eight by the company’s clock', () => {
    expect(dayBegun('always', zone, at('2026-11-20T05:59Z'))).toBeNull();
    expect(dayBegun('always', zone, at('2026-11-20T06:00Z'))).toBe('2026-11-20');
    expect(dayBegun('always', zone, at('2026-11-20T21:59Z'))).toBe('2026-11-20');
    expect(dayBegun('always', zone, at('2026-11-20T22:00Z'))).toBeNull();
  });
});

test('what has been open for a year has no beginning that anybody could name', () => {
  const always = everyDay('Europe/Berlin', '00:00-24:00');
  expect(openSince(always, at('2026-11-20T12:00Z'))).toBeNull();
  expect(iso(openSince(ROUND, at('2026-12-24T12:00Z')))).toBe('2026-11-18T23:00');
});
