/** From a public comment to its published reply and beyond, without a browser. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { type Staff, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

describe.each(['socket', 'http'] as const)('a mention worked over %s', (delivery) => {
  let house: House;
  let staff: Staff;
  let post: { id: string };

  beforeAll(async () => {
    const handbook = (text: string) => text.replace(/undo: \S+/, 'undo: 4s');
    house = await openHouse({ delivery, handbook });
    staff = staffOf(house.sandbox);
  });
  afterAll(() => house.close());

  const replies = () => house.sandbox.square.posts.filter((one) => one.customer === null);
  const careCard = () => staff.card('care', 'H-1000');

  test('a comment becomes a card in the department that the handbook names', async () => {
    post = house.sandbox.square.post({
      customer: 'u-1',
      postId: 'black-friday',
      text: 'My parcel arrived broken and nobody answers the phone.',
    });
    const card = await careCard();
    expect(says(card)).toContain('My parcel arrived broken');
    expect(says(card)).toContain('Complaint');
    expect(says(card)).toContain('unclaimed');
  });

  test('whoever claims it has it, and a second person is refused in private', async () => {
    const { ts } = await careCard();
    await staff.press('thandi', 'care', ts, 'Claim');
    await until('the card names Thandi', async () => says(await careCard()).includes('Thandi'));
    await house.sandbox.workspace.act({
      as: 'sam@acme.example',
      type: 'slash',
      channel: house.sandbox.workspace.channel('care').id,
      text: '/heed help',
    });
    await staff.press('lindiwe', 'care', ts, 'Reply');
    const refusal = await staff.told('lindiwe', 'Thandi Nkosi has');
    expect(says(refusal)).toContain('lead');
  });

  test('somebody outside the handbook changes nothing', async () => {
    const { ts } = await careCard();
    await staff.press('alex', 'care', ts, 'Release');
    await staff.told('alex', 'not in the handbook');
    expect(says(await careCard())).toContain('Thandi');
  });

  test('a promise stops the draft, and closing the dialog loses nothing', async () => {
    const { ts } = await careCard();
    await staff.press('thandi', 'care', ts, 'Reply');
    await staff.dialog('thandi', 'My parcel arrived broken');
    await staff.type('thandi', 'We guarantee that you get a new one.');
    await staff.submit('thandi');
    await staff.dialog('thandi', 'guarantee');
    await staff.type(
      'thandi',
      'Sorry, Lerato. Please send us your order number; we look at it today.',
    );
    await staff.close('thandi');
    await staff.press('thandi', 'care', ts, 'Reply');
    await staff.dialog('thandi', 'we look at it today');
  });

  test('a reviewer asks for changes, and the next version is approved', async () => {
    const { ts } = await careCard();
    await staff.submit('thandi');
    const request = await staff.dm('lindiwe', 'we look at it today');
    await staff.pressDm('lindiwe', request, 'Request changes');
    await staff.dialog('lindiwe', 'H-1000');
    await staff.type('lindiwe', 'Say who will write back.');
    await staff.submit('lindiwe');
    await until('the card shows what to change', async () =>
      says(await careCard()).includes('Say who will write back.'),
    );
    await staff.press('thandi', 'care', ts, 'Reply');
    await staff.dialog('thandi', 'Say who will write back');
    await staff.type(
      'thandi',
      'Sorry, Lerato. Thandi here: send me your order number, I look at it today.',
    );
    await staff.submit('thandi');
    const second = await staff.dm('lindiwe', 'Thandi here');
    await staff.pressDm('lindiwe', second, 'Approve');
    await until('the card says when it goes out', async () =>
      says(await careCard()).includes('Withdraw'),
    );
    await staff.dm('lindiwe', 'Approved by Lindiwe Dube');
  });

  test('what the customer adds inside the undo window holds the reply', async () => {
    house.sandbox.square.post({
      customer: 'u-1',
      postId: 'black-friday',
      inReplyTo: post.id,
      text: 'And the vase was a present.',
    });
    const held = await until('the card says that it was held', async () => {
      const card = await careCard();
      return says(card).includes('wrote again') ? card : null;
    });
    expect(says(held)).toContain('And the vase was a present.');
    expect(replies()).toHaveLength(0);
  });

  test('approved again, the reply stands in public, once', async () => {
    const { ts } = await careCard();
    await staff.press('thandi', 'care', ts, 'Reply');
    await staff.dialog('thandi', 'And the vase was a present.');
    await staff.submit('thandi');
    const third = await staff.dm('lindiwe', 'And the vase was a present.');
    await staff.pressDm('lindiwe', third, 'Approve');
    await until('the reply in the square', () => replies().length > 0, 15_000);
    const answered = await until('the card says answered', async () => {
      const card = await careCard();
      return says(card).includes('answered, waiting for') ? card : null;
    });
    expect(says(answered)).toContain('Lindiwe');
    expect(replies().map((reply) => reply.text)).toEqual([
      'Sorry, Lerato. Thandi here: send me your order number, I look at it today.',
    ]);
  });

  test('a follow-up wakes the card, and it moves to another department', async () => {
    house.sandbox.square.post({
      customer: 'u-1',
      postId: 'black-friday',
      inReplyTo: post.id,
      text: 'Order 1042. When does the courier come?',
    });
    const awake = await until('the card wakes', async () => {
      const card = await careCard();
      return says(card).includes('When does the courier come?') ? card : null;
    });
    await staff.press('thandi', 'care', awake.ts, 'Transfer');
    await staff.dialog('thandi', 'Deliveries');
    await staff.pick('thandi', 'Deliveries');
    await staff.submit('thandi');
    await staff.card('deliveries', 'H-1000');
    await until('the old card points to the new one', async () => {
      const old = await careCard();
      return (
        says(old).includes('Deliveries') && old.blocks?.every((block) => block.type !== 'actions')
      );
    });
  });

  test('the other department replies and resolves it', async () => {
    const card = await staff.card('deliveries', 'H-1000');
    await staff.press('kabelo', 'deliveries', card.ts, 'Reply');
    await staff.dialog('kabelo', 'When does the courier come?');
    await staff.type('kabelo', 'On Tuesday between 9 and 11, Lerato. Kabelo');
    await staff.submit('kabelo');
    const request = await staff.dm('sam', 'On Tuesday between 9 and 11');
    await staff.pressDm('sam', request, 'Approve');
    await until('the second reply', () => replies().length === 2, 15_000);
    await until('the card says answered', async () =>
      says(await staff.card('deliveries', 'H-1000')).includes('answered, waiting for'),
    );
    await staff.press('kabelo', 'deliveries', card.ts, 'Resolve');
    await staff.dialog('kabelo', 'solved');
    await staff.pick('kabelo', 'solved');
    await staff.submit('kabelo');
    await until('the card says resolved', async () =>
      says(await staff.card('deliveries', 'H-1000')).includes('resolved'),
    );
  });

  test("the thread told the story, without anybody's words", async () => {
    const card = await staff.card('deliveries', 'H-1000');
    const lines = await until('the last line', () => {
      const all = staff.thread('deliveries', card).map((line) => says(line));
      return all.some((line) => line.includes('resolved this')) ? all : null;
    });
    expect(lines.join('\n')).toContain('transferred');
    expect(lines.join('\n')).not.toContain('Tuesday');
    expect(new Set(lines).size).toBe(lines.length);
  });
});
