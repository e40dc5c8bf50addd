/** What a reminder says, and who is told that nobody is on duty; however much there is of it. */

import { expect, test } from 'vitest';
import type { View } from '../../../src/app/surface-port.ts';
import type { Line } from '../../../src/core/overview.ts';
import type { MessageView } from '../../../src/front/views.ts';
import { messageBlocks } from '../../../src/sandbox/blocks.ts';
import { slackMedium } from '../../../src/surfaces/slack/medium.ts';
import { readPayload } from '../../../src/surfaces/slack/payload.ts';
import { renderView } from '../../../src/surfaces/slack/render.ts';
import { labelsOf } from '../../support/staff.ts';
import { gallery, PLAIN, WORDS } from './gallery.ts';
import { expectTaken, expectTame, textsIn } from './looking.ts';

const CONTEXT = slackMedium('Africa/Johannesburg', null);
const CLOSING = Date.parse('2026-11-20T15:00Z');

const NOTHING = {
  ...{ type: 'reminder' as const, mine: [], review: [], touchBase: [], ending: [] },
  called: { lines: [], more: 0, counted: true },
  ...{ held: 0, superseded: false },
};

/** @param of whatever nobody else's mentions are of */
async function linesOf(of: string, said = PLAIN): Promise<readonly Line[]> {
  const exhibits = await gallery(said);
  return exhibits.map(({ card }, index) => ({
    card: {
      ...card,
      mention: `${of}-${index}`,
      actions: ['reply', 'snooze', 'release', 'resolve'],
    },
    since: 0,
    standsAt: null,
  }));
}

function drawn(view: MessageView) {
  const rendered = renderView(view, CONTEXT);
  expectTaken(rendered);
  const payload = readPayload(rendered);
  expectTame(payload);
  return { ...payload, said: textsIn(payload.blocks).replaceAll('\n', ' ') };
}

test.each(Object.keys(WORDS))('with words that are %s Slack takes all of it', async (words) => {
  const said = WORDS[words] ?? PLAIN;
  const many = (of: string) => linesOf(of, said);
  const [mine, review, touchBase] = [await many('a'), await many('b'), await many('c')];
  // No longer than the handbook takes it.
  const department = said.name.slice(0, 75).toWellFormed();
  const closing = { department, closesAt: CLOSING };
  const ending = [
    { ...closing, lines: await many('d') },
    { ...closing, lines: await many('e') },
  ];
  for (const held of [0, 40]) {
    drawn({ ...NOTHING, mine, review, touchBase, ending, held });
    drawn({ ...NOTHING, ending, held });
  }
  const away = mine.map(() => ({ name: department, until: CLOSING }));
  drawn({ type: 'duty', department, away, groups: [department, department] });
});

test('before the day ends it says what is still theirs, and takes it back in one press', async () => {
  const [one, two] = await linesOf('a');
  if (one === undefined || two === undefined) throw new Error('an empty gallery');
  const ending = [{ department: 'Care', closesAt: CLOSING, lines: [two] }];
  const { text, said, blocks } = drawn({ ...NOTHING, mine: [one], ending, held: 2 });
  expect(text).toBe('1 of yours is due, 1 of yours open in Care, which closes soon');
  expect(said).toContain('. Still yours:');
  expect(JSON.stringify(blocks)).toContain('20 Nov, 17:00');
  expect(labelsOf(messageBlocks.parse(blocks)).at(-1)).toBe('Hand over all');
  expect(drawn(NOTHING).text).toBe('Nothing of yours is due soon.');
});

test('where nobody is on duty it says who is away, and what becomes of what comes in', () => {
  const view: View & { type: 'duty' } = {
    type: 'duty',
    department: 'Care',
    away: [
      { name: 'Thandi Nkosi', until: CLOSING },
      { name: 'Sam Botha', until: null },
    ],
    groups: ['care-duty'],
  };
  const { text, said, blocks } = drawn(view);
  expect(text).toBe('Nobody is on duty in Care today.');
  expect(said).toContain('Thandi Nkosi is away');
  expect(JSON.stringify(blocks)).toContain(`"timestamp":${CLOSING / 1000}`);
  expect(said).toContain('Sam Botha is away');
  expect(said).toContain('Nobody of the handbook is in @care-duty');
  expect(said).toContain('/heed queue Care');
});
