/** Whoever presses sees it at once, however many other cards are to be drawn anew meanwhile. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { type Staff, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

const MENTIONS = 7;
const LONG = { timeout: 60_000 };
/** Slack takes about one update each 1.2 s once its burst is spent. */
const AT_ONCE_MS = 6_000;

let house: House;
let staff: Staff;

beforeAll(async () => {
  house = await openHouse({ limits: 'slack' });
  staff = staffOf(house.sandbox);
});
afterAll(() => house.close());

test('a press on one of many cards of an author shows before theirs do', LONG, async () => {
  const { square, workspace } = house.sandbox;
  for (let n = 1; n <= MENTIONS; n += 1) {
    square.post({ customer: 'u-1', postId: 'black-friday', text: `Is number ${n} in stock?` });
  }
  const cards = () => staff.cards('care').filter((one) => says(one).includes('in stock?'));
  await until('all the cards', () => cards().length === MENTIONS, 20_000);
  const { ts } = await staff.card('care', `Is number ${MENTIONS} in stock?`);
  const isClaimed = () =>
    says(workspace.messages('care').find((one) => one.ts === ts) ?? {}).includes('with Thandi');
  const updates = () => workspace.calls.filter(({ method }) => method === 'chat.update').length;
  const before = updates();
  for (let time = 1; time <= 2; time += 1) {
    await staff.press('thandi', 'care', ts, 'Claim');
    await until('it to be with Thandi', isClaimed, AT_ONCE_MS);
    await staff.press('thandi', 'care', ts, 'Release');
    await until('it to be free again', () => !isClaimed(), AT_ONCE_MS);
  }
  // The others had to wait: each press is to be seen on all of them.
  expect(updates() - before).toBeLessThan(4 * MENTIONS);
});
