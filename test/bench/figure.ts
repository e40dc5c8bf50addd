/** What a benchmark found, and how it is reported. Pure. */
import { z } from 'zod';

/** Beyond which ratio it is good enough, and in which direction. */
export interface Goal {
  readonly is: 'below' | 'above' | 'at least' | 'at most';
  readonly ratio: number;
}

export interface Figure {
  readonly name: string;
  /** Of value and baseline, such as `ms`. */
  readonly unit: string;
  readonly value: number;
  readonly baseline: number;
  /** Of the rounds: each value by the baseline that was measured beside it. */
  readonly ratios: readonly number[];
  readonly goal: Goal;
  /** What else must hold, and did not: a sentence each. */
  readonly wrong: readonly string[];
}

/** One line of `npm run bench -- --json`. */
export const figureLine = z.object({
  name: z.string(),
  value: z.number(),
  baseline: z.number(),
  ratio: z.number(),
  goal: z.number(),
  met: z.boolean(),
});

export function lineOf(figure: Figure): string {
  const { name, value, baseline, goal } = figure;
  const ratio = ratioOf(figure);
  const line = { name, value, baseline, ratio, goal: goal.ratio, met: isMet(figure) };
  return JSON.stringify(line, (_key, part: unknown) =>
    typeof part === 'number' ? Number(part.toPrecision(4)) : part,
  );
}

function ratioOf({ value, baseline }: Figure): number {
  return value / baseline;
}

export function isMet(figure: Figure): boolean {
  return figure.wrong.length === 0 && reaches(ratioOf(figure), figure.goal);
}

function reaches(ratio: number, goal: Goal): boolean {
  switch (goal.is) {
    case 'below':
      return ratio < goal.ratio;
    case 'above':
      return ratio > goal.ratio;
    case 'at least':
      return ratio >= goal.ratio;
    case 'at most':
      return ratio <= goal.ratio;
    default:
      return goal.is satisfies never;
  }
}

const SIGNS: Readonly<Record<Goal['is'], string>> = {
  below: '<',
  above: '>',
  'at least': '≥',
  'at most': '≤',
};

const HEAD = ['name', 'value', 'baseline', 'ratio', 'goal', 'met', 'ratios of the rounds'];
const WIDTHS = HEAD.map((title, column) =>
  Math.max(title.length, [16, 14, 14, 7, 7, 7][column] ?? 0),
);

export function headOfTable(): string {
  return row(HEAD);
}

/** A row of the table, and below it what was wrong. */
export function rowOf(figure: Figure): string {
  const { name, unit, value, baseline, ratios, goal, wrong } = figure;
  const sorted = ratios.toSorted((a, b) => a - b);
  const cells = [
    name,
    `${short(value)} ${unit}`,
    `${short(baseline)} ${unit}`,
    short(ratioOf(figure)),
    `${SIGNS[goal.is]} ${goal.ratio}`,
    isMet(figure) ? 'met' : 'missed',
    `${short(sorted.at(0) ?? 0)} to ${short(sorted.at(-1) ?? 0)}`,
  ];
  return [row(cells), ...wrong.map((sentence) => `  ${sentence}`)].join('\n');
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, column) => cell.padEnd(WIDTHS[column] ?? 0))
    .join('  ')
    .trimEnd();
}

/** Three digits that count. */
function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
