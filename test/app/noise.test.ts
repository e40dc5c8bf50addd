/** What is kept off the desk: by a routing rule, or as its author is muted. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDesk } from '../../src/app/create-desk.ts';
import { createLogbook, type LoggedQuestion } from '../../src/app/logged.ts';
import { createTracker } from '../../src/app/track.ts';
import { objectionsTo } from '../../src/core/handbook-change.ts';
import type { LogReason } from '../../src/core/mention.ts';
import { aHandbook, type Name, PEOPLE } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { ANYTHING, type Intake, intakeInto, TOM } from '../support/intake.ts';

const DAY = 24 * 60 * 60_000;
const LIKE = { externalId: 'l-1', kind: 'like', text: '' } as const;

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

  const statusOf = async (mention: string) => (await intake.see(mention)).mention.status;
  const cardsOf = (mention: string) =>
    open.store.transaction((tx) => tx.surfaceMessages('card', mention));
  const happened = async (mention: string) =>
    (await open.store.history(mention, 0)).map(({ event }) => event.type);

  async function mute(mention: string, days = 7, who: Name = 'lena') {
    const until = intake.house.now() + days * DAY;
    return intake.do(mention, { type: 'mute', reason: 'Insults everybody.', until }, who);
  }

  /** What this person reads, of this test's own source. */
  async function read(who: Name, question: Partial<LoggedQuestion> = {}) {
    const page = await createLogbook(() => intake.house).read(PEOPLE[who], {
      ...{ words: '', page: 0, before: null },
      ...question,
    });
    const ids = (await intake.rows()).map(({ id }) => id);
    return { ...page, mine: page.lines.filter(({ card }) => ids.includes(card.mention)) };
  }

  const idsOf = (page: Awaited<ReturnType<typeof read>>) =>
    page.mine.map(({ card }) => card.mention);

  describe('what a rule logs', () => {
    test('has no owner and no card, and a lead brings it to the desk', async () => {
      const taken = await intake.take(LIKE);
      expect(taken.type).toBe('logged');
      const id = taken.mention ?? '';
      expect((await intake.see(id)).mention).toMatchObject({ status: 'logged', owner: null });
      expect(await cardsOf(id)).toEqual([]);
      await expect(intake.do(id, { type: 'restore' }, 'ana')).rejects.toThrow('Only a lead');
      await expect(intake.do(id, { type: 'claim' }, 'lena')).rejects.toThrow('/heed logged');
      await expect(intake.do(id, { type: 'escalate', reason: 'x' })).rejects.toThrow('logged');
      const after = await intake.do(id, { type: 'restore' }, 'lena');
      expect(after).toMatchObject({ status: 'unclaimed', logged: null, department: 'care' });
      expect(await cardsOf(id)).toHaveLength(1);
      expect(await intake.do(id, { type: 'restore' }, 'lena')).toEqual(after);
      await expect(intake.do(id, { type: 'restore' }, 'adam')).rejects.toThrow('already');
    });

    test('counts nowhere: not for its author, not as open work', async () => {
      const own = await intake.open({ externalId: 'c-1' });
      const logged = (await intake.take(LIKE)).mention ?? '';
      const { mention } = await intake.see(own);
      expect(await open.store.authorRecord(mention, 0, [])).toEqual({ others: [], times: 1 });
      const works = await open.store.transaction((tx) => tx.openMentions());
      expect(works.map(({ id }) => id)).not.toContain(logged);
      const handbook = aHandbook();
      const departments = handbook.departments.map((one) => ({ ...one, id: `new-${one.id}` }));
      const gone = { ...handbook, departments, people: [PEOPLE.adam] };
      const ofLog = works.filter(({ id }) => id === logged);
      expect(objectionsTo(gone, handbook, ofLog)).toEqual([]);
    });

    test('goes to the default department where its own is gone', async () => {
      const id = (await intake.take(LIKE)).mention ?? '';
      await open.query(`update mention set department = 'press' where id = '${id}'`);
      const after = await intake.do(id, { type: 'restore' }, 'adam');
      expect(after.department).toBe('care');
      expect(await cardsOf(id)).toHaveLength(1);
    });

    test('is edited and deleted as its source says, and its words are erased', async () => {
      const advert = { externalId: 'a-1', kind: 'advert', text: `Buy ${intake.word}!` };
      const id = (await intake.take(advert)).mention ?? '';
      await intake.take({ ...advert, text: `Sell ${intake.word}!`, editedAt: intake.house.now() });
      const left = () => open.query(`select text from content where mention = '${id}'`);
      expect(await left()).toEqual([{ text: `Sell ${intake.word}!` }]);
      await intake.take(advert, { deleted: true });
      expect(await left()).toEqual([]);
      expect(await statusOf(id)).toBe('logged');
      expect(await cardsOf(id)).toEqual([]);
      expect(idsOf(await read('ana'))).toEqual([id]);
    });

    test('comes to the desk with both messages when its author writes what belongs there', async () => {
      const id = (await intake.take(LIKE)).mention ?? '';
      await intake.take({ externalId: 'l-2', kind: 'repost', text: '', parentId: 'l-1' });
      expect(await statusOf(id)).toBe('logged');
      const post = { externalId: 'c-2', parentId: 'l-1', text: 'It arrived broken.' };
      expect(await intake.take(post)).toEqual({ type: 'joined', mention: id });
      const { mention } = await intake.see(id);
      expect(mention).toMatchObject({ status: 'unclaimed', category: 'complaint', floor: 1 });
      expect(mention.messages.map(({ externalId }) => externalId)).toEqual(['l-1', 'l-2', 'c-2']);
      expect(await cardsOf(id)).toHaveLength(1);
    });

    test('without a word disturbs no conversation, and with words wakes none', async () => {
      const id = await intake.open({ externalId: 'c-1' });
      await intake.answer(id);
      const like = await intake.take({ ...LIKE, parentId: 'c-1' });
      expect(like.type).toBe('logged');
      expect(like.mention).not.toBe(id);
      expect((await intake.see(id)).mention.messages).toHaveLength(2);
      const advert = { externalId: 'a-1', parentId: 'c-1', kind: 'advert', text: 'Buy!' };
      expect(await intake.take(advert)).toEqual({ type: 'joined', mention: id });
      expect(await statusOf(id)).toBe('answered');
      expect((await happened(id)).slice(-2)).toEqual(['message_received', 'not_woken']);
      await intake.take({ externalId: 'c-3', parentId: 'c-1', text: 'And my refund?' });
      expect(await statusOf(id)).toBe('claimed');
    });

    test('stays apart from a thread that turns out to be its own', async () => {
      const like = (await intake.take({ ...LIKE, parentId: 'c-9' })).mention ?? '';
      const own = await intake.open({ externalId: 'c-1' });
      await intake.take({ externalId: 'c-9', parentId: 'c-1' }, { author: TOM });
      expect([await statusOf(like), await statusOf(own)]).toEqual(['logged', 'unclaimed']);
      expect((await intake.see(own)).mention.messages).toHaveLength(1);
    });
  });

  describe('while an author is muted', () => {
    const post = (n: number, parentId: string | null = null) => ({
      externalId: `c-${n}`,
      parentId,
    });

    test('what they post is logged, and what others post is not', async () => {
      const first = await intake.open(post(1));
      await mute(first);
      const next = await intake.take(post(2));
      expect(next.type).toBe('logged');
      expect((await intake.see(next.mention ?? '')).mention.logged).toBe('muted');
      expect((await intake.take(post(3), { author: TOM })).type).toBe('opened');
      const elsewhere = intakeInto(open);
      expect((await elsewhere.take(post(4))).type).toBe('opened');
    });

    test('it ends by itself, and what they post then comes to the desk with what was logged', async () => {
      await mute(await intake.open(post(1)), 1);
      const logged = (await intake.take(post(2))).mention ?? '';
      intake.wait(DAY - 5_000);
      expect((await intake.take(post(3, 'c-2'))).type).toBe('logged');
      intake.wait(5_000);
      expect(await intake.take(post(4, 'c-2'))).toEqual({ type: 'joined', mention: logged });
      expect(await statusOf(logged)).toBe('unclaimed');
      expect((await intake.see(logged)).mention.messages).toHaveLength(3);
    });

    test('it wakes nothing that rests, and joins what somebody works on', async () => {
      const [dismissed, answered, claimed] = [
        await intake.open(post(1)),
        await intake.open(post(2)),
        await intake.open(post(3)),
      ];
      await intake.do(dismissed, { type: 'dismiss', reason: 'spam' });
      await intake.answer(answered);
      await intake.submit(claimed);
      await mute(dismissed);
      for (const n of [1, 2, 3]) await intake.take(post(n + 10, `c-${n}`));
      expect(await statusOf(dismissed)).toBe('dismissed');
      expect(await statusOf(answered)).toBe('answered');
      const { mention } = await intake.see(claimed);
      expect(mention).toMatchObject({
        status: 'claimed',
        draft: { hold: { type: 'wrote_again' } },
      });
      await intake.do(dismissed, { type: 'unmute' }, 'adam');
      await intake.take(post(21, 'c-1'));
      expect(await statusOf(dismissed)).toBe('unclaimed');
    });

    test('the card says so and offers to end it; muting again changes end and reason', async () => {
      const id = await intake.open(post(1));
      const look = async () => {
        const looked = await createDesk(intake.house).look(id, PEOPLE.lena);
        return looked.ok ? looked.glance.card : null;
      };
      expect((await look())?.actions).toContain('mute');
      expect((await look())?.actions).not.toContain('unmute');
      await mute(id);
      const until = intake.house.now() + DAY;
      await intake.do(id, { type: 'mute', reason: 'Threats.', until }, 'adam');
      expect((await look())?.mute).toEqual({ by: 'Adam', reason: 'Threats.', until });
      expect((await look())?.actions).toEqual(expect.arrayContaining(['mute', 'unmute']));
      await intake.do(id, { type: 'unmute' }, 'lena');
      expect((await look())?.mute).toBeNull();
      await expect(intake.do(id, { type: 'unmute' }, 'adam')).rejects.toThrow('not muted');
      expect((await intake.take(post(2))).type).toBe('opened');
    });

    test('the cards of their other mentions are drawn again', async () => {
      const [one, other] = [await intake.open(post(1)), await intake.open(post(2))];
      const [card] = await cardsOf(other);
      const ref = { channel: 'C1', ts: '1.1' };
      await open.store.updateSurfaceMessage(card?.id ?? '', { ref });
      const generation = async () =>
        (await open.query(`select generation from outbox where key = 'show:${card?.id}'`))[0];
      const before = Number((await generation())?.['generation']);
      await mute(one);
      expect(Number((await generation())?.['generation'])).toBe(before + 1);
    });
  });

  describe('the log', () => {
    const advert = (n: number, text = `Offer ${n}`) =>
      intake.take({ externalId: `a-${n}`, kind: 'advert', text });

    test('is read the newest first, ten a page, and does not move while it is read', async () => {
      const ids: string[] = [];
      for (let n = 1; n <= 12; n += 1) ids.push((await advert(n, intake.word)).mention ?? '');
      const first = await read('ana', { words: intake.word });
      expect(idsOf(first)).toEqual(ids.slice(2).toReversed());
      expect(first.hasOlder).toBe(true);
      await advert(13, intake.word);
      const second = await read('ana', { ...first.question, page: 1 });
      expect(idsOf(second)).toEqual(ids.slice(0, 2).toReversed());
      expect(second.hasOlder).toBe(false);
    });

    test('is searched by text and author, each word, whatever its capitals and signs', async () => {
      const one = (await advert(1, `100% ${intake.word}_Off`)).mention ?? '';
      const two = (await advert(2, `1000 ${intake.word} off`)).mention ?? '';
      const find = async (words: string) => idsOf(await read('ana', { words })).toSorted();
      expect(await find(intake.word.toUpperCase())).toEqual([one, two].toSorted());
      expect(await find(`${intake.word} 100%`)).toEqual([one]);
      expect(await find(`${intake.word}_off`)).toEqual([one]);
      expect(await find(`LERATO ${intake.word} 1000`)).toEqual([two]);
      expect(await find(`${intake.word} \\`)).toEqual([]);
      expect(await find(`${intake.word}\0 nobody`)).toEqual([]);
    });

    test('is each department’s own, and an admin’s as a whole; leads restore', async () => {
      const id = (await advert(1)).mention ?? '';
      await open.query(`update mention set department = 'deliveries' where id = '${id}'`);
      expect(idsOf(await read('ana'))).toEqual([]);
      const seenBy = async (who: Name) => (await read(who)).mine[0]?.card.actions;
      expect(await seenBy('dora')).toEqual(['open_post']);
      expect(await seenBy('dirk')).toEqual(['restore', 'open_post']);
      expect(await seenBy('adam')).toEqual(['restore', 'open_post']);
      await intake.do(id, { type: 'restore' }, 'dirk');
      expect(idsOf(await read('adam'))).toEqual([]);
    });

    test('counts the last seven days by reason and kind, and lists standing mutes', async () => {
      const mine = intakeInto(open);
      const count = async (because: LogReason, kind: string) => {
        const { lately } = await createLogbook(() => mine.house).read(PEOPLE.adam, {
          ...{ words: '', page: 0, before: null },
        });
        const found = lately.find((one) => one.because === because && one.kind === kind);
        return found?.count ?? 0;
      };
      mine.wait(400 * DAY);
      expect(await count('rule', 'repost')).toBe(0);
      await mine.take({ externalId: 'r-1', kind: 'repost', text: '' });
      mine.wait(8 * DAY);
      for (const n of [2, 3]) await mine.take({ externalId: `r-${n}`, kind: 'repost', text: '' });
      expect(await count('rule', 'repost')).toBe(2);
      const first = await mine.open({ externalId: 'c-1' }, { author: TOM });
      const until = mine.house.now() + DAY;
      await mine.do(first, { type: 'mute', reason: 'Insults.', until }, 'lena');
      await mine.take({ externalId: 'c-2' }, { author: TOM });
      expect(await count('muted', 'comment')).toBe(1);
      const mutesFor = async (who: Name) => {
        const question = { words: '', page: 0, before: null };
        const { mutes } = await createLogbook(() => mine.house).read(PEOPLE[who], question);
        return mutes.map(({ name, by, reason, mayEnd }) => ({ name, by, reason, mayEnd }));
      };
      const toms = { name: 'Tom Adler', by: 'Lena', reason: 'Insults.' };
      expect(await mutesFor('lena')).toEqual([{ ...toms, mayEnd: true }]);
      expect(await mutesFor('ana')).toEqual([{ ...toms, mayEnd: false }]);
      expect(await mutesFor('dirk')).toEqual([]);
      mine.wait(DAY);
      expect(await mutesFor('lena')).toEqual([]);
    });
  });

  describe('what a rule calls sensitive', () => {
    const WORD = 'harassed';
    const desk = { channel: { slack: 'care-private' }, owners: [PEOPLE.rita.email] };

    beforeEach(() => {
      const handbook = intake.house.handbook();
      const rule = { ...ANYTHING, words: [WORD], sensitive: true };
      intake.follow({ ...handbook, sensitive: desk, routing: [...handbook.routing, rule] });
    });

    test('goes to its private desk, whatever a rule or a mute would keep off the desk', async () => {
      const repost = { ...LIKE, externalId: 'r-1', text: `I was ${WORD} there.` };
      const taken = await intake.take(repost);
      expect(taken.type).toBe('opened');
      expect((await intake.see(taken.mention ?? '')).mention).toMatchObject({ sensitive: true });
      const ordinary = await intake.open({ externalId: 'c-8' });
      await mute(ordinary);
      const muted = await intake.take({ externalId: 'c-9', text: `${WORD} again` });
      expect(muted.type).toBe('opened');
      expect(idsOf(await read('adam'))).toEqual([]);
    });

    test('takes what was logged along to the private desk', async () => {
      const id = (await intake.take(LIKE)).mention ?? '';
      await intake.take({ externalId: 'c-2', parentId: LIKE.externalId, text: `${WORD}!` });
      expect((await intake.see(id)).mention).toMatchObject({
        status: 'unclaimed',
        sensitive: true,
      });
    });

    test('tells of a mute that was set on it no more than that it stands', async () => {
      const id = await intake.open({ externalId: 'c-1', text: `I was ${WORD}.` });
      const other = await intake.open({ externalId: 'c-2' });
      const until = intake.house.now() + DAY;
      const desks = intake.house.handbook();
      intake.follow({ ...desks, sensitive: { ...desk, owners: [PEOPLE.lena.email] } });
      await intake.do(id, { type: 'mute', reason: `Says she was ${WORD}.`, until }, 'lena');
      const seen = await createDesk(intake.house).look(other, PEOPLE.ana);
      expect(seen).toMatchObject({ glance: { card: { mute: { reason: null } } } });
      const { mutes } = await read('adam');
      expect(mutes.map(({ mention }) => mention)).not.toContain(id);
    });
  });

  test('whoever adds by hand what is logged learns that it is', async () => {
    const link = `https://acme.example/${intake.word}`;
    await intake.take({ ...LIKE, link });
    const known = await createTracker(() => intake.house, 'slack').find(link, PEOPLE.sam);
    expect(known).toMatchObject({ card: null, logged: true });
  });
});
