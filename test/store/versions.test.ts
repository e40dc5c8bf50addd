/** What a version carries besides its words comes back as it was saved. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Loaded } from '../../src/app/transaction-port.ts';
import type { Mention } from '../../src/core/mention.ts';
import { actor, NOON, PEOPLE } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { anOpening, STEPS, type Step, takeStep } from '../support/tales.ts';

const { claim, submit, approve, begin, send } = STEPS;

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());

  async function act(id: string | null, step: Step, now = NOON): Promise<Loaded> {
    return await open.store.transaction(async (tx) => {
      const loaded = id === null ? null : await tx.loadMention(id);
      const change = takeStep(loaded, step, now);
      await tx.saveMention(change);
      const words = new Map([...(loaded?.words ?? []), ...change.words]);
      return { mention: change.after, words };
    });
  }

  const read = (id: string) => open.store.readMention(id);

  async function textsOf(id: string): Promise<readonly unknown[]> {
    const rows = await open.query(`select text from content where mention = '${id}'`);
    return rows.map((row) => row['text']);
  }

  test('whom an author asked, who agreed as what, and an update owed come back too', async () => {
    const { mention } = await act(null, anOpening());
    const { id } = mention;
    const asked = [PEOPLE.ana.email, PEOPLE.ravi.email];
    const ask: Step = {
      by: actor('sam'),
      do: ({ heard }) => ({
        type: 'submit',
        text: 'Sorry, Lerato.',
        seen: { version: 0, heard },
        ticked: [],
        asked,
        owes: true,
      }),
    };
    const agree = (name: 'ana' | 'ravi'): Step => ({ ...approve, by: actor(name) });
    const steps = [claim, ask, agree('ana'), agree('ravi'), begin, send];
    for (const [index, step] of steps.entries()) {
      const expected = await act(id, step, NOON + (index + 1) * 60_000);
      expect(await read(id), `after step ${index}`).toEqual(expected);
      const asking = (await open.store.askingMentions()).filter((one) => one.id === id);
      const inReview = expected.mention.status === 'in_review';
      expect(asking).toMatchObject(inReview ? [{ id, asked }] : []);
    }
    expect((await read(id))?.mention).toMatchObject({ status: 'claimed', owes: true });
    const history = await open.store.history(id, 0);
    expect(history.map(({ event }) => event)).toContainEqual({
      type: 'approved',
      version: 1,
      by: PEOPLE.ana.email,
      as: 'asked',
    });
  });

  test('a reply that was corrected and then deleted comes back so, and its words stay', async () => {
    const { mention } = await act(null, anOpening());
    const { id } = mention;
    const lena = actor('lena');
    const seenOf = ({ heard }: Mention) => ({ version: 0, heard });
    const correct: Step = {
      by: lena,
      do: (now) => ({ type: 'correct', text: 'Sorry!', seen: seenOf(now), ticked: [] }),
    };
    const remove: Step = {
      by: lena,
      do: (now) => ({ type: 'delete', seen: seenOf(now), reason: 'Not hers.' }),
    };
    const steps = [claim, submit, approve, begin, send, correct, begin, send, remove, begin, send];
    for (const [index, step] of steps.entries()) {
      const expected = await act(id, step, NOON + (index + 1) * 60_000);
      expect(await read(id), `after step ${index}`).toEqual(expected);
    }
    expect((await read(id))?.mention.messages.at(-1)).toMatchObject({
      direction: 'outbound',
      writtenBy: lena.type === 'person' ? lena.person.email : '',
      deletedAt: NOON + 11 * 60_000,
    });
    expect(await textsOf(id)).toEqual(
      expect.arrayContaining([expect.stringContaining('Sorry, Lerato'), 'Sorry!', 'Not hers.']),
    );
    const types = (await open.store.history(id, 0)).map(({ event }) => event.type);
    expect(types).toEqual(expect.arrayContaining(['corrected', 'reply_deleted']));
  });

  test('an event from before anybody could be asked is read as a reviewer’s', async () => {
    const { mention } = await act(null, anOpening());
    await open.query(
      `insert into event values ('${mention.id}', 3, 'approved', 1, now(), 'rita', 'h',
         '{"version": 1, "by": "rita"}')`,
    );
    const history = await open.store.history(mention.id, 2);
    expect(history[0]?.event).toMatchObject({ type: 'approved', as: 'reviewer' });
  });
});
