/** Whose notes a thread holds, and where to look for what was written, on both databases. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNotebook, noteId } from '../../src/app/notes.ts';
import { PEOPLE } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  let cards = 0;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());
  beforeEach(() => {
    intake = intakeInto(open);
  });

  const notebook = () => createNotebook(() => intake.house);
  const place = (ref: { channel: string; ts: string }) => ({
    surface: 'slack',
    tenant: 'T1',
    ...ref,
  });

  /** Says that the mention's newest card stands now. */
  async function stand(mention: string): Promise<{ channel: string; ts: string }> {
    cards += 1;
    const ref = { channel: 'C1', ts: `${cards}.0001` };
    const { placement } = (await intake.see(mention)).mention;
    const card = await open.store.cardOf(mention, placement, 'slack');
    await open.store.updateSurfaceMessage(card?.id ?? '', { ref });
    return ref;
  }

  const written = (
    thread: { channel: string; ts: string },
    ts: string,
    editedAt: number | null,
  ) => ({
    thread,
    ts,
    text: `note ${ts}`,
    at: 1_000,
    editedAt,
  });

  const texts = async (mention: string) => {
    const loaded = await intake.see(mention);
    return loaded.mention.notes.map(({ content }) => loaded.words.get(content ?? ''));
  };

  test('the thread of a card, also of one that a transfer left behind, is its mention’s', async () => {
    const id = await intake.open();
    const first = await stand(id);
    await intake.do(id, { type: 'transfer', department: 'deliveries' });
    const second = await stand(id);
    expect(await notebook().mentionAt(place(first))).toBe(id);
    expect(await notebook().mentionAt(place(second))).toBe(id);
    expect(await notebook().mentionAt(place({ ...first, channel: 'C2' }))).toBeNull();
    expect(await notebook().mentionAt({ ...place(first), tenant: 'T2' })).toBeNull();
  });

  test('the thread of a mention that was joined to another is that one’s', async () => {
    const early = await intake.open({ externalId: 'b', parentId: 'a' });
    const late = await intake.open({ externalId: 'c', parentId: 'b2' });
    const refs = [await stand(early), await stand(late)];
    await intake.take({ externalId: 'b2', parentId: 'a' });
    const kept = (await intake.see(late)).mention.messages.length === 0 ? early : late;
    expect((await intake.see(kept === early ? late : early)).mention.messages).toEqual([]);
    for (const ref of refs) expect(await notebook().mentionAt(place(ref))).toBe(kept);
  });

  test('nothing is kept of who may not, unless it was kept while they might', async () => {
    const id = await intake.open();
    const ref = await stand(id);
    expect(await notebook().write(id, written(ref, '2.1', null), null)).toMatchObject({
      type: 'refused',
    });
    const dora = await notebook().write(id, written(ref, '2.2', 5_000), PEOPLE.dora);
    expect(dora).toMatchObject({ sentence: expect.stringContaining('another department') });
    expect(await texts(id)).toEqual([]);
    await notebook().write(id, written(ref, '2.3', null), PEOPLE.sam);
    const edit = { ...written(ref, '2.3', 5_000), text: 'as I left' };
    expect(await notebook().write(id, edit, null)).toEqual({ type: 'kept' });
    expect(await texts(id)).toEqual(['as I left']);
    await notebook().erase(id, noteId(ref, '2.3'), null);
    expect(await texts(id)).toEqual([undefined]);
    await notebook().erase(id, noteId(ref, '9.9'), null);
    expect((await intake.see(id)).mention.notes).toHaveLength(1);
  });

  test('it is looked for under what is open or was closed lately, newest act first', async () => {
    const [older, closed, newer] = [
      await intake.open({ externalId: 'o1' }),
      await intake.open({ externalId: 'o2' }),
      await intake.open({ externalId: 'o3' }),
    ];
    const refs = [await stand(older), await stand(closed), await stand(newer)];
    await notebook().write(
      newer,
      written(refs[2] ?? { channel: '', ts: '' }, '7.1', null),
      PEOPLE.sam,
    );
    intake.wait(60_000);
    await intake.do(closed, { type: 'dismiss', reason: 'spam' });
    const mine = [older, closed, newer];
    const seen = async (since: number) =>
      (await notebook().cards('slack', 'T1', since)).filter(({ mention }) =>
        mine.includes(mention),
      );
    const now = intake.house.now();
    expect((await seen(now - 1_000)).map(({ mention }) => mention)).toEqual([closed, newer, older]);
    const open_ = await seen(now + 1_000);
    expect(open_.map(({ mention }) => mention)).toEqual([newer, older]);
    expect(open_[0]).toMatchObject({
      ref: refs[2],
      notes: [{ mention: newer, id: noteId(refs[2] ?? { channel: '', ts: '' }, '7.1') }],
    });
    expect(open_[1]?.notes).toEqual([]);
  });

  test('what was told, and up to when everything was read, outlives the process', async () => {
    expect(await notebook().isNews(`one ${kind}`)).toBe(true);
    expect(await notebook().isNews(`one ${kind}`)).toBe(false);
    expect(await notebook().isNews(`other ${kind}`)).toBe(true);
    await notebook().markRead(1_234);
    expect(await notebook().readThrough()).toBe(1_234);
  });
});
