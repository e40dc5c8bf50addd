/** A lead stops all publishing with a command, and what waits says so until it goes on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgresHouse } from '../support/postgres-house.ts';
import { STAFF, type Staff, type StaffName, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

let house: Awaited<ReturnType<typeof openPostgresHouse>>;
let staff: Staff;

beforeAll(async () => {
  house = await openPostgresHouse();
  staff = staffOf(house.sandbox);
});
afterAll(() => house.close());

async function heed(who: StaffName, text: string, answer: string): Promise<void> {
  await house.sandbox.workspace.act({
    as: STAFF[who],
    type: 'slash',
    channel: house.sandbox.workspace.channel('care').id,
    text: `/heed ${text}`,
  });
  await staff.told(who, answer);
}

const isOut = (text: string) => house.sandbox.square.posts.some((post) => post.text === text);

test('a reply that was sent meanwhile waits, and goes out when publishing goes on', async () => {
  await heed('sam', 'pause', 'Publishing is paused. 0 replies wait.');
  house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text: 'How much is it?' });
  const { ts } = await staff.card('care', 'How much is it?');
  await staff.press('thandi', 'care', ts, 'Reply');
  await staff.dialog('thandi', 'Your reply');
  await staff.type('thandi', 'Twelve rand.');
  await staff.submit('thandi');
  const card = await staff.card('care', 'Waits: publishing is paused');
  expect(says(card)).toContain('by Sam Botha');
  await heed('sam', 'pause', 'Publishing is paused already, by Sam Botha');
  await heed('noor', 'resume', 'Only leads and admins can resume publishing');
  expect(isOut('Twelve rand.')).toBe(false);
  await house.restart();
  await heed('zanele', 'resume', '1 reply that waited goes out now');
  await until('the reply in the square', () => isOut('Twelve rand.'));
  await staff.card('care', 'answered, waiting for');
  await heed('zanele', 'resume', 'Publishing is not paused.');
});
