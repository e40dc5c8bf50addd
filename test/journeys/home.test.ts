/** The Home tab at work: drawn by the outbox, after its person's own acts, within Slack's budgets. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgresHouse, type PostgresHouse } from '../support/postgres-house.ts';
import { labelsOf, STAFF, type Staff, type StaffName, says, staffOf } from '../support/staff.ts';

import { until } from '../support/until.ts';

describe.each(['socket', 'http'] as const)('over %s', (delivery) => {
  let house: PostgresHouse;
  let staff: Staff;

  beforeAll(async () => {
    house = await openPostgresHouse({ delivery });
    staff = staffOf(house.sandbox);
  });
  afterAll(() => house.close());

  const publishesTo = (who: StaffName) => {
    const { id } = house.sandbox.workspace.user(STAFF[who]);
    return house.sandbox.workspace.calls.filter(
      ({ method, args }) => method === 'views.publish' && args['user_id'] === id,
    );
  };

  async function post(text: string, customer = 'u-1'): Promise<void> {
    house.sandbox.square.post({ customer, postId: 'black-friday', text });
    await staff.card('care', text);
  }

  test('what is claimed there moves from the unclaimed to mine, and back on Release', async () => {
    await post('My parcel arrived broken and nobody answers.');
    const before = await staff.home('thandi', 'Unclaimed in my departments (1)');
    expect(labelsOf(before.view.blocks)).toEqual(['Reply', 'Claim']);
    expect(says(before.view)).toMatch(/archives\/C0CARE\/p\d+/);
    await staff.pressHome('thandi', 'Claim');
    const mine = await staff.homeSays('thandi', 'Mine (1)');
    expect(says(mine.view)).toContain('Nobody waits in');
    expect(labelsOf(mine.view.blocks)).toEqual(['Reply', 'Release']);
    await staff.card('care', 'with Thandi Nkosi');
    await staff.pressHome('thandi', 'Release');
    await staff.homeSays('thandi', 'Unclaimed in my departments (1)');
    await staff.card('care', 'unclaimed');
  });

  test('an act on a card shows on the tab of whoever did it, and on no other', async () => {
    await staff.home('noor', 'Unclaimed in my departments (1)');
    const others = publishesTo('thandi').length;
    const { ts } = await staff.card('care', 'My parcel arrived broken');
    await staff.press('noor', 'care', ts, 'Claim');
    const mine = await staff.homeSays('noor', 'Mine (1)');
    // A trainee writes, and somebody else approves.
    expect(labelsOf(mine.view.blocks)).toEqual(['Reply', 'Release']);
    expect(publishesTo('thandi')).toHaveLength(others);
    // Nobody opened this one, so nothing is drawn there.
    await staff.card('care', 'with Noor Patel');
    await staff.press('sam', 'care', ts, 'Release');
    await staff.card('care', 'unclaimed');
    expect(publishesTo('sam')).toEqual([]);
  });

  test('a press on what somebody else has taken is refused in a dialog, and the line goes', async () => {
    const { view } = await staff.home('lindiwe', 'My parcel arrived broken');
    expect(labelsOf(view.blocks)).toContain('Claim');
    const { ts } = await staff.card('care', 'My parcel arrived broken');
    await staff.press('thandi', 'care', ts, 'Claim');
    await staff.card('care', 'with Thandi Nkosi');
    await staff.pressHome('lindiwe', 'Claim');
    await staff.dialog('lindiwe', 'Thandi Nkosi has had this');
    await staff.homeSays('lindiwe', 'Nobody waits in Care.');
  });

  test('a reviewer reads the draft on the tab and approves it there', async () => {
    await staff.home('thandi', 'Mine (1)');
    await staff.pressHome('thandi', 'Reply');
    await staff.dialog('thandi', 'Your reply');
    await staff.type('thandi', 'Sorry, Lerato. Send us your order number.');
    await staff.submit('thandi');
    await staff.homeSays('thandi', 'in review, yours since');
    const { view } = await staff.home('lindiwe', 'Awaiting my review (1)');
    expect(says(view)).toContain('Sorry, Lerato. Send us your order number.');
    await staff.pressHome('lindiwe', 'Approve');
    await staff.homeSays('lindiwe', 'No draft waits for you.');
    await staff.card('care', 'answered, waiting for Lerato');
    await staff.home('thandi', 'You have nothing in hand.');
  });

  test('somebody outside the handbook sees a sentence, an admin the sources', async () => {
    await post('Where is my refund?', 'u-2');
    expect(says((await staff.home('alex', 'not in the handbook')).view)).not.toContain('refund');
    const { view } = await staff.home('zanele', 'Sources and problems');
    expect(says(view)).toContain('takes replies. No problem is known.');
    expect(says(view)).toContain('Where is my refund?');
  });

  test('more than fits is counted, and the oldest stand there', async () => {
    for (let n = 1; n <= 18; n += 1) {
      const text = `My vase is broken, the ${n}th of them.`;
      house.sandbox.square.post({ customer: `u-${1 + (n % 5)}`, postId: 'black-friday', text });
    }
    await until('all of them are taken in', async () => {
      const [row] = await house.query(`select count(*) from mention where status = 'unclaimed'`);
      return Number(row?.['count']) === 19;
    });
    const { view } = await staff.home('noor', 'and 4 more: /heed queue');
    const unclaimed = labelsOf(view.blocks).filter((label) => label === 'Claim').length;
    expect(unclaimed).toBe(15);
    expect(view.blocks.length).toBeLessThanOrEqual(100);
    expect(says(view)).toContain('Where is my refund?');
  });
});
