/** A mention in Teams, from the website to the answer there, by the hands of several people. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { anActivity, TENANT } from '../support/teams.ts';
import { CARE, openTeamsHouse, type TeamsHouse } from '../support/teams-house.ts';
import { until } from '../support/until.ts';
import { expectTaken, labelsOf, nodesOf, textsIn } from '../surfaces/teams/looking.ts';

type Who = 'thandi' | 'sam' | 'zanele' | 'robin';

let house: TeamsHouse;
const replies: unknown[] = [];
const website = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  replies.push(JSON.parse(Buffer.concat(chunks).toString()));
  response
    .setHeader('content-type', 'application/json')
    .end('{"id":"c-2","url":"https://a.example/"}');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => website.listen(0, '127.0.0.1', resolve));
  const { port } = website.address() as AddressInfo;
  house = await openTeamsHouse({
    isDrawn: true,
    replyUrl: `http://127.0.0.1:${port}/`,
    handbook: `company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Thandi Nkosi, email: thandi@acme.example, role: agent, departments: [care] }
  - { name: Sam Botha, email: sam@acme.example, role: lead, departments: [care] }
  - { name: Zanele Khumalo, email: zanele@acme.example, role: admin }
departments:
  care: { channel: { teams: Care } }
categories:
  complaint: { approvals: 1 }
routing:
  - { words: [broken], category: complaint }
sending: { undo: 0s }
sources:
  - { id: website, network: webhook, secret_env: SECRET, reply_url: "http://127.0.0.1:9/" }
`,
  });
  await house.install();
});

afterAll(async () => {
  await house?.close();
  website.close();
});

const contents = z.object({
  attachments: z.array(z.object({ content: z.record(z.string(), z.unknown()) })).min(1),
});

function cardIn(activity: unknown): Record<string, unknown> {
  const [first] = contents.parse(activity).attachments;
  if (first === undefined) throw new Error('there is no card');
  return first.content;
}

interface Shown {
  readonly id: string;
  readonly conversation: string;
  readonly card: Record<string, unknown>;
}

/** The newest card in a conversation that says this. */
function shown(conversation: string, saying: string): Promise<Shown> {
  return until(`a card in ${conversation} that says "${saying}"`, () => {
    const found = house.connector
      .standing(conversation)
      .filter(({ activity }) => contents.safeParse(activity).success)
      .map(({ id, conversation: at, activity }) => ({
        id,
        conversation: at,
        card: cardIn(activity),
      }))
      .findLast(({ card }) => textsIn(card).includes(saying));
    return found ?? null;
  });
}

function from(who: Who) {
  return { from: { id: `29:${who}`, name: who, aadObjectId: who } };
}

function at({ id, conversation }: Pick<Shown, 'id' | 'conversation'>) {
  const conversationType = conversation.startsWith('19:') ? 'channel' : 'personal';
  return { conversation: { id: conversation, conversationType, tenantId: TENANT }, replyToId: id };
}

let invokes = 0;

async function invoke(who: Who, name: string, value: unknown, where: Shown, id?: string) {
  invokes += 1;
  const change = { ...from(who), ...at(where), id: id ?? `invoke-${invokes}`, name, value };
  const activity = anActivity('invoke/adaptiveCard/action/channel', house.connector, change);
  const { status, body } = await house.send(activity);
  expect(status).toBe(200);
  return body;
}

function actionIn(card: unknown, label: string): Record<string, unknown> {
  const found = nodesOf(card).find(
    ({ type, title }) => String(type).startsWith('Action.') && title === label,
  );
  if (found === undefined) throw new Error(`no "${label}" among ${labelsOf(card).join(', ')}`);
  return { ...found };
}

/** What is said to whoever pressed. */
async function press(who: Who, where: Shown, label: string, id?: string): Promise<string> {
  const action = actionIn(where.card, label);
  const body = await invoke(who, 'adaptiveCard/action', { action }, where, id);
  return z.object({ value: z.string() }).parse(body).value;
}

const continued = z.object({
  task: z.object({
    value: z.object({
      title: z.string(),
      card: z.object({ content: z.record(z.string(), z.unknown()) }),
    }),
  }),
});

async function openDialog(who: Who, where: Shown, label: string) {
  const { data } = actionIn(where.card, label);
  const body = await invoke(who, 'task/fetch', { data }, where);
  const { title, card } = continued.parse(body).task.value;
  expectTaken(card.content);
  return { title, card: card.content };
}

/** Null once it is closed. */
async function submit(
  who: Who,
  where: Shown,
  dialog: { readonly card: Record<string, unknown> },
  fields: Record<string, string>,
  label: string,
) {
  const { data } = actionIn(dialog.card, label);
  const given = { ...z.record(z.string(), z.unknown()).parse(data), ...fields };
  const body = await invoke(who, 'task/submit', { data: given }, where);
  return body === null ? null : continued.parse(body).task.value.card.content;
}

async function write(who: Who, text: string, conversation: string): Promise<void> {
  invokes += 1;
  const isChat = !conversation.startsWith('19:');
  const change = {
    ...{ ...from(who), id: `message-${invokes}`, text },
    ...at({ id: '', conversation }),
  };
  const name = isChat ? 'message/personal' : 'message/channel';
  const { status } = await house.send(anActivity(name, house.connector, change));
  expect(status).toBe(200);
}

const chatWith = (who: Who) => `a:29:${who}`;

test('a mention gets its card in the channel of its department', async () => {
  await house.comment({ text: 'My vase arrived broken.' });
  const { card } = await shown(CARE, 'My vase arrived broken.');
  expectTaken(card);
  expect(textsIn(card)).toMatch(/^Complaint · Care · H-1000 · unclaimed/);
  expect(labelsOf(card).slice(0, 3)).toEqual(['Reply', 'Claim', 'Open post']);
});

test('a guest can look but not act', async () => {
  const card = await shown(CARE, 'unclaimed');
  expect(await press('robin', card, 'Claim')).toContain('Guests can look but not act');
});

test('whoever claims it has it; the same press once more is answered the same', async () => {
  const card = await shown(CARE, 'unclaimed');
  expect(await press('thandi', card, 'Claim', 'twice')).toBe('Done.');
  expect(await press('thandi', card, 'Claim', 'twice')).toBe('Done.');
  expect(await press('sam', card, 'Claim')).toContain('Thandi Nkosi has had this');
  await shown(CARE, 'with Thandi Nkosi');
});

test('a reply that is refused keeps its words, and goes to a reviewer once it is right', async () => {
  const card = await shown(CARE, 'with Thandi Nkosi');
  const dialog = await openDialog('thandi', card, 'Reply');
  expect(dialog.title).toBe('Reply H-1000');
  expect(textsIn(dialog.card)).toContain('My vase arrived broken.');
  const again = await submit('thandi', card, dialog, { text: '   ' }, 'Submit for review');
  expect(textsIn(again)).toMatch(/empty/i);
  const text = 'Sorry, Lerato. We are sending you a new one.';
  const left = { text, after: 'waits' };
  const saved = await submit('thandi', card, { card: again ?? {} }, left, 'Save for later');
  expect(saved).toBeNull();
  const opened = await openDialog('thandi', card, 'Reply');
  expect(nodesOf(opened.card)).toContainEqual(expect.objectContaining({ value: text }));
  expect(await submit('thandi', card, opened, left, 'Submit for review')).toBeNull();
  await shown(CARE, 'in review');
});

test('the reviewer is asked in their chat, approves, and the reply goes out', async () => {
  const asked = await shown(chatWith('sam'), 'Draft 1 by Thandi Nkosi');
  expectTaken(asked.card);
  expect(labelsOf(asked.card)).toEqual(['Approve', 'Edit and approve', 'Request changes']);
  expect(await press('sam', asked, 'Approve')).toBe('Done.');
  await shown(CARE, 'answered, waiting for');
  expect(replies).toMatchObject([{ text: 'Sorry, Lerato. We are sending you a new one.' }]);
  const settled = await shown(chatWith('sam'), 'Version 1 is out.');
  expect(labelsOf(settled.card)).toEqual([]);
});

test('its story stands under the card, and a note written there is kept', async () => {
  const card = await shown(CARE, 'answered, waiting for');
  const thread = `${CARE};messageid=${card.id}`;
  await until('the story', () =>
    house.connector.standing(CARE).some(({ conversation, activity }) => {
      return conversation === thread && String(activity['text']).includes('Thandi Nkosi claimed');
    }),
  );
  await write('thandi', '<at>Test Bot</at> She rang us too.', thread);
  await shown(CARE, '1 note in the thread');
});

test.each([
  ['mine', 'Answered, waiting for the customer'],
  ['/heed queue', 'Nothing is open in Care.'],
  ['queue nowhere', 'There is no department of that name. There are: Care.'],
  ['stats this week', 'Sam Botha reviewed 1'],
  ['add https://forum.example/t/7', 'Add what Heed did not see by itself'],
  ['away until monday', 'You are away until'],
  ['back', 'You are back.'],
  ['what?', 'queue lists what is open in your departments, queue <department> in another.'],
])('"%s" typed to the bot is answered in the chat', async (words, saying) => {
  await write('thandi', words, chatWith('thandi'));
  expectTaken((await shown(chatWith('thandi'), saying)).card);
});

test('what no source saw is added in a dialog, and gets a card like any other', async () => {
  await write('sam', 'add https://forum.example/t/8', chatWith('sam'));
  const chat = await shown(chatWith('sam'), 'Add what Heed did not see by itself');
  const dialog = await openDialog('sam', chat, 'Track in Heed');
  const fields = {
    ...{ link: 'https://forum.example/t/8', text: 'Do they deliver abroad?', author: '' },
    ...{ department: 'care', category: '-' },
  };
  const again = await submit('sam', chat, dialog, fields, 'Track');
  expect(textsIn(again)).not.toBe('');
  const done = await submit(
    'sam',
    chat,
    { card: again ?? {} },
    { ...fields, author: 'zola' },
    'Track',
  );
  expect(textsIn(done)).toContain('is with Care now.');
  await shown(CARE, 'Do they deliver abroad?');
});
