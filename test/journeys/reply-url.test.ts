/** A website that does not take the reply: refuses it, is down, or takes it and says nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgresHouse, type PostgresHouse } from '../support/postgres-house.ts';
import { type Staff, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

/** Long enough that each attempt is drawn on the card before the next. */
const PATIENCE = { attempts: 3, pause: () => 1_500 };
const SLOW = { timeout: 60_000 };

/** A house whose square is in this mode, with Thandi's reply on its way to it. */
function aReplyWhile(mode: 'refuses' | 'down' | 'silent') {
  let house: PostgresHouse;
  let staff: Staff;
  const question = 'How do I open the box?';
  const answer = 'Pull the tab at the side, Lerato.';

  beforeAll(async () => {
    house = await openPostgresHouse({ patience: PATIENCE });
    staff = staffOf(house.sandbox);
    house.sandbox.square.mode = mode;
    house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text: question });
    await reply(answer);
  });
  afterAll(() => house.close());

  async function reply(text: string) {
    const { ts } = await staff.card('care', question);
    await staff.press('thandi', 'care', ts, 'Reply');
    await staff.dialog('thandi', 'Your reply');
    await staff.type('thandi', text);
    await staff.submit('thandi');
  }

  return {
    answer,
    reply,
    setMode(next: 'works' | 'refuses' | 'down' | 'silent') {
      house.sandbox.square.mode = next;
    },
    replies: () => house.sandbox.square.posts.filter((one) => one.customer === null),
    events: () => house.eventsOf('H-1000'),
    query: (text: string) => house.query(text),
    told: (who: 'thandi' | 'lindiwe', words: string) => staff.told(who, words),
    cardSays: (words: string) =>
      until(
        `the card says "${words}"`,
        async () => {
          const card = await staff.card('care', question);
          return says(card).includes(words) ? card : null;
        },
        20_000,
      ),
    async press(who: 'thandi' | 'lindiwe' | 'sam', label: string) {
      const { ts } = await staff.card('care', question);
      await staff.press(who, 'care', ts, label);
    },
  };
}

describe('a website that refuses the reply', SLOW, () => {
  const desk = aReplyWhile('refuses');

  test('is quoted on the card, which offers to try again', async () => {
    const card = await desk.cardSays('The network refused it');
    expect(says(card)).toContain('it answered 422: the website refuses this reply');
    expect(says(card)).toContain('"Retry"');
    expect(says(card)).toContain(desk.answer);
    expect(desk.replies()).toEqual([]);
  });

  test('takes it once it is pressed again, once', async () => {
    desk.setMode('works');
    await Promise.all([desk.press('thandi', 'Retry'), desk.press('thandi', 'Retry')]);
    await desk.cardSays('answered, waiting for Lerato');
    expect(desk.replies().map(({ text }) => text)).toEqual([desk.answer]);
    expect((await desk.events()).filter((type) => type === 'retried')).toHaveLength(1);
  });
});

describe('a website that is down', SLOW, () => {
  const desk = aReplyWhile('down');

  test('is tried again in the sight of all, until a person is asked', async () => {
    await desk.cardSays('Attempt 2; website does not answer yet.');
    await desk.cardSays('in doubt: was it sent?');
    const began = ['publishing_began', 'publish_repeated'];
    const tries = (await desk.events()).filter((type) => began.includes(type));
    expect(tries).toHaveLength(PATIENCE.attempts);
    const attempts = await desk.query('select started_at, ended_at from attempt order by n');
    const pauses = attempts.slice(1).map(({ started_at: at }, n) => {
      const before = attempts[n]?.['started_at'];
      return Number(at) - Number(before);
    });
    for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(PATIENCE.pause());
  });

  test('leaves the word to whoever has it, who says that it was not sent', async () => {
    await desk.press('lindiwe', 'It was not sent');
    await desk.told('lindiwe', 'Only Thandi Nkosi or a lead');
    await desk.press('thandi', 'It was not sent');
    const card = await desk.cardSays('Thandi Nkosi says that it was not sent.');
    expect(says(card)).toContain(desk.answer);
  });

  test('can be answered later, or be said to have been answered', async () => {
    await desk.reply('Once more: pull the tab, Lerato.');
    await desk.cardSays('in doubt: was it sent?');
    await Promise.all([desk.press('sam', 'It was sent'), desk.press('sam', 'It was sent')]);
    await desk.cardSays('answered, waiting for Lerato');
    expect((await desk.events()).filter((type) => type === 'published')).toHaveLength(1);
    expect(desk.replies()).toEqual([]);
  });
});

describe('a website that takes the reply and never says so', SLOW, () => {
  const desk = aReplyWhile('silent');

  test('gets the same key again, and the reply stands once', async () => {
    await until('the reply stands', () => desk.replies().length > 0);
    await desk.cardSays('website does not answer yet.');
    desk.setMode('works');
    await desk.cardSays('answered, waiting for Lerato');
    expect(desk.replies().map(({ text }) => text)).toEqual([desk.answer]);
    expect(await desk.events()).toContain('publish_repeated');
    const [sent] = await desk.query("select external_id from message where direction = 'outbound'");
    expect(sent).toEqual({ external_id: desk.replies()[0]?.id });
  });
});
