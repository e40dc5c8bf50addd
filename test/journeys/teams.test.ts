/** A mention in Teams, from the website to the answer there, by the hands of several people. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CARE, openTeamsHouse, type TeamsHouse } from '../support/teams-house.ts';
import { chatWith, teamsStaffOf } from '../support/teams-staff.ts';
import { until } from '../support/until.ts';
import { expectTaken, labelsOf, nodesOf, textsIn } from '../surfaces/teams/looking.ts';

let house: TeamsHouse;
let staff: ReturnType<typeof teamsStaffOf>;
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
  care: { channel: { teams: Care }, contacts: [sam@acme.example] }
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
  staff = teamsStaffOf(house);
});

afterAll(async () => {
  await house?.close();
  website.close();
});

test('a mention gets its card in the channel of its department', async () => {
  await house.comment({ text: 'My vase arrived broken.' });
  const { card } = await staff.shown(CARE, 'My vase arrived broken.');
  expectTaken(card);
  expect(textsIn(card)).toMatch(/^Complaint · Care · H-1000 · unclaimed/);
  expect(labelsOf(card).slice(0, 3)).toEqual(['Reply', 'Claim', 'Open post']);
});

test('a guest can look but not act', async () => {
  const card = await staff.shown(CARE, 'unclaimed');
  expect(await staff.press('robin', card, 'Claim')).toContain('Guests can look but not act');
});

test('whoever claims it has it; the same press once more is answered the same', async () => {
  const card = await staff.shown(CARE, 'unclaimed');
  expect(await staff.press('thandi', card, 'Claim', 'twice')).toBe('Done.');
  expect(await staff.press('thandi', card, 'Claim', 'twice')).toBe('Done.');
  expect(await staff.press('sam', card, 'Claim')).toContain('Thandi Nkosi has had this');
  await staff.shown(CARE, 'with Thandi Nkosi');
});

test('what is rare is done from behind ⋯: the key contact is called, and reads why', async () => {
  const card = await staff.shown(CARE, 'with Thandi Nkosi');
  const dialog = await staff.openDialog('thandi', card, 'Escalate');
  expect(textsIn(dialog.card)).toContain('It goes to Sam Botha');
  const why = { choice: 'She writes for a newspaper.' };
  expect(await staff.submit('thandi', card, dialog, why, 'Escalate')).toBeNull();
  await staff.shown(chatWith('sam'), 'She writes for a newspaper.');
  await staff.shown(CARE, 'Escalated to Sam Botha');
});

test('a reply that is refused keeps its words, and goes to a reviewer once it is right', async () => {
  const card = await staff.shown(CARE, 'with Thandi Nkosi');
  const dialog = await staff.openDialog('thandi', card, 'Reply');
  expect(dialog.title).toBe('Reply H-1000');
  expect(textsIn(dialog.card)).toContain('My vase arrived broken.');
  const again = await staff.submit('thandi', card, dialog, { text: '   ' }, 'Submit for review');
  expect(textsIn(again)).toMatch(/empty/i);
  const text = 'Sorry, Lerato. We are sending you a new one.';
  const left = { text, after: 'waits' };
  const saved = await staff.submit('thandi', card, { card: again ?? {} }, left, 'Save for later');
  expect(saved).toBeNull();
  const opened = await staff.openDialog('thandi', card, 'Reply');
  expect(nodesOf(opened.card)).toContainEqual(expect.objectContaining({ value: text }));
  expect(await staff.submit('thandi', card, opened, left, 'Submit for review')).toBeNull();
  await staff.shown(CARE, 'in review');
});

test('in the channel the review stands on the card of whoever may do it, and nobody else', async () => {
  const card = await staff.shown(CARE, 'in review');
  expect(labelsOf(card.card)).not.toContain('Approve');
  expect(card.card).toMatchObject({ refresh: { userIds: ['29:sam', '29:zanele'] } });
  const before = house.connector.calls.length;
  const seen = async (who: 'sam' | 'thandi' | 'robin') => {
    const shown = await staff.refreshed(who, card);
    expectTaken(shown.card);
    return labelsOf(shown.card);
  };
  expect(await seen('sam')).toEqual(
    expect.arrayContaining(['Approve', 'Edit and approve', 'Request changes']),
  );
  for (const who of ['thandi', 'robin'] as const) expect(await seen(who)).not.toContain('Approve');
  const edits = house.connector.calls.slice(before).filter(({ method }) => method === 'PUT');
  expect(edits).toEqual([]);
});

test('the reviewer is asked in their chat, approves, and the reply goes out', async () => {
  const asked = await staff.shown(chatWith('sam'), 'Draft 1 by Thandi Nkosi');
  expectTaken(asked.card);
  expect(labelsOf(asked.card)).toEqual(['Approve', 'Edit and approve', 'Request changes']);
  expect(await staff.press('sam', asked, 'Approve')).toBe('Done.');
  expect((await staff.shown(CARE, 'answered, waiting for')).card).not.toHaveProperty('refresh');
  expect(replies).toMatchObject([{ text: 'Sorry, Lerato. We are sending you a new one.' }]);
  const settled = await staff.shown(chatWith('sam'), 'Version 1 is out.');
  expect(labelsOf(settled.card)).toEqual([]);
});

test('its story stands under the card, and a note written there is kept', async () => {
  const card = await staff.shown(CARE, 'answered, waiting for');
  const thread = `${CARE};messageid=${card.id}`;
  await until('the story', () =>
    house.connector.standing(CARE).some(({ conversation, activity }) => {
      return conversation === thread && String(activity['text']).includes('Thandi Nkosi claimed');
    }),
  );
  const note = await staff.write('thandi', '<at>Test Bot</at> She rang us too.', thread);
  await staff.shown(CARE, '1 note in the thread');
  const noted = async (saying: string) => {
    const read = await staff.openDialog('thandi', await staff.shown(CARE, 'answered,'), 'Reply');
    return textsIn(read.card).includes(saying);
  };
  expect(await noted('She rang us too.')).toBe(true);
  await staff.rewrite('thandi', note, 'She rang us twice.', thread);
  expect(await noted('She rang us twice.')).toBe(true);
  await staff.takeBack('thandi', note, thread);
  expect(await noted('She rang')).toBe(false);
  await until('no note on the card', async () => {
    const { card: now } = await staff.shown(CARE, 'answered,');
    return !textsIn(now).includes('note in the thread');
  });
});

test.each([
  ['mine', 'Answered, waiting for the customer'],
  ['/heed queue', 'Nothing is open in Care.'],
  ['queue nowhere', 'There is no department of that name. There are: Care.'],
  ['stats this week', 'Sam Botha reviewed 1'],
  ['add https://forum.example/t/7', 'Add what Heed did not see by itself'],
  ['away until monday', 'You are away until'],
  ['back', 'You are back.'],
  ['pause', 'leads and admins'],
  ['logged', 'Nothing'],
  ['what?', '• queue [department]: what is open in your departments, or in another.'],
])('"%s" typed to the bot is answered in the chat', async (words, saying) => {
  await staff.write('thandi', words, chatWith('thandi'));
  expectTaken((await staff.shown(chatWith('thandi'), saying)).card);
});

test('a lead stops all publishing and lets it go on; with @Heed in a channel everybody reads it', async () => {
  await staff.write('sam', '<at>Heed</at> pause', CARE);
  expectTaken((await staff.shown(CARE, 'Publishing is paused. 0 replies wait')).card);
  await staff.write('sam', '<at>Heed</at> resume', CARE);
  await staff.shown(CARE, 'Publishing goes on');
});

test('a press for a mention that is not there says so', async () => {
  const card = await staff.shown(CARE, 'answered, waiting for');
  const data = { id: 'x', value: 'claim|5b1f7a52-14c4-4a8a-a7e3-d39a1c3a7b16|0|1' };
  const action = { type: 'Action.Execute', title: 'Claim', verb: 'press', data };
  const beside = await staff.invoke('thandi', 'adaptiveCard/action', { action }, card);
  expect(beside).toMatchObject({ value: 'This mention does not exist here.' });
  const asked = { ...data, value: data.value.replace('claim', 'reply') };
  const inPlace = await staff.invoke('thandi', 'task/fetch', { data: asked }, card);
  expect(textsIn(inPlace)).toContain('This mention does not exist here.');
});

test('what no source saw is added in a dialog, and gets a card like any other', async () => {
  await staff.write('sam', 'add https://forum.example/t/8', chatWith('sam'));
  const chat = await staff.shown(chatWith('sam'), 'Add what Heed did not see by itself');
  const dialog = await staff.openDialog('sam', chat, 'Track in Heed');
  const fields = {
    ...{ link: 'https://forum.example/t/8', text: 'Do they deliver abroad?', author: '' },
    ...{ department: 'care', category: '-' },
  };
  const again = await staff.submit('sam', chat, dialog, fields, 'Track');
  expect(textsIn(again)).not.toBe('');
  const done = await staff.submit(
    'sam',
    chat,
    { card: again ?? {} },
    { ...fields, author: 'zola' },
    'Track',
  );
  expect(textsIn(done)).toContain('is with Care now.');
  await staff.shown(CARE, 'Do they deliver abroad?');
});

test('a card from before an update says so, beside it or where the dialog would open', async () => {
  const card = await staff.shown(CARE, 'answered, waiting for');
  const action = { type: 'Action.Execute', title: 'Claim', data: { press: 'as it once was' } };
  const beside = await staff.invoke('thandi', 'adaptiveCard/action', { action }, card);
  expect(beside).toMatchObject({ value: expect.stringContaining('from before an update') });
  const more = { id: 'more', value: 'more|5b1f7a52-14c4-4a8a-a7e3-d39a1c3a7b16|0|1' };
  for (const data of [{}, more]) {
    const inPlace = await staff.invoke('thandi', 'task/fetch', { data }, card);
    expect(inPlace).toMatchObject({ task: { type: 'continue' } });
    expect(textsIn(inPlace)).toContain('from before an update');
  }
});
