/** What is sensitive goes to a private channel, and nothing of it stays where others read. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../src/sandbox/workspace.ts';
import { openPostgresHouse } from '../support/postgres-house.ts';
import { labelsOf, STAFF, type Staff, type StaffName, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

const PRIVATE = 'people-private';
const SECRET = 'Your driver shouted at my daughter';

let house: Awaited<ReturnType<typeof openPostgresHouse>>;
let staff: Staff;

beforeAll(async () => {
  house = await openPostgresHouse();
  staff = staffOf(house.sandbox);
});
afterAll(() => house.close());

const { stringify } = JSON;

/** All that this person can read of Heed's, in channels, direct messages, answers and the Home tab. */
function readBy(who: StaffName): string {
  const { workspace } = house.sandbox;
  const channels = ['general', 'care', 'deliveries'].flatMap((name) => workspace.messages(name));
  const inside = workspace.channel(PRIVATE).members?.includes(workspace.user(STAFF[who]).id);
  return stringify([
    channels,
    inside === true ? workspace.messages(PRIVATE) : [],
    workspace.directMessages(STAFF[who]),
    workspace.home(STAFF[who])?.view ?? null,
  ]);
}

async function heed(who: StaffName, text: string, saying: string): Promise<string> {
  const { workspace } = house.sandbox;
  const before = workspace.ephemerals(STAFF[who]).length;
  const channel = workspace.channel('general').id;
  await workspace.act({ as: STAFF[who], type: 'slash', channel, text: `/heed ${text}` });
  const answer = await until(`/heed ${text} answering "${saying}"`, () =>
    workspace
      .ephemerals(STAFF[who])
      .slice(before)
      .find((one) => says(one).includes(saying)),
  );
  return says(answer);
}

const stands = (channel: string, ts: string) =>
  house.sandbox.workspace.messages(channel).find((one) => one.ts === ts);

const otherCard = () =>
  says(staff.cards('care').find((one) => says(one).includes('My vase is broken.')) ?? {});

let ref: string;
let old: Message;
let card: Message;

test('before, it is everybody’s: a reviewer is asked, a contact called, lists show it', async () => {
  const { square } = house.sandbox;
  square.post({ customer: 'u-1', postId: 'black-friday', text: 'My vase is broken.' });
  await staff.card('care', 'My vase is broken.');
  square.post({ customer: 'u-1', postId: 'new-courier', text: `${SECRET}, it came broken.` });
  old = await staff.card('care', SECRET);
  ref = /H-\d+/.exec(says(old))?.[0] ?? '';
  await staff.press('noor', 'care', old.ts, 'Reply');
  await staff.dialog('noor', 'Your reply');
  await staff.type('noor', 'We are so sorry, Lerato.');
  await staff.submit('noor');
  await staff.dm('lindiwe', 'We are so sorry');
  await staff.press('noor', 'care', old.ts, 'Escalate');
  await staff.dialog('noor', 'What do they need to know?');
  await staff.type('noor', 'It is about one of us.');
  await staff.submit('noor');
  await staff.dm('sam', 'It is about one of us.');
  await staff.home('lindiwe', SECRET);
  await until('the card of the other by the same author', () => otherCard().includes(ref));
  await until('its thread tells of the version', () =>
    staff.thread('care', old).some((line) => says(line).includes('submitted version 1')),
  );
});

test('a colleague presses Sensitive: the card moves, and what stood elsewhere says only that', async () => {
  await staff.press('noor', 'care', old.ts, 'Reply');
  await staff.dialog('noor', 'Your reply');
  await staff.type('noor', 'We are so very sorry, Lerato.');
  await staff.press('lindiwe', 'care', old.ts, 'Sensitive');
  card = await staff.card(PRIVATE, SECRET);
  expect(says(card)).toContain('Sensitive · Complaint · Care');
  expect(says(card)).toContain('We are so sorry, Lerato.');
  expect(says(card)).toContain('it is with other people now');
  await until('the old card’s line', () => stands('care', old.ts)?.text === `${ref} has moved.`);
  expect(labelsOf(stands('care', old.ts)?.blocks ?? [])).toEqual([]);
  await until('the old thread without Heed’s lines', () => staff.thread('care', old).length === 0);
  await staff.dm('lindiwe', `${ref} has moved.`);
  for (const who of ['lindiwe', 'noor', 'zanele'] as const) {
    await until(
      `nothing of it before ${who}`,
      () => !/shouted at my daughter|so sorry|about one of us/.test(readBy(who)),
    );
  }
  await until('the other card without it', () => !otherCard().includes(ref));
  expect(otherCard()).not.toContain('time in 30 days');
});

test('whoever still has a dialog open gets the text back and learns nothing more', async () => {
  expect(stringify(staff.top('noor')?.values)).toContain('We are so very sorry');
  await staff.submit('noor');
  const view = await staff.dialog('noor', 'Only those who are named for it');
  expect(stringify(view.values)).toContain('We are so very sorry, Lerato.');
  expect(stringify(view.modal)).not.toContain('it is with other people now');
  await staff.close('noor');
});

test('a stranger’s lists, links and presses show nothing, an admin’s neither', async () => {
  const home = await staff.home('zanele', 'My vase is broken.');
  expect(says(home.view)).not.toContain(SECRET);
  expect(await heed('zanele', 'queue', 'Unclaimed')).not.toContain(ref);
  const link = /https?:[^"|\\]+post=[^"|\\]+/.exec(says(card))?.[0] ?? 'no link';
  expect(await heed('zanele', `add ${link}`, 'with other people')).not.toMatch(/archives|H-\d/);
  expect(await heed('sam', `add ${link}`, `This is ${ref} already.`)).toContain('archives');
  const { workspace } = house.sandbox;
  const { id } = workspace.channel(PRIVATE);
  expect(
    await workspace.act({ as: STAFF.zanele, type: 'message', channel: id, text: 'Let me in' }),
  ).toMatchObject({ ok: false });
});

test('those who are named go on with it: on their lists, with notes, and to the customer', async () => {
  expect(says((await staff.home('thandi', SECRET)).view)).toContain('Sensitive · Complaint');
  await staff.write('sam', PRIVATE, card.ts, 'I know the driver.');
  await until('its note', () => says(stands(PRIVATE, card.ts) ?? {}).includes('1 note'));
  await until('the card of the other by the same author', () =>
    says(stands(PRIVATE, card.ts) ?? {}).includes('Also theirs: '),
  );
  await staff.press('thandi', PRIVATE, card.ts, 'Reply');
  await staff.dialog('thandi', 'I know the driver.');
  expect(stringify(staff.top('thandi')?.modal)).not.toContain('Lindiwe');
  await staff.type('thandi', 'We are sorry, Lerato. We spoke with him.');
  await staff.submit('thandi');
  await staff.dm('sam', 'We spoke with him');
  await until('Approve on the card', () =>
    labelsOf(stands(PRIVATE, card.ts)?.blocks ?? []).includes('Approve'),
  );
  await staff.press('sam', PRIVATE, card.ts, 'Approve');
  await until('the answer', () =>
    says(stands(PRIVATE, card.ts) ?? {}).includes('answered, waiting'),
  );
  expect(readBy('lindiwe')).not.toContain('We spoke with him');
});

test('a rule sends it there at once, and Not sensitive brings it back to all', async () => {
  house.sandbox.square.post({
    customer: 'u-2',
    postId: 'black-friday',
    text: 'Your employee was rude to me.',
  });
  const ruled = await staff.card(PRIVATE, 'was rude to me');
  expect(readBy('lindiwe')).not.toContain('was rude to me');
  expect(says(ruled)).not.toContain('"Sensitive"');
  await staff.press('thandi', PRIVATE, ruled.ts, 'Not sensitive');
  const back = await staff.card('care', 'was rude to me');
  expect(says(back)).not.toContain('Sensitive ·');
  await until('where it went', () =>
    says(stands(PRIVATE, ruled.ts) ?? {}).includes('Moved to Care'),
  );
});

test('nothing sensitive is posted where anybody could read it; the admins hear why', async () => {
  const { workspace, square } = house.sandbox;
  const channel = workspace.channel(PRIVATE);
  const { members } = channel;
  channel.members = null;
  square.post({ customer: 'u-3', postId: 'black-friday', text: 'Your employee bullied me.' });
  await staff.dm('zanele', `#${PRIVATE} is public.`);
  expect(workspace.calls.filter(({ args }) => stringify(args).includes('bullied'))).toEqual([]);
  const card = await staff.home('zanele', 'is public');
  expect(says(card.view)).not.toContain('bullied');
  channel.members = members;
});
