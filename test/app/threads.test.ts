/** A thread that arrives in any order ends in the same mentions. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDesk } from '../../src/app/create-desk.ts';
import type { Incoming } from '../../src/app/ingest.ts';
import type { Mention } from '../../src/core/mention.ts';
import { actor } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto, TOM } from '../support/intake.ts';
import { wholeDatabase } from '../support/whole-database.ts';

interface Step {
  readonly id: string;
  readonly parent: string | null;
  readonly by: 'lerato' | 'tom';
}

/** Lerato writes, adds to it, Tom answers her, she answers Tom. */
const A: Step = { id: 'a', parent: null, by: 'lerato' };
const B: Step = { id: 'b', parent: 'a', by: 'lerato' };
const C: Step = { id: 'c', parent: 'b', by: 'tom' };
const D: Step = { id: 'd', parent: 'c', by: 'lerato' };
const THREAD: readonly Step[] = [A, B, C, D];

const ORDERS = permutations(THREAD);

function permutations<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length < 2) return [all];
  return all.flatMap((first) =>
    permutations(all.filter((one) => one !== first)).map((rest) => [first, ...rest]),
  );
}

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());
  beforeEach(() => {
    intake = intakeInto(open);
  });

  function takeStep(into: Intake, { id, parent, by }: Step, threadId: string | null = null) {
    const post = {
      externalId: id,
      parentId: parent,
      text: `${into.word} ${id}`,
      postedAt: THREAD.findIndex((one) => one.id === id),
    };
    const who: Partial<Incoming> = by === 'tom' ? { author: TOM } : {};
    return into.take(post, { ...who, threadId });
  }

  /** The mentions that go on, by whose they are: their posts in order and their threads. */
  async function outcome(into: Intake) {
    const mentions = await standing(into);
    return mentions
      .map(({ author, messages, threadRoot }) => ({
        by: author.handle,
        posts: messages.map(({ externalId }) => externalId).sort(),
        threadRoot,
      }))
      .toSorted((one, other) => one.by.localeCompare(other.by));
  }

  async function standing(into: Intake): Promise<readonly Mention[]> {
    const found: Mention[] = [];
    for (const { id } of await into.rows()) {
      const { mention } = await into.see(id);
      if (mention.messages.length > 0) found.push(mention);
    }
    return found;
  }

  describe.each([
    ['with the id of the thread', 'a'],
    ['with nothing but what they answer', null],
  ] as const)('four posts %s', (_how, threadId) => {
    test('end in one mention each, in every order of arrival', async () => {
      expect(ORDERS).toHaveLength(24);
      for (const order of ORDERS) {
        const into = intakeInto(open);
        for (const step of order) await takeStep(into, step, threadId);
        const name = order.map(({ id }) => id).join(' ');
        expect([name, await outcome(into)]).toEqual([
          name,
          [
            { by: 'lerato', posts: ['a', 'b', 'd'], threadRoot: 'a' },
            { by: 'tom', posts: ['c'], threadRoot: 'a' },
          ],
        ]);
        const late = { id: 'e', parent: 'd', by: 'tom' } as const;
        expect([name, (await takeStep(into, late, threadId)).type]).toEqual([name, 'joined']);
      }
    }, 120_000);
  });

  /** Two mentions of Lerato's in what turns out to be one thread. */
  async function twoMentions() {
    const { mention: later } = await takeStep(intake, D);
    const { mention: first } = await takeStep(intake, A);
    if (later === null || first === null || later === first) throw new Error('not two mentions');
    return { older: later, newer: first };
  }

  async function bringTogether() {
    await takeStep(intake, C);
    await takeStep(intake, B);
  }

  test('of two that nobody has touched, the newer goes into the older', async () => {
    const { older, newer } = await twoMentions();
    await bringTogether();
    const kept = await intake.see(older);
    expect(kept.mention.messages.map(({ externalId }) => externalId)).toEqual(['d', 'a', 'b']);
    expect([...kept.words.values()].sort()).toEqual(
      ['a', 'b', 'd'].map((id) => `${intake.word} ${id}`),
    );
    const given = await intake.see(newer);
    expect(given.mention).toMatchObject({
      status: 'dismissed',
      verdict: `joined ${kept.mention.ref}`,
      messages: [],
    });
    expect(given.words.size).toBe(0);
  });

  test.each([
    ['older', 'newer'],
    ['newer', 'older'],
  ] as const)('the %s one that somebody has in hand takes the other in', async (held, free) => {
    const both = await twoMentions();
    await intake.do(both[held], { type: 'claim' });
    await bringTogether();
    const kept = (await intake.see(both[held])).mention;
    expect(kept).toMatchObject({ status: 'claimed', threadRoot: 'a' });
    expect(kept.messages).toHaveLength(3);
    expect((await intake.see(both[free])).mention.verdict).toBe(`joined ${kept.ref}`);
  });

  test('two that are both in hand stay two, and each goes on with its own part', async () => {
    const { older, newer } = await twoMentions();
    await intake.do(older, { type: 'claim' });
    await intake.do(newer, { type: 'claim' }, 'ana');
    await bringTogether();
    const posts = async (id: string) =>
      (await intake.see(id)).mention.messages.map(({ externalId }) => externalId);
    expect(await posts(older)).toEqual(['d']);
    expect(await posts(newer)).toEqual(['a', 'b']);
    const more = { id: 'e', parent: 'd', by: 'lerato' } as const;
    expect((await takeStep(intake, more)).mention).toBe(older);
    const below = { id: 'f', parent: 'b', by: 'lerato' } as const;
    expect((await takeStep(intake, below)).mention).toBe(newer);
    const toms = [
      { id: 'g', parent: 'd', by: 'tom' },
      { id: 'h', parent: 'a', by: 'tom' },
    ] as const;
    for (const post of toms) expect((await takeStep(intake, post)).type).toBe('joined');
    expect((await standing(intake)).filter(({ author }) => author.handle === 'tom')).toHaveLength(
      1,
    );
  });

  test('one that is in review is held, as the customer turns out to have said more', async () => {
    const { older, newer } = await twoMentions();
    await intake.do(newer, { type: 'claim' });
    await intake.do(newer, { type: 'category', category: 'complaint' });
    await intake.submit(newer);
    await bringTogether();
    const { mention } = await intake.see(newer);
    expect(mention).toMatchObject({ status: 'claimed', draft: { hold: { type: 'wrote_again' } } });
    expect((await intake.see(older)).mention.status).toBe('dismissed');
  });

  test('a joined mention can no longer be worked, and says where to go on', async () => {
    const { older, newer } = await twoMentions();
    await bringTogether();
    const { ref } = (await intake.see(older)).mention;
    const desk = createDesk(intake.house);
    for (const type of ['claim', 'reopen'] as const) {
      const handled = await desk.handle(newer, { type }, actor('lena'));
      expect(handled).toMatchObject({
        ok: false,
        refusal: { code: 'not_now', sentence: `This was joined ${ref}. Go on there.` },
        glance: { card: { actions: [] } },
      });
    }
  });

  test('a deletion still finds the post that moved, and leaves no words', async () => {
    const { older } = await twoMentions();
    await bringTogether();
    const posts = ['a', 'b', 'd'];
    for (const externalId of posts) {
      const taken = await intake.take({ externalId, text: '' }, { deleted: true });
      expect(taken).toEqual({ type: 'deleted', mention: older });
    }
    const left = await wholeDatabase(open);
    for (const id of posts) expect(left).not.toContain(`${intake.word} ${id}`);
    expect(left).toContain(`${intake.word} c`);
  });

  test('a deleted post moves as a deleted one', async () => {
    const { older } = await twoMentions();
    await intake.take({ externalId: 'a', text: '' }, { deleted: true });
    await bringTogether();
    const { mention } = await intake.see(older);
    expect(mention.messages.map(({ deletedAt }) => deletedAt === null)).toEqual([
      true,
      false,
      true,
    ]);
    expect(await wholeDatabase(open)).not.toContain(`${intake.word} a`);
  });

  test('posts that name each other as parents do no harm', async () => {
    await takeStep(intake, { id: 'a', parent: 'b', by: 'lerato' });
    await takeStep(intake, { id: 'b', parent: 'a', by: 'lerato' });
    await takeStep(intake, { id: 'x', parent: 'x', by: 'lerato' });
    expect((await outcome(intake)).map(({ posts }) => posts)).toEqual([['a', 'b'], ['x']]);
  });
});
