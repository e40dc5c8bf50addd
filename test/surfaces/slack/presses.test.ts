import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { LABELS } from '../../../src/front/press.ts';
import { aPost } from '../../support/cast.ts';
import { controlOf, labelsOf, STAFF, type StaffName } from '../../support/staff.ts';
import { expectTakenView } from './looking.ts';
import { NOTHING_FIRST, openStage, type Stage } from './support.ts';

/** Somebody's part of a mention, at the desk itself. */
async function at(
  stage: Stage,
  mention: string,
  who: StaffName,
  type: 'claim' | 'submit' | 'answer',
) {
  const { desk } = stage;
  const person = desk.handbook().people.find(({ email }) => email === STAFF[who]);
  if (person === undefined) throw new Error(`${who} is not in the handbook`);
  const { seen } = desk.glance(mention).card;
  const commands = {
    claim: { type: 'claim' },
    submit: { type: 'submit', text: 'Sorry, Lerato.', seen, ticked: [] },
    answer: { type: 'answered_elsewhere', link: 'https://acme.example/answer' },
  } as const;
  const command = commands[type];
  const handled = await desk.handle(mention, command, { type: 'person', person });
  if (!handled.ok) throw new Error(handled.refusal.sentence);
}

async function inReview(stage: Stage) {
  const mention = stage.desk.open();
  await at(stage, mention, 'thandi', 'claim');
  await at(stage, mention, 'thandi', 'submit');
  return { mention, card: await stage.show(mention) };
}

test.each(['http', 'socket'] as const)(
  'Claim on a card claims, delivered by %s',
  async (delivery) => {
    const { desk, staff, show } = await openStage({ delivery });
    const mention = desk.open();
    const card = await show(mention);
    await staff.press('thandi', 'care', card.ts, 'Claim');
    await expect.poll(() => desk.glance(mention).mention.owner).toBe(STAFF.thandi);
  },
);

test('a claim that comes too late is refused in private, with the time in the reader’s own zone', async () => {
  const stage = await openStage();
  const { desk, sandbox, staff, show } = stage;
  const mention = desk.open();
  const card = await show(mention);
  await at(stage, mention, 'thandi', 'claim');
  await staff.press('sam', 'care', card.ts, 'Claim');
  const told = await staff.told('sam', 'Thandi Nkosi has had this since ');
  const seconds = Math.floor((desk.glance(mention).mention.ownedSince ?? 0) / 1000);
  expect(told.text).toContain(`<!date^${seconds}^{time}|`);
  expect(told.text).not.toContain('{at:');
  expect(sandbox.workspace.ephemerals(STAFF.thandi)).toEqual([]);
});

test.each<[StaffName, string]>([
  ['alex', 'You are not in the handbook'],
  ['robin', 'Guests can look but not act'],
])('%s may look but not act, and is told so alone', async (who, sentence) => {
  const { desk, staff, show } = await openStage();
  const mention = desk.open();
  const card = await show(mention);
  for (const label of ['Claim', 'Reply', 'Dismiss']) await staff.press(who, 'care', card.ts, label);
  await staff.told(who, sentence);
  await expect.poll(() => staff.top(who)).toBeNull();
  expect(desk.heard).toEqual([]);
  expect(desk.glance(mention).mention.status).toBe('unclaimed');
});

test('pressing twice is pressing once', async () => {
  const { desk, sandbox, staff, show } = await openStage();
  const mention = desk.open();
  const card = await show(mention);
  await Promise.all([
    staff.press('thandi', 'care', card.ts, 'Claim'),
    staff.press('thandi', 'care', card.ts, 'Claim'),
  ]);
  await expect.poll(() => desk.heard).toHaveLength(2);
  expect(desk.history(mention).filter(({ event }) => event.type === 'claimed')).toHaveLength(1);
  expect(sandbox.workspace.ephemerals(STAFF.thandi)).toEqual([]);
});

test('a reviewer approves what the card showed them', async () => {
  const stage = await openStage();
  const { mention, card } = await inReview(stage);
  await stage.staff.press('lindiwe', 'care', card.ts, 'Approve');
  await expect.poll(() => stage.desk.glance(mention).mention.status).toBe('scheduled');
  expect(stage.desk.heard.at(-1)?.command).toEqual({
    type: 'approve',
    seen: stage.desk.glance(mention).card.seen,
  });
});

test('a button that is out of date approves nothing', async () => {
  const stage = await openStage();
  const { mention, card } = await inReview(stage);
  const { seen } = stage.desk.glance(mention).card;
  const person = stage.desk.handbook().people.find(({ email }) => email === STAFF.thandi);
  if (person === undefined) throw new Error('nobody');
  const again = { type: 'submit', text: 'Another text.', seen, ticked: [] } as const;
  await stage.desk.handle(mention, again, { type: 'person', person });
  await stage.staff.press('lindiwe', 'care', card.ts, 'Approve');
  await stage.staff.told('lindiwe', 'There is a newer version 2 of this draft.');
  expect(stage.desk.glance(mention).mention.status).toBe('in_review');
});

test('the author cannot approve their own, and is told why', async () => {
  const stage = await openStage();
  const { card } = await inReview(stage);
  await stage.staff.press('thandi', 'care', card.ts, 'Approve');
  await stage.staff.told('thandi', 'Only reviewers and leads can review a draft.');
});

test('a category is chosen on the card; a refused choice is drawn again', async () => {
  const stage = await openStage();
  const { desk, staff, show } = stage;
  const mention = desk.open();
  const card = await show(mention);
  await staff.choose('thandi', 'care', card.ts, 'Praise');
  await expect.poll(() => desk.glance(mention).mention.category).toBe('praise');
  expect(stage.redrawn).toEqual([]);
  await staff.choose('noor', 'care', card.ts, 'Complaint');
  await staff.told('noor', 'Trainees leave this to a colleague');
  await expect.poll(() => stage.redrawn).toEqual([mention]);
});

test('a press about a mention that does not exist gets a sentence', async () => {
  const { slack, staff, desk, sandbox } = await openStage();
  const { card } = desk.glance(desk.open());
  const rendered = await slack.surface.render({
    type: 'card',
    card: { ...card, mention: 'nowhere' },
    others: new Map(),
  });
  const ref = await slack.surface.post('#care', rendered, { message: 'x', seq: 0 }, NOTHING_FIRST);
  await staff.press('thandi', 'care', ref.ts, 'Claim');
  await staff.told('thandi', 'does not exist here');
  await staff.press('thandi', 'care', ref.ts, 'Reply');
  await expect.poll(() => sandbox.workspace.ephemerals(STAFF.thandi)).toHaveLength(2);
});

test.each([
  ['away', "Heed can't reach its database, nothing was changed. Try again in a minute."],
  ['bug', 'Something went wrong in Heed'],
] as const)('while the desk is %s, whoever presses is told', async (trouble, sentence) => {
  const stage = await openStage();
  const mention = stage.desk.open();
  const card = await stage.show(mention);
  stage.desk.trouble = trouble;
  await stage.staff.press('thandi', 'care', card.ts, 'Claim');
  await stage.staff.told('thandi', sentence);
  expect(stage.log.some((line) => line.includes('A press failed') && line.includes(mention))).toBe(
    true,
  );
});

test('when the private answer cannot be given, a direct message says it', async () => {
  const stage = await openStage();
  const { desk, sandbox, staff, show } = stage;
  const mention = desk.open();
  const card = await show(mention);
  await at(stage, mention, 'thandi', 'claim');
  const body = pressBody(
    sandbox.workspace.teamId,
    `claim|${mention}|0|2`,
    `${sandbox.url}/response/gone`,
  );
  expect(await deliver(stage, card, body)).toBe(200);
  await staff.dm('sam', 'Thandi Nkosi has had this');
});

test('somebody of another workspace is told that they may only look', async () => {
  const stage = await openStage();
  const mention = stage.desk.open();
  const card = await stage.show(mention);
  const url = `${stage.sandbox.url}/response/gone`;
  expect(await deliver(stage, card, pressBody('T0OTHER', `claim|${mention}|0|2`, url))).toBe(200);
  await stage.staff.dm('sam', 'You belong to another workspace');
  expect(stage.desk.heard).toEqual([]);
});

test.each([
  ['a wrong signature', { secret: 'guessed' }, 401],
  ['an old timestamp', { age: 400 }, 401],
  ['a body that is not JSON', { raw: '{"type":' }, 400],
] as const)('%s is refused before anything is read', async (_name, change, status) => {
  const stage = await openStage();
  const mention = stage.desk.open();
  const card = await stage.show(mention);
  const body = pressBody(
    stage.sandbox.workspace.teamId,
    `claim|${mention}|0|2`,
    'https://x.example',
  );
  expect(await deliver(stage, card, body, change)).toBe(status);
  expect(stage.desk.heard).toEqual([]);
});

test.each(['{}', 'claim', 'claim||0|0', 'fire|m|0|0', 'claim|m|-1|0', 'claim|m|x|0'])(
  'a button that carries %s changes nothing',
  async (value) => {
    const stage = await openStage();
    const card = await stage.show(stage.desk.open());
    const body = pressBody(stage.sandbox.workspace.teamId, value, 'https://x.example');
    expect(await deliver(stage, card, body)).toBe(200);
    await expect.poll(() => stage.log.join('')).toContain('A press that Heed does not know');
    expect(stage.desk.heard).toEqual([]);
  },
);

/** A card of a mention that can do so much that the menu overflows, and its More… dialog. */
async function more() {
  const stage = await openStage();
  const { desk, staff, slack } = stage;
  const mention = desk.open();
  await at(stage, mention, 'sam', 'answer');
  desk.system(mention, { type: 'receive', post: aPost({ externalId: 'c-2', text: 'Thanks!' }) });
  const { card } = desk.glance(mention);
  const actions = [...card.actions, 'withdraw', 'reopen'] as const;
  const rendered = await slack.surface.render({
    type: 'card',
    card: { ...card, actions },
    others: new Map(),
  });
  const ref = await slack.surface.post('#care', rendered, { message: 'x', seq: 0 }, NOTHING_FIRST);
  await staff.press('sam', 'care', ref.ts, 'More…');
  const dialog = await staff.dialog('sam', 'More on H-1042');
  const pressIn = async (label: string) => {
    const control = controlOf(dialog.modal.blocks, label);
    if (control === null) throw new Error(`no "${label}" in the dialog`);
    const { blockId, actionId } = control;
    await stage.sandbox.workspace.act({
      as: STAFF.sam,
      type: 'press',
      viewId: dialog.id,
      blockId,
      actionId,
    });
  };
  return { ...stage, mention, dialog, pressIn };
}

test('what finds no place on the card stands in a dialog behind More…, and works there', async () => {
  const { desk, staff, dialog, mention, pressIn } = await more();
  expectTakenView(dialog.modal);
  expect(labelsOf(dialog.modal.blocks)).toEqual(
    desk
      .glance(mention)
      .card.actions.slice(4)
      .map((action) => LABELS[action]),
  );
  await pressIn('Assign');
  await staff.dialog('sam', 'Who should have it?');
  await staff.pick('sam', 'Lindiwe Dube');
  await staff.submit('sam');
  expect(desk.glance(mention).mention.owner).toBe(STAFF.lindiwe);
});

test('a press in the More… dialog is answered in the dialog', async () => {
  const { desk, staff, mention, pressIn } = await more();
  await pressIn('Release');
  await staff.dialog('sam', 'Done: Release.');
  expect(desk.glance(mention).mention.owner).toBeNull();
});

test('/heed answers help in private, whatever is asked', async () => {
  const { sandbox, staff } = await openStage();
  const channel = sandbox.workspace.channel('care').id;
  for (const text of ['/heed', '/heed help', '/heed dance']) {
    await sandbox.workspace.act({ as: STAFF.alex, type: 'slash', channel, text });
  }
  await staff.told('alex', 'Heed brings what people say about Acme');
  expect(sandbox.workspace.ephemerals(STAFF.alex)).toHaveLength(3);
  expect(sandbox.workspace.messages('care')).toEqual([]);
});

/* ---------- raw deliveries ---------- */

function pressBody(team: string, value: string, responseUrl: string) {
  return {
    type: 'block_actions',
    user: { id: 'U0SAM', team_id: team },
    team: { id: team },
    api_app_id: 'A0HEED',
    trigger_id: '1.2',
    response_url: responseUrl,
    container: { type: 'message' },
    actions: [{ type: 'button', action_id: 'claim', block_id: 'b', value, action_ts: '1' }],
  };
}

interface Forged {
  readonly secret?: string;
  readonly age?: number;
  readonly raw?: string;
}

/** Posts as Slack does. @returns the status */
async function deliver(
  stage: Stage,
  card: { channel: string; ts: string },
  body: object,
  { secret, age = 0, raw }: Forged = {},
): Promise<number> {
  const payload = { ...body, channel: { id: card.channel }, message: { ts: card.ts } };
  const text = raw ?? new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  const signature = createHmac('sha256', secret ?? stage.sandbox.signingSecret)
    .update(`v0:${timestamp}:${text}`)
    .digest('hex');
  const response = await fetch(stage.door, {
    method: 'POST',
    body: text,
    headers: {
      'content-type': raw === undefined ? 'application/x-www-form-urlencoded' : 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  });
  return response.status;
}
