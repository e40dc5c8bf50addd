/** A channel's new messages and its standing cards do not wait for each other. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { healthOf } from '../../src/app/health.ts';
import { whereOf } from '../../src/app/outbox-rows.ts';
import { perform } from '../../src/app/perform.ts';
import { requestRedraw } from '../../src/app/requests.ts';
import { type Surface, SurfaceFault } from '../../src/app/surface-port.ts';
import { tick } from '../../src/app/tick.ts';
import { aHandbook } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { aDraftsman } from '../support/draftsman.ts';
import { type Intake, intakeInto, TOM } from '../support/intake.ts';

const MINUTE = 60_000;

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  const draftsman = aDraftsman();
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());
  beforeEach(async () => {
    intake = intakeInto(open);
    await open.query('delete from outbox');
    await open.query('delete from lane');
  });

  /** The lanes of what waits, by kind. */
  async function lanes(): Promise<Readonly<Record<string, string>>> {
    const rows = await open.query('select kind, lane from outbox');
    return Object.fromEntries(rows.map(({ kind: of, lane }) => [String(of), String(lane)]));
  }

  async function standing(mention: string, ts: string): Promise<void> {
    const cards = await open.store.transaction((tx) => tx.surfaceMessages('card', mention));
    const ref = { channel: 'C1', ts };
    for (const { id } of cards) await open.store.updateSurfaceMessage(id, { ref });
    await open.query('delete from outbox');
  }

  test('a new card waits with its thread, and is drawn anew beside the channel', async () => {
    const mention = await intake.open();
    const fresh = await lanes();
    expect(fresh['show']).toMatch(/^slack:T1:#/u);
    expect(fresh['story']).toBe(fresh['show']);
    await standing(mention, '1.000001');
    await intake.do(mention, { type: 'claim' });
    const redrawn = await lanes();
    expect(redrawn['story']).toBe(fresh['story']);
    expect(redrawn['show']).not.toBe(fresh['show']);
    expect(whereOf(redrawn['show'] ?? '')).toBe(fresh['show']);
  });

  test('the card that somebody pressed on does not give way, the others of its author do', async () => {
    const [first, second] = [
      await intake.open(),
      await intake.open({ externalId: 'beside', text: 'And this?' }),
    ];
    await standing(first, '4.000001');
    await standing(second, '4.000002');
    await intake.do(first, { type: 'claim' });
    expect(await drawn()).toEqual({ '4.000001': false, '4.000002': true });
    // Nor does it where the customer wrote again.
    await intake.take({ externalId: 'again', parentId: 'c-1', text: 'Hello?' });
    expect(await drawn()).toMatchObject({ '4.000001': false });
  });

  test('of what the clock brings, the cards give way to whoever is to hear of it', async () => {
    const handbook = aHandbook({ sha: 'hasty' });
    const sla = { ...handbook.sla, targets: { first_reply_time: 60 * MINUTE } };
    intake.follow({ ...handbook, sla });
    const hold = async (externalId: string, ts: string) => {
      const mention = await intake.open({ externalId, postedAt: intake.house.now() });
      await intake.do(mention, { type: 'claim' });
      await standing(mention, ts);
    };
    await hold('first', '5.000001');
    intake.wait(5 * MINUTE);
    await hold('second', '5.000002');
    intake.wait(26 * MINUTE);
    await tick(intake.house);
    expect(await drawn()).toEqual({ '5.000001': true });
    intake.wait(5 * MINUTE);
    await tick(intake.house);
    const { '5.000002': card, ...reminder } = await drawn();
    expect([card, Object.values(reminder)]).toEqual([true, [false]]);
  });

  test.each([
    { minutes: 29, gives: true },
    { minutes: 31, gives: false },
  ])('$minutes minutes after the clock changed it, a card gives way: $gives', async (row) => {
    const handbook = aHandbook({ sha: 'hasty' });
    const sla = { ...handbook.sla, targets: { first_reply_time: 60 * MINUTE } };
    intake.follow({ ...handbook, sla });
    const mention = await intake.open({ postedAt: intake.house.now() });
    await intake.do(mention, { type: 'claim' });
    await standing(mention, '6.000001');
    intake.wait(31 * MINUTE);
    await tick(intake.house);
    intake.wait(row.minutes * MINUTE);
    expect(await drawn()).toMatchObject({ '6.000001': row.gives });
  });

  test('where there is no turn for one that gives way, the others do not ask, and a press does', async () => {
    const stands = new Map<string, string>();
    for (let n = 0; n < 12; n += 1) {
      const author = { ...TOM, externalId: `u-waits-${n}` };
      const mention = await intake.open({ externalId: `waits-${n}` }, { author });
      stands.set(mention, `7.0000${n}`);
      await standing(mention, `7.0000${n}`);
    }
    for (const mention of stands.keys())
      await requestRedraw(open.store, mention, intake.house.now());
    const asked: string[] = [];
    const spent: Surface['update'] = async ({ ts }, _rendered, mayWait) => {
      asked.push(ts);
      const kind = { type: 'again', afterMs: 1_300, scope: 'effect' } as const;
      if (mayWait) throw new SurfaceFault('the budget is spent', kind);
    };
    const lanesOf = await open.query("select distinct lane from outbox where kind = 'show'");
    await performAll(spent);
    expect(asked).toHaveLength(lanesOf.length);
    asked.length = 0;
    const [pressed = ''] = stands.keys();
    await intake.do(pressed, { type: 'claim' });
    await performAll(spent);
    expect(asked).toEqual([stands.get(pressed)]);
    intake.wait(1_300);
    expect(Object.keys(await drawn())).toHaveLength(11);
  });

  /** Performs all that waits: the cards that were drawn, by place, and whether they gave way. */
  async function drawn(): Promise<Readonly<Record<string, boolean>>> {
    const gaveWay = new Map<string, boolean>();
    await performAll(async ({ ts }, _rendered, mayWait) => void gaveWay.set(ts, mayWait));
    return Object.fromEntries(gaveWay);
  }

  async function performAll(update: Surface['update']): Promise<void> {
    const surface: Surface = {
      ...draftsman.surface,
      update,
      postLine: async () => undefined,
    };
    const { house } = intake;
    const performer = { ...house, surfaces: () => [surface], sources: () => null };
    for (;;) {
      const effect = await open.outbox.claim(house.now(), 60_000);
      if (effect === null) return;
      await open.outbox.finish(effect, await perform(performer, effect), house.now());
    }
  }

  test('many cards of a channel share a few lanes', async () => {
    const used = new Set<string>();
    for (let n = 0; n < 24; n += 1) {
      const author = { ...TOM, externalId: `u-many-${n}` };
      const mention = await intake.open({ externalId: `many-${n}` }, { author });
      await standing(mention, `2.0000${n}`);
      await intake.do(mention, { type: 'claim' });
      const rows = await open.query("select lane from outbox where kind = 'show'");
      for (const { lane } of rows) used.add(String(lane));
    }
    expect(used.size).toBeGreaterThan(1);
    expect(used.size).toBeLessThanOrEqual(4);
  });

  test('an admin hears once of a channel whose lanes all fail, or are blocked', async () => {
    const mention = await intake.open();
    const fresh = await lanes();
    await standing(mention, '3.000001');
    await intake.do(mention, { type: 'claim' });
    const channel = fresh['show']?.split(':').at(-1) ?? '';
    const elsewhere = async () => (await healthOf(intake.house)).elsewhere;
    await open.query("update outbox set attempts = 1, error = 'No answer.'");
    expect(Object.keys(await lanes())).toEqual(expect.arrayContaining(['show', 'story']));
    expect(await elsewhere()).toEqual([`${channel}: 2 are tried again. No answer.`]);
    await open.query('update outbox set attempts = 0, error = null');
    await open.query("update lane set blocked = 'The channel is archived.'");
    expect(await elsewhere()).toEqual([
      `${channel}: held back until it is mended. The channel is archived.`,
    ]);
  });
});
