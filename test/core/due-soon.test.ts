/** One list of what presses before the shelves, and what is left of them. */
import { expect, test } from 'vitest';
import { cardOf } from '../../src/core/card.ts';
import type { CardDeadline } from '../../src/core/card-deadlines.ts';
import { besides, dueSoonOf } from '../../src/core/due-soon.ts';
import type { Line, Shelf } from '../../src/core/overview.ts';
import { aHandbook } from '../support/cast.ts';
import { aPlay } from '../support/play.ts';

const CARD = cardOf(aPlay().mention, new Map(), aHandbook());

function line(mention: string, dueAt: number, state: CardDeadline['state'] = 'imminent'): Line {
  const due = [{ metric: 'first_reply_time', state, dueAt } as const];
  return {
    card: { ...CARD, mention, deadlines: { due, firstReply: null, closesAt: null } },
    since: 0,
    standsAt: null,
  };
}

const shelf = (lines: readonly Line[], more = 0, counted = true): Shelf => ({
  lines,
  more,
  counted,
});

const ids = ({ lines }: { readonly lines: readonly Line[] }) =>
  lines.map(({ card }) => card.mention);

test('the next due comes first, wherever it stands', () => {
  const due = dueSoonOf(
    new Map([
      ['mine', shelf([line('b', 20), line('d', 40)])],
      ['review', shelf([line('c', 30, 'breached')])],
      ['unclaimed', shelf([line('a', 10)])],
    ]),
    3,
  );
  expect(due.lines.map((one) => [one.card.mention, one.shelf])).toEqual([
    ['a', 'unclaimed'],
    ['b', 'mine'],
    ['c', 'review'],
  ]);
  expect(due).toMatchObject({ more: 1, counted: true });
});

test('what stands on two shelves is told once, as what is to be reviewed', () => {
  const both = line('a', 10);
  const due = dueSoonOf(
    new Map([
      ['mine', shelf([both])],
      ['review', shelf([both])],
    ]),
    8,
  );
  expect(due.lines.map((one) => one.shelf)).toEqual(['review']);
  expect(ids(besides(shelf([both, line('b', 0)]), 'mine', due, 15))).toEqual(['b']);
});

test('what is not near any more is left out', () => {
  expect(dueSoonOf(new Map([['mine', shelf([line('a', 10, 'pending')])]]), 8).lines).toEqual([]);
});

test('what cannot be counted to the end is not', () => {
  const due = dueSoonOf(new Map([['unclaimed', shelf([line('a', 1)], 999, false)]]), 8);
  expect(due).toMatchObject({ more: 999, counted: false });
});

test('a shelf gives up a line for each of its own above, and counts the rest', () => {
  const due = dueSoonOf(new Map([['mine', shelf([line('a', 1), line('z', 2)])]]), 8);
  const left = besides(shelf([line('a', 1), line('b', 0), line('c', 0)], 2), 'mine', due, 3);
  // Five of theirs: a and z stand above, b fits, two more do not.
  expect(ids(left)).toEqual(['b']);
  expect(left.more).toBe(2);
});
