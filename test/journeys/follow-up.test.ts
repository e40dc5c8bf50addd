/** What is answered closes by silence, and its owner touches base with the customer. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgresHouse } from '../support/postgres-house.ts';
import { labelsOf, type Staff, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

let house: Awaited<ReturnType<typeof openPostgresHouse>>;
let staff: Staff;

beforeAll(async () => {
  house = await openPostgresHouse({
    clock: '* * * * * *',
    handbook: (text) =>
      text
        .replace('complaint: { approvals: 1 }', 'complaint: { approvals: 0 }')
        .replace('auto_resolve: 3d', 'auto_resolve: 3s')
        .replace('  after: 3d', '  after: 1s'),
  });
  staff = staffOf(house.sandbox);
});
afterAll(() => house.close());

async function posted(text: string): Promise<string> {
  house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text });
  return (await staff.card('care', text)).ts;
}

function card(ts: string) {
  const found = staff.cards('care').find((one) => one.ts === ts);
  if (found === undefined) throw new Error('no such card');
  return found;
}

const shows = (ts: string, words: string) =>
  until(`the card says "${words}"`, () => says(card(ts)).includes(words));

async function answeredElsewhere(ts: string): Promise<void> {
  await staff.press('thandi', 'care', ts, 'Answered elsewhere');
  await staff.dialog('thandi', 'Answered elsewhere');
  await staff.type('thandi', 'https://acme.example/answer', 'url_text_input');
  await staff.submit('thandi');
}

test('silence closes it, its owner is asked, and what they say goes out and closes again', async () => {
  const ts = await posted('My vase arrived broken.');
  await answeredElsewhere(ts);
  await shows(ts, ' if silent');
  await shows(ts, 'resolved: no word for less than a minute');
  const asked = await staff.dm('thandi', '1 to touch base with');
  expect(says(asked)).toContain('My vase arrived broken.');
  expect(labelsOf(asked.blocks ?? [])).toEqual(['Touch base', 'Not needed']);
  await shows(ts, 'Time to touch base: ask Lerato');
  const lines = staff.thread('care', card(ts)).map((line) => says(line));
  expect(lines.some((line) => line.includes('Resolved: no word for less than a minute.'))).toBe(
    true,
  );

  await staff.pressDm('thandi', asked, 'Touch base');
  const dialog = await staff.dialog('thandi', 'Your reply');
  expect(says(dialog)).toContain('is everything in order by now?');
  await shows(ts, 'with Thandi');
  expect((await staff.dm('thandi', 'Nothing of yours is due soon.')).ts).toBe(asked.ts);
  await staff.submit('thandi');
  await until('the reply in the square', () =>
    house.sandbox.square.posts.some(({ text }) => text.includes('in order by now?')),
  );
  await shows(ts, 'answered, waiting for Lerato');
  await shows(ts, 'resolved: no word for');
  expect(labelsOf(card(ts).blocks ?? [])).not.toContain('Touch base');
});

test('it stands on the Home tab too, and on the card anybody may say that it is not needed', async () => {
  const ts = await posted('My lamp arrived broken.');
  await answeredElsewhere(ts);
  await shows(ts, 'Time to touch base');
  await staff.dm('thandi', '1 to touch base with');
  const { view } = await staff.home('thandi', 'Touch base (1)');
  expect(says(view)).toContain('My lamp arrived broken.');
  expect(labelsOf(view.blocks).slice(-2)).toEqual(['Touch base', 'Not needed']);
  await staff.press('lindiwe', 'care', ts, 'Not needed');
  await until('the button is gone', () => !labelsOf(card(ts).blocks ?? []).includes('Touch base'));
  await staff.dm('thandi', 'Nothing of yours is due soon.');
});
