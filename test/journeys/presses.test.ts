/** Presses that come too late, twice, from the wrong person or out of nowhere. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forgePress } from '../support/forge.ts';
import { openPostgresHouse, type PostgresHouse } from '../support/postgres-house.ts';
import { controlOf, type Staff, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

let house: PostgresHouse;
let staff: Staff;
let posts = 0;

function openBeforeAll(handbook?: (text: string) => string): void {
  beforeAll(async () => {
    house = await openPostgresHouse({
      delivery: 'http',
      ...(handbook === undefined ? {} : { handbook }),
    });
    staff = staffOf(house.sandbox);
    posts = 0;
  });
  afterAll(() => house.close());
}

/** A post of its own; answers its reference and how to find its card. */
async function aMention(words = 'My parcel arrived broken') {
  posts += 1;
  const text = `${words}, number ${posts}.`;
  const post = house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text });
  const first = await staff.card('care', text);
  const [ref = ''] = /H-\d+/.exec(says(first)) ?? [];
  const { ts } = first;
  return { post, ref, ts, text };
}

const cardAt = (ts: string) => staff.cards('care').find((card) => card.ts === ts);

const cardSays = (ts: string, words: string) =>
  until(`the card says "${words}"`, () => {
    const card = cardAt(ts);
    return card && says(card).includes(words) ? card : null;
  });

/** What the button of this label carries. */
function carried(blocks: Parameters<typeof controlOf>[0], label: string): string {
  const control = controlOf(blocks, label);
  const value = control && 'value' in control.element ? control.element.value : undefined;
  if (value === undefined) throw new Error(`no button "${label}"`);
  return value;
}

const press = (who: Parameters<Staff['press']>[0], ts: string, label: string) =>
  staff.press(who, 'care', ts, label);

async function writeReply(who: Parameters<Staff['press']>[0], ts: string, text: string) {
  await press(who, ts, 'Reply');
  await staff.dialog(who, 'Your reply');
  await staff.type(who, text);
}

async function sendReply(who: Parameters<Staff['press']>[0], ts: string, text: string) {
  await writeReply(who, ts, text);
  await staff.submit(who);
}

const toldCount = (who: string) => house.sandbox.workspace.ephemerals(who).length;

describe('a press that should not be', () => {
  openBeforeAll();

  test.each(['claim', 'reply', 'approve', 'more', 'resolve'])(
    '%s on a mention that does not exist says so',
    async (action) => {
      const { status, told } = await forgePress(house, { value: `${action}|nobody|0|1` });
      expect(status).toBe(200);
      expect(await told).toContain('This mention does not exist here.');
    },
  );

  test.each(['', 'claim', 'claim|', 'explode|x|0|1', '{"a":1}', 'claim|x|-1|y'])(
    'a button that carries %j is acknowledged and does nothing',
    async (value) => {
      expect((await forgePress(house, { value })).status).toBe(200);
    },
  );

  test('a press with a wrong signature is not let in', async () => {
    const { ref, ts } = await aMention();
    const value = carried(cardAt(ts)?.blocks ?? [], 'Claim');
    const { status } = await forgePress(house, { value, signingSecret: 'wrong' });
    expect(status).toBe(401);
    expect(await house.eventsOf(ref)).toEqual(['opened', 'message_received']);
  });

  test('a press from another workspace changes nothing, even under the id of one of ours', async () => {
    const { ref, ts } = await aMention();
    const value = carried(cardAt(ts)?.blocks ?? [], 'Claim');
    const { told } = await forgePress(house, { value, team: 'T0OTHER' });
    expect(await told).toContain('You belong to another workspace');
    const reply = await forgePress(house, { value: value.replace('claim', 'reply'), team: 'T9' });
    expect(await reply.told).toContain('You belong to another workspace');
    expect(await house.eventsOf(ref)).toEqual(['opened', 'message_received']);
  });

  test('guests and people outside the handbook look, and change nothing', async () => {
    const { ref, ts } = await aMention();
    for (const label of ['Claim', 'Reply', 'Dismiss']) {
      await press('robin', ts, label);
      await staff.told('robin', 'Guests can look but not act');
      await press('alex', ts, label);
      await staff.told('alex', 'not in the handbook');
    }
    await staff.choose('alex', 'care', ts, 'Praise');
    await until('a fourth refusal', () => toldCount('alex@acme.example') === 4);
    expect(staff.top('alex')).toBeNull();
    expect(staff.top('robin')).toBeNull();
    expect(await house.eventsOf(ref)).toEqual(['opened', 'message_received']);
  });
});

describe('a press that comes too late', () => {
  openBeforeAll((text) => text.replace(/undo: \S+/, 'undo: 30s'));

  test('a dialog that was open when somebody else took over hands its text back', async () => {
    const { ref, ts } = await aMention();
    await writeReply('thandi', ts, 'Half an hour of my best words.');
    await press('sam', ts, 'Assign');
    await staff.dialog('sam', 'Who should have it?');
    await staff.pick('sam', 'Lindiwe');
    await staff.submit('sam');
    await cardSays(ts, 'with Lindiwe');
    await staff.submit('thandi');
    const view = await staff.dialog('thandi', 'What you wrote');
    expect(says(view)).toContain('Half an hour of my best words.');
    expect(says(view)).toContain('Lindiwe Dube has');
    await staff.submit('thandi');
    await until('the dialog is gone', () => staff.top('thandi') === null);
    expect(await house.eventsOf(ref)).not.toContain('submitted');
  });

  test('an approval of a version that was replaced approves nothing', async () => {
    const { ref, ts } = await aMention();
    await sendReply('thandi', ts, 'Sorry, Lerato. First version.');
    const request = await staff.dm('lindiwe', 'First version.');
    const stale = carried(request.blocks ?? [], 'Approve');
    const staleOnCard = carried((await cardSays(ts, 'First version.')).blocks ?? [], 'Approve');
    await sendReply('thandi', ts, 'Sorry, Lerato. Second version.');
    await staff.dm('lindiwe', 'Second version.');
    for (const value of [stale, staleOnCard]) {
      const { told } = await forgePress(house, { value, user: 'U0LINDIWE' });
      expect(await told).toContain('There is a newer version 2 of this draft.');
    }
    expect(await house.eventsOf(ref)).not.toContain('approved');
  });

  test('an approval of what the customer overtook approves nothing, and nothing goes out', async () => {
    const { ref, ts, post } = await aMention();
    await sendReply('thandi', ts, 'Sorry, Lerato. Before she wrote again.');
    const request = await staff.dm('lindiwe', 'Before she wrote again.');
    const stale = carried(request.blocks ?? [], 'Approve');
    const { square } = house.sandbox;
    square.post({ customer: 'u-1', postId: 'x', inReplyTo: post.id, text: 'And the box was wet.' });
    await cardSays(ts, 'Held back');
    const early = await forgePress(house, { value: stale, user: 'U0LINDIWE' });
    expect(await early.told).toContain('Thandi Nkosi has had this');
    await press('thandi', ts, 'Reply');
    await staff.dialog('thandi', 'And the box was wet.');
    await staff.submit('thandi');
    await cardSays(ts, 'in review');
    const late = await forgePress(house, { value: stale, user: 'U0LINDIWE' });
    expect(await late.told).toContain('Since then Lerato M. wrote, edited or deleted something');
    expect(await house.eventsOf(ref)).not.toContain('approved');
  });

  test('a reply of nothing but spaces is an error under the text', async () => {
    const { ref, ts } = await aMention();
    await sendReply('thandi', ts, ' \u00a0\u200b\n ');
    const view = await until('the error', () => {
      const top = staff.top('thandi');
      return top && Object.keys(top.errors).length > 0 ? top : null;
    });
    expect(Object.values(view.errors).join()).toMatch(/empty|words|write/i);
    expect(await house.eventsOf(ref)).not.toContain('submitted');
  });

  test('a request for changes of nothing but spaces is an error too', async () => {
    const { ref, ts } = await aMention();
    await sendReply('thandi', ts, 'Sorry, Lerato. Spaces follow.');
    const request = await staff.dm('lindiwe', 'Spaces follow.');
    await staff.pressDm('lindiwe', request, 'Request changes');
    await staff.dialog('lindiwe', 'What should change?');
    await staff.type('lindiwe', '  \n ');
    await staff.submit('lindiwe');
    await until('the error', () => Object.keys(staff.top('lindiwe')?.errors ?? {}).length > 0);
    expect(await house.eventsOf(ref)).not.toContain('changes_requested');
  });
});

describe('a double click', () => {
  openBeforeAll((text) => text.replace(/undo: \S+/, 'undo: 20s'));

  const twice = async (act: () => Promise<void>) => {
    await Promise.all([act(), act()]);
  };
  const counts = async (ref: string, type: string) =>
    (await house.eventsOf(ref)).filter((event) => event === type).length;
  const nobodyWasTold = () => {
    for (const { email } of house.sandbox.workspace.users) {
      if (email !== '') expect(house.sandbox.workspace.ephemerals(email), email).toEqual([]);
    }
  };

  test('on Claim, Release, a category, Approve, Withdraw and Reopen is one act', async () => {
    const { ref, ts } = await aMention('How do I open the box?');
    const pressTwice = async (
      who: Parameters<Staff['press']>[0],
      label: string,
      event: string,
      shows: string,
    ) => {
      await twice(() => press(who, ts, label));
      await cardSays(ts, shows);
      expect([event, await counts(ref, event)]).toEqual([event, 1]);
    };
    await pressTwice('thandi', 'Claim', 'claimed', 'with Thandi');
    await pressTwice('thandi', 'Complaint', 'categorised', 'Complaint ·');
    await pressTwice('thandi', 'Release', 'released', 'unclaimed');
    await sendReply('thandi', ts, 'Sorry, Lerato. Pull the tab.');
    const request = await staff.dm('lindiwe', 'Pull the tab.');
    await twice(() => staff.pressDm('lindiwe', request, 'Approve'));
    await cardSays(ts, 'about to be sent');
    expect(await counts(ref, 'approved')).toBe(1);
    await pressTwice('thandi', 'Withdraw', 'withdrawn', 'Withdrawn by Thandi');
    nobodyWasTold();
  });

  test('on the submit of every dialog is one act', async () => {
    const { ref, ts } = await aMention('How do I close the box?');
    await press('thandi', ts, 'Dismiss');
    await staff.dialog('thandi', 'Why does it need no answer?');
    await staff.pick('thandi', 'spam');
    await twice(() => staff.submit('thandi'));
    await cardSays(ts, 'dismissed: spam');
    expect(await counts(ref, 'dismissed')).toBe(1);
    await twice(() => press('thandi', ts, 'Reopen'));
    await cardSays(ts, 'unclaimed');
    expect(await counts(ref, 'reopened')).toBe(1);
    await writeReply('thandi', ts, 'Fold the lid, Lerato.');
    await twice(() => staff.submit('thandi'));
    await cardSays(ts, 'about to be sent');
    expect(await counts(ref, 'submitted')).toBe(1);
    nobodyWasTold();
  });

  test('of two people at once gives it to one, and tells the other', async () => {
    const { ref, ts } = await aMention('Do you have a bigger box?');
    await Promise.all([press('thandi', ts, 'Claim'), press('lindiwe', ts, 'Claim')]);
    const claimed = () => counts(ref, 'claimed');
    await until('a claim', async () => (await claimed()) === 1);
    await until('a refusal', () => {
      const told = toldCount('thandi@acme.example') + toldCount('lindiwe@acme.example');
      return told === 1;
    });
    expect(await claimed()).toBe(1);
  });
});
