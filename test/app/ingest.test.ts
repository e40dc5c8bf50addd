/** What comes of a post, an edit and a deletion, wherever the mention stands. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Status } from '../../src/core/mention.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto, TOM, versionOf } from '../support/intake.ts';
import { wholeDatabase } from '../support/whole-database.ts';

const STATES: readonly Status[] = [
  'unclaimed',
  'claimed',
  'in_review',
  'scheduled',
  'publishing',
  'unsure',
  'answered',
  'dismissed',
  'resolved',
];

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  let vase: string;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());
  beforeEach(() => {
    intake = intakeInto(open);
    vase = intake.word;
  });

  /** A mention of c-1 that stands there. */
  async function mentionIn(status: Status): Promise<string> {
    const id = await intake.open({ text: `My ${vase} arrived broken.` });
    switch (status) {
      case 'unclaimed':
        break;
      case 'claimed':
        await intake.do(id, { type: 'claim' });
        break;
      case 'in_review':
        await intake.submit(id);
        break;
      case 'scheduled': {
        const { draft, heard } = await intake.submit(id);
        const seen = { version: draft?.versions.length ?? 0, heard };
        await intake.do(id, { type: 'approve', seen }, 'rita');
        break;
      }
      case 'publishing':
        await intake.submit(id);
        await intake.begin(id);
        break;
      case 'unsure': {
        await intake.submit(id);
        const version = versionOf(await intake.begin(id));
        await intake.run(id, { type: 'not_sent', version, because: { type: 'unknown' } });
        break;
      }
      case 'answered':
        await intake.answer(id);
        break;
      case 'dismissed':
        await intake.do(id, { type: 'dismiss', reason: 'spam' });
        break;
      case 'resolved':
        await intake.answer(id);
        await intake.do(id, { type: 'resolve', outcome: 'solved' });
        break;
      case 'logged':
        throw new Error('nobody brings a mention there');
      default:
        status satisfies never;
    }
    expect((await intake.see(id)).mention.status).toBe(status);
    return id;
  }

  const WOKEN: Readonly<Record<Status, Status>> = {
    unclaimed: 'unclaimed',
    claimed: 'claimed',
    in_review: 'claimed',
    scheduled: 'claimed',
    publishing: 'publishing',
    unsure: 'unsure',
    answered: 'claimed',
    dismissed: 'unclaimed',
    resolved: 'claimed',
    logged: 'unclaimed',
  };

  test.each(STATES)('a follow-up by the same author joins a mention that is %s', async (status) => {
    const id = await mentionIn(status);
    const taken = await intake.take({ externalId: 'c-2', parentId: 'c-1', text: 'Hello?' });
    expect(taken).toEqual({ type: 'joined', mention: id });
    const { mention, words } = await intake.see(id);
    expect(mention.status).toBe(WOKEN[status]);
    expect([...words.values()]).toContain('Hello?');
    if (status === 'in_review' || status === 'scheduled') {
      expect(mention.draft?.hold).toEqual({ type: 'wrote_again' });
    }
  });

  test('a follow-up during the call takes the answer back to whoever has it', async () => {
    const id = await mentionIn('publishing');
    await intake.take({ externalId: 'c-2', parentId: 'c-1', text: 'Hello?' });
    const version = versionOf((await intake.see(id)).mention);
    const after = await intake.run(id, { type: 'sent', version, externalId: 'r-1', link: null });
    expect(after.status).toBe('claimed');
  });

  test("somebody else's comment under the same post is its own mention", async () => {
    const id = await intake.open({ externalId: 'c-1' }, { threadId: 'p-1' });
    const other = await intake.open({ externalId: 'c-2' }, { threadId: 'p-1', author: TOM });
    expect(other).not.toBe(id);
    expect((await intake.see(id)).mention.messages).toHaveLength(1);
    const again = await intake.take({ externalId: 'c-3' }, { threadId: 'p-1', author: TOM });
    expect(again).toEqual({ type: 'joined', mention: other });
  });

  test('the same author elsewhere, or the same ids on another source, are other mentions', async () => {
    const id = await intake.open({ externalId: 'c-1' });
    expect((await intake.take({ externalId: 'c-2' })).type).toBe('opened');
    const elsewhere = await intake.take({ externalId: 'c-1' }, { source: `blog of ${vase}` });
    expect(elsewhere.type).toBe('opened');
    expect(elsewhere.mention).not.toBe(id);
  });

  describe.each(STATES)('where the mention is %s', (status) => {
    const held = status === 'in_review' || status === 'scheduled';

    test('an edit changes the words, and holds what was about to be sent', async () => {
      const id = await mentionIn(status);
      const before = (await intake.see(id)).mention;
      const editedAt = before.messages[0]?.postedAt ?? 0;
      const text = 'My jug arrived late.';
      const taken = await intake.take({ externalId: 'c-1', text, editedAt });
      expect(taken).toEqual({ type: 'edited', mention: id });
      const { mention, words } = await intake.see(id);
      expect(mention.status).toBe(held ? 'claimed' : status);
      if (held) expect(mention.draft?.hold).toEqual({ type: 'edited' });
      expect([...words.values()]).toContain('My jug arrived late.');
      expect(await wholeDatabase(open)).not.toContain(vase);
    });

    test('a deletion leaves no deleted words anywhere', async () => {
      const id = await mentionIn(status);
      const attachments = [
        { kind: 'image', url: 'https://a.example/1.png', alt: `shards of ${vase}` },
      ];
      await intake.take({
        externalId: 'c-1',
        text: `My ${vase} arrived in shards.`,
        attachments,
        editedAt: 1,
      });
      expect(await wholeDatabase(open)).toContain(`shards of ${vase}`);
      const taken = await intake.take({ externalId: 'c-1', text: '' }, { deleted: true });
      expect(taken).toEqual({ type: 'deleted', mention: id });
      const { mention } = await intake.see(id);
      expect(mention.status).toBe(held ? 'claimed' : status);
      expect(mention.messages[0]).toMatchObject({ content: null, attachments: [] });
      const left = await wholeDatabase(open);
      expect(left).not.toContain(vase);
      expect(left).toContain('c-1');
    });
  });

  test('an edit that is older than the known one, or its repeat, is ignored', async () => {
    const id = await intake.open({ text: 'one' });
    expect((await intake.take({ text: 'three', editedAt: 3_000 })).type).toBe('edited');
    expect((await intake.take({ text: 'two', editedAt: 2_000 })).type).toBe('repeated');
    expect((await intake.take({ text: 'three', editedAt: 3_000 })).type).toBe('repeated');
    const { mention, words } = await intake.see(id);
    expect([...words.values()]).toEqual(['three']);
    expect(mention.messages[0]?.editedAt).toBe(3_000);
  });

  test('an edit before its post stands, and the post that comes late changes nothing', async () => {
    const id = await intake.open({ text: 'as edited', editedAt: 2_000 });
    expect(await intake.take({ text: `as first written: ${vase}` })).toEqual({
      type: 'repeated',
      mention: id,
    });
    expect([...(await intake.see(id)).words.values()]).toEqual(['as edited']);
    expect(await wholeDatabase(open)).not.toContain(vase);
  });

  test('a deletion before its post keeps the post out', async () => {
    expect((await intake.take({ text: '' }, { deleted: true })).type).toBe('deleted');
    expect(await intake.take({ text: `my ${vase}` })).toEqual({ type: 'repeated', mention: null });
    expect((await intake.take({ text: `my ${vase}`, editedAt: 9 })).mention).toBeNull();
    expect(await wholeDatabase(open)).not.toContain(vase);
  });

  test('an edit that comes after the deletion brings nothing back', async () => {
    const id = await intake.open({ text: `my ${vase}` });
    await intake.take({ text: '' }, { deleted: true });
    const edit = await intake.take({ text: `my ${vase}, again`, editedAt: 9 });
    expect(edit).toEqual({ type: 'repeated', mention: id });
    expect((await intake.take({ text: '' }, { deleted: true })).type).toBe('repeated');
    expect(await wholeDatabase(open)).not.toContain(vase);
  });

  test('a repeat changes nothing', async () => {
    const id = await intake.open();
    const before = (await intake.see(id)).mention;
    expect(await intake.take()).toEqual({ type: 'repeated', mention: id });
    expect((await intake.see(id)).mention).toEqual(before);
  });

  describe('our own reply that comes back through the hook', () => {
    const REPLY = 'Sorry, Lerato. We are looking into it.';
    const US = { externalId: 'acme', handle: 'acme', name: 'Acme', followers: null };
    const echo = (externalId: string) =>
      intake.take({ externalId, parentId: 'c-1', text: REPLY }, { author: US });

    test('is known by the id that the network answered', async () => {
      const id = await mentionIn('answered');
      const before = (await intake.see(id)).mention;
      expect(await echo('r-1')).toEqual({ type: 'own', mention: id });
      expect((await intake.see(id)).mention).toEqual(before);
    });

    test.each(['publishing', 'unsure'] as const)('settles what is %s', async (status) => {
      const id = await mentionIn(status);
      expect(await echo('r-7')).toEqual({ type: 'own', mention: id });
      const { mention } = await intake.see(id);
      expect(mention.status).toBe('answered');
      expect(mention.messages.at(-1)).toMatchObject({ direction: 'outbound', externalId: 'r-7' });
      expect(await echo('r-7')).toEqual({ type: 'own', mention: id });
    });

    test('is known by its words where the network answered no id', async () => {
      const id = await intake.open();
      await intake.answer(id, null);
      expect(await echo('r-9')).toEqual({ type: 'own', mention: id });
      expect((await intake.see(id)).mention.messages).toHaveLength(2);
    });

    test('is not what the customer quotes, nor what somebody else says', async () => {
      const id = await mentionIn('publishing');
      const quoted = { externalId: 'c-2', parentId: 'c-1', text: REPLY };
      expect(await intake.take(quoted)).toEqual({ type: 'joined', mention: id });
      const other = { externalId: 'c-3', parentId: 'c-1', text: 'Sorry for you, Lerato.' };
      expect((await intake.take(other, { author: TOM })).type).toBe('opened');
    });
  });
});
