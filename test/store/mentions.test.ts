import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Loaded } from '../../src/app/transaction-port.ts';
import { actor, HEED, NOON, PEOPLE, WEBSITE } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import {
  aNewPost,
  anOpening,
  newId,
  STEPS,
  type Step,
  takeStep,
  tell,
  underWay,
} from '../support/tales.ts';

const { claim, save, submit, askChanges, approve, begin, repeat, refuse, retry, send } = STEPS;
const { resolve, reopen } = STEPS;

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());

  /** Loads, decides and saves, as a command does; answers what should stand there now. */
  async function act(id: string | null, step: Step, now = NOON): Promise<Loaded> {
    return await open.store.transaction(async (tx) => {
      const loaded = id === null ? null : await tx.loadMention(id);
      const change = takeStep(loaded, step, now);
      await tx.saveMention(change);
      const words = new Map([...(loaded?.words ?? []), ...change.words]);
      return { mention: change.after, words };
    });
  }

  async function read(id: string): Promise<Loaded> {
    const loaded = await open.store.readMention(id);
    if (loaded === null) throw new Error(`no mention ${id}`);
    return loaded;
  }

  async function textsOf(id: string): Promise<readonly unknown[]> {
    const rows = await open.query(`select text from content where mention = '${id}'`);
    return rows.map((row) => row['text']);
  }

  const writeAgain: Step = {
    by: WEBSITE,
    do: () => ({
      type: 'receive',
      post: aNewPost({
        text: 'Is anybody there?',
        attachments: [{ kind: 'image', url: 'https://acme.example/1.png', alt: 'a broken vase' }],
      }),
    }),
  };

  test('a mention comes back as it was saved after each of many commands', async () => {
    const again: readonly Step[] = [save, submit, approve, begin, repeat, refuse, retry];
    const steps: readonly Step[] = [
      ...[claim, save, submit, askChanges, submit, approve, writeAgain, ...again],
      ...[save, begin, send, writeAgain, submit, approve, begin, send, resolve, reopen],
    ];
    const opened = await act(null, anOpening());
    const { id } = opened.mention;
    expect(await read(id)).toEqual(opened);
    for (const [index, step] of steps.entries()) {
      const expected = await act(id, step, NOON + (index + 1) * 60_000);
      expect(await read(id), `after step ${index}`).toEqual(expected);
    }
    expect((await read(id)).mention.messages).toHaveLength(5);
  });

  test('the lock is on the very state that a snapshot shows', async () => {
    const { mention } = await act(null, anOpening());
    const locked = await open.store.transaction((tx) => tx.loadMention(mention.id));
    expect(locked).toEqual(await read(mention.id));
  });

  test('a draft is saved over in place, without an event', async () => {
    const { mention } = await act(null, anOpening());
    await act(mention.id, claim);
    const first = await act(mention.id, save);
    const typed: Step = {
      by: actor('sam'),
      do: { type: 'save_draft', text: 'Sorry, Lerato.' },
    };
    const second = await act(mention.id, typed);
    expect(second.mention.seq).toBe(first.mention.seq);
    expect(await read(mention.id)).toEqual(second);
    expect(await textsOf(mention.id)).toContain('Sorry, Lerato.');
    expect(await textsOf(mention.id)).not.toContain('Sorry, Ler');
  });

  test('a note comes back as it was left, and its words go with an edit and a deletion', async () => {
    const { mention } = await act(null, anOpening());
    const note = { type: 'note', note: 'C1/1.0/2.0', at: NOON, editedAt: null } as const;
    const other = { ...note, note: 'C1/1.0/3.0', text: 'Ask the courier.' };
    await act(mention.id, { by: actor('sam'), do: { ...note, text: 'She is furious.' } });
    await act(mention.id, { by: actor('ana'), do: other });
    const edit = { ...note, text: 'She is upset.', editedAt: NOON + 1 };
    const edited = await act(mention.id, { by: actor('sam'), do: edit });
    expect((await read(mention.id)).mention).toEqual(edited.mention);
    expect(await textsOf(mention.id)).toEqual(
      expect.arrayContaining(['She is upset.', 'Ask the courier.']),
    );
    expect(await textsOf(mention.id)).not.toContain('She is furious.');
    const { note: id } = note;
    const by = PEOPLE.sam.email;
    const left = await act(mention.id, { by: HEED, do: { type: 'delete_note', note: id, by } });
    expect((await read(mention.id)).mention).toEqual(left.mention);
    expect(left.mention.notes.map(({ deletedAt }) => deletedAt)).toEqual([NOON, null]);
    expect(await textsOf(mention.id)).not.toContain('She is upset.');
    expect((await open.store.history(mention.id, 0)).map(({ event }) => event.type)).toEqual([
      ...['opened', 'message_received', 'noted', 'noted', 'note_edited', 'note_deleted'],
    ]);
    const events = await open.query(`select data from event where mention = '${mention.id}'`);
    expect(JSON.stringify(events)).not.toMatch(/furious|upset|courier/);
  });

  test('words that were edited or deleted at the source are gone, attachments too', async () => {
    const post = aNewPost({
      text: 'You thieves!',
      attachments: [{ kind: 'image', url: 'https://acme.example/2.png', alt: 'my own face' }],
    });
    const { externalId } = post;
    const { mention } = await act(null, anOpening({ post }));
    const text = 'You are slow.';
    const edit: Step = {
      by: WEBSITE,
      do: { type: 'edit_post', externalId, text, attachments: [], editedAt: NOON },
    };
    await act(mention.id, edit);
    expect(await textsOf(mention.id)).toEqual([text]);
    await act(mention.id, { by: WEBSITE, do: { type: 'delete_post', externalId } });
    expect(await textsOf(mention.id)).toEqual([]);
    expect((await read(mention.id)).words.size).toBe(0);
    const everything = await open.query(
      `select m::text || (select string_agg(e::text, '') from event e where e.mention = '${mention.id}')
         as everything from message m where m.mention = '${mention.id}'`,
    );
    expect(JSON.stringify(everything)).toContain(externalId);
    expect(JSON.stringify(everything)).not.toMatch(/thieves|slow|my own face|2\.png/);
  });

  test('the words of our own reply stay when the customer deletes the post under it', async () => {
    const post = aNewPost();
    const { mention } = await act(null, anOpening({ post }));
    for (const step of [claim, submit, approve]) await act(mention.id, step);
    await act(mention.id, begin, NOON + 60_000);
    await act(mention.id, send);
    const { externalId } = post;
    await act(mention.id, { by: WEBSITE, do: { type: 'delete_post', externalId } });
    expect(await textsOf(mention.id)).toEqual([expect.stringContaining('Sorry, Lerato')]);
  });

  test('a draft whose reply is out is closed with its attempt, and stays', async () => {
    const { mention } = await act(null, anOpening());
    for (const step of [claim, submit, approve]) await act(mention.id, step);
    const began = await act(mention.id, begin, NOON + 60_000);
    const version = underWay(began.mention);
    await act(mention.id, send, NOON + 61_000);
    expect(await open.query(`select state from draft where mention = '${mention.id}'`)).toEqual([
      { state: 'closed' },
    ]);
    const [attempt] = await open.query(
      `select outcome, extract(epoch from ended_at)::int8::text as ended
         from attempt where version = '${version}'`,
    );
    expect(attempt).toEqual({ outcome: 'published', ended: String((NOON + 61_000) / 1000) });
    expect(await open.store.findVersion(version)).toEqual({ mention: mention.id, n: 1 });
  });

  test('events come back in order, from any number on', async () => {
    const tale = tell([anOpening(), claim, submit, approve]);
    await open.store.transaction((tx) => tx.saveMention(tale));
    expect(await open.store.history(tale.after.id, 0)).toEqual(tale.recorded);
    expect(await open.store.history(tale.after.id, 3)).toEqual(tale.recorded.slice(3));
    expect(await open.store.history('nobody', 0)).toEqual([]);
  });

  test('an event that only a newer version knows is left out of the history', async () => {
    const { mention } = await act(null, anOpening());
    await open.query(
      `insert into event values ('${mention.id}', 3, 'sung', 1, now(), 'heed', 'h', '{}'),
         ('${mention.id}', 4, 'claimed', 2, now(), 'heed', 'h', '{"whom": "thandi"}')`,
    );
    const history = await open.store.history(mention.id, 0);
    expect(history.map(({ event }) => event.type)).toEqual(['opened', 'message_received']);
  });

  test.each([`update event set actor = 'nobody'`, 'delete from event', 'truncate event'])(
    'what happened cannot be changed: %s',
    async (statement) => {
      await act(null, anOpening());
      const before = await open.query('select * from event');
      await expect(open.query(statement)).rejects.toMatchObject({
        cause: { message: expect.stringContaining('events are only added') },
      });
      expect(await open.query('select * from event')).toEqual(before);
    },
  );

  test('a transaction that throws leaves nothing behind', async () => {
    const tale = tell([anOpening()]);
    const failing = open.store.transaction(async (tx) => {
      await tx.saveMention(tale);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await open.store.readMention(tale.after.id)).toBeNull();
  });

  test('a state that is not the one that stands there is not written over', async () => {
    const { mention, words } = await act(null, anOpening());
    await act(mention.id, claim);
    const stale = takeStep({ mention, words }, claim);
    await expect(open.store.transaction((tx) => tx.saveMention(stale))).rejects.toThrow(
      'changed without its lock',
    );
  });

  test('a post is known by its id, and a mention by its thread and author', async () => {
    const post = aNewPost({ parentId: newId() });
    const { mention } = await act(null, anOpening({ post, threadRoot: 'root-1' }));
    await open.store.transaction(async (tx) => {
      expect(await tx.findPost('website', post.externalId)).toEqual({
        mention: mention.id,
        threadRoot: 'root-1',
        direction: 'inbound',
      });
      expect(await tx.findPost('another', post.externalId)).toBeNull();
      expect(await tx.mentionsIn('website', 'root-1')).toEqual([{ id: mention.id, author: 'u-9' }]);
      expect(await tx.mentionsIn('another', 'root-1')).toEqual([]);
      expect(await tx.findMention('website', 'root-1', 'u-9')).toBe(mention.id);
      expect(await tx.findMention('website', 'root-1', 'u-10')).toBeNull();
    });
  });

  test('a deletion that came before its post is remembered', async () => {
    await open.store.transaction(async (tx) => {
      expect(await tx.wasDeleted('website', 'c-77')).toBe(false);
      await tx.rememberDeletion('website', 'c-77', NOON);
      await tx.rememberDeletion('website', 'c-77', NOON);
      expect(await tx.wasDeleted('website', 'c-77')).toBe(true);
      expect(await tx.wasDeleted('another', 'c-77')).toBe(false);
    });
  });

  test('mentions that somebody has in hand are listed with their owner', async () => {
    const { mention: mine } = await act(null, anOpening());
    const { mention: nobodys } = await act(null, anOpening());
    const { mention: over } = await act(null, anOpening());
    await act(mine.id, claim);
    await act(over.id, { by: actor('sam'), do: { type: 'claim' } });
    await act(over.id, { by: actor('sam'), do: { type: 'dismiss', reason: 'spam' } });
    const owned = await open.store.ownedMentions();
    const { id, sensitive, department } = mine;
    expect(owned).toContainEqual({ id, sensitive, department, owner: PEOPLE.sam.email });
    expect(owned.map(({ id }) => id)).not.toContain(nobodys.id);
    expect(owned.map(({ id }) => id)).not.toContain(over.id);
  });

  test('a text with a NUL and half a letter is kept as far as the database can', async () => {
    const post = aNewPost({ externalId: 'c\0-1', text: 'ge\0nau \uD83D', context: '\0' });
    const author = { externalId: 'u\0', handle: '\uDE00', name: 'A\0' };
    const { mention } = await act(null, anOpening({ post, author }));
    expect([...(await read(mention.id)).words.values()]).toEqual(['ge\uFFFDnau \uFFFD']);
    const found = await open.store.transaction((tx) => tx.findPost('website', 'c\0-1'));
    expect(found?.mention).toBe(mention.id);
    expect((await open.store.history(mention.id, 0)).map(({ event }) => event.type)).toEqual([
      'opened',
      'message_received',
    ]);
  });

  test('references count from H-1000, one at a time', async () => {
    const refs = await open.store.transaction(async (tx) => [
      await tx.nextRef(),
      await tx.nextRef(),
      await tx.nextRef(),
    ]);
    expect(refs).toEqual(['H-1000', 'H-1001', 'H-1002']);
  });

  test('an author keeps a known number of followers when a later post does not say it', async () => {
    const known = { externalId: 'u-7', handle: 'sipho', name: 'Sipho', followers: 120 };
    await open.store.transaction(async (tx) => {
      await tx.saveAuthor('website', known);
      await tx.saveAuthor('website', { ...known, name: 'Sipho K.', followers: null });
    });
    expect(
      await open.query(`select name, followers from author where external_id = 'u-7'`),
    ).toEqual([{ name: 'Sipho K.', followers: 120 }]);
  });

  test('asking the store itself inside a transaction is refused rather than hanging', async () => {
    const nested = open.store.transaction(() => open.store.readSetting('publishing'));
    await expect(nested).rejects.toThrow('only the transaction itself may be asked');
    expect(await open.store.readSetting('publishing')).toBeNull();
  });

  test('of twenty claims at once, one wins and the others see who', async () => {
    const { mention } = await act(null, anOpening());
    const people = ['sam', 'rita'] as const;
    const claims = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        act(mention.id, { by: actor(people[n % 2] ?? 'sam'), do: { type: 'claim' } }),
      ),
    );
    const { mention: now } = await read(mention.id);
    const history = await open.store.history(mention.id, 2);
    expect(history.map(({ event }) => event.type)).toEqual(['claimed']);
    expect(history[0]?.actor).toBe(now.owner);
    const refused = claims.filter((one) => one.status === 'rejected');
    // A repeat of one's own claim succeeds and changes nothing.
    expect(refused).toHaveLength(10);
    for (const { reason } of refused) expect(String(reason)).toMatch(/has had this/);
  });

  test('posts of one author in a new thread that arrive at once open one mention', async () => {
    const posts = Array.from({ length: 12 }, () => aNewPost());
    const ids = await Promise.all(
      posts.map((post) =>
        open.store.transaction(async (tx) => {
          await tx.lockThreads('website', ['thread-9', post.externalId].sort());
          const id = await tx.findMention('website', 'thread-9', 'u-9');
          const loaded = id === null ? null : await tx.loadMention(id);
          const step: Step =
            id === null
              ? anOpening({ post, threadRoot: 'thread-9' })
              : { by: WEBSITE, do: { type: 'receive', post } };
          const change = takeStep(loaded, step);
          await tx.saveMention(change);
          return change.after.id;
        }),
      ),
    );
    expect(new Set(ids).size).toBe(1);
    expect((await read(ids[0] ?? '')).mention.messages).toHaveLength(12);
  });

  test('a second mention of one author in one thread is refused', async () => {
    await act(null, anOpening({ threadRoot: 'thread-10' }));
    await expect(act(null, anOpening({ threadRoot: 'thread-10' }))).rejects.toMatchObject({
      name: 'StoreFault',
      code: '23505',
      constraint: 'mention_thread_author',
    });
  });

  test('an error of the database repeats nobody’s words', async () => {
    const post = aNewPost({ text: 'a secret of mine' });
    await act(null, anOpening({ post }));
    const failed = await act(null, anOpening({ post, threadRoot: newId() })).catch((e) => e);
    expect(failed).toMatchObject({ name: 'StoreFault', code: '23505' });
    const everything = JSON.stringify(failed, Object.getOwnPropertyNames(failed));
    expect(`${everything} ${failed.stack}`).not.toContain('secret');
  });
});
