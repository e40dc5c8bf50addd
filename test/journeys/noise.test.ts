/** Noise in Slack: likes and trolls stay off the desk, are found again, and are brought back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../src/sandbox/workspace.ts';
import { openPostgresHouse, type PostgresHouse } from '../support/postgres-house.ts';
import {
  controlOf,
  labelsOf,
  STAFF,
  type Staff,
  type StaffName,
  says,
  staffOf,
} from '../support/staff.ts';
import { until } from '../support/until.ts';

let house: PostgresHouse;
let staff: Staff;

beforeAll(async () => {
  house = await openPostgresHouse({ delivery: 'http' });
  staff = staffOf(house.sandbox);
});
afterAll(() => house.close());

const general = () => house.sandbox.workspace.channel('general').id;
const latest = (who: StaffName) => house.sandbox.workspace.ephemerals(STAFF[who]).at(-1);

/** `/heed logged …`: the answer that says this. */
async function log(who: StaffName, words: string, saying: string): Promise<Message> {
  const text = `/heed logged ${words}`.trim();
  await house.sandbox.workspace.act({ as: STAFF[who], type: 'slash', channel: general(), text });
  return shows(who, saying);
}

/** The list as it stands there, once it says this. */
function shows(who: StaffName, saying: string): Promise<Message> {
  return until(`the log of ${who} that says "${saying}"`, () => {
    const last = latest(who);
    return last !== undefined && says(last).includes(saying) ? last : null;
  });
}

async function pressIn(who: StaffName, list: Message, label: string): Promise<void> {
  const control = controlOf(list.blocks ?? [], label);
  if (control === null) throw new Error(`no "${label}" there: ${labelsOf(list.blocks ?? [])}`);
  const { blockId, actionId, element } = control;
  const value = 'value' in element && element.value !== undefined ? { value: element.value } : {};
  const place = { channel: general(), ts: list.ts, blockId, actionId };
  await house.sandbox.workspace.act({ as: STAFF[who], type: 'press', ...place, ...value });
}

async function logged(count: number): Promise<void> {
  await until(`${count} logged`, async () => {
    const [row] = await house.query(`select count(*) from mention where status = 'logged'`);
    return Number(row?.['count']) === count;
  });
}

const post = (customer: string, text: string, kind: 'comment' | 'like' | 'repost' = 'comment') =>
  house.sandbox.square.post({ customer, postId: 'black-friday', kind, text });

test('likes and reposts get no card; they are listed a page at a time, searched and restored', async () => {
  post('u-2', '', 'like');
  for (let n = 1; n <= 11; n += 1) post('u-3', `Look at this vase, number ${n}.`, 'repost');
  await logged(12);
  expect(staff.cards('care')).toEqual([]);

  const first = await log('sam', '', 'last 7 days: 12 (repost 11, like 1).');
  expect(says(first)).toContain('number 11.');
  expect(says(first)).not.toContain('number 1.');
  expect(labelsOf(first.blocks ?? []).filter((label) => label === 'Restore')).toHaveLength(10);
  await pressIn('sam', first, 'Older');
  const second = await shows('sam', 'page 2');
  expect(second.ts).toBe(first.ts);
  expect(says(second)).toContain('Tom Adler (@tomadler) · like');
  expect(says(second)).toContain('by a routing rule');
  await pressIn('sam', second, 'Newer');
  await shows('sam', 'number 11.');

  expect(labelsOf((await log('thandi', 'VASE aisha', 'number 11.')).blocks ?? [])).toEqual([
    ...Array.from({ length: 10 }, () => 'Open post'),
    'Older',
  ]);
  await log('thandi', 'teapot', 'Nothing is logged about \\"teapot\\".');
  const found = await log('sam', 'number 7', 'number 7.');
  await pressIn('sam', found, 'Restore');
  const after = await shows('sam', 'is back on the desk. Its card goes to');
  expect(says(after)).toContain('Nothing is logged about \\"number 7\\".');
  const card = await staff.card('care', 'number 7.');
  expect(says(card)).toContain('unclaimed');
  await until('the thread says who restored it', () =>
    staff.thread('care', card).some((line) => says(line).includes('Sam Botha restored this')),
  );
  await staff.press('thandi', 'care', card.ts, 'Claim');
  await staff.card('care', 'with Thandi Nkosi');
});

test('a restore that comes too late is refused in the list, which is brought up to date', async () => {
  const list = await log('sam', 'number 3', 'number 3.');
  const other = await log('zanele', 'number 3', 'number 3.');
  await pressIn('zanele', other, 'Restore');
  await staff.card('care', 'number 3.');
  await pressIn('sam', list, 'Restore');
  await shows('sam', 'is on the desk already');
  expect(says(latest('sam') ?? {})).toContain('Nothing is logged about');
});

test('a like says what it is once it is restored', async () => {
  const list = await log('sam', 'tomadler', '· like ·');
  await pressIn('sam', list, 'Restore');
  await shows('sam', 'is back on the desk');
  await staff.card('care', 'Like, no words');
});

test('a troll is muted with a reason and an end, from the card, and unmuted from the log', async () => {
  const troll = 'You are all idiots.';
  post('u-4', troll);
  const { ts } = await staff.card('care', troll);
  await staff.press('sam', 'care', ts, 'Mute author');
  await staff.dialog('sam', 'For how long?');
  await staff.submit('sam');
  await until('Slack asks for what is missing', () => staff.top('sam')?.errors?.['reason']);
  await staff.type('sam', 'Insults everybody who answers.');
  await staff.pick('sam', 'Until a date');
  await staff.submit('sam');
  await errorOn('date', 'every mute has an end');
  await enterDate(Date.now() - 3_600_000);
  await staff.submit('sam');
  await errorOn('date', 'in the past');
  await enterDate(Date.now() + 91 * 86_400_000);
  await staff.submit('sam');
  await errorOn('date', '90 days at most');
  await staff.pick('sam', '1 week');
  await staff.submit('sam');
  const card = await staff.card('care', 'Insults everybody who answers.');
  expect(says(card)).toContain('Muted until ');
  expect(says(card)).toContain(' by Sam Botha, because:');
  expect(staff.top('sam')).toBeNull();

  post('u-4', 'Idiots, I say.');
  await logged(10);
  const list = await log('lindiwe', 'idiots', 'Idiots, I say.');
  expect(says(list)).toContain('James O. (@jamesoduya)');
  expect(says(list)).toContain('by Sam Botha, because: Insults everybody who answers.');
  expect(says(list)).toContain('the author is muted');
  expect(labelsOf(list.blocks ?? [])).toEqual(['Open post']);
  expect(staff.cards('care').some((one) => says(one).includes('Idiots, I say'))).toBe(false);

  const leads = await log('sam', 'idiots', 'Idiots, I say.');
  await pressIn('sam', leads, 'Unmute');
  const after = await shows('sam', 'James O. is not muted any more.');
  expect(labelsOf(after.blocks ?? [])).toEqual(['Restore', 'Open post']);
  await until('the card no longer says so', async () => {
    const now = house.sandbox.workspace.messages('care').find((one) => one.ts === ts);
    return now !== undefined && !says(now).includes('Muted until');
  });
  post('u-4', 'Idiots, for the last time.');
  await staff.card('care', 'Idiots, for the last time.');
});

test('an agent is told that muting is a lead’s, and a stranger that there is nothing to read', async () => {
  const { ts } = await staff.card('care', 'Idiots, for the last time.');
  await staff.press('thandi', 'care', ts, 'Mute author');
  await until('Thandi is told', () => {
    const all = [...house.sandbox.workspace.views(STAFF.thandi), latest('thandi') ?? {}];
    return all.some((one) => says(one).includes('Only a lead can mute somebody.'));
  });
  await log('alex', '', 'not in the handbook');
});

async function errorOn(block: string, saying: string): Promise<void> {
  await until(`an error under ${block} that says "${saying}"`, () =>
    staff.top('sam')?.errors?.[block]?.includes(saying),
  );
}

async function enterDate(at: number): Promise<void> {
  await house.sandbox.workspace.act({
    ...{ as: STAFF.sam, type: 'input', viewId: staff.top('sam')?.id ?? '' },
    ...{ blockId: 'date', actionId: 'date' },
    selectedDateTime: Math.floor(at / 1000),
  });
}
