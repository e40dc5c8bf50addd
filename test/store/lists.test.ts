import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { healthOf } from '../../src/app/health.ts';
import type { EffectRequest } from '../../src/app/outbox-port.ts';
import { overviewOf } from '../../src/app/overview.ts';
import type { Shelf } from '../../src/core/overview.ts';
import { type Name, NOON, PEOPLE } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto } from '../support/intake.ts';
import { listsOver } from '../support/memory-lists.ts';

const PLACE = { surface: 'slack', tenant: 'T1' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const refsOn = (shelf: Shelf | null) => (shelf?.lines ?? []).map(({ card }) => card.ref);
const idsOn = (shelf: Shelf | null) => (shelf?.lines ?? []).map(({ card }) => card.mention);

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  beforeAll(async () => {
    open = await openTestStore(kind);
    intake = intakeInto(open);
  });
  afterAll(() => open.close());

  const overview = (name: Name) => overviewOf(intake.house, PEOPLE[name], PLACE);

  /** Posted so long before noon, by somebody of its own. */
  function post(agoMs: number, text = 'My parcel arrived broken.'): Promise<string> {
    const author = { externalId: randomUUID(), handle: 'x', name: 'Lerato M.', followers: null };
    const given = { externalId: randomUUID(), text, postedAt: NOON - agoMs };
    return intake.open(given, { author });
  }

  async function give(mention: string, refs: { channel: string; ts: string }): Promise<void> {
    const key = { ...PLACE, kind: 'card', subject: mention, placement: 1, place: '#care' } as const;
    const card = await open.store.transaction((tx) => tx.ensureSurfaceMessage(key, 0));
    await open.store.updateSurfaceMessage(card.id, { ref: refs });
  }

  test('the lists are what the rules say, the longest waiting first', async () => {
    const [late, early, middle] = [
      await post(1 * HOUR),
      await post(3 * HOUR),
      await post(2 * HOUR),
    ];
    const mine = await post(9 * HOUR);
    const inReview = await post(8 * HOUR);
    const dismissed = await post(7 * HOUR);
    await intake.do(mine, { type: 'claim' });
    await intake.submit(inReview);
    await intake.do(dismissed, { type: 'claim' });
    await intake.do(dismissed, { type: 'dismiss', reason: 'spam' });
    await give(early, { channel: 'C1', ts: '1.000002' });

    const sams = await overview('sam');
    expect(idsOn(sams.unclaimed)).toEqual([early, middle, late]);
    expect(sams.unclaimed.lines.map(({ standsAt }) => standsAt)).toEqual([
      { channel: 'C1', ts: '1.000002' },
      null,
      null,
    ]);
    // His turn first, then what others have to do.
    expect(idsOn(sams.mine)).toEqual([mine, inReview]);
    expect(sams.review).toBeNull();
    expect(sams.health).toBeNull();
    expect(idsOn((await overview('rita')).review)).toEqual([inReview]);
    expect((await overview('dora')).unclaimed).toEqual({ lines: [], more: 0, counted: true });
    expect(idsOn((await overview('adam')).unclaimed)).toEqual([early, middle, late]);

    const all = await open.store.readMentions([late, early, middle, mine, inReview, dismissed]);
    const memory = listsOver(
      () => all.map((loaded) => ({ ...loaded, standsAt: null })),
      intake.house.handbook(),
    );
    for (const name of ['tumi', 'sam', 'rita', 'lena', 'adam', 'dora'] as const) {
      const [stored, expected] = [await overview(name), memory.overview(PEOPLE[name])];
      expect(refsOn(stored.mine).toSorted()).toEqual(refsOn(expected.mine).toSorted());
      expect(refsOn(stored.review)).toEqual(refsOn(expected.review));
      expect(refsOn(stored.unclaimed)).toEqual(refsOn(expected.unclaimed));
    }
  });

  test('a line moves when somebody claims it, and says what they wrote last', async () => {
    const id = await post(30 * MINUTE, 'Where is my vase?');
    await intake.do(id, { type: 'claim' }, 'ana');
    const line = (await overview('ana')).mine.lines.find(({ card }) => card.mention === id);
    expect(line?.card).toMatchObject({
      author: { name: 'Lerato M.' },
      actions: ['reply', 'release'],
    });
    expect(line?.card.exchange.at(-1)?.text).toBe('Where is my vase?');
    expect(idsOn((await overview('sam')).unclaimed)).not.toContain(id);
  });

  test('an answered mention is on no list of what is in hand', async () => {
    const id = await post(50 * HOUR);
    const first = await overview('sam');
    expect(idsOn(first.unclaimed)[0]).toBe(id);
    await intake.do(id, { type: 'claim' }, 'ravi');
    await intake.do(id, { type: 'answered_elsewhere', link: 'https://acme.example/a' }, 'ravi');
    expect(idsOn((await overview('ravi')).mine)).toEqual([]);
    const [row] = await open.query(`select extract(epoch from waiting_since) * 1000 as at
      from mention where id = '${id}'`);
    expect(Number(row?.['at'])).toBe(NOON - 50 * HOUR);
  });

  test('more than fits is counted, and the oldest are shown', async () => {
    const before = idsOn((await overview('lena')).unclaimed).length;
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1) ids.push(await post(100 * HOUR - n * MINUTE));
    const { unclaimed } = await overview('lena');
    expect(idsOn(unclaimed)).toEqual(ids.slice(0, 15));
    expect(unclaimed).toMatchObject({ more: before + 5, counted: true });
  });

  test('several mentions come back as one by one, in the order asked for', async () => {
    const ids = [await post(HOUR), await post(HOUR), await post(HOUR)];
    await intake.submit(ids[1] ?? '');
    const together = await open.store.readMentions([
      ids[2] ?? '',
      'nobody',
      ids[1] ?? '',
      ids[0] ?? '',
    ]);
    const alone = await Promise.all([2, 1, 0].map((n) => open.store.readMention(ids[n] ?? '')));
    expect(together).toEqual(alone);
    expect(await open.store.readMentions([])).toEqual([]);
  });

  test('admins see which source and which place is in trouble, and why', async () => {
    expect((await healthOf(intake.house)).elsewhere).toEqual([]);
    const { sources } = await healthOf(intake.house);
    const [source] = sources;
    expect(source).toMatchObject({ canReply: expect.any(Boolean), trouble: [] });
    await enqueue({ key: 'p-1', kind: 'publish', lane: `source:${source?.id}`, parent: 'sources' });
    await finish('p-1', {
      type: 'again',
      at: NOON + HOUR,
      failure: 'it answers 503',
      rests: 'effect',
    });
    await enqueue({ key: 's-1', lane: 'slack:T1:#care', parent: 'slack:T1' });
    await finish('s-1', {
      type: 'blocked',
      scope: 'lane',
      error: 'no such channel',
      at: NOON + HOUR,
    });
    await enqueue({ key: 's-2', lane: 'slack:T1:@sam@acme.example', parent: 'slack:T1' });
    await finish('s-2', { type: 'dead', error: 'nobody there' });
    const health = await healthOf(intake.house);
    expect(health.sources[0]?.trouble).toEqual(['Replies: 1 is tried again. it answers 503']);
    expect(health.elsewhere).toEqual([
      '#care: held back until it is mended. no such channel',
      'Messages to sam@acme.example: 1 is given up. nobody there',
    ]);
    expect((await overview('adam')).health).toEqual(health);
    expect((await overview('lena')).health).toBeNull();
  });

  async function enqueue(request: Partial<EffectRequest>): Promise<void> {
    const usual = {
      key: '',
      kind: 'show',
      target: 'x',
      lane: '',
      parent: '',
      rank: 0,
      dueAt: 0,
    } as const;
    await open.store.transaction((tx) => tx.enqueue([{ ...usual, ...request }]));
  }

  async function finish(
    key: string,
    result: Parameters<TestStore['outbox']['finish']>[1],
  ): Promise<void> {
    for (;;) {
      const claimed = await open.outbox.claim(NOON, 60_000);
      if (claimed === null) throw new Error(`nobody can claim ${key}`);
      const end = claimed.key === key ? result : ({ type: 'done' } as const);
      await open.outbox.finish(claimed, end, NOON);
      if (claimed.key === key) return;
    }
  }
});
