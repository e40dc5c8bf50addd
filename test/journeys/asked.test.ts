/** Thandi asks colleagues by name before her reply goes out, and owes an update afterwards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgresHouse, type PostgresHouse } from '../support/postgres-house.ts';
import { labelsOf, type Staff, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

const KABELO = /\n.*kabelo@acme\.example.*/;

describe('a reply about which colleagues are asked', { timeout: 60_000 }, () => {
  let house: PostgresHouse;
  let staff: Staff;
  let kabeloLeft = false;

  beforeAll(async () => {
    const handbook = (text: string) => (kabeloLeft ? text.replace(KABELO, '') : text);
    house = await openPostgresHouse({ handbook });
    staff = staffOf(house.sandbox);
  });
  afterAll(() => house.close());

  const replies = () => house.sandbox.square.posts.filter((one) => one.customer === null);

  async function ask(question: string, answer: string, ...colleagues: string[]) {
    house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text: question });
    const { ts } = await staff.card('care', question);
    await staff.press('thandi', 'care', ts, 'Reply');
    await staff.dialog('thandi', 'Ask somebody first');
    await staff.type('thandi', answer);
    for (const name of colleagues) await staff.pick('thandi', name);
    return ts;
  }

  const cardSays = (question: string, words: string) =>
    until(
      `the card says "${words}"`,
      async () => {
        const card = await staff.card('care', question);
        return says(card).includes(words) ? card : null;
      },
      20_000,
    );

  test('waits for them, although its category asks for nobody', async () => {
    await ask('Do you wrap presents?', 'Yes, Lerato, for free.', 'Kabelo', 'Noor');
    await staff.pick('thandi', 'We owe an update');
    await staff.submit('thandi');
    await cardSays('wrap presents', 'Waiting for Kabelo Mokoena and Noor Patel, whom Thandi Nkosi');
    const dm = await staff.dm('kabelo', 'Yes, Lerato, for free.');
    expect(says(dm)).toContain('Thandi Nkosi asked for you by name');
    expect(labelsOf(dm.blocks ?? [])).toEqual(['Approve', 'Request changes']);
    expect(house.sandbox.workspace.directMessages('lindiwe@acme.example')).toEqual([]);
  });

  test('is told to whoever agreed that it waits for the other', async () => {
    const dm = await staff.dm('kabelo', 'Yes, Lerato, for free.');
    await staff.pressDm('kabelo', dm, 'Approve');
    await staff.dm('kabelo', 'You approved it. It waits for Noor Patel, whom Thandi Nkosi asked.');
    expect(replies()).toEqual([]);
  });

  test('goes out when all have agreed, and stays with whoever owes the update', async () => {
    const dm = await staff.dm('noor', 'Yes, Lerato, for free.');
    await staff.pressDm('noor', dm, 'Approve');
    await until('the reply in the square', () => replies().length === 1, 20_000);
    await cardSays('wrap presents', 'with Thandi Nkosi, who owes Lerato M. an update');
  });

  test('goes out without a colleague who left the handbook', async () => {
    await ask('Can I bring it back?', 'Yes, Lerato, within a month.', 'Kabelo');
    await staff.submit('thandi');
    await staff.dm('kabelo', 'within a month');
    kabeloLeft = true;
    await house.restart();
    await until('the reply in the square', () => replies().length === 2, 20_000);
    expect(await house.eventsOf('H-1001')).not.toContain('approved');
  });
});
