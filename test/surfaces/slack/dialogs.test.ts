import { expect, test } from 'vitest';
import type { PersonCommand } from '../../../src/core/commands.ts';
import { aPost } from '../../support/cast.ts';
import { labelsOf, STAFF, type StaffName, says } from '../../support/staff.ts';
import { expectTakenView } from './looking.ts';
import { aStaffedHandbook, NOTHING_FIRST, openStage, REVIEWER, type Stage } from './support.ts';

async function act(stage: Stage, mention: string, who: StaffName, command: PersonCommand) {
  const person = stage.desk.handbook().people.find(({ email }) => email === STAFF[who]);
  if (person === undefined) throw new Error(`${who} is not in the handbook`);
  const handled = await stage.desk.handle(mention, command, { type: 'person', person });
  if (!handled.ok) throw new Error(handled.refusal.sentence);
}

function submitted(stage: Stage, mention: string, text: string): PersonCommand {
  return { type: 'submit', text, seen: stage.desk.glance(mention).card.seen, ticked: [] };
}

/** Thandi has the reply dialog of a new complaint open. */
async function replying(category = 'complaint') {
  const stage = await openStage();
  const mention = stage.desk.open({ category });
  const card = await stage.show(mention);
  await stage.staff.press('thandi', 'care', card.ts, 'Reply');
  await stage.staff.dialog('thandi', 'Reply H-1042');
  return { ...stage, stage, mention, card };
}

function typedIn(stage: Stage, who: StaffName): string | null | undefined {
  return stage.staff.top(who)?.values['text']?.['text']?.value;
}

test('Reply claims, shows what the customer wrote, and says how long it may be', async () => {
  const { desk, mention, staff } = await replying();
  const dialog = staff.top('thandi');
  expect(desk.glance(mention).mention.owner).toBe(STAFF.thandi);
  expect(says(dialog ?? {})).toContain('My parcel arrived broken.');
  expect(says(dialog ?? {})).toContain('Public on website, up to 500 characters.');
  expect(dialog?.modal.submit?.text).toBe('Submit for review');
  expectTakenView(dialog?.modal);
});

test('where no approval is needed the dialog says Send, but not to a trainee', async () => {
  const stage = await openStage();
  const card = await stage.show(stage.desk.open({ category: 'praise' }));
  await stage.staff.press('thandi', 'care', card.ts, 'Reply');
  expect((await stage.staff.dialog('thandi', 'Reply')).modal.submit?.text).toBe('Send');
  const other = await openStage();
  const card2 = await other.show(other.desk.open({ category: 'praise' }));
  await other.staff.press('noor', 'care', card2.ts, 'Reply');
  const dialog = await other.staff.dialog('noor', 'Reply');
  expect(dialog.modal.submit?.text).toBe('Submit for review');
});

test('what is typed is saved while it is typed, and is there when the dialog opens again', async () => {
  const { stage, desk, mention, card, staff } = await replying();
  await Promise.all(['S', 'So', 'Sor', 'Sorry'].map((text) => staff.type('thandi', text)));
  await expect.poll(() => desk.glance(mention).draftText).toBe('Sorry');
  await staff.close('thandi');
  await staff.press('thandi', 'care', card.ts, 'Reply');
  await staff.dialog('thandi', 'Reply H-1042');
  expect(typedIn(stage, 'thandi')).toBe('Sorry');
});

test('the last keystrokes are saved when the dialog is closed', async () => {
  const { desk, mention, staff, sandbox } = await replying();
  desk.trouble = 'away';
  await staff.type('thandi', 'Sorry, Lerato');
  desk.trouble = 'none';
  expect(desk.glance(mention).draftText).toBe('');
  await staff.close('thandi');
  await expect.poll(() => desk.glance(mention).draftText).toBe('Sorry, Lerato');
  expect(sandbox.workspace.notice(STAFF.thandi)).toBeNull();
});

test('submitting closes the dialog, and nothing is left over as a draft', async () => {
  const { desk, mention, staff } = await replying();
  await staff.type('thandi', 'Sorry, Lerato.');
  await staff.submit('thandi');
  expect(staff.top('thandi')).toBeNull();
  expect(desk.glance(mention).mention.status).toBe('in_review');
  expect(desk.glance(mention).mention.draft?.saved).toBeNull();
});

test('an error of the style guide stands under the text, which stays', async () => {
  const { stage, desk, mention, staff } = await replying();
  await staff.type('thandi', 'I guarantee it.');
  await staff.submit('thandi');
  const dialog = staff.top('thandi');
  expect(dialog?.errors['text']).toContain('Promises: "guarantee". Take it out.');
  expect(typedIn(stage, 'thandi')).toBe('I guarantee it.');
  expect(desk.glance(mention).mention.status).toBe('claimed');
  await staff.type('thandi', 'We are looking into it.');
  await staff.submit('thandi');
  expect(desk.glance(mention).mention.status).toBe('in_review');
});

test('only spaces are an error', async () => {
  const { desk, mention, staff } = await replying();
  await staff.type('thandi', ' \n ');
  await staff.submit('thandi');
  expect(staff.top('thandi')?.errors['text']).toContain(
    'Empty: write what the customer should read.',
  );
  expect(desk.glance(mention).mention.status).toBe('claimed');
});

test('a warning must be ticked; the error next to it cannot be', async () => {
  const { stage, desk, mention, staff } = await replying();
  await staff.type('thandi', 'I guarantee an upgrade.');
  await staff.submit('thandi');
  const dialog = await staff.dialog('thandi', 'Keep \\"upgrade\\" (selling)');
  expect(says(dialog)).toContain('Must change. ');
  expect(says(dialog)).not.toContain('(promises)');
  expect(typedIn(stage, 'thandi')).toBe('I guarantee an upgrade.');
  expectTakenView(dialog.modal);
  await staff.type('thandi', 'Have an upgrade.');
  await staff.submit('thandi');
  expect(desk.glance(mention).mention.status).toBe('claimed');
  await staff.pick('thandi', 'Keep "upgrade"');
  await staff.submit('thandi');
  expect(desk.glance(mention).mention.status).toBe('in_review');
  expect(desk.glance(mention).card.draft?.accepted).toEqual(['selling: upgrade']);
});

test('when the customer wrote meanwhile, the dialog shows it with the text still there', async () => {
  const { stage, desk, mention, staff } = await replying();
  await staff.type('thandi', 'Sorry, Lerato.');
  const post = aPost({ externalId: 'c-2', text: 'It was a vase.' });
  desk.system(mention, { type: 'receive', post });
  await staff.submit('thandi');
  const dialog = await staff.dialog('thandi', 'Lerato M. wrote, edited or deleted something');
  expect(says(dialog)).toContain('It was a vase.');
  expect(typedIn(stage, 'thandi')).toBe('Sorry, Lerato.');
  expectTakenView(dialog.modal);
  await staff.submit('thandi');
  expect(staff.top('thandi')).toBeNull();
  expect(desk.glance(mention).mention.status).toBe('in_review');
});

test('when somebody else took over, the text is handed back and the dialog can only be closed', async () => {
  const { stage, desk, mention, staff } = await replying();
  await staff.type('thandi', 'Sorry, Lerato.');
  await act(stage, mention, 'sam', { type: 'assign', to: STAFF.lindiwe });
  await staff.submit('thandi');
  const dialog = await staff.dialog(
    'thandi',
    'Lindiwe Dube has this. A lead can hand it over to you.',
  );
  expect(says(dialog)).toContain('What you wrote');
  expect(typedIn(stage, 'thandi')).toBe('Sorry, Lerato.');
  expect(dialog.modal.submit?.text).toBe('Close');
  expectTakenView(dialog.modal);
  await staff.submit('thandi');
  expect(staff.top('thandi')).toBeNull();
  expect(desk.glance(mention).mention.draft?.versions).toEqual([]);
});

test('while the database is away, a submitted text stays in the dialog', async () => {
  const { stage, desk, mention, staff } = await replying();
  await staff.type('thandi', 'Sorry, Lerato.');
  desk.trouble = 'away';
  await staff.submit('thandi');
  expect(staff.top('thandi')?.errors['text']).toContain(
    "Heed can't reach its database, nothing was changed.",
  );
  expect(typedIn(stage, 'thandi')).toBe('Sorry, Lerato.');
  desk.trouble = 'none';
  await staff.submit('thandi');
  expect(desk.glance(mention).mention.status).toBe('in_review');
});

test('a desk that takes long opens a dialog at once and fills it in later', async () => {
  const { desk, staff, show } = await openStage();
  const mention = desk.open();
  const card = await show(mention);
  let goOn = () => {};
  desk.trouble = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await staff.press('thandi', 'care', card.ts, 'Reply');
  await staff.dialog('thandi', 'One moment…');
  goOn();
  const dialog = await staff.dialog('thandi', 'Reply H-1042');
  expectTakenView(dialog.modal);
  await staff.type('thandi', 'Sorry.');
  await staff.submit('thandi');
  expect(desk.glance(mention).mention.status).toBe('in_review');
});

test('a submit that takes long is answered in the dialog when it is done', async () => {
  const { desk, mention, staff } = await replying();
  await staff.type('thandi', 'Sorry.');
  let goOn = () => {};
  desk.trouble = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await staff.submit('thandi');
  await staff.dialog('thandi', 'One moment…');
  goOn();
  await staff.dialog('thandi', 'Done. You can close this.');
  expect(desk.glance(mention).mention.status).toBe('in_review');
});

async function reviewing() {
  const stage = await openStage();
  const mention = stage.desk.open();
  await act(stage, mention, 'thandi', { type: 'claim' });
  await act(stage, mention, 'thandi', submitted(stage, mention, 'Sorry, Lerato.'));
  const card = await stage.show(mention);
  return { ...stage, stage, mention, card };
}

test('Edit and approve starts with the draft, and what a reviewer types is not saved as the owner’s', async () => {
  const { stage, desk, mention, card, staff } = await reviewing();
  await staff.press('lindiwe', 'care', card.ts, 'Edit and approve');
  const dialog = await staff.dialog('lindiwe', 'Edit and approve');
  expect(typedIn(stage, 'lindiwe')).toBe('Sorry, Lerato.');
  expect(dialog.modal.submit?.text).toBe('Send');
  const before = desk.heard.length;
  await staff.type('lindiwe', 'Sorry, Lerato. We look into it.');
  expect(desk.heard).toHaveLength(before);
  await staff.submit('lindiwe');
  expect(desk.glance(mention).mention.status).toBe('scheduled');
  expect(desk.glance(mention).card.draft).toMatchObject({ version: 2, author: 'Lindiwe Dube' });
});

test('a review request works from a direct message too', async () => {
  const { desk, mention, staff, slack } = await reviewing();
  const { card } = desk.glance(mention);
  const rendered = await slack.surface.render({
    type: 'review',
    card,
    version: 1,
    settled: null,
    ...REVIEWER,
  });
  await slack.surface.post(`@${STAFF.lindiwe}`, rendered, { message: 'r', seq: 0 }, NOTHING_FIRST);
  const dm = await staff.dm('lindiwe', 'Please review H-1042');
  expect(labelsOf(dm.blocks ?? [])).toEqual(['Approve', 'Edit and approve', 'Request changes']);
  await staff.pressDm('lindiwe', dm, 'Approve');
  await expect.poll(() => desk.glance(mention).mention.status).toBe('scheduled');
});

test('Request changes asks what should change', async () => {
  const { desk, mention, card, staff } = await reviewing();
  await staff.press('lindiwe', 'care', card.ts, 'Request changes');
  const dialog = await staff.dialog('lindiwe', 'What should change?');
  expect(says(dialog)).toContain('Sorry, Lerato.');
  expectTakenView(dialog.modal);
  await staff.type('lindiwe', 'Ask for the order number.');
  await staff.submit('lindiwe');
  expect(desk.glance(mention).card.draft?.hold?.sentence).toBe(
    'Lindiwe Dube asks for changes: Ask for the order number.',
  );
});

test('a stale request for changes keeps its reason in the dialog', async () => {
  const { stage, desk, mention, card, staff } = await reviewing();
  await staff.press('lindiwe', 'care', card.ts, 'Request changes');
  await staff.dialog('lindiwe', 'What should change?');
  await staff.type('lindiwe', 'Shorter.');
  await act(stage, mention, 'thandi', submitted(stage, mention, 'Another text.'));
  await staff.submit('lindiwe');
  const dialog = staff.top('lindiwe');
  expect(dialog?.errors['choice']).toContain('There is a newer version 2');
  expect(dialog?.values['choice']?.['choice']?.value).toBe('Shorter.');
  expect(desk.glance(mention).mention.status).toBe('in_review');
});

test.each<[string, string, PersonCommand]>([
  ['Dismiss', 'spam', { type: 'dismiss', reason: 'spam' }],
  ['Transfer', 'Deliveries', { type: 'transfer', department: 'deliveries' }],
  ['Assign', 'Lindiwe Dube', { type: 'assign', to: STAFF.lindiwe }],
])('%s asks, and does what was picked', async (label, pick, command) => {
  const { desk, staff, show } = await openStage();
  const card = await show(desk.open());
  await staff.press('sam', 'care', card.ts, label);
  const dialog = await staff.dialog('sam', label);
  expect(says(dialog)).toContain('H-1042');
  expectTakenView(dialog.modal);
  await staff.pick('sam', pick);
  await staff.submit('sam');
  expect(staff.top('sam')).toBeNull();
  expect(desk.heard.at(-1)?.command).toEqual(command);
});

test('Answered elsewhere wants a link', async () => {
  const { desk, staff, show } = await openStage();
  const mention = desk.open();
  const card = await show(mention);
  await staff.press('sam', 'care', card.ts, 'Answered elsewhere');
  expectTakenView((await staff.dialog('sam', 'Link of the answer')).modal);
  await staff.type('sam', 'nowhere', 'url_text_input');
  await staff.submit('sam');
  expect(staff.top('sam')?.errors['choice']).toContain('Give the full link of the answer');
  await staff.type('sam', 'https://acme.example/answer', 'url_text_input');
  await staff.submit('sam');
  expect(desk.glance(mention).mention.status).toBe('answered');
});

test('Resolve asks how it ended', async () => {
  const stage = await openStage();
  const { desk, staff } = stage;
  const mention = desk.open();
  const link = 'https://acme.example/answer';
  await act(stage, mention, 'sam', { type: 'answered_elsewhere', link });
  const card = await stage.show(mention);
  await staff.press('sam', 'care', card.ts, 'Resolve');
  expectTakenView((await staff.dialog('sam', 'How did it end?')).modal);
  await staff.pick('sam', 'explained');
  await staff.submit('sam');
  expect(desk.glance(mention).mention).toMatchObject({ status: 'resolved', verdict: 'explained' });
});

test('a dialog that could only be refused is not opened; the reason is told instead', async () => {
  const { desk, staff, show } = await openStage();
  const card = await show(desk.open());
  await staff.press('noor', 'care', card.ts, 'Dismiss');
  await staff.told('noor', 'Trainees leave this to a colleague');
  await staff.press('kabelo', 'care', card.ts, 'Reply');
  await staff.told('kabelo', 'H-1042 is with another department');
  expect(staff.top('noor')).toBeNull();
  expect(staff.top('kabelo')).toBeNull();
});

test('many to choose from stand in a list', async () => {
  const dismissReasons = Array.from({ length: 150 }, (_, index) => `reason ${index}`);
  const handbook = aStaffedHandbook({ dismissReasons });
  const { desk, staff, show } = await openStage({ handbook });
  const card = await show(desk.open());
  await staff.press('sam', 'care', card.ts, 'Dismiss');
  const dialog = await staff.dialog('sam', 'Why does it need no answer?');
  expectTakenView(dialog.modal);
  await staff.pick('sam', 'reason 42');
  await staff.submit('sam');
  expect(desk.heard.at(-1)?.command).toEqual({ type: 'dismiss', reason: 'reason 42' });
});
