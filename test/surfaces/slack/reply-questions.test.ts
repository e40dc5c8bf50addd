/** The reply dialog's further questions: who must agree first, and what comes after sending. */
import { expect, test } from 'vitest';
import type { Person } from '../../../src/core/handbook.ts';
import { elementsIn } from '../../../src/sandbox/blocks.ts';
import type { View } from '../../../src/sandbox/views.ts';
import { STAFF, says } from '../../support/staff.ts';
import { expectTakenView } from './looking.ts';
import { aStaffedHandbook, openStage, type StageOptions } from './support.ts';

/** Thandi has the reply dialog of a mention open. */
async function replying(category = 'praise', options: StageOptions = {}) {
  const stage = await openStage(options);
  const mention = stage.desk.open({ category });
  const card = await stage.show(mention);
  const { ts } = card;
  const reply = async () => {
    await stage.staff.press('thandi', 'care', ts, 'Reply');
    return stage.staff.dialog('thandi', 'Your reply');
  };
  const dialog = await reply();
  const version = () => stage.desk.glance(mention).mention.draft?.versions.at(-1);
  return { ...stage, mention, card, dialog, reply, version };
}

function selectIn(view: View) {
  const selects = view.modal.blocks.flatMap((block) =>
    elementsIn(block).flatMap((one) => (one.type === 'multi_static_select' ? [one] : [])),
  );
  const [select] = selects;
  if (select === undefined) throw new Error('there is nobody to ask');
  return select;
}

function chosenIn(view: View | null): readonly string[] {
  const chosen = view?.values['asked']?.['asked']?.selected_options ?? [];
  return chosen.map(({ value }) => value);
}

test('the dialog asks both, answered with nobody and waiting, and offers everybody else', async () => {
  const { dialog, desk } = await replying();
  expectTakenView(dialog.modal);
  expect(says(dialog)).toContain('After sending');
  expect(dialog.values['after']?.['after']?.selected_option?.text.text).toBe(
    'We wait for the customer',
  );
  const names = selectIn(dialog).options?.map(({ text }) => text.text) ?? [];
  const others = desk
    .handbook()
    .people.flatMap(({ email, name }) => (email === STAFF.thandi ? [] : [name]));
  expect(names).toEqual(others.toSorted());
  expect(chosenIn(dialog)).toEqual([]);
});

test('left as they are, they ask nobody and owe nothing', async () => {
  const { staff, version } = await replying();
  await staff.type('thandi', 'Thank you!');
  await staff.submit('thandi');
  expect(staff.top('thandi')).toBeNull();
  expect(version()).toMatchObject({ asked: [], askedBy: null, owes: false });
});

test('the colleagues who were picked are asked, and the update is owed', async () => {
  const { desk, mention, staff, version } = await replying();
  await staff.type('thandi', 'Thank you!');
  await staff.pick('thandi', 'Kabelo');
  await staff.pick('thandi', 'Noor');
  await staff.pick('thandi', 'We owe an update');
  await staff.submit('thandi');
  expect(staff.top('thandi')).toBeNull();
  expect(version()).toMatchObject({ asked: [STAFF.kabelo, STAFF.noor], owes: true });
  expect(desk.glance(mention).mention.status).toBe('in_review');
});

test('a dialog opened anew goes on from the last version and says that it goes to review', async () => {
  const { staff, version, reply, show, mention } = await replying();
  await staff.type('thandi', 'Thank you!');
  await staff.pick('thandi', 'Kabelo');
  await staff.pick('thandi', 'We owe an update');
  await staff.submit('thandi');
  await show(mention);
  const again = await reply();
  expect(chosenIn(again)).toEqual([STAFF.kabelo]);
  expect(again.modal.submit?.text).toBe('Submit for review');
  await staff.type('thandi', 'Thank you very much!');
  await staff.submit('thandi');
  expect(version()).toMatchObject({ n: 2, asked: [STAFF.kabelo], owes: true });
});

test('findings leave what was picked as it is', async () => {
  const { staff, version } = await replying();
  await staff.type('thandi', 'Thank you! Have a look at the upgrade.');
  await staff.pick('thandi', 'Kabelo');
  await staff.pick('thandi', 'We owe an update');
  await staff.submit('thandi');
  await staff.dialog('thandi', 'Please check');
  expect(chosenIn(staff.top('thandi'))).toEqual([STAFF.kabelo]);
  await staff.pick('thandi', 'Keep');
  await staff.submit('thandi');
  expect(version()).toMatchObject({ asked: [STAFF.kabelo], owes: true });
});

test('somebody who left the handbook while the dialog stood open cannot be asked; the text stays', async () => {
  const people: Person[] = [...aStaffedHandbook().people];
  const { staff, version } = await replying('praise', { handbook: aStaffedHandbook({ people }) });
  await staff.type('thandi', 'Thank you!');
  await staff.pick('thandi', 'Kabelo');
  people.splice(
    people.findIndex(({ email }) => email === STAFF.kabelo),
    1,
  );
  await staff.submit('thandi');
  const dialog = await staff.dialog('thandi', 'kabelo@acme.example is not in the handbook');
  expect(Object.keys(dialog.errors)).toEqual(['asked']);
  expect(dialog.values['text']?.['text']?.value).toBe('Thank you!');
  expect(version()).toBeUndefined();
});

test('a company of hundreds is offered in groups, each within what Slack takes', async () => {
  const crowd = Array.from({ length: 250 }, (_, n): Person => {
    const number = String(n).padStart(3, '0');
    const email = `p${number}@acme.example`;
    return { name: `Person ${number}`, email, role: 'agent', departments: ['care'] };
  });
  const handbook = aStaffedHandbook({ people: [...aStaffedHandbook().people, ...crowd] });
  const { dialog, staff, version } = await replying('praise', { handbook });
  expectTakenView(dialog.modal);
  expect(selectIn(dialog).option_groups?.map(({ options }) => options.length)).toEqual([
    100, 100, 55,
  ]);
  await staff.type('thandi', 'Thank you!');
  await staff.submit('thandi');
  expect(version()).toMatchObject({ asked: [] });
});

test('the edit of a reviewer asks neither again', async () => {
  const { staff, card, mention, show } = await replying('complaint');
  await staff.type('thandi', 'Sorry, Lerato.');
  await staff.pick('thandi', 'Kabelo');
  await staff.submit('thandi');
  await show(mention);
  await staff.press('lindiwe', 'care', card.ts, 'Edit and approve');
  const edit = await staff.dialog('lindiwe', 'The reply');
  expect(edit.modal.blocks.map(({ block_id: id }) => id)).not.toContain('asked');
  expect(edit.modal.submit?.text).toBe('Submit for review');
});
