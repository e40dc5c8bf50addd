/** How figures are told: rounded without a lie, nothing where there is nothing, foreign names plain. */
import { describe, expect, test } from 'vitest';
import type { WeekFigures } from '../../src/stats/figures.ts';
import { spansOf } from '../../src/stats/question.ts';
import { type Report, reportOf } from '../../src/stats/report.ts';
import { type TellLine, tellReport, titleOf } from '../../src/stats/tell.ts';
import { daysOf, weekBefore } from '../../src/stats/week.ts';
import { aHandbook } from '../support/cast.ts';

const NOW = Date.UTC(2026, 10, 23, 9);
const WEEK = { year: 2026, number: 47 };
const NOTHING: WeekFigures = { arrived: [], logged: [], times: [], met: [], missed: [], deeds: [] };
const HANDBOOK = aHandbook();
const MINUTE = 60_000;

function report(week: Partial<WeekFigures>, before: Partial<WeekFigures> = {}): Report {
  const { timezone } = HANDBOOK;
  return reportOf({
    ...{ question: { week: WEEK, department: null }, timezone },
    spans: spansOf(WEEK, NOW, timezone),
    days: daysOf(WEEK, timezone),
    daysBefore: daysOf(weekBefore(WEEK), timezone),
    week: { ...NOTHING, ...week },
    before: { ...NOTHING, ...before },
    open: { count: 0, oldest: null },
  });
}

function lines(week: Partial<WeekFigures>, before: Partial<WeekFigures> = {}): readonly string[] {
  return tellReport(report(week, before), HANDBOOK, NOW).map(said);
}

function said({ parts }: TellLine): string {
  return parts.map((part) => (part.type === 'mention' ? part.ref : part.text)).join('');
}

function firstReplies(inTime: number, late: number): Partial<WeekFigures> {
  const metric = 'first_reply_time';
  return {
    met: [{ metric, day: 0, count: inTime }],
    missed: late === 0 ? [] : [{ metric, cause: 'claimed', day: 0, count: late }],
  };
}

test.each([
  [999, 1, '99 %'],
  [1, 999, '1 %'],
  [0, 7, '0 %'],
  [7, 0, '100 %'],
  [2, 1, '67 %'],
])('%i in time and %i late are told as %s', (inTime, late, told) => {
  expect(lines(firstReplies(inTime, late))).toContain(
    `First reply in time ${told}, ${inTime} of ${inTime + late}`,
  );
});

test('open hours and the clock are told apart where they differ', () => {
  const times = {
    ...{ metric: 'next_reply_time' as const, count: 3 },
    ...{ openMedianMs: 38 * MINUTE, clockMedianMs: 112 * MINUTE },
    ...{ openP90Ms: 180 * MINUTE, clockP90Ms: 180 * MINUTE },
  };
  expect(lines({ times: [times] })).toContain(
    'Next reply median 38 min in open hours, 1 h 52 min by the clock · 9 of 10 within 3 h',
  );
});

describe('beside the week before', () => {
  test('nothing is told against a week in which there was nothing', () => {
    expect(titleOf(report({}), HANDBOOK)).toBe('Acme, week 47');
    expect(lines({})).toEqual(['Nothing came in', 'Nothing waits for us now']);
  });

  test('what is gone is told too', () => {
    expect(lines({}, firstReplies(3, 2))).toContain('Missed none (−2)');
    expect(lines(firstReplies(3, 0), firstReplies(3, 0))).toContain('Missed none (±0)');
    expect(lines({}, { logged: [{ kind: 'repost', count: 4 }] })).toContain('Not carded: 0 (−4)');
  });
});

test('names from outside are cut and hold nothing that is not seen', () => {
  const hostile = `like\n\u001B[31m\u202Etsop\u200B${'x'.repeat(60)}`;
  expect(lines({ logged: [{ kind: hostile, count: 2 }] })).toContain(
    `Not carded: 2 (like [31mtsop${'x'.repeat(26)}… 2)`,
  );
});

test('what is many is told by its most', () => {
  const logged = Array.from({ length: 9 }, (_, n) => ({ kind: `kind${n}`, count: 10 - n }));
  expect(lines({ logged }).at(-1)).toBe(
    'Not carded: 54 (kind0 10, kind1 9, kind2 8, kind3 7, kind4 6, kind5 5, others 9)',
  );
  const deeds = Array.from({ length: 14 }, (_, n) => ({
    ...{ person: `p${String(n).padStart(2, '0')}`, deed: 'claimed' as const, count: 1 },
  }));
  expect(lines({ deeds }).slice(-2)).toEqual(['p11 claimed 1', 'and 2 more']);
});
