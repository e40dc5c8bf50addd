/** The clock: what is due is found, told once, and looked at again when it matters next. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { followHandbook } from '../../src/app/new-handbook.ts';
import { tick } from '../../src/app/tick.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { aHandbook } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function within(first: number): Handbook {
  const handbook = aHandbook({ sha: `within-${first}` });
  return { ...handbook, sla: { ...handbook.sla, targets: { first_reply_time: first } } };
}

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;

  beforeEach(async () => {
    open = await openTestStore(kind);
    intake = intakeInto(open);
    intake.follow(within(HOUR));
  });
  afterEach(() => open.close());

  async function told(mention: string): Promise<readonly string[]> {
    const history = await open.store.history(mention, 0);
    return history.map(({ event }) => event.type).filter((type) => type.startsWith('deadline'));
  }

  async function nextDue(mention: string): Promise<number | null> {
    const [row] = await open.query(
      `select extract(epoch from next_due_at) * 1000 as at from mention where id = '${mention}'`,
    );
    return row?.['at'] === null || row === undefined ? null : Math.round(Number(row['at']));
  }

  test('what is due is told, and nothing else is looked at', async () => {
    const early = await intake.open({ externalId: 'a' });
    intake.wait(20 * MINUTE);
    const late = await intake.open({ externalId: 'b', postedAt: intake.house.now() });
    expect(await tick(intake.house)).toBe(0);
    intake.wait(15 * MINUTE);
    expect(await tick(intake.house)).toBe(1);
    expect([await told(early), await told(late)]).toEqual([['deadline_neared'], []]);
    expect(await tick(intake.house)).toBe(0);
    intake.wait(HOUR);
    expect(await tick(intake.house)).toBe(2);
    expect(await told(early)).toEqual(['deadline_neared', 'deadline_breached']);
    expect(await told(late)).toEqual(['deadline_breached']);
    expect(await nextDue(late)).toBeNull();
  });

  test('what was told is as it was after a restart, and the card is drawn anew', async () => {
    const mention = await intake.open();
    intake.wait(31 * MINUTE);
    await tick(intake.house);
    const { deadlines } = (await intake.see(mention)).mention;
    const [first] = deadlines.filter(({ metric }) => metric === 'first_reply_time');
    expect(first).toMatchObject({ state: 'imminent', warned: 1, endedAt: null });
    expect(await nextDue(mention)).toBe(first?.warnAt[1]);
    const shows = await open.query("select key from outbox where kind = 'show'");
    expect(shows).toHaveLength(1);
  });

  test('quiet ends by the clock, and its owner is reminded by a message of its own', async () => {
    const mention = await intake.open();
    await intake.do(mention, { type: 'claim' });
    const reminders = async () =>
      (await open.query("select id from surface_message where kind = 'reminder'")).length;
    intake.wait(31 * MINUTE);
    await tick(intake.house);
    expect(await reminders()).toBe(1);
    const { snoozedUntil } = await intake.do(mention, { type: 'snooze' });
    expect((await intake.see(mention)).mention.snoozedUntil).toBe(snoozedUntil);
    expect(await nextDue(mention)).toBe(snoozedUntil);
    intake.wait(15 * MINUTE - 1);
    expect(await tick(intake.house)).toBe(0);
    intake.wait(1);
    expect(await tick(intake.house)).toBe(1);
    expect(await reminders()).toBe(2);
    const history = await open.store.history(mention, 0);
    expect(history.at(-1)?.event.type).toBe('snooze_ended');
    expect((await intake.see(mention)).mention.snoozedUntil).toBeNull();
    expect(await tick(intake.house)).toBe(0);
  });

  test('ten clocks at once tell each thing once', async () => {
    const mentions = await Promise.all(
      Array.from({ length: 12 }, (_, n) => intake.open({ externalId: `many-${n}` })),
    );
    intake.wait(2 * HOUR);
    const looked = await Promise.all(Array.from({ length: 10 }, () => tick(intake.house)));
    expect(looked.reduce((sum, one) => sum + one, 0)).toBe(12);
    for (const mention of mentions) expect(await told(mention)).toEqual(['deadline_breached']);
  });

  test('more than one look takes in are all told', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => intake.open({ externalId: `m-${n}` })));
    intake.wait(2 * HOUR);
    expect(await tick(intake.house, 3)).toBe(8);
    expect(await tick(intake.house)).toBe(0);
  });

  test('a clock that steps back tells nothing twice', async () => {
    const mention = await intake.open();
    intake.wait(31 * MINUTE);
    await tick(intake.house);
    intake.wait(-20 * MINUTE);
    await tick(intake.house);
    intake.wait(20 * MINUTE);
    await tick(intake.house);
    expect(await told(mention)).toEqual(['deadline_neared']);
  });

  test('one that cannot be looked at holds up no other', async () => {
    const broken = await intake.open({ externalId: 'broken' });
    const sound = await intake.open({ externalId: 'sound' });
    await open.query(`update mention set status = 'unheard of' where id = '${broken}'`);
    intake.wait(2 * HOUR);
    expect(await tick(intake.house)).toBe(1);
    expect(await told(sound)).toEqual(['deadline_breached']);
  });

  test('another handbook moves what is open to its own times', async () => {
    const mention = await intake.open();
    intake.follow(within(4 * HOUR));
    await followHandbook(intake.house);
    expect(await tick(intake.house)).toBe(1);
    const { deadlines, openedAt } = (await intake.see(mention)).mention;
    const [first] = deadlines.filter(({ metric }) => metric === 'first_reply_time');
    expect(first?.dueAt).toBe((first?.startedAt ?? 0) + 4 * HOUR);
    expect(first?.startedAt).toBeLessThan(openedAt);
    expect(await nextDue(mention)).toBe(first?.warnAt[0]);
    expect(await tick(intake.house)).toBe(0);
  });

  test('an answer ends the clock, and a second one runs from what the customer writes then', async () => {
    const mention = await intake.open();
    await intake.answer(mention);
    intake.wait(3 * HOUR);
    await tick(intake.house);
    expect(await told(mention)).toEqual([]);
    await intake.take({ externalId: 'again', parentId: 'c-1', postedAt: intake.house.now() });
    const { deadlines } = (await intake.see(mention)).mention;
    expect(deadlines.map(({ metric, state }) => `${metric} ${state}`).toSorted()).toEqual([
      'first_reply_time achieved',
      'next_reply_time pending',
      'total_resolution_time pending',
    ]);
  });
});
