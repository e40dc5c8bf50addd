/** One after the other all that can be done with a mention in Teams, by the buttons that are there. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CARE, openTeamsHouse, type TeamsHouse } from '../support/teams-house.ts';
import { cardsIn, chatWith, type Shown, teamsStaffOf, type Who } from '../support/teams-staff.ts';
import { until } from '../support/until.ts';
import { expectTaken, labelsOf, nodesOf, textsIn } from '../surfaces/teams/looking.ts';

let house: TeamsHouse;
let staff: ReturnType<typeof teamsStaffOf>;
let vase: string;
const replies: { text?: string }[] = [];
const website = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  replies.push(JSON.parse(Buffer.concat(chunks).toString()));
  response.setHeader('content-type', 'application/json').end('{"id":"c-9"}');
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
departments:
  care: { channel: { teams: Care } }
categories:
  complaint: { approvals: 1 }
  question: {}
routing:
  - { kind: [like], outcome: log }
  - { words: [broken], category: complaint }
outcomes: [solved]
sending: { undo: 0s }
sources:
  - { id: website, network: webhook, secret_env: SECRET, reply_url: "http://127.0.0.1:9/" }
`,
  });
  await house.install();
  staff = teamsStaffOf(house);
  await house.comment({ text: 'My vase arrived broken.' });
  ({ id: vase } = await staff.shown(CARE, 'My vase arrived broken.'));
});

afterAll(async () => {
  await house?.close();
  website.close();
});

/** The card, once it says this. */
function card(saying: string): Promise<Shown> {
  return until(`the card to say "${saying}"`, () => {
    const found = cardsIn(house.connector, CARE).find(({ id }) => id === vase);
    return found !== undefined && textsIn(found.card).includes(saying) ? found : null;
  });
}

/** Opens the dialog of this button, fills it in and submits it. */
async function fillIn(
  who: Who,
  shown: Shown,
  label: string,
  fields: Record<string, string>,
  submit = label,
): Promise<void> {
  const dialog = await staff.openDialog(who, shown, label);
  expect(await staff.submit(who, shown, dialog, fields, submit)).toBeNull();
}

const reply = (text: string) => ({ text, after: 'waits' });

test('a lead assigns it', async () => {
  await fillIn('sam', await card('unclaimed'), 'Assign', { choice: 'thandi@acme.example' });
  await card('with Thandi Nkosi');
});

test('whoever has it sets its category', async () => {
  const shown = await card('Complaint · Care');
  await fillIn('thandi', shown, 'Category', { choice: 'question' }, 'Set category');
  const other = await card('Question · Care');
  await fillIn('thandi', other, 'Category', { choice: 'complaint' }, 'Set category');
  await card('Complaint · Care');
});

test('its author takes a draft back', async () => {
  const shown = await card('with Thandi Nkosi');
  await fillIn('thandi', shown, 'Reply', reply('Sorry.'), 'Submit for review');
  const asked = await staff.shown(chatWith('sam'), 'Draft 1 by Thandi Nkosi');
  expect(await staff.press('thandi', await card('in review'), 'Withdraw')).toBe('Done.');
  await card('with Thandi Nkosi');
  expect(await staff.press('sam', asked, 'Approve')).not.toBe('Done.');
});

test('a reviewer edits and approves, and it goes out as edited', async () => {
  const shown = await card('with Thandi Nkosi');
  await fillIn('thandi', shown, 'Reply', reply('Sorry, Lerato.'), 'Submit for review');
  const asked = await staff.shown(chatWith('sam'), 'Draft 2 by Thandi Nkosi');
  const better = { text: 'Sorry, Lerato. A new one is on its way.' };
  await fillIn('sam', asked, 'Edit and approve', better, 'Send');
  await card('answered, waiting for');
  expect(replies).toMatchObject([better]);
});

test('somebody who shouts is muted until tomorrow, and heard again', async () => {
  const why = { reason: 'The same words every minute.', until: 'day' };
  await fillIn('sam', await card('answered, waiting for'), 'Mute author', why, 'Mute');
  const muted = await card('Muted until');
  expect(textsIn(muted.card)).toContain('The same words every minute.');
  expect(await staff.press('sam', muted, 'Unmute')).toBe('Done.');
  await until('the mute to be over', async () => {
    return !textsIn((await card('answered, waiting for')).card).includes('Muted until');
  });
});

test('thanks are closed by one press, and it can be opened again', async () => {
  const thanks = { id: 'c-2', text: 'Thanks!', inReplyTo: 'c-9', threadId: 'c-1042' };
  await house.comment({ ...thanks, url: 'https://acme.example/2' });
  expect(await staff.press('thandi', await card('Thanks!'), 'Thanks, close')).toBe('Done.');
  expect(await staff.press('thandi', await card('resolved'), 'Reopen')).toBe('Done.');
  expect(labelsOf((await card('unclaimed')).card)).toContain('Claim');
});

test('what was kept off the desk is found, and put on it', async () => {
  const author = { id: 'u-10', handle: 'tom', name: 'Tom' };
  const like = { id: 'c-3', url: 'https://acme.example/3', author, kind: 'like', text: 'likes it' };
  await house.comment(like);
  await staff.write('sam', 'logged', chatWith('sam'));
  const logged = await staff.shown(chatWith('sam'), 'likes it');
  expectTaken(logged.card);
  const data = nodesOf(logged.card).find(({ title }) => title === 'Restore')?.['data'];
  const action = { type: 'Action.Execute', title: 'Restore', verb: 'press', data };
  await staff.invoke('sam', 'adaptiveCard/action', { action }, logged);
  expect(labelsOf((await staff.shown(CARE, 'likes it')).card)).toContain('Claim');
});
