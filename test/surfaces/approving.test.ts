/** Nobody approves what they cannot read, on whichever surface. */
import { expect, test } from 'vitest';
import type { Card } from '../../src/core/card.ts';
import { LABELS } from '../../src/front/press.ts';
import { slackMedium } from '../../src/surfaces/slack/medium.ts';
import { renderView } from '../../src/surfaces/slack/render.ts';
import { teamsMedium } from '../../src/surfaces/teams/medium.ts';
import { drawView } from '../../src/surfaces/teams/render.ts';
import { gallery, PLAIN } from './slack/gallery.ts';
import { REVIEWER } from './slack/support.ts';

const ZONE = 'Africa/Johannesburg';
const [SLACK, TEAMS] = [slackMedium(ZONE, null), teamsMedium(ZONE, 'acme-tenant')];

function viewsOf(card: Card) {
  const version = card.draft?.version ?? 1;
  const standing = { type: 'open', by: 'Noor Patel', reason: 'Please look.' } as const;
  return [
    { type: 'card', card, others: new Map() },
    { type: 'review', card, version, settled: null, ...REVIEWER },
    { type: 'call', card, at: null, standing },
  ] as const;
}

type AnyView = ReturnType<typeof viewsOf>[number];

test.each<[string, (view: AnyView) => unknown]>([
  ['Slack', (view) => renderView(view, SLACK).payload],
  ['Teams', (view) => drawView(view, TEAMS).card],
])('in %s, wherever a draft can be approved it can be read', async (_, draw) => {
  const approvable: string[] = [];
  for (const { name, card } of await gallery(PLAIN)) {
    for (const view of viewsOf(card)) {
      const drawn = JSON.stringify(draw(view));
      if (!drawn.includes(`"${LABELS.approve}"`)) continue;
      approvable.push(view.type);
      expect(drawn, `${view.type} ${name}`).toContain(card.draft?.text ?? 'Deletion');
    }
  }
  expect(new Set(approvable)).toEqual(new Set(['card', 'review', 'call']));
});
