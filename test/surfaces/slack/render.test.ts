import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import { readPress, readRow } from '../../../src/front/press.ts';
import { moreForm } from '../../../src/front/questions.ts';
import { messageBlocks } from '../../../src/sandbox/blocks.ts';
import { drawForm } from '../../../src/surfaces/slack/draw-form.ts';
import { slackMedium } from '../../../src/surfaces/slack/medium.ts';
import { readPayload } from '../../../src/surfaces/slack/payload.ts';
import { renderView } from '../../../src/surfaces/slack/render.ts';
import { labelsOf } from '../../support/staff.ts';
import { type Exhibit, gallery, PLAIN, WORDS } from './gallery.ts';
import { expectTaken, expectTakenView, expectTame, nodesOf, textsIn } from './looking.ts';
import { REVIEWER } from './support.ts';

const CONTEXT = slackMedium('Africa/Johannesburg', null);

function draw(card: Card) {
  return renderView({ type: 'card', card, others: new Map() }, CONTEXT);
}

async function cardNamed(name: string, said = PLAIN): Promise<Card> {
  const found = (await gallery(said)).find((exhibit: Exhibit) => exhibit.name === name);
  if (found === undefined) throw new Error(`no exhibit "${name}"`);
  return found.card;
}

function drawnText(card: Card): string {
  return textsIn(readPayload(draw(card)).blocks);
}

test.each(Object.keys(WORDS))(
  'every card of the gallery with words that are %s is taken and tame',
  async (words) => {
    const said = WORDS[words] ?? PLAIN;
    const exhibits = await gallery(said);
    expect(exhibits).toHaveLength(20);
    for (const { card } of exhibits) {
      const rendered = draw(card);
      expectTaken(rendered);
      expectTame(readPayload(rendered));
      const version = card.draft?.version ?? 1;
      for (const settled of [null, 'Approved by Sam Botha.']) {
        const review = renderView({ type: 'review', card, version, settled, ...REVIEWER }, CONTEXT);
        expectTaken(review);
        expectTame(readPayload(review));
        const standing =
          settled === null
            ? ({ type: 'open', by: said.name, reason: said.text } as const)
            : ({ type: 'settled', sentence: settled } as const);
        const called = renderView({ type: 'call', card, at: null, standing }, CONTEXT);
        expectTaken(called);
        expectTame(readPayload(called));
      }
    }
  },
);

test('whatever people write, the card stays within the limits and nothing of it comes alive', async () => {
  const card = await cardNamed('in review');
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constantFrom(
      '<!channel>',
      '<@U1>',
      '<https://evil.example|bank>',
      '\u202E',
      '\u200D',
      '\uD800',
      '&lt;',
      '\n',
    ),
  );
  const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, text, text, (name, post, reply) => {
      const exchange = card.exchange.map((message) => ({ ...message, text: post }));
      const draft = card.draft === null ? null : { ...card.draft, text: reply, accepted: [reply] };
      const author = { name, handle: name };
      const changed = { ...card, author, context: post, exchange, draft, source: name };
      const rendered = draw(changed);
      expectTaken(rendered);
      expectTame(readPayload(rendered));
    }),
    { numRuns: 150 },
  );
});

test('a new card says what it is, who wrote, where, when, under what, and the words', async () => {
  const card = await cardNamed('unclaimed');
  const { text, blocks } = readPayload(draw(card));
  expect(text).toBe('Complaint for Care, unclaimed: Lerato M. on website');
  expect(textsIn(blocks)).toContain('Complaint · Care · H-1042 · unclaimed');
  expect(textsIn(blocks)).toContain('Lerato M. (@lerato) · website · ');
  expect(textsIn(blocks)).toContain('under our post "Black Friday"');
  expect(nodesOf(blocks)).toContainEqual({
    type: 'rich_text_quote',
    elements: [{ type: 'text', text: 'My parcel arrived broken.' }],
  });
  expect(nodesOf(blocks)).toContainEqual({
    type: 'date',
    timestamp: card.postedAt / 1000,
    format: '{date_short_pretty} at {time}',
    fallback: '21 Nov, 13:59',
  });
  expect(nodesOf(blocks)).toContainEqual({
    type: 'link',
    url: 'https://cdn.example/vase.jpg',
    text: 'Photo',
  });
});

test('a card offers exactly its actions, the main one first and alone in colour', async () => {
  for (const { card, name } of await gallery(PLAIN)) {
    const { blocks } = readPayload(draw(card));
    const pressable = nodesOf(blocks).filter((node) => typeof node['value'] === 'string');
    const offered = pressable.flatMap((node) => readPress(String(node['value']))?.action ?? []);
    const hasSelect = nodesOf(blocks).some((node) => node['type'] === 'static_select');
    const all = new Set([...offered, ...(hasSelect ? ['category'] : [])]);
    if (!all.delete('more')) expect([...all].sort(), name).toEqual([...card.actions].sort());
    for (const action of all) expect(card.actions, name).toContain(action);
    expect(nodesOf(blocks).filter((node) => node['style'] === 'primary').length).toBeLessThan(2);
  }
});

test('buttons bear the labels that people know, the rest stands behind the menu', async () => {
  const labels = async (name: string) =>
    labelsOf(messageBlocks.parse(readPayload(draw(await cardNamed(name))).blocks));
  expect(await labels('unclaimed')).toEqual([
    'Reply',
    'Claim',
    'Category',
    'Open post',
    'Dismiss',
    'Transfer',
    'Answered elsewhere',
    'Assign',
    'More…',
  ]);
  expect(await labels('in review')).toEqual([
    'Approve',
    'Edit and approve',
    'Request changes',
    'Withdraw',
    'Category',
    'Open post',
    'Reply',
    'Answered elsewhere',
    'More…',
  ]);
  expect(await labels('woken by follow-ups')).toEqual([
    'Thanks, close',
    'Reply',
    'Category',
    'Open post',
    'Release',
    'Resolve',
    'Transfer',
    'Answered elsewhere',
    'More…',
  ]);
  expect(await labels('unsure')).toEqual([
    'It was sent',
    'It was not sent',
    'Open post',
    'Answered elsewhere',
    'Assign',
    'Escalate',
    'Snooze',
    'Mute author',
  ]);
  expect(await labels('resolved')).toEqual(['Reopen', 'Open post', 'Mute author']);
});

test('every button carries the mention and what its reader saw, in 150 characters at most', async () => {
  const card = await cardNamed('in review');
  const row = readPayload(draw(card)).blocks.find((block) => block.type === 'actions');
  expect(readRow(`${row?.block_id}~later`)).toMatchObject({
    mention: card.mention,
    seen: card.seen,
  });
  for (const node of nodesOf(row)) {
    if (typeof node['value'] !== 'string' || readPress(node['value']) === null) continue;
    expect(readPress(node['value'])).toMatchObject({ mention: card.mention, seen: card.seen });
    expect(node['value'].length).toBeLessThanOrEqual(150);
  }
});

test('a draft in review shows its words, its author and whom it waits for', async () => {
  const text = drawnText(await cardNamed('in review'));
  expect(text).toContain('Draft 1\n by Thandi Nkosi');
  expect(text).toContain(PLAIN.reply);
  expect(text).toContain('Waiting for Sam Botha or Lindiwe Dube');
});

test('a reply about to go out says when, and how to stop it', async () => {
  const card = await cardNamed('scheduled');
  expect(drawnText(card)).toContain('Goes out at \n. Withdraw stops it.');
  expect(nodesOf(readPayload(draw(card)).blocks)).toContainEqual(
    expect.objectContaining({
      type: 'date',
      timestamp: (card.sendAt ?? 0) / 1000,
      format: '{time_secs}',
    }),
  );
  expect(drawnText(await cardNamed('scheduled again'))).toContain(
    'website did not take it yet. Attempt 2 at ',
  );
});

test('an answered card says what we said, who wrote and who approved it, with a link', async () => {
  const { blocks } = readPayload(draw(await cardNamed('answered')));
  expect(textsIn(blocks)).toContain(' (Thandi Nkosi, approved by Sam Botha)');
  expect(nodesOf(blocks)).toContainEqual({
    type: 'link',
    url: 'https://acme.example/r-1',
    text: 'View',
  });
});

test('the newest messages are shown, the older ones counted', async () => {
  const text = drawnText(await cardNamed('woken by follow-ups'));
  expect(text).toContain('5 earlier messages');
  expect(text).toContain('My parcel arrived broken. 8');
  expect(text).not.toContain('My parcel arrived broken. 2');
});

test('a deleted message leaves no word behind', async () => {
  const text = drawnText(await cardNamed('with a deleted message'));
  expect(text).toContain('Deleted at the source');
  expect(text).not.toContain('broken. 8');
});

test('a long post is cut with a link to the whole of it', async () => {
  const said = { ...PLAIN, text: 'word '.repeat(8_000) };
  const { blocks } = readPayload(draw(await cardNamed('unclaimed', said)));
  const quote = nodesOf(blocks).find((node) => node['type'] === 'rich_text_quote');
  expect(textsIn(quote)).toMatch(/^word .*…$/);
  expect(textsIn(quote)).toHaveLength(600);
  expect(nodesOf(blocks)).toContainEqual({
    type: 'link',
    url: 'https://acme.example/posts/c-1',
    text: 'Open post',
  });
});

test('the hash follows what people see', async () => {
  const card = await cardNamed('unclaimed');
  expect(draw(card).hash).toBe(draw({ ...card }).hash);
  expect(draw({ ...card, standing: 'with Sam' }).hash).not.toBe(draw(card).hash);
});

test('a card whose reply waits for publishing to be resumed says who paused it', async () => {
  const card = await cardNamed('scheduled');
  const text = drawnText({ ...card, pause: { by: 'Sam Botha', at: card.postedAt } });
  expect(text).toContain('Waits: publishing is paused\n by Sam Botha');
  expect(text).not.toContain('Goes out at');
});

test('a card says what else its author has with us, each with a link', async () => {
  const plain = await cardNamed('unclaimed');
  const others = [
    { mention: 'm-1', ref: 'H-1039', standing: 'with Sam Botha' },
    { mention: 'm-2', ref: 'H-1021', standing: 'resolved: solved' },
  ];
  const card = { ...plain, times: 3, others };
  const link = 'https://acme.slack.example/archives/C1/p1';
  const places = new Map([['m-1', { channel: 'C1', ts: '1' }]]);
  const view = { type: 'card', card, others: places } as const;
  const rendered = renderView(
    view,
    slackMedium('Africa/Johannesburg', 'https://acme.slack.example/'),
  );
  expectTaken(rendered);
  const { blocks } = readPayload(rendered);
  const text = textsIn(blocks).replaceAll('\n', '');
  expect(text).toContain(
    'Third time in 30 days. Also theirs: H-1039, with Sam Botha · H-1021, resolved: solved',
  );
  expect(nodesOf(blocks)).toContainEqual({ type: 'link', url: link, text: 'H-1039' });
  expect(drawnText(plain)).not.toContain('Also theirs');
});

test('an escalated card says who was called, by whom and why', async () => {
  const text = drawnText(await cardNamed('escalated'));
  expect(text).toContain('Escalated to Sam Botha\n by Thandi Nkosi');
});

test('the card says whom it waits for by name, and that an update is owed', async () => {
  const asking = drawnText(await cardNamed('asking colleagues'));
  expect(asking).toContain('Waiting for Kabelo Mokoena and Lindiwe Dube, whom Thandi Nkosi asked');
  expect(asking).toContain('Once it is out, we owe Lerato M. an update.');
  const owing = drawnText(await cardNamed('owing an update'));
  expect(owing).toContain('with Thandi Nkosi, who owes Lerato M. an update');
});

test('the card says what becomes of our reply, and shows what stands', async () => {
  const textOf = async (name: string) => drawnText(await cardNamed(name));
  const correcting = await textOf('correction in review');
  expect(correcting).toContain('a correction is in review');
  expect(correcting).toContain('Correction 1 of our reply');
  const corrected = await textOf('corrected');
  expect(corrected).toContain('orry, Lerato. We are looking into it.');
  expect(corrected).not.toContain('Sorry');
  expect(corrected).toContain('(Thandi Nkosi, approved by Sam Botha)');
  expect(corrected).toContain(' · corrected');
  expect(await textOf('deletion in review')).toContain('Deletion 1 of our reply');
  expect(await textOf('deletion scheduled')).toContain('Our reply is deleted at ');
  expect(await textOf('deleted by us')).toContain('We deleted this reply');
});

test('where our reply cannot be changed, More… leads to the sentence that says so', async () => {
  const card = await cardNamed('answered');
  const unchangeable = 'The website gave this reply no id, so it can only be changed there.';
  const actions = card.actions.filter((one) => one !== 'correct' && one !== 'delete');
  const labels = labelsOf(
    messageBlocks.parse(readPayload(draw({ ...card, actions, unchangeable })).blocks),
  );
  expect(labels).toContain('More…');
  expect(labels).not.toContain('Correct');
  const dialog = drawForm(moreForm({ ...card, actions, unchangeable }));
  expectTakenView(dialog);
  expect(textsIn(dialog.blocks)).toContain(unchangeable);
});

test('a review request to somebody asked by name says so, and offers no edit they may not make', async () => {
  const card = await cardNamed('asking colleagues');
  const version = card.draft?.version ?? 0;
  const asked = { askedBy: 'Thandi Nkosi', mayEdit: false };
  const drawn = renderView({ type: 'review', card, version, settled: null, ...asked }, CONTEXT);
  expectTaken(drawn);
  const { text, blocks } = readPayload(drawn);
  expect(text).toBe('Thandi Nkosi asks you to agree to H-1042');
  expect(textsIn(blocks)).toContain('Thandi Nkosi asked for you by name');
  expect(labelsOf(messageBlocks.parse(blocks))).toEqual(['Approve', 'Request changes']);
});

test('a review request asks for one of three things, a settled one for none', async () => {
  const card = await cardNamed('in review');
  const labels = (settled: string | null) =>
    labelsOf(
      messageBlocks.parse(
        readPayload(renderView({ type: 'review', card, version: 1, settled, ...REVIEWER }, CONTEXT))
          .blocks,
      ),
    );
  expect(labels(null)).toEqual(['Approve', 'Edit and approve', 'Request changes']);
  expect(labels('Approved by Sam Botha.')).toEqual([]);
  const settled = renderView(
    { type: 'review', card, version: 1, settled: 'Version 2 has replaced it.', ...REVIEWER },
    CONTEXT,
  );
  expect(textsIn(readPayload(settled).blocks)).toContain('Version 2 has replaced it.');
});

test('a stub points to where the card went', () => {
  const view = {
    type: 'stub',
    ref: 'H-1042',
    to: 'Deliveries',
    movedTo: { channel: 'C1', ts: '1' },
  } as const;
  const there = renderView(view, slackMedium('Africa/Johannesburg', 'https://acme.slack.example/'));
  expectTaken(there);
  expect(readPayload(there).text).toBe('Moved to Deliveries · H-1042');
  expect(nodesOf(readPayload(there).blocks)).toContainEqual({
    type: 'link',
    url: 'https://acme.slack.example/archives/C1/p1',
    text: 'Open card',
  });
});

test('a notice shows its title and text as they are', () => {
  const rendered = renderView(
    { type: 'notice', title: 'Stuck', text: '<!channel> *look*' },
    CONTEXT,
  );
  expectTaken(rendered);
  expect(textsIn(readPayload(rendered).blocks)).toBe('Stuck\n\n\n<!channel> *look*');
});
