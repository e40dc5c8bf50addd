import { beforeAll, expect, test } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import { muteForm } from '../../../src/front/mute-form.ts';
import { moreForm } from '../../../src/front/questions.ts';
import { drawForm } from '../../../src/surfaces/slack/draw-form.ts';
import { slackMedium } from '../../../src/surfaces/slack/medium.ts';
import { readPayload } from '../../../src/surfaces/slack/payload.ts';
import { renderView } from '../../../src/surfaces/slack/render.ts';
import { gallery, PLAIN } from './gallery.ts';
import { expectTaken, nodesOf, textsIn } from './looking.ts';

const CONTEXT = slackMedium('Africa/Johannesburg', null);

let card: Card;

beforeAll(async () => {
  const [first] = await gallery(PLAIN);
  if (first === undefined) throw new Error('the gallery is empty');
  card = first.card;
});

const draw = (change: Partial<Card>) =>
  renderView({ type: 'card', card: { ...card, ...change }, others: new Map() }, CONTEXT);

test('of what has moved there is one line, and nothing to press or follow', () => {
  const rendered = renderView({ type: 'moved', ref: 'H-1042' }, CONTEXT);
  expectTaken(rendered);
  expect(rendered.confidential).toBe(false);
  const { text, blocks } = readPayload(rendered);
  expect([text, textsIn(blocks).trim()]).toEqual(['H-1042 has moved.', 'H-1042 has moved.']);
});

test('a sensitive card says so first, and is confidential', () => {
  const rendered = draw({ sensitive: true });
  expectTaken(rendered);
  expect([rendered.confidential, draw({}).confidential]).toEqual([true, false]);
  expect(readPayload(rendered).text).toMatch(/^Sensitive: /);
  expect(textsIn(readPayload(rendered).blocks)).toMatch(/^Sensitive · /);
});

test('Sensitive and Not sensitive stand in the menu, never beside the other buttons', () => {
  const few: Card = { ...card, actions: ['reopen', 'make_ordinary'] };
  const row = readPayload(draw(few)).blocks.find(({ type }) => type === 'actions');
  expect(nodesOf(row)).toContainEqual(expect.objectContaining({ type: 'overflow' }));
  expect(nodesOf(row).filter((node) => Object(node).type === 'button')).toHaveLength(1);
  const inside = textsIn(drawForm(moreForm(few)).blocks);
  expect(inside).toContain('Not sensitive');
  expect(inside).not.toContain('Reopen');
});

test('whoever mutes its author hears that the reason stands on no card', () => {
  const hintOf = (sensitive: boolean) => JSON.stringify(muteForm({ ...card, sensitive }));
  expect(hintOf(false)).toContain('Your colleagues read this on the card.');
  expect(hintOf(true)).toContain('stands on no card');
  expect(hintOf(true)).not.toContain('Your colleagues read this');
});
