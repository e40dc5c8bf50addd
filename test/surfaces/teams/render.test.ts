/** Every card and form as Teams shows it: taken, tame, and offering what can be done. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Card } from '../../../src/core/card.ts';
import { personOf } from '../../../src/core/handbook.ts';
import type { Form } from '../../../src/front/form.ts';
import { muteForm } from '../../../src/front/mute-form.ts';
import { LABELS, readPress } from '../../../src/front/press.ts';
import { type Question, questionForm } from '../../../src/front/questions.ts';
import { drawPage } from '../../../src/surfaces/teams/draw.ts';
import { drawForm, readSubmitted, refill } from '../../../src/surfaces/teams/draw-form.ts';
import { teamsMedium } from '../../../src/surfaces/teams/medium.ts';
import { drawFor, drawForAll, drawView } from '../../../src/surfaces/teams/render.ts';
import { createMemoryDesk } from '../../support/memory-desk.ts';
import { STAFF } from '../../support/staff.ts';
import { gallery, PLAIN, WORDS } from '../slack/gallery.ts';
import { aStaffedHandbook, REVIEWER } from '../slack/support.ts';
import { expectTaken, expectTame, labelsOf, nodesOf, textsIn } from './looking.ts';

const MEDIUM = teamsMedium('Africa/Johannesburg', 'acme-tenant');
const payload = z.object({ summary: z.string(), card: z.record(z.string(), z.unknown()) });

/** Words that Teams would parse in a text block or in a message's text. */
const MARKED_UP =
  '[bank](https://evil.example) **bold** <at>everyone</at> <script>alert(1)</script> ' +
  '{{DATE(2026-11-23T00:00:00Z)}} &lt;b&gt; ![x](https://evil.example/x.png) \n# head\n- item';

const SAID = {
  ...WORDS,
  'marked up': {
    ...{ name: `Eve ${MARKED_UP}`, handle: MARKED_UP, text: MARKED_UP },
    ...{ context: MARKED_UP, alt: MARKED_UP, reply: MARKED_UP.slice(0, 400) },
  },
};

function draw(card: Card) {
  const view = { type: 'card', card, others: new Map() } as const;
  return payload.parse(drawView(view, MEDIUM));
}

async function cardNamed(name: string): Promise<Card> {
  const found = (await gallery(PLAIN)).find((exhibit) => exhibit.name === name);
  if (found === undefined) throw new Error(`no exhibit "${name}"`);
  return found.card;
}

test.each(Object.entries(SAID))(
  'every card of the gallery with words that are %s is taken and tame',
  async (_words, said) => {
    for (const { card } of await gallery(said)) {
      const version = card.draft?.version ?? 1;
      const standing = { type: 'open', by: said.name, reason: said.text } as const;
      const views = [
        { type: 'card', card, others: new Map() },
        { type: 'review', card, version, settled: null, ...REVIEWER },
        { type: 'call', card, at: null, standing },
      ] as const;
      for (const view of views) {
        const drawn = payload.parse(drawView(view, MEDIUM));
        expectTaken(drawn.card);
        expectTame(drawn.card);
        expect(drawn.summary).not.toBe('');
      }
    }
  },
);

test('foreign words stand on the card as they were written', async () => {
  const [exhibit] = await gallery({ ...PLAIN, text: MARKED_UP });
  const text = exhibit === undefined ? '' : textsIn(draw(exhibit.card).card);
  expect(text).toContain('[bank](https://evil.example) **bold** <at>everyone</at> <script>');
});

test('a card offers exactly what can be done with its mention now', async () => {
  for (const { name, card } of await gallery(PLAIN)) {
    const drawn = draw(card).card;
    const carried = nodesOf(drawn).flatMap(({ data }) => {
      const value = z.object({ value: z.string() }).safeParse(data).data?.value;
      return value === undefined ? [] : [readPress(value)?.action];
    });
    const links = labelsOf(drawn).includes('Open post') ? ['open_post'] : [];
    const offered = new Set([...carried, ...links]);
    expect([...offered].toSorted(), name).toEqual([...card.actions].toSorted());
  }
});

test('of a draft that waits everybody sees the card without its review, each reviewer theirs', async () => {
  const reviewed = (await gallery(PLAIN)).filter(({ card }) => card.reviewers.length > 0);
  expect(reviewed.map(({ name }) => name)).toContain('in review');
  for (const { name, card } of reviewed) {
    const view = { type: 'card', card, others: new Map() } as const;
    const base = await drawForAll(view, MEDIUM, async (email) => `29:${email}`);
    expectTaken(base.card);
    const { refresh } = z
      .object({ refresh: z.object({ userIds: z.array(z.string()) }) })
      .parse(base.card);
    expect(refresh.userIds, name).toEqual(card.reviewers.map(({ email }) => `29:${email}`));
    expect(labelsOf(base.card).filter(isReview), name).toEqual([]);
    const whole = labelsOf(drawView(view, MEDIUM).card);
    for (const { email, actions } of card.reviewers) {
      const drawn = drawFor(view, email, MEDIUM).card;
      expectTaken(drawn);
      expect(labelsOf(drawn).filter(isReview), name).toEqual(
        whole.filter(isReview).filter((label) => actions.some((one) => LABELS[one] === label)),
      );
    }
  }
});

test('where Heed has met none of the reviewers, everybody sees all of it', async () => {
  const card = await cardNamed('in review');
  const view = { type: 'card', card, others: new Map() } as const;
  const drawn = await drawForAll(view, MEDIUM, async () => null);
  expect(drawn).toEqual(drawView(view, MEDIUM));
  expect(labelsOf(drawn.card).filter(isReview)).not.toEqual([]);
});

function isReview(label: string): boolean {
  return [LABELS.approve, LABELS.edit_and_approve, LABELS.request_changes].includes(label);
}

test('what asks for more opens a dialog, the rest is done at once, and ⋯ holds what is rare', async () => {
  const drawn = draw(await cardNamed('unclaimed')).card;
  const kinds = nodesOf(drawn)
    .filter(({ type, title }) => String(type).startsWith('Action.') && title !== undefined)
    .map(({ type, title, mode = 'primary' }) => `${title}: ${type}, ${mode}`);
  expect(kinds).toEqual([
    'Reply: Action.Submit, primary',
    'Claim: Action.Execute, primary',
    'Category: Action.Submit, primary',
    'Open post: Action.OpenUrl, primary',
    'Dismiss: Action.Submit, secondary',
    'Transfer: Action.Submit, secondary',
    'Answered elsewhere: Action.Submit, secondary',
    'Assign: Action.Submit, secondary',
    'Escalate: Action.Submit, secondary',
    'Mute author: Action.Submit, secondary',
  ]);
});

test('where our reply cannot be changed, the card says why', async () => {
  const card = await cardNamed('answered');
  const unchangeable = 'The website gave this reply no id, so it can only be changed there.';
  expect(textsIn(draw({ ...card, unchangeable }).card)).toContain(unchangeable);
  expect(textsIn(draw({ ...card, unchangeable: null }).card)).not.toContain(unchangeable);
});

describe('forms', () => {
  const QUESTIONS: readonly Question[] = [
    ...(['request_changes', 'resolve', 'dismiss', 'transfer', 'assign', 'category'] as const),
    ...(['answered_elsewhere', 'delete', 'escalate'] as const),
  ];

  function asked(question: Question): Form {
    const handbook = aStaffedHandbook();
    const desk = createMemoryDesk(handbook);
    const glance = desk.glance(desk.open());
    const person = personOf(handbook, STAFF.sam);
    if (person === null) throw new Error('Sam is not in the handbook');
    const ticket = { mention: glance.mention.id, seen: glance.card.seen };
    return questionForm(question, ticket, glance, handbook, person, []);
  }

  test.each(QUESTIONS)('%s is taken and tame, and comes back with its answer', (question) => {
    const form = asked(question);
    const { card } = drawForm(form);
    expectTaken(card);
    expectTame(card);
    const [action] = nodesOf(card).filter(({ type }) => type === 'Action.Submit');
    const data = { ...z.record(z.string(), z.unknown()).parse(action?.['data']), choice: 'so' };
    const back = readSubmitted(data, 'UTC');
    expect(back).toMatchObject({ id: form.id, carried: form.carried, how: 'submit' });
    expect(back?.textOf('choice')).toBe('so');
  });

  test('what was wrong is said above what had been filled in', () => {
    const form = asked('request_changes');
    const given = { form: form.id, carried: 'as it was', choice: 'Nicer, please.' };
    const filled = readSubmitted(given, 'UTC');
    if (filled === null) throw new Error('it was not understood');
    const { card } = drawForm(refill(form, filled, 'Sam has approved it meanwhile.'));
    expect(textsIn(card)).toMatch(/^Sam has approved it meanwhile\./);
    expect(nodesOf(card)).toContainEqual(expect.objectContaining({ value: 'Nicer, please.' }));
    expect(JSON.stringify(card)).toContain('as it was');
  });

  test('a date is meant in the zone of the handbook', async () => {
    const form = muteForm(await cardNamed('unclaimed'));
    expectTaken(drawForm(form).card);
    const given = { form: form.id, carried: '', date: '2026-11-30', 'date:time': '14:00' };
    const back = readSubmitted(given, 'Africa/Johannesburg');
    expect(back?.momentOf('date')).toBe(Date.UTC(2026, 10, 30, 12));
    expect(back?.momentOf('until')).toBeNull();
  });

  test('several choices come back apart, whatever they hold', () => {
    const given = { form: 'reply', carried: '', asked: 'a%2Cb,c%40x' };
    expect(readSubmitted(given, 'UTC')?.choicesOf('asked')).toEqual(['a,b', 'c@x']);
  });

  test('something else is no form of ours', () => {
    expect(readSubmitted({ kind: 'note' }, 'UTC')).toBeNull();
  });
});

test('a chart can be read where it cannot be drawn', () => {
  const series = [
    { name: 'In time', values: [3, 1] },
    { name: 'Late', values: [0, 2] },
  ];
  const chart = {
    type: 'chart',
    title: 'First replies',
    categories: ['Mon', 'Tue'],
    series,
  } as const;
  const { card } = drawPage({ sentence: 'The week', blocks: [chart] });
  expectTaken(card);
  const [drawn] = nodesOf(card).filter(({ type }) => String(type).startsWith('Chart.'));
  expect(drawn?.['data']).toEqual([
    {
      legend: 'In time',
      values: [
        { x: 'Mon', y: 3 },
        { x: 'Tue', y: 1 },
      ],
    },
    {
      legend: 'Late',
      values: [
        { x: 'Mon', y: 0 },
        { x: 'Tue', y: 2 },
      ],
    },
  ]);
  expect(textsIn(drawn?.['fallback'])).toBe(
    'First replies. In time: Mon 3, Tue 1. Late: Mon 0, Tue 2.',
  );
});
