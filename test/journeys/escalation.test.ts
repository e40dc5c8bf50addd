/** A key contact is called by direct message, and the card says so. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgresHouse } from '../support/postgres-house.ts';
import { labelsOf, type Staff, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

let house: Awaited<ReturnType<typeof openPostgresHouse>>;
let staff: Staff;
let ts: string;

beforeAll(async () => {
  house = await openPostgresHouse();
  staff = staffOf(house.sandbox);
  house.sandbox.square.post({
    customer: 'u-1',
    postId: 'black-friday',
    text: 'My lawyer will write to you about the vase.',
  });
  ts = (await staff.card('care', 'My lawyer')).ts;
});
afterAll(() => house.close());

const card = () => staff.cards('care').find((one) => one.ts === ts);
const cardSays = (words: string) =>
  until(`the card says "${words}"`, () => says(card() ?? {}).includes(words));

async function escalate(who: 'noor' | 'sam', reason: string): Promise<void> {
  await staff.press(who, 'care', ts, 'Escalate');
  await staff.dialog(who, 'What do they need to know?');
  await staff.type(who, reason);
  await staff.submit(who);
}

test('a trainee calls the first key contact', async () => {
  await escalate('noor', 'He names a lawyer.');
  const dm = await staff.dm('sam', 'needs your help');
  expect(says(dm)).toContain('He names a lawyer.');
  expect(says(dm)).toContain('My lawyer will write to you');
  expect(says(dm)).toContain('Open card');
  expect(labelsOf(dm.blocks ?? [])).toEqual(['Reply', 'Claim', 'Assign', 'Open post']);
  await cardSays('Escalated to Sam');
  await cardSays('He names a lawyer.');
  await until('the thread tells it', () => {
    const parent = card();
    const lines = parent === undefined ? [] : staff.thread('care', parent);
    return lines.some((line) => says(line).includes('escalated this to'));
  });
});

test('a contact who calls the next one settles their own call', async () => {
  await escalate('sam', 'Who is our lawyer?');
  expect(says(await staff.dm('zanele', 'Who is our lawyer?'))).toContain('needs your help');
  await staff.dm('sam', 'was called next');
  await cardSays('Escalated to Zanele');
});

test('at the top of the ladder the card offers no further call', async () => {
  expect(labelsOf(card()?.blocks ?? [])).not.toContain('Escalate');
  await staff.press('sam', 'care', ts, 'More…');
  const rest = await staff.dialog('sam', 'Mute author');
  expect(labelsOf(rest.modal.blocks)).not.toContain('Escalate');
});

test('when it is over the last call says so, and offers nothing more', async () => {
  await staff.press('zanele', 'care', ts, 'Claim');
  await cardSays('with Zanele');
  await staff.press('zanele', 'care', ts, 'Dismiss');
  await staff.dialog('zanele', 'Why does it need no answer?');
  await staff.pick('zanele', 'not about us');
  await staff.submit('zanele');
  const over = await staff.dm('zanele', 'is dismissed');
  expect(labelsOf(over.blocks ?? [])).toEqual([]);
});
