/** What the database and the outbox make of what is sensitive. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDesk } from '../../src/app/create-desk.ts';
import { followHandbook } from '../../src/app/new-handbook.ts';
import { createLists, overviewOf } from '../../src/app/overview.ts';
import { show } from '../../src/app/show.ts';
import { type Surface, SurfaceFault, type View } from '../../src/app/surface-port.ts';
import { tellStory } from '../../src/app/tell.ts';
import { createTracker } from '../../src/app/track.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { type Name, PEOPLE, withDesk } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

const PLACE = { surface: 'slack', tenant: 'T1' };

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  let usual: Handbook;
  let stage: Stage;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());
  beforeEach(() => {
    intake = intakeInto(open);
    usual = intake.house.handbook();
    intake.follow(withDesk(usual, ['ana', 'rita', 'dirk']));
    stage = aStage(intake, open);
  });

  const SENSITIVE = { type: 'make_sensitive' } as const;

  /** Asked for a review twice, called for, then made sensitive. */
  async function moved(): Promise<string> {
    const id = await intake.open({ text: `The ${intake.word} is broken.` });
    await intake.submit(id, 'One answer.');
    await intake.submit(id, 'A better answer.');
    await intake.do(id, { type: 'escalate', reason: 'A lawyer.' });
    await stage.drawAll(id);
    await intake.do(id, SENSITIVE, 'tumi');
    return id;
  }

  test('every message about it is drawn again, and says to others only that it moved', async () => {
    const id = await moved();
    const { ref, placement } = (await intake.see(id)).mention;
    const drawn = await stage.drawAll(id);
    const others = drawn.filter(({ place }) => !['#private', ...to('ana', 'rita')].includes(place));
    expect(others.map(({ message }) => message.kind)).toEqual(
      expect.arrayContaining(['card', 'review', 'call']),
    );
    for (const { view } of others) expect(view).toEqual({ type: 'moved', ref });
    const asked = drawn.filter(({ place }) => place === '@rita@acme.example');
    expect(asked.map(({ view }) => view.type)).toEqual(['review', 'review']);
    const whole = drawn.find(({ place }) => place === '#private');
    expect(whole?.view).toMatchObject({ type: 'card', card: { sensitive: true } });
    expect(placement).toBe(2);
    // The outbox knew of all of them.
    for (const { message } of drawn) expect(await stage.isQueued(message.id)).toBe(true);
  });

  test('the old thread loses its lines, and gets no new ones', async () => {
    const id = await moved();
    const old = (await stage.messages(id)).find(({ place }) => place === '#care');
    if (old === undefined) throw new Error('no card in Care');
    await stage.forgetQueue();
    await show(intake.house, stage.surface, old);
    // A line of it may be under way: the clearing waits its turn.
    expect(stage.cleared).toEqual([]);
    expect(await stage.isQueued(old.id, 'story')).toBe(true);
    expect(await tellStory(intake.house, stage.surface, old)).toBe('told');
    expect(stage.cleared).toEqual([old.id]);
    await intake.do(id, { type: 'claim' }, 'ana');
    expect(await tellStory(intake.house, stage.surface, old)).toBe('told');
    expect(stage.lines).toEqual([]);
  });

  test('where somebody deleted the old card, the lines go too', async () => {
    const id = await moved();
    const old = (await stage.messages(id)).find(({ place }) => place === '#care');
    if (old === undefined) throw new Error('no card in Care');
    await stage.forgetQueue();
    const gone: Surface = {
      ...stage.surface,
      update: () => Promise.reject(new SurfaceFault('gone', { type: 'gone' })),
    };
    await show(intake.house, gone, old);
    expect(await stage.isQueued(old.id, 'story')).toBe(true);
    const [still] = (await stage.messages(id)).filter(({ place }) => place === '#care');
    if (still === undefined) throw new Error('no card in Care');
    await tellStory(intake.house, stage.surface, still);
    expect(stage.cleared).toEqual([old.id]);
  });

  test('lists show it to those who are named, in whichever department they are', async () => {
    const id = await intake.open({ postedAt: 1 });
    const other = await intake.open({ externalId: 'c-2', text: 'And this?', postedAt: 2 });
    await intake.do(id, SENSITIVE);
    const onHome = async (who: Name) => {
      const { unclaimed } = await overviewOf(intake.house, PEOPLE[who], PLACE);
      return unclaimed.lines
        .map(({ card }) => card.mention)
        .filter((one) => [id, other].includes(one));
    };
    expect(await onHome('ana')).toEqual([id, other]);
    expect(await onHome('dirk')).toEqual([id]);
    expect(await onHome('adam')).toEqual([other]);
    const lists = createLists(() => intake.house);
    const queue = await lists.queue(['care'], PEOPLE.lena, PLACE);
    expect(queue.unclaimed.lines.map(({ card }) => card.mention)).not.toContain(id);
  });

  test('cards of the same author count and name it only where the same people read', async () => {
    const id = await moved();
    const beside = await intake.open({ externalId: 'c-2', text: 'How much is it?' });
    const closed = await intake.open({ externalId: 'c-3', text: 'And this?' });
    await intake.do(closed, { type: 'dismiss', reason: 'spam' });
    expect(await stage.card(beside)).toMatchObject({ others: [{ mention: closed }], times: 2 });
    expect(await stage.card(id)).toMatchObject({
      others: [{ mention: beside }, { mention: closed }],
      times: 3,
    });
    await intake.do(beside, SENSITIVE);
    expect(await stage.card(id)).toMatchObject({
      others: [{ mention: beside }, { mention: closed }],
    });
  });

  test('when it is made sensitive, closed cards of its author and Home tabs are drawn again', async () => {
    const id = await intake.open();
    const closed = await intake.open({ externalId: 'c-3', text: 'And this?' });
    await intake.do(closed, { type: 'dismiss', reason: 'spam' });
    await stage.drawAll(closed);
    const home = await stage.openHome('lena');
    await stage.forgetQueue();
    await intake.do(id, SENSITIVE);
    const [card] = await stage.messages(closed);
    expect(await stage.isQueued(card?.id ?? '')).toBe(true);
    expect(await stage.isQueued(home)).toBe(true);
  });

  test('its link is known to others as nothing but known, and a look tells them nothing', async () => {
    const link = `https://acme.example/${intake.word}`;
    const id = await intake.open({ link });
    await intake.do(id, SENSITIVE);
    const tracker = createTracker(() => intake.house, 'slack');
    expect(await tracker.find(link, PEOPLE.lena)).toEqual({ type: 'hidden' });
    expect(await tracker.find(link, PEOPLE.dirk)).toMatchObject({ type: 'seen' });
    const desk = createDesk(intake.house);
    expect(await desk.look(id, PEOPLE.adam)).toMatchObject({ ok: false });
    const refused = await desk.handle(
      id,
      { type: 'claim' },
      { type: 'person', person: PEOPLE.adam },
    );
    expect(refused).toMatchObject({ ok: false, glance: null });
    expect(await desk.look(id, PEOPLE.ana)).toMatchObject({ ok: true });
  });

  test('what a person adds by hand is sensitive where a rule says so', async () => {
    const routing = usual.routing.map((rule) => ({ ...rule, words: ['bullied'], sensitive: true }));
    intake.follow(withDesk({ ...usual, routing }, ['ana']));
    const sighting = { link: `https://x.example/${intake.word}`, author: 'Tom', category: null };
    const tracker = createTracker(() => intake.house, 'slack');
    const text = 'I was bullied.';
    const tracked = await tracker.track({ ...sighting, text, department: 'care' }, PEOPLE.sam);
    expect(tracked).toMatchObject({ type: 'added', mention: { sensitive: true } });
  });

  test('another handbook releases what somebody has who is not named any more', async () => {
    const id = await intake.open();
    await intake.do(id, { type: 'claim' }, 'ana');
    await intake.do(id, SENSITIVE, 'ana');
    intake.follow(withDesk(usual, ['rita']));
    await open.store.transaction((tx) => tx.activateHandbook(intake.word, '', 1));
    await followHandbook(intake.house);
    expect((await intake.see(id)).mention).toMatchObject({ status: 'unclaimed', sensitive: true });
  });

  test('who writes again where nobody is named any more is told to the admins by its reference', async () => {
    const id = await intake.open();
    await intake.do(id, SENSITIVE);
    intake.follow(usual);
    await intake.take({ externalId: 'c-2', parentId: 'c-1', text: 'Hello?' });
    const { ref } = (await intake.see(id)).mention;
    const told = await open.query(
      `select value from setting where key like 'notice:unseen:${id}%'`,
    );
    expect(String(told[0]?.['value'])).toContain(`${ref} is sensitive`);
    expect(String(told[0]?.['value'])).not.toContain('Lerato');
  });

  test('it is not joined to what others read, but what others read is joined to it', async () => {
    const late = { externalId: 'late', parentId: 'root' };
    const root = await intake.open({ externalId: 'root', text: 'It began here.' });
    const id = await intake.open({ externalId: 'early', parentId: 'late' });
    await intake.do(id, SENSITIVE);
    await intake.take(late);
    const [hidden, plain] = [await intake.see(id), await intake.see(root)];
    expect(hidden.mention.messages.map(({ externalId }) => externalId)).toContain('root');
    expect(plain.mention.messages).toEqual([]);
    expect(await stage.viewOf(root)).toEqual({ type: 'moved', ref: plain.mention.ref });
  });

  function to(...names: Name[]): readonly string[] {
    return names.map((name) => `@${PEOPLE[name].email}`);
  }
});

interface Stage extends ReturnType<typeof aStage> {}

/** A surface on which all messages stand, with a note of what was drawn there. */
function aStage(intake: Intake, open: TestStore) {
  const { house } = intake;
  const { store } = house;
  const views: View[] = [];
  const cleared: string[] = [];
  const lines: number[] = [];
  let posted = 0;
  const surface: Surface = {
    ...PLACE,
    name: PLACE.surface,
    async render(view) {
      views.push(view);
      return { hash: JSON.stringify(view), payload: view, confidential: false };
    },
    async post(place) {
      posted += 1;
      return { channel: `C${place}`, ts: `${posted}` };
    },
    update: async () => undefined,
    find: async () => [],
    publish: async () => undefined,
    remove: async () => undefined,
    postLine: async (_parent, { seq }) => {
      lines.push(seq);
    },
    findLines: async () => [],
    membersOf: async () => [],
    clearLines: async (_parent, message) => {
      cleared.push(message);
    },
  };
  const messages = (id: string) => store.transaction((tx) => tx.messagesAbout(id));

  async function drawAll(id: string) {
    const drawn = [];
    for (const message of await messages(id)) {
      await show(house, surface, message);
      const view = views.at(-1);
      if (view !== undefined) drawn.push({ message, place: message.place, view });
    }
    return drawn;
  }

  async function viewOf(id: string): Promise<View | undefined> {
    await drawAll(id);
    return views.at(-1);
  }

  return {
    surface,
    cleared,
    lines,
    messages,
    drawAll,
    viewOf,
    async card(id: string) {
      const drawn = await drawAll(id);
      const whole = drawn.find(({ view }) => view.type === 'card')?.view;
      if (whole?.type !== 'card') throw new Error('no card');
      return whole.card;
    },
    async openHome(who: Name) {
      const { email } = PEOPLE[who];
      const key = {
        ...PLACE,
        kind: 'home',
        subject: email,
        placement: 0,
        place: `@${email}`,
      } as const;
      const home = await store.transaction((tx) => tx.ensureSurfaceMessage(key, 0));
      await store.updateSurfaceMessage(home.id, { hash: 'drawn' });
      return home.id;
    },
    async isQueued(message: string, kind = 'show') {
      const rows = await open.query(`select 1 from outbox where key = '${kind}:${message}'`);
      return rows.length > 0;
    },
    forgetQueue: () => open.query('delete from outbox'),
  };
}
