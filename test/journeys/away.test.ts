/** Somebody goes away with two drafts, and what is theirs is answered by others. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../src/sandbox/workspace.ts';
import { aBody, postHook } from '../support/hooks.ts';
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
import { GIVES_WAY_MS, until } from '../support/until.ts';

const MINUTE = 60_000;

let house: PostgresHouse;
let staff: Staff;

beforeAll(async () => {
  house = await openPostgresHouse({
    clock: '* * * * * *',
    handbook: (text) =>
      text
        .replace('complaint: { approvals: 1 }', 'complaint: { approvals: 0, first_reply_time: 1h }')
        .replace(
          'people:\n',
          'people:\n  - { name: Pat Gone, email: pat@acme.example, role: agent, departments: [care] }\n',
        ),
  });
  staff = staffOf(house.sandbox);
});
afterAll(() => house.close());

let posts = 0;

/** A post from so many minutes ago, of no category; answers its card. */
async function posted(text: string, minutesAgo: number): Promise<string> {
  posts += 1;
  const id = `away-${posts}`;
  const answer = await postHook(
    `${house.heed.url}/hooks/website`,
    house.sandbox.webhookSecret,
    aBody({
      ...{ id, text, url: `https://acme.example/${id}` },
      postedAt: new Date(Date.now() - minutesAgo * MINUTE).toISOString(),
      author: { id: `u-${id}`, handle: id, name: `Customer ${posts}` },
    }),
  );
  expect(answer.status).toBe(202);
  return (await staff.card('care', text)).ts;
}

const card = (ts: string) => staff.cards('care').find((one) => one.ts === ts) ?? {};

const shows = (ts: string, words: string) =>
  until(`the card says "${words}"`, () => says(card(ts)).includes(words), GIVES_WAY_MS);

const tells = (ts: string, words: string) =>
  until(`the thread says "${words}"`, () => {
    const parent = staff.cards('care').find((one) => one.ts === ts);
    const lines = parent === undefined ? [] : staff.thread('care', parent);
    return lines.some((line) => says(line).includes(words));
  });

/** Types the command and answers what is said to them alone. */
async function types(who: StaffName, text: string, saying: string): Promise<Message> {
  const channel = house.sandbox.workspace.channel('care').id;
  await house.sandbox.workspace.act({ as: STAFF[who], type: 'slash', channel, text });
  return staff.told(who, saying);
}

async function pressPrivate(who: StaffName, message: Message, label: string): Promise<void> {
  const control = controlOf(message.blocks ?? [], label);
  if (control === null) throw new Error(`no "${label}" there`);
  const { blockId, actionId, element } = control;
  const value = 'value' in element && element.value !== undefined ? { value: element.value } : {};
  const channel = house.sandbox.workspace.channel('care').id;
  const place = { channel, ts: message.ts, blockId, actionId };
  await house.sandbox.workspace.act({ as: STAFF[who], type: 'press', ...place, ...value });
}

async function drafts(who: StaffName, ts: string, text: string): Promise<void> {
  await staff.press(who, 'care', ts, 'Claim');
  await shows(ts, 'with Thandi');
  await staff.press(who, 'care', ts, 'Reply');
  await staff.dialog(who, 'Send');
  await staff.type(who, text);
  await staff.close(who);
  await until(`"${text}" is kept`, async () => {
    const kept = await house.query(`select id from content where text = '${text}'`);
    return kept.length > 0;
  });
}

test('whoever goes away hands over what they hold, and a colleague finds the draft', async () => {
  const first = await posted('Where are the green vases?', 1);
  const second = await posted('Where are the blue vases?', 1);
  await drafts('thandi', first, 'They stand in the');
  await drafts('thandi', second, 'Blue ones are');
  await types('thandi', '/heed away yesterday', 'is over already. Nothing was changed.');
  const answer = await types('thandi', '/heed away until 30 Nov 2027 14:00', 'a year ahead');
  expect(labelsOf(answer.blocks ?? [])).toEqual([]);

  const list = await types('thandi', '/heed away for 3 days', 'You hold 2:');
  expect(says(list).match(/draft saved/gu)).toHaveLength(2);
  expect(says(list)).toMatch(/archives\/.+H-\d+/u);
  await shows(first, 'with Thandi Nkosi (away)');
  await pressPrivate('thandi', list, 'Hand over all');
  await staff.told('thandi', 'Handed 2 back');
  await shows(first, 'unclaimed');
  await shows(second, 'unclaimed');
  await staff.press('lindiwe', 'care', first, 'Claim');
  await shows(first, 'with Lindiwe');
  await staff.press('lindiwe', 'care', first, 'Reply');
  expect(says(await staff.dialog('lindiwe', 'Send'))).toContain('They stand in the');
  await staff.close('lindiwe');
});

test('what somebody takes who is away goes back when it is due', async () => {
  const ts = await posted('Which vase is the tallest?', 50);
  await drafts('thandi', ts, 'The tallest is');
  await staff.told('thandi', 'heed back ends it.');
  await staff.choose('sam', 'care', ts, 'Complaint');
  await tells(ts, 'Thandi Nkosi is away until ');
  await tells(ts, "; this is anybody's again. The draft is kept.");
  await tells(ts, 'Nobody has this.');
  await shows(ts, 'unclaimed');

  await staff.press('sam', 'care', ts, 'Assign');
  const dialog = await staff.dialog('sam', 'Who should have it?');
  expect(says(dialog)).toContain('Thandi Nkosi (away until ');
  await staff.close('sam');
  await types('thandi', '/heed back', 'You are back. Nothing of yours is open.');
  await types('thandi', '/heed back', 'You are not away.');
});

test('what somebody has whom Slack does not know goes back when it is due', async () => {
  const ts = await posted('Who made the oldest vase?', 50);
  await staff.press('sam', 'care', ts, 'Assign');
  await staff.dialog('sam', 'Who should have it?');
  await staff.pick('sam', 'Pat Gone');
  await staff.submit('sam');
  await shows(ts, 'with Pat Gone');
  await staff.choose('sam', 'care', ts, 'Complaint');
  await tells(ts, "Pat Gone cannot be reached here; this is anybody's again.");
  await shows(ts, 'unclaimed');
  await staff.dm('zanele', 'Heed cannot write to Pat Gone');
});

test('strangers are told that they are none of us, and help names both commands', async () => {
  await types('alex', '/heed away', 'You are not in the handbook');
  const help = await types('thandi', '/heed help', '/heed away [until monday');
  expect(says(help)).toContain('/heed back');
});
