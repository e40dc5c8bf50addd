/** A wrong reply went out: it is corrected, taken back, and nothing of it is done twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postHook } from '../support/hooks.ts';
import { openPostgresHouse, type PostgresHouse } from '../support/postgres-house.ts';
import { labelsOf, type Staff, type StaffName, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

const SLOW = { timeout: 60_000 };
const QUESTION = 'Are you open on Sunday?';

/** A house in which Thandi's reply is out. */
function aReplyThatIsOut(text: string) {
  let house: PostgresHouse;
  let staff: Staff;

  beforeAll(async () => {
    house = await openPostgresHouse({ patience: { attempts: 3, pause: () => 1_000 } });
    staff = staffOf(house.sandbox);
    house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text: QUESTION });
    await press('thandi', 'Reply');
    await staff.dialog('thandi', 'Your reply');
    await staff.type('thandi', text);
    await staff.submit('thandi');
    await cardSays('waiting for Lerato M.');
  });
  afterAll(() => house.close());

  async function press(who: StaffName, label: string) {
    const { ts } = await staff.card('care', QUESTION);
    await staff.press(who, 'care', ts, label);
  }

  const cardSays = (words: string) =>
    until(
      `the card says "${words}"`,
      async () => {
        const card = await staff.card('care', QUESTION);
        return says(card).includes(words) ? card : null;
      },
      20_000,
    );

  return {
    press,
    cardSays,
    staff: () => staff,
    house: () => house,
    replies: () => house.sandbox.square.posts.filter((one) => one.customer === null),
    events: () => house.eventsOf('H-1000'),
    mentions: () => house.query('select id from mention'),
  };
}

describe('a wrong reply', SLOW, () => {
  const desk = aReplyThatIsOut('Yes, from 9 to 1.');

  test('is corrected by a lead without anybody else', async () => {
    await desk.press('sam', 'Correct');
    const dialog = await desk.staff().dialog('sam', 'What should stand there instead');
    expect(dialog.values['text']?.['text']?.value).toBe('Yes, from 9 to 1.');
    expect(dialog.modal.submit?.text).toBe('Correct');
    await desk.staff().type('sam', 'No, we are closed on Sundays.');
    await desk.staff().submit('sam');
    const card = await desk.cardSays('· corrected');
    expect(says(card)).toContain('No, we are closed on Sundays.');
    expect(says(card)).not.toContain('Yes, from 9 to 1.');
    expect(desk.replies()).toMatchObject([{ text: 'No, we are closed on Sundays.' }]);
  });

  test('that comes back through the hook is no new mention', async () => {
    const [reply] = desk.replies();
    const at = new Date().toISOString();
    for (const id of [reply?.id ?? '', 'c-anew']) {
      const answered = await postHook(
        `${desk.house().heed.url}/hooks/website`,
        desk.house().sandbox.webhookSecret,
        {
          id,
          text: 'No, we are closed on Sundays.',
          url: 'https://acme.example/posts/1',
          postedAt: at,
          editedAt: at,
          author: { id: 'acme', handle: 'acme' },
          inReplyTo: reply?.inReplyTo ?? null,
        },
      );
      expect(answered).toMatchObject({ status: 202 });
    }
    expect(await desk.mentions()).toHaveLength(1);
    await desk.cardSays('answered, waiting for Lerato M.');
  });

  test('is taken back by an agent once a reviewer has agreed', async () => {
    await desk.press('thandi', 'Delete');
    const dialog = await desk.staff().dialog('thandi', 'Why?');
    expect(says(dialog)).toContain('No, we are closed on Sundays.');
    await desk.staff().type('thandi', 'It depends on the shop.');
    await desk.staff().submit('thandi');
    const dm = await desk.staff().dm('lindiwe', 'Deletion 1 of our reply');
    expect(says(dm)).toContain('It depends on the shop.');
    expect(labelsOf(dm.blocks ?? [])).toEqual(['Approve', 'Request changes']);
    expect(desk.replies()).toMatchObject([{ deleted: false }]);
    await desk.staff().pressDm('lindiwe', dm, 'Approve');
    const card = await desk.cardSays('We deleted this reply');
    expect(desk.replies()).toMatchObject([{ deleted: true }]);
    expect(says(card)).toContain('with Thandi Nkosi');
    expect(labelsOf(card.blocks ?? [])).not.toContain('Correct');
  });

  test('was corrected once and deleted once', async () => {
    expect((await desk.events()).filter((one) => one === 'corrected')).toHaveLength(1);
    expect((await desk.events()).filter((one) => one === 'reply_deleted')).toHaveLength(1);
  });
});

describe('a correction while the website says nothing', SLOW, () => {
  const desk = aReplyThatIsOut('Yes, from 9 to 1.');

  test('is tried again under its key, and settled when the website shows it done', async () => {
    desk.house().sandbox.square.mode = 'silent';
    await desk.press('sam', 'Correct');
    await desk.staff().dialog('sam', 'What should stand there instead');
    await desk.staff().type('sam', 'No, we are closed.');
    await desk.staff().submit('sam');
    await until(
      'the correction in the square',
      () => desk.replies()[0]?.text === 'No, we are closed.',
      20_000,
    );
    await until(
      'the card asks',
      async () =>
        says(await desk.staff().card('care', QUESTION)).includes('was it corrected?') ? true : null,
      45_000,
    );
    const [reply] = desk.replies();
    const at = new Date().toISOString();
    await postHook(`${desk.house().heed.url}/hooks/website`, desk.house().sandbox.webhookSecret, {
      id: reply?.id,
      text: 'No, we are closed.',
      url: 'https://acme.example/posts/1',
      postedAt: at,
      editedAt: at,
      author: { id: 'acme', handle: 'acme' },
      inReplyTo: reply?.inReplyTo,
    });
    await desk.cardSays('· corrected');
    expect(desk.replies()).toHaveLength(1);
  });
});
