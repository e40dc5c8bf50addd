/** The Home tab and the commands, through real Bolt against the sandbox. */

import { expect, test } from 'vitest';
import { NOTHING_DUE } from '../../../src/core/due-soon.ts';
import { labelsOf, STAFF, type StaffName, says } from '../../support/staff.ts';
import { until } from '../../support/until.ts';
import { openStage, type Stage } from './support.ts';

const homeOf = ({ sandbox }: Stage, who: StaffName) => sandbox.workspace.home(STAFF[who]);
const open = ({ staff }: Stage, who: StaffName, saying: string) => staff.home(who, saying);
const press = ({ staff }: Stage, who: StaffName, label: string) => staff.pressHome(who, label);
const NONE = { lines: [], more: 0, counted: true };
const EMPTY = {
  due: NOTHING_DUE,
  mine: NONE,
  review: null,
  unclaimed: NONE,
  touchBase: NONE,
  departments: ['Care'],
  health: null,
};

const published = ({ sandbox }: Stage) =>
  sandbox.workspace.calls.filter(({ method }) => method === 'views.publish').length;

test.each(['http', 'socket'] as const)('opening it over %s shows what waits', async (delivery) => {
  const stage = await openStage({ delivery });
  const mention = stage.desk.open();
  await stage.show(mention);
  const { view } = await open(stage, 'thandi', 'My parcel arrived broken.');
  expect(labelsOf(view.blocks)).toEqual(['Reply', 'Claim']);
  expect(says(view)).toContain('Unclaimed in my departments (1)');
  expect(says(view)).toContain('You have nothing in hand.');
  expect(says(view)).not.toContain('Awaiting my review');
  expect(says(view)).not.toContain('Sources and problems');
  const [card] = stage.sandbox.workspace.messages('care');
  const { id } = stage.sandbox.workspace.channel('care');
  const link = `${stage.sandbox.url}/archives/${id}/p${card?.ts.replace('.', '')}`;
  expect(says(view)).toContain(link);
  const followed = await fetch(link, { redirect: 'manual' });
  expect(followed.headers.get('location')).toBe(`/?channel=${id}&ts=${card?.ts}`);
});

test('a link to a card is the one that Slack itself would give', async () => {
  const stage = await openStage();
  const ref = await stage.show(stage.desk.open());
  const view = { type: 'stub', ref: 'H-1', to: 'Care', movedTo: ref } as const;
  const stub = JSON.stringify((await stage.slack.surface.render(view)).payload);
  const { view: home } = await open(stage, 'thandi', 'H-1042');
  const [link] = /http[^"]+archives[^"]+/.exec(says(home)) ?? [];
  expect(stub).toContain(link);
});

test('what stands there already is not sent again', async () => {
  const stage = await openStage();
  stage.desk.open();
  await open(stage, 'thandi', 'My parcel');
  await stage.sandbox.workspace.act({ as: STAFF.thandi, type: 'home' });
  await open(stage, 'alex', 'not in the handbook');
  await stage.sandbox.workspace.act({ as: STAFF.alex, type: 'home' });
  stage.desk.open({ post: { text: 'Another one.' } });
  await open(stage, 'thandi', 'Another one.');
  expect(published(stage)).toBe(3);
});

test('a tab waits for the budget that all processes share', async () => {
  const asked: string[] = [];
  const stage = await openStage({
    takeBudget: async (key) => {
      asked.push(key);
      return key.includes('views.publish') ? 700 : 0;
    },
  });
  const view = { type: 'home', overview: EMPTY } as const;
  const rendered = await stage.slack.surface.render(view);
  await expect(stage.slack.surface.publish(`@${STAFF.thandi}`, rendered)).rejects.toMatchObject({
    kind: { type: 'again', afterMs: 700, scope: 'effect' },
  });
  expect(asked).toEqual(['slack:T0ACME:views.publish']);
  expect(published(stage)).toBe(0);
});

test('a press there reaches the same door', async () => {
  const stage = await openStage();
  const mention = stage.desk.open();
  await open(stage, 'thandi', 'My parcel');
  await press(stage, 'thandi', 'Claim');
  expect(stage.desk.heard.at(-1)).toMatchObject({
    command: { type: 'claim' },
    actor: { person: { email: STAFF.thandi } },
  });
  expect(stage.desk.glance(mention).mention.owner).toBe(STAFF.thandi);
  expect(stage.sandbox.workspace.views(STAFF.thandi)).toEqual([]);
});

test('a refusal is told in a dialog, and the tab shows what is the case', async () => {
  const stage = await openStage();
  const mention = stage.desk.open();
  await open(stage, 'lindiwe', 'My parcel');
  await stage.desk.handle(mention, { type: 'claim' }, stage.asPerson('thandi'));
  await press(stage, 'lindiwe', 'Claim');
  const dialog = await stage.staff.dialog('lindiwe', 'Thandi Nkosi has had this');
  expect(dialog.modal.submit).toBeUndefined();
  await until('the line is gone', () => {
    const home = homeOf(stage, 'lindiwe');
    return home !== null && !says(home.view).includes('My parcel');
  });
});

test('a refusal that comes too late for a dialog comes as a message', async () => {
  const stage = await openStage();
  const mention = stage.desk.open();
  await open(stage, 'lindiwe', 'My parcel');
  await stage.desk.handle(mention, { type: 'claim' }, stage.asPerson('thandi'));
  stage.sandbox.workspace.fault('views.open', { error: 'expired_trigger_id' });
  await press(stage, 'lindiwe', 'Claim');
  await stage.staff.dm('lindiwe', 'Thandi Nkosi has had this');
});

test('Reply there claims and opens the dialog', async () => {
  const stage = await openStage();
  const mention = stage.desk.open();
  await open(stage, 'noor', 'My parcel');
  await press(stage, 'noor', 'Reply');
  await stage.staff.dialog('noor', 'Your reply');
  expect(stage.desk.glance(mention).mention.owner).toBe(STAFF.noor);
});

test('a reviewer reads the draft there and approves it', async () => {
  const stage = await openStage();
  const mention = stage.desk.open();
  await stage.desk.handle(mention, { type: 'claim' }, stage.asPerson('thandi'));
  const { seen } = stage.desk.glance(mention).card;
  const text = 'Sorry, Lerato. Send us your order number.';
  const submit = { type: 'submit', text, seen, ticked: [] } as const;
  await stage.desk.handle(mention, submit, stage.asPerson('thandi'));
  const { view } = await open(stage, 'lindiwe', 'Awaiting my review (1)');
  expect(says(view)).toContain(text);
  expect(labelsOf(view.blocks)).toEqual(['Approve', 'Request changes']);
  await open(stage, 'thandi', 'Waiting for');
  await press(stage, 'lindiwe', 'Approve');
  expect(stage.desk.glance(mention).mention.status).toBe('scheduled');
});

test('somebody outside the handbook sees a sentence, and a guest too', async () => {
  const stage = await openStage();
  stage.desk.open();
  const { view } = await open(stage, 'alex', 'You are not in the handbook');
  expect(view.blocks).toHaveLength(1);
  expect(says((await open(stage, 'robin', 'Guests can look')).view)).not.toContain('parcel');
});

test('a database that is away is said there, and nothing that stands there is lost', async () => {
  const stage = await openStage();
  stage.desk.open();
  stage.desk.trouble = 'away';
  await open(stage, 'thandi', "Heed can't reach its database");
  stage.desk.trouble = 'none';
  await open(stage, 'thandi', 'My parcel');
  stage.desk.trouble = 'away';
  await stage.sandbox.workspace.act({ as: STAFF.thandi, type: 'home' });
  expect(says(homeOf(stage, 'thandi')?.view ?? {})).toContain('My parcel');
});

test('a full tab of long and hostile lines is one that Slack takes', async () => {
  const stage = await openStage({ most: 15 });
  const person = stage.asPerson('lindiwe');
  const text = `<!channel> \u202Eevil ${'👩‍👩‍👧‍👦'.repeat(900)}`;
  for (let n = 0; n < 48; n += 1) {
    const mention = stage.desk.open({ author: { name: 'ن'.repeat(200) }, post: { text } });
    if (n >= 16) continue;
    const mine = n < 8 ? person : stage.asPerson('thandi');
    await stage.desk.handle(mention, { type: 'claim' }, mine);
    const { seen } = stage.desk.glance(mention).card;
    const submit = { type: 'submit', text: '字'.repeat(500), seen, ticked: [] } as const;
    await stage.desk.handle(mention, submit, mine);
  }
  const { view } = await open(stage, 'lindiwe', 'and 17 more: /heed queue');
  expect(view.blocks.length).toBeLessThanOrEqual(100);
  expect(says(view)).not.toMatch(/\u202E|"type":"broadcast"/u);
});

/* ---------- commands ---------- */

async function ask(stage: Stage, who: StaffName, text: string): Promise<string> {
  const { workspace } = stage.sandbox;
  const before = workspace.ephemerals(STAFF[who]).length;
  const channel = workspace.channel('general').id;
  const result = await workspace.act({ as: STAFF[who], type: 'slash', channel, text });
  expect(result).toEqual({ ok: true });
  const answer = await until(`an answer to ${text}`, () =>
    workspace.ephemerals(STAFF[who]).at(before),
  );
  expect(workspace.messages('general')).toEqual([]);
  return says(answer);
}

test('/heed queue lists what is open in one’s departments, with links to the cards', async () => {
  const stage = await openStage();
  const [first, second] = [stage.desk.open(), stage.desk.open({ post: { text: 'Mine now.' } })];
  await stage.show(first);
  await stage.desk.handle(second, { type: 'claim' }, stage.asPerson('thandi'));
  const answer = await ask(stage, 'thandi', '/heed queue');
  expect(answer).toContain('Unclaimed in Care, Deliveries');
  expect(answer).toContain('My parcel arrived broken.');
  expect(answer).toContain('/archives/');
  expect(answer).toContain('In hand in Care, Deliveries');
  expect(answer).toContain('with Thandi Nkosi since');
  expect(await ask(stage, 'kabelo', '/heed queue')).toContain('Nothing is open in Deliveries.');
});

test.each(['care', 'Care', 'CARE', '  #care '])(
  '/heed queue %s names a department',
  async (name) => {
    const stage = await openStage();
    stage.desk.open();
    expect(await ask(stage, 'kabelo', `/heed queue ${name}`)).toContain('Unclaimed in Care');
  },
);

test('a department that does not exist is answered with those that do', async () => {
  const stage = await openStage();
  const answer = await ask(stage, 'kabelo', '/heed queue sales <!channel>');
  expect(answer).toContain('There is no department of that name. There are: Care, Deliveries.');
  expect(answer).not.toContain('!channel');
});

test('/heed mine lists what one has, what awaits one’s review and what was answered', async () => {
  const stage = await openStage();
  expect(await ask(stage, 'lindiwe', '/heed mine')).toContain('You have nothing in hand.');
  const [own, other] = [stage.desk.open(), stage.desk.open({ post: { text: 'Another.' } })];
  await stage.desk.handle(own, { type: 'claim' }, stage.asPerson('lindiwe'));
  await stage.desk.handle(other, { type: 'claim' }, stage.asPerson('thandi'));
  const { seen } = stage.desk.glance(other).card;
  const submit = { type: 'submit', text: 'Sorry.', seen, ticked: [] } as const;
  await stage.desk.handle(other, submit, stage.asPerson('thandi'));
  const answer = await ask(stage, 'lindiwe', '/heed mine');
  expect(answer).toContain('Mine: 1 · Awaiting my review: 1');
  const elsewhere = { type: 'answered_elsewhere', link: 'https://acme.example/a' } as const;
  await stage.desk.handle(own, elsewhere, stage.asPerson('lindiwe'));
  expect(await ask(stage, 'lindiwe', '/heed MINE')).toContain(
    'Awaiting my review: 1 · Answered, waiting for the customer: 1',
  );
});

test.each(['/heed queue', '/heed mine', '/heed queue care'])(
  '%s tells a stranger nothing',
  async (text) => {
    const stage = await openStage();
    stage.desk.open();
    const answer = await ask(stage, 'alex', text);
    expect(answer).toContain('You are not in the handbook');
    expect(answer).not.toContain('parcel');
    expect(await ask(stage, 'robin', text)).toContain('Guests can look');
  },
);

test.each(['/heed', '/heed help', '/heed dance', '/heed constructor'])(
  '%s answers help',
  async (text) => {
    const answer = await ask(await openStage(), 'alex', text);
    expect(answer).toContain('Heed brings what people say about Acme');
    expect(answer).toContain('/heed queue');
    expect(answer).toContain('/heed mine');
  },
);

test('a long queue of long lines is one message that Slack takes', async () => {
  const stage = await openStage({ most: 25 });
  const name = '👩‍👩‍👧‍👦'.repeat(70);
  for (let n = 0; n < 60; n += 1)
    stage.desk.open({ author: { name }, post: { text: 'ن '.repeat(400) } });
  const answer = await ask(stage, 'thandi', '/heed queue');
  expect(answer).toMatch(/and \d+ more\. Name a department to see fewer/);
});

test('an answer that takes long comes after the acknowledgement', async () => {
  const stage = await openStage();
  stage.desk.open();
  const { promise, resolve } = Promise.withResolvers<void>();
  stage.desk.trouble = promise;
  const { workspace } = stage.sandbox;
  const channel = workspace.channel('general').id;
  // Resolves with the acknowledgement, which is empty: the sandbox says so when there is none.
  const asked = { as: STAFF.thandi, type: 'slash', channel, text: '/heed queue' } as const;
  expect(await workspace.act(asked)).toEqual({ ok: true });
  expect(workspace.ephemerals(STAFF.thandi)).toEqual([]);
  resolve();
  await stage.staff.told('thandi', 'My parcel arrived broken.');
});

test('a database that is away is said in private', async () => {
  const stage = await openStage();
  stage.desk.trouble = 'away';
  expect(await ask(stage, 'thandi', '/heed queue')).toContain("Heed can't reach its database");
});
