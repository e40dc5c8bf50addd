/** Whoever has much that falls due is told of all of it at once, however long the clock looks. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreAway } from '../../src/app/desk.ts';
import type { House } from '../../src/app/house.ts';
import { tick } from '../../src/app/tick.ts';
import { aHandbook } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

const MINUTE = 60_000;
const MENTIONS = 4;

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;

  beforeEach(async () => {
    open = await openTestStore(kind);
    intake = intakeInto(open);
    const handbook = aHandbook({ sha: 'hasty' });
    intake.follow({
      ...handbook,
      sla: { ...handbook.sla, targets: { first_reply_time: 60 * MINUTE } },
    });
    for (let n = 0; n < MENTIONS; n += 1) {
      const mention = await intake.open({ externalId: `c-${n}`, postedAt: intake.house.now() });
      await intake.do(mention, { type: 'claim' });
    }
    intake.wait(31 * MINUTE);
  });
  afterEach(() => open.close());

  /** How many reminders could be drawn now. */
  async function ready(): Promise<number> {
    const [row] = await open.query(
      `select count(*) as of from outbox where lane like '%@%'
        and due_at <= to_timestamp(${intake.house.now() / 1000})`,
    );
    return Number(row?.['of']);
  }

  /** Looks before the clock asks for the next one. */
  function watched(look: (asked: number) => Promise<void>): House {
    const { store } = intake.house;
    let asked = 0;
    const dueMentions: typeof store.dueMentions = async (...args) => {
      await look(asked);
      asked += 1;
      return store.dueMentions(...args);
    };
    return { ...intake.house, store: { ...store, dueMentions } };
  }

  test('a reminder goes once the clock has looked at everything', async () => {
    const seen: number[] = [];
    await tick(
      watched(async () => void seen.push(await ready())),
      1,
    );
    expect(seen).toEqual(Array.from({ length: MENTIONS + 1 }, () => 0));
    expect(await ready()).toBe(1);
  });

  test('where the clock does not come to its end, it goes half a minute later', async () => {
    const fails = async (asked: number) => {
      if (asked === 2) throw new StoreAway(null);
    };
    await expect(tick(watched(fails), 1)).rejects.toThrow(StoreAway);
    expect(await ready()).toBe(0);
    intake.wait(MINUTE / 2);
    expect(await ready()).toBe(1);
  });
});
