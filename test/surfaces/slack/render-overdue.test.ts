/** What is said of something whose time is up. */

import { expect, test } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import { awayPage } from '../../../src/front/away.ts';
import { drawPage } from '../../../src/surfaces/slack/draw.ts';
import { slackMedium } from '../../../src/surfaces/slack/medium.ts';
import { readPayload } from '../../../src/surfaces/slack/payload.ts';
import { renderView } from '../../../src/surfaces/slack/render.ts';
import { gallery, PLAIN } from './gallery.ts';
import { textsIn } from './looking.ts';

const CONTEXT = slackMedium('Africa/Johannesburg', null);

async function escalated(): Promise<Card> {
  const found = (await gallery(PLAIN)).find(({ name }) => name === 'escalated');
  if (found === undefined) throw new Error('nothing in the gallery is escalated');
  return found.card;
}

async function overdue(): Promise<Card> {
  const card = await escalated();
  const due = [{ metric: 'first_reply_time', state: 'breached', dueAt: 0 }] as const;
  return { ...card, deadlines: { ...card.deadlines, due } };
}

test('whoever is called reads when it was due', async () => {
  const standing = { type: 'open', by: null, reason: 'The first reply is overdue.' } as const;
  const called = { type: 'call', card: await overdue(), at: null, standing } as const;
  const { blocks } = readPayload(renderView(called, CONTEXT));
  expect(textsIn(blocks)).toContain('First reply was due');
});

test('whoever goes away reads that what is overdue goes back at once', async () => {
  const toldOf = (card: Card) => {
    const held = { lines: [{ card, since: 0, standsAt: null }], more: 0, counted: true };
    return textsIn(
      drawPage(awayPage({ ok: true, until: null, held, handable: 1 }, CONTEXT)).blocks,
    );
  };
  expect(toldOf(await overdue())).toContain('What is overdue goes back within a minute');
  expect(toldOf(await escalated())).not.toContain('overdue goes');
});
