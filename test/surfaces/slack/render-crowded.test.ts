/** The reminder and the Home tab of somebody who has more of everything than fits. */

import { expect, test } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import type { DueLine, Line, Shelf, ShelfName } from '../../../src/core/overview.ts';
import { homeBlocks } from '../../../src/front/lists.ts';
import { drawBlocks } from '../../../src/surfaces/slack/draw.ts';
import { slackMedium } from '../../../src/surfaces/slack/medium.ts';
import { readPayload } from '../../../src/surfaces/slack/payload.ts';
import { renderView } from '../../../src/surfaces/slack/render.ts';
import { gallery, PLAIN, WORDS } from './gallery.ts';
import { expectTaken, expectTame, textsIn } from './looking.ts';

const CONTEXT = slackMedium('Africa/Johannesburg', null);
const ESCALATION = { to: 'Sam', by: null, at: 0, reason: 'The first reply is overdue.' };

const NAMES = ['unclaimed', 'in review'];

function linesOf(card: Card, count: number): readonly Line[] {
  return Array.from({ length: count }, (_, n) => ({
    card: { ...card, mention: `m-${n}`, escalation: ESCALATION },
    since: 0,
    standsAt: null,
  }));
}

function shelfOf(card: Card, count: number): Shelf {
  return { lines: linesOf(card, count), more: 5, counted: true };
}

test.each(Object.keys(WORDS))('with words that are %s it is taken and tame', async (words) => {
  const exhibits = await gallery(WORDS[words] ?? PLAIN);
  const cards = exhibits.filter(({ name }) => NAMES.includes(name)).map(({ card }) => card);
  expect(cards).toHaveLength(NAMES.length);
  for (const card of cards) {
    const view = {
      ...({ type: 'reminder', held: 3, superseded: false, ending: [] } as const),
      ...{ mine: linesOf(card, 20), review: linesOf(card, 20), touchBase: linesOf(card, 20) },
      called: shelfOf(card, 20),
    };
    const rendered = renderView(view, CONTEXT);
    expectTaken(rendered);
    expectTame(readPayload(rendered));
    const { blocks } = readPayload(rendered);
    expect(textsIn(blocks)).toContain('Overdue, yours to see to');
    expect(textsIn(blocks)).toContain('Touch base');
  }
});

test('a Home tab with all there can be stays below a hundred blocks', async () => {
  const [exhibit] = await gallery(PLAIN);
  if (exhibit === undefined) throw new Error('no card');
  const { card } = exhibit;
  const due = (shelf: ShelfName, count: number): readonly DueLine[] =>
    linesOf(card, count).map((line) => ({ ...line, shelf }));
  const overview = {
    due: { lines: due('mine', 8), more: 3, counted: true },
    ...{ mine: shelfOf(card, 7), review: shelfOf(card, 10), unclaimed: shelfOf(card, 15) },
    touchBase: shelfOf(card, 3),
    departments: ['Care', 'Deliveries'],
    health: { sources: [{ id: 'website', canReply: true, trouble: [] }], elsewhere: ['No.'] },
  };
  const blocks = drawBlocks(homeBlocks(overview, slackMedium('UTC', null)));
  expect(blocks.length).toBeLessThanOrEqual(100);
  expect(textsIn(blocks)).toContain('Touch base (8)');
});
