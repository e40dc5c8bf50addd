import { expect, test } from 'vitest';
import { type Figure, figureLine, headOfTable, isMet, lineOf, rowOf } from './figure.ts';

function aFigure(change: Partial<Figure> = {}): Figure {
  return {
    name: 'acknowledge',
    unit: 'ms',
    value: 30,
    baseline: 24,
    ratios: [1.3, 1.1, 1.25],
    goal: { is: 'below', ratio: 1.5 },
    wrong: [],
    ...change,
  };
}

test('a line of JSON says name, value, baseline, their ratio, the goal and whether it is met', () => {
  const line: unknown = JSON.parse(lineOf(aFigure()));
  expect(figureLine.strict().parse(line)).toEqual({
    name: 'acknowledge',
    value: 30,
    baseline: 24,
    ratio: 1.25,
    goal: 1.5,
    met: true,
  });
});

test.each([
  ['below', 24, true],
  ['below', 36, false],
  ['at most', 36, true],
  ['at most', 37, false],
  ['above', 37, true],
  ['above', 36, false],
  ['at least', 36, true],
  ['at least', 35, false],
] as const)('a goal %s 1.5 of 24 with %s is met: %s', (is, value, met) => {
  expect(isMet(aFigure({ value, goal: { is, ratio: 1.5 } }))).toBe(met);
});

test('a figure with something wrong misses its goal, and says what', () => {
  const figure = aFigure({ wrong: ['2 processes performed 3 effects twice.'] });
  expect(figureLine.parse(JSON.parse(lineOf(figure))).met).toBe(false);
  expect(rowOf(figure)).toMatch(/missed.*\n {2}2 processes performed 3 effects twice\.$/u);
});

test('a row of the table stands under its head and shows the spread', () => {
  const [head, row] = [headOfTable(), rowOf(aFigure())];
  expect(row).toMatch(/^acknowledge +30 ms +24 ms +1\.25 +< 1\.5 +met +1\.1 to 1\.3$/u);
  expect(row.indexOf('met')).toBe(head.indexOf('met'));
});
