/** The switch that stops all publishing, and what waits behind it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDesk } from '../../src/app/create-desk.ts';
import type { EffectResult } from '../../src/app/outbox-port.ts';
import { startPaused } from '../../src/app/pause.ts';
import { publish } from '../../src/app/publish.ts';
import type { Source } from '../../src/app/source-port.ts';
import { type Name, PEOPLE, without } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto, versionOf } from '../support/intake.ts';
import { until } from '../support/until.ts';

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  let said: string[];
  let source: Source;

  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());
  beforeEach(async () => {
    intake = intakeInto(open);
    said = [];
    source = {
      id: 'website',
      network: 'webhook',
      replyLength: 500,
      canReply: true,
      repeatable: true,
      async publish({ text }) {
        said.push(text);
        return { type: 'done', externalId: null, link: null };
      },
    };
    await open.store.writeSetting('publishing.paused', '');
  });

  const desk = () => createDesk(intake.house);
  const pause = (who: Name = 'lena') => desk().pause(PEOPLE[who]);
  const resume = (who: Name = 'lena') => desk().resume(PEOPLE[who]);

  /** A reply whose undo window is over. */
  async function aReply(): Promise<{ mention: string; version: string }> {
    const mention = await intake.open({ text: 'How much is it?' });
    const version = versionOf(await intake.submit(mention, 'Twelve pounds.'));
    intake.wait(60_000);
    return { mention, version };
  }

  const send = (version: string): Promise<EffectResult> =>
    publish(intake.house, () => source, version);

  test('nothing is sent while it is paused, and all of it once it is resumed', async () => {
    const { mention, version } = await aReply();
    expect(await pause()).toMatchObject({ ok: true });
    expect(await send(version)).toMatchObject({ type: 'again', failure: null });
    expect(said).toEqual([]);
    expect((await intake.see(mention)).mention.status).toBe('scheduled');
    expect(await resume()).toMatchObject({ ok: true });
    expect(await send(version)).toEqual({ type: 'done' });
    expect(said).toEqual(['Twelve pounds.']);
  });

  test('the card that waits says so at once, whatever else is to be drawn', async () => {
    const { mention } = await aReply();
    const [card] = await open.store.transaction((tx) => tx.surfaceMessages('card', mention));
    const id = card?.id ?? '';
    await open.store.updateSurfaceMessage(id, { ref: { channel: 'C1', ts: '1.000001' } });
    await open.query('delete from outbox');
    await pause();
    const [row] = await open.query(`select rank from outbox where key = 'show:${id}'`);
    expect(new Date(String(row?.['rank'])).getTime()).toBe(intake.house.now());
  });

  test('of two leads who turn it at once one does, and the other hears so', async () => {
    const outcomes = async (both: Promise<{ ok: boolean; sentence: string }>[]) =>
      (await Promise.all(both)).map(({ ok }) => ok).sort();
    expect(await outcomes([pause('lena'), pause('dirk')])).toEqual([false, true]);
    expect(await outcomes([resume('lena'), resume('dirk')])).toEqual([false, true]);
  });

  // The embedded database does one thing after the other by itself.
  if (kind === 'postgres') {
    test('it is said to be paused once no call begins any more', async () => {
      const { version } = await aReply();
      const { promise: lookedAt, resolve: look } = Promise.withResolvers<void>();
      const { promise: goesOn, resolve: goOn } = Promise.withResolvers<void>();
      const house: typeof intake.house = {
        ...intake.house,
        async deciding(tx) {
          look();
          await goesOn;
          return intake.house.deciding(tx);
        },
      };
      const sending = publish(house, () => source, version);
      await lookedAt;
      const order: string[] = [];
      const pausing = pause().then(() => order.push('paused'));
      await until('the pause to wait', async () => {
        const [row] = await open.query(
          `select count(*) from pg_locks join pg_database on pg_locks.database = pg_database.oid
          where datname = current_database() and locktype = 'advisory' and not granted`,
        );
        return Number(row?.['count']) > 0;
      });
      goOn();
      await Promise.all([sending.then(() => order.push('sent')), pausing]);
      expect(said).toEqual(['Twelve pounds.']);
      expect(order).toContain('paused');
    });
  }

  test('a reply that was tried in vain is not tried again while it is paused', async () => {
    const { version } = await aReply();
    const answers = source.publish;
    source = { ...source, publish: async () => ({ type: 'unknown', reason: 'no answer' }) };
    expect(await send(version)).toMatchObject({ type: 'again', failure: 'no answer' });
    source = { ...source, publish: answers };
    await pause();
    expect(await send(version)).toMatchObject({ type: 'again', failure: null });
    expect(said).toEqual([]);
    await resume();
    await send(version);
    expect(said).toEqual(['Twelve pounds.']);
  });

  test('what waits may be withdrawn meanwhile', async () => {
    const { mention, version } = await aReply();
    await pause();
    await intake.do(mention, { type: 'withdraw' });
    await resume();
    expect(await send(version)).toEqual({ type: 'done' });
    expect(said).toEqual([]);
  });

  test('the card of whatever waits is drawn again, and its effect looks at the switch again', async () => {
    const { mention, version } = await aReply();
    const keys = [`publish:${version}`, await showKey(mention)];
    const before = await generations(keys);
    await pause();
    const paused = await generations(keys);
    await resume();
    const resumed = await generations(keys);
    expect(paused).toEqual(before.map((one) => one + 1));
    expect(resumed).toEqual(before.map((one) => one + 2));
  });

  test('the answers count what waits, and say who paused it and when', async () => {
    const before = await pause();
    await resume();
    await aReply();
    const count = Number(/\d+/.exec(before.sentence)?.[0]) + 1;
    const paused = await pause('adam');
    expect(paused.sentence).toBe(
      `Publishing is paused. ${count === 1 ? '1 reply waits' : `${count} replies wait`}. /heed resume lets it go on.`,
    );
    expect(await pause()).toEqual({
      ok: false,
      sentence: expect.stringMatching(/^Publishing is paused already, by Adam since \{at:\d+\}\.$/),
    });
    expect((await resume()).ok).toBe(true);
    expect(await resume()).toEqual({ ok: false, sentence: 'Publishing is not paused.' });
  });

  test.each(['tumi', 'sam', 'rita'] as const)('%s may not turn the switch', async (who) => {
    expect(await pause(who)).toEqual({
      ok: false,
      sentence: 'Only leads and admins can pause publishing. Ask one of them.',
    });
    await pause();
    expect((await resume(who)).ok).toBe(false);
    const { version } = await aReply();
    await send(version);
    expect(said).toEqual([]);
  });

  test('a lead who is none any more in the handbook that decides may not turn it', async () => {
    const deciding = async () => without(intake.house.handbook(), 'lena');
    const stale = createDesk({ ...intake.house, deciding });
    expect(await stale.pause(PEOPLE.lena)).toMatchObject({ ok: false });
    expect(await resume('adam')).toMatchObject({ sentence: 'Publishing is not paused.' });
  });

  test('a start may be a paused one, and keeps who paused it before', async () => {
    await startPaused(open.store, intake.house.now());
    expect((await pause()).sentence).toContain('by heed start --paused since');
    await resume();
    await pause('adam');
    await startPaused(open.store, intake.house.now());
    expect((await pause()).sentence).toContain('by Adam since');
  });

  async function showKey(mention: string): Promise<string> {
    const [card] = await open.store.transaction((tx) => tx.surfaceMessages('card', mention));
    return `show:${card?.id}`;
  }

  async function generations(keys: readonly string[]): Promise<readonly number[]> {
    const rows = await open.query('select key, generation from outbox');
    return keys.map((key) => Number(rows.find((row) => row['key'] === key)?.['generation']));
  }
});
