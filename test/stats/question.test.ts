/** What is typed behind `/heed stats`: which week and department is meant, or what is wrong with it. */
import { describe, expect, test } from 'vitest';
import { type ReadQuestion, readApart, readQuestion, spansOf } from '../../src/stats/question.ts';
import { daysOf, spanOf, weekBefore, weekName } from '../../src/stats/week.ts';
import { aHandbook } from '../support/cast.ts';

/** Wednesday of week 47, in Johannesburg. */
const NOW = Date.parse('2026-11-18T09:30:00+02:00');
const BEGUN = Date.parse('2026-09-30T12:00:00+02:00');
const HANDBOOK = { ...aHandbook({ timezone: 'Africa/Johannesburg' }) };
const CONTEXT = { handbook: HANDBOOK, now: NOW, begun: BEGUN };

function told(read: ReadQuestion): string {
  if (!read.ok) return read.sentence;
  const { week, department } = read.question;
  return `${weekName(week)} ${department ?? 'all'}`;
}

test.each([
  ['', '2026-W46 all'],
  ['this week', '2026-W47 all'],
  ['  Last   WEEK ', '2026-W46 all'],
  ['2026-W47', '2026-W47 all'],
  ['2026-w42', '2026-W42 all'],
  ['2026W42', '2026-W42 all'],
  ['care', '2026-W46 care'],
  ['#Care', '2026-W46 care'],
  ['this week DELIVERIES', '2026-W47 deliveries'],
  ['deliveries 2026-W42', '2026-W42 deliveries'],
])('%j means %s', (typed, meant) => {
  expect(told(readQuestion(typed, CONTEXT))).toBe(meant);
});

const WEEKS = 'A week is "this week", "last week", or as 2026-W47.';

test.each([
  [
    'banana',
    `"banana" is neither a week nor a department. ${WEEKS} There are the departments Care, Deliveries.`,
  ],
  ['2026-W60', 'There is no week 2026-W60: 2026 has 53 weeks.'],
  ['2025-W53', 'There is no week 2025-W53: 2025 has 52 weeks.'],
  ['2026-W0', 'There is no week 2026-W0: 2026 has 53 weeks.'],
  ['2026-W4700', 'There is no week 2026-W4700: 2026 has 53 weeks.'],
  ['0000-W10', `"0000-W10" is no week. ${WEEKS}`],
  ['2026-W48', 'Week 2026-W48 has not begun. The newest is 2026-W47.'],
  ['2027-W01', 'Week 2027-W01 has not begun. The newest is 2026-W47.'],
  ['2026-W39', 'There is nothing from week 2026-W39: the first mention came in 2026-W40.'],
  ['this week sales', 'There is no department "sales". There are: Care, Deliveries.'],
  ['next week', /^"next week" is neither a week nor a department\./u],
  ['last week this week', 'There is no department "this week". There are: Care, Deliveries.'],
  ['x'.repeat(300), /^"x{60}…" is neither/u],
])('%j is answered with what is wrong', (typed, sentence) => {
  const read = readQuestion(typed, CONTEXT);
  expect(read.ok).toBe(false);
  if (typeof sentence === 'string') expect(told(read)).toBe(sentence);
  else expect(told(read)).toMatch(sentence);
});

test('week and department given apart mean the same, and each is held to its own', () => {
  expect(told(readApart('2026-W42', 'care', CONTEXT))).toBe('2026-W42 care');
  expect(told(readApart('', '', CONTEXT))).toBe('2026-W46 all');
  expect(told(readApart('care', '', CONTEXT))).toBe(`"care" is no week. ${WEEKS}`);
  expect(told(readApart('', 'last week', CONTEXT))).toContain('no department "last week"');
});

test('in the first week nothing named is that week, and before anything came there is none', () => {
  const early = { ...CONTEXT, begun: NOW - 1_000 };
  expect(told(readQuestion('', early))).toBe('2026-W47 all');
  expect(told(readQuestion('last week', early))).toContain('the first mention came in 2026-W47');
  expect(told(readQuestion('', { ...CONTEXT, begun: null }))).toBe(
    'Nothing has come in yet, so there are no figures.',
  );
});

describe('weeks', () => {
  test('begin on the zone’s own Monday, also where an hour or a day is left out', () => {
    const span = spanOf({ year: 2026, number: 13 }, 'Europe/London');
    expect((span.to - span.from) / 3_600_000).toBe(7 * 24 - 1);
    // Samoa had no 30 December 2011.
    const short = spanOf({ year: 2011, number: 52 }, 'Pacific/Apia');
    expect((short.to - short.from) / 3_600_000).toBe(6 * 24);
    expect(daysOf({ year: 2026, number: 47 }, 'Africa/Johannesburg')).toHaveLength(7);
    expect(weekBefore({ year: 2027, number: 1 })).toEqual({ year: 2026, number: 53 });
  });

  test('that still run go as far as the week before went at the same hour of the local clock', () => {
    // London's clocks went back an hour between the two.
    const now = Date.parse('2026-10-27T12:00:00Z');
    const { week, before, soFar } = spansOf({ year: 2026, number: 44 }, now, 'Europe/London');
    expect([soFar, week.to]).toEqual([true, now + 1]);
    expect(new Date(before.to - 1).toISOString()).toBe('2026-10-20T11:00:00.000Z');
    const over = spansOf({ year: 2026, number: 43 }, now, 'Europe/London');
    expect([over.soFar, over.before.to]).toEqual([false, over.week.from]);
  });
});
