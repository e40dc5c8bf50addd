/** What is due is seen on the card, told by direct message, and climbs the ladder when it is missed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBody, postHook } from '../support/hooks.ts';
import { openPostgresHouse } from '../support/postgres-house.ts';
import { labelsOf, type Staff, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

const MINUTE = 60_000;

let house: Awaited<ReturnType<typeof openPostgresHouse>>;
let staff: Staff;

beforeAll(async () => {
  house = await openPostgresHouse({
    clock: '* * * * * *',
    handbook: (text) =>
      text
        .replace('complaint: { approvals: 1 }', 'complaint: { approvals: 1, first_reply_time: 1h }')
        .replace('abuse: {}', 'abuse: { approvals: 1 }'),
  });
  staff = staffOf(house.sandbox);
});
afterAll(() => house.close());

let posts = 0;

/** A post from so many minutes ago, of no category; answers its card. */
async function posted(text: string, minutesAgo: number): Promise<string> {
  posts += 1;
  const id = `due-${posts}`;
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

function card(ts: string) {
  return staff.cards('care').find((one) => one.ts === ts) ?? {};
}

const shows = (ts: string, words: string) =>
  until(`the card says "${words}"`, () => says(card(ts)).includes(words));

const tells = (ts: string, words: string) =>
  until(`the thread says "${words}"`, () => {
    const parent = staff.cards('care').find((one) => one.ts === ts);
    const lines = parent === undefined ? [] : staff.thread('care', parent);
    return lines.some((line) => says(line).includes(words));
  });

test('a new card says until when the first reply is due', async () => {
  const ts = await posted('How much is the vase?', 1);
  await shows(ts, 'First reply due ');
  expect(says(card(ts))).not.toMatch(/yellow_circle|red_circle/u);
});

test('what nobody has is told in its thread when little time is left', async () => {
  const before = await staff.home('noor', 'Unclaimed in my departments');
  expect(says(before.view)).not.toContain('Due soon');
  const ts = await posted('Is the blue vase broken?', 50);
  await shows(ts, 'yellow_circle');
  await tells(ts, 'Nobody has this. On duty: <!subteam^S0CAREDUTY>');
  const shown = house.sandbox.workspace.messages('care').filter(({ broadcast }) => broadcast);
  expect(shown.map(({ threadTs }) => threadTs)).toEqual([ts]);
  const home = await staff.homeSays('noor', 'Due soon (1)');
  expect(says(home.view).match(/Is the blue vase broken/gu)).toHaveLength(1);
  const [first] = labelsOf(home.view.blocks);
  expect(first).toBe('Reply');
});

test('whoever has it reads of it in one direct message, and answers from there', async () => {
  const first = await posted('Which shelf holds a vase?', 50);
  const second = await posted('Which shelf holds a lamp?', 55);
  for (const ts of [first, second]) {
    await staff.press('thandi', 'care', ts, 'Claim');
    await shows(ts, 'with Thandi');
    await staff.choose('thandi', 'care', ts, 'Complaint');
    await shows(ts, 'yellow_circle');
  }
  const both = await staff.dm('thandi', '2 of yours are due');
  expect(says(both)).toContain('Which shelf holds a vase?');
  expect(says(both)).toContain('Which shelf holds a lamp?');
  expect(says(both).indexOf('lamp')).toBeLessThan(says(both).indexOf('vase?'));
  const buttons = ['Reply', 'Snooze', 'Release'];
  expect(labelsOf(both.blocks ?? [])).toEqual([...buttons, ...buttons, 'Hand over all']);
  expect(both.blocks?.at(-2)?.type).toBe('divider');
  expect(says(both)).toContain('Hand 2 mentions back to their departments?');
  await staff.pressDm('thandi', both, 'Snooze');
  await staff.told('thandi', 'you are reminded then, or at once if it is missed.');
  await until('the line says so', () => says(both).includes('quiet until '));
  expect(labelsOf(both.blocks ?? [])).toEqual([...buttons, ...buttons, 'Hand over all']);
  await staff.press('thandi', 'care', first, 'Snooze');
  await staff.dialog('thandi', 'Quiet until ');
  await staff.close('thandi');
  await until('both do', () => says(both).split('quiet until ').length === 3);
  await staff.press('thandi', 'care', first, 'Release');
  const one = await staff.dm('thandi', '1 of yours is due');
  expect(one.ts).toBe(both.ts);
  expect(says(one)).toContain('Hand 1 mention back to its department?');
  await staff.pressDm('thandi', one, 'Hand over all');
  await staff.told('thandi', 'Handed 1 back: ');
  await shows(second, 'unclaimed');
  expect((await staff.dm('thandi', 'Nothing of yours is due soon.')).ts).toBe(both.ts);
});

test('what was missed calls a key contact, and a late answer ends it', async () => {
  const ts = await posted('Why is my vase green?', 90);
  await staff.press('lindiwe', 'care', ts, 'Claim');
  await shows(ts, 'with Lindiwe');
  await staff.choose('lindiwe', 'care', ts, 'Complaint');
  await shows(ts, 'red_circle');
  await shows(ts, 'Escalated to Sam');
  const call = await staff.dm('sam', '1 overdue is yours to see to');
  expect(says(call)).toContain('with Lindiwe');
  expect(says(call)).toContain('The first reply is overdue. You were called ');
  expect(labelsOf(call.blocks ?? [])).toEqual(['Assign']);
  await tells(ts, 'The first reply was due ');
  await staff.dm('lindiwe', '1 of yours is due');
  await staff.press('lindiwe', 'care', ts, 'Answered elsewhere');
  await staff.dialog('lindiwe', 'Answered elsewhere');
  await staff.type('lindiwe', 'https://acme.example/answer', 'url_text_input');
  await staff.submit('lindiwe');
  await shows(ts, 'First reply after 1 h 30 min, late');
  expect((await staff.dm('sam', 'Nothing of yours is due soon.')).ts).toBe(call.ts);
  await staff.dm('lindiwe', 'Nothing of yours is due soon.');
});

test('a draft that waits while little time is left is told to its reviewers', async () => {
  const ts = await posted('Who threw the tall vase?', 50);
  await staff.press('thandi', 'care', ts, 'Claim');
  await shows(ts, 'with Thandi');
  await staff.choose('thandi', 'care', ts, 'Abuse');
  await shows(ts, 'Abuse · ');
  await staff.press('thandi', 'care', ts, 'Reply');
  await staff.dialog('thandi', 'Submit for review');
  await staff.type('thandi', 'Sorry. We will find out who did.');
  await staff.submit('thandi');
  await shows(ts, 'in review');
  await staff.press('sam', 'care', ts, 'Category');
  await staff.dialog('sam', 'Suggestion');
  await staff.pick('sam', 'Complaint');
  await staff.submit('sam');
  const reminder = await staff.dm('lindiwe', '1 draft waits for your review');
  expect(says(reminder)).toContain('We will find out who did.');
  expect(labelsOf(reminder.blocks ?? [])).toEqual(['Approve', 'Request changes']);
  await staff.dm('thandi', '1 of yours is due');
});
