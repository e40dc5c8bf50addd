/** What the clock does of itself: closes what is answered, and calls who has waited long enough. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { followHandbook } from '../../src/app/new-handbook.ts';
import { createStatistics } from '../../src/app/statistics.ts';
import { tick } from '../../src/app/tick.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { aHandbook } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { ANYTHING, type Intake, intakeInto } from '../support/intake.ts';
import { FOLLOW_UP } from '../support/play.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const BROKEN = [{ ...ANYTHING, words: ['broken'], category: 'complaint' }];

function silent(autoResolveMs: number | null): Handbook {
  return aHandbook({ sha: `silent-${autoResolveMs}`, autoResolveMs });
}

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;

  beforeEach(async () => {
    open = await openTestStore(kind);
    intake = intakeInto(open);
  });
  afterEach(() => open.close());

  async function answered(): Promise<string> {
    const mention = await intake.open();
    await intake.answer(mention);
    return mention;
  }

  async function answeredElsewhere(n: number): Promise<string> {
    const author = { externalId: `u-${n}`, handle: 'tom', name: 'Tom', followers: null };
    const mention = await intake.open({ externalId: `c-${n}` }, { author });
    await intake.do(mention, { type: 'answered_elsewhere', link: 'https://acme.example/there' });
    return mention;
  }

  const statusOf = async (id: string) => (await intake.see(id)).mention.status;

  async function resolvedIn(ids: readonly string[]): Promise<number> {
    const states = await Promise.all(ids.map(statusOf));
    return states.filter((status) => status === 'resolved').length;
  }

  test('what is answered closes once, however many clocks there are, and is nobody’s doing', async () => {
    intake.follow(silent(3 * DAY));
    const mention = await answered();
    intake.wait(3 * DAY - HOUR);
    await tick(intake.house);
    expect(await statusOf(mention)).toBe('answered');
    intake.wait(HOUR);
    await Promise.all(Array.from({ length: 5 }, () => tick(intake.house)));
    const history = await open.store.history(mention, 0);
    const ends = history.filter(({ event }) => event.type === 'resolved');
    expect(ends).toMatchObject([{ actor: 'heed', event: { silentMs: 3 * DAY } }]);
    expect((await intake.see(mention)).mention.verdict).toBe('no word for 3 days');
    const rows = await open.query(`select next_due_at from mention where id = '${mention}'`);
    expect(rows).toEqual([{ next_due_at: null }]);
    const place = { surface: 'slack', tenant: 'T1' };
    const asked = await createStatistics(() => intake.house).read('2026-W47', place);
    expect(asked).toMatchObject({
      stats: {
        report: {
          figures: {
            in: { total: 1, answered: 1, dismissed: 0, open: 0 },
            people: [{ person: 'sam@acme.example', claimed: 1, answered: 1, reviewed: 0 }],
          },
        },
      },
    });
  });

  test('a customer who writes in time keeps it open', async () => {
    intake.follow(silent(3 * DAY));
    const mention = await answered();
    intake.wait(2 * DAY);
    await intake.take({ externalId: 'c-9', parentId: 'c-1' });
    expect((await intake.see(mention)).mention.moments.close).toBeNull();
    intake.wait(2 * DAY);
    await tick(intake.house);
    expect(await statusOf(mention)).not.toBe('resolved');
  });

  test('what was answered before Heed knew of it closes little by little', async () => {
    intake.follow(silent(null));
    const before: string[] = [];
    for (let n = 0; n < 30; n += 1) before.push(await answeredElsewhere(n));
    intake.wait(9 * DAY);
    await tick(intake.house);
    intake.follow(silent(3 * DAY));
    await followHandbook(intake.house);
    await tick(intake.house);
    expect(await resolvedIn(before)).toBe(25);
    expect(await tick(intake.house)).toBe(0);
    intake.wait(30_000);
    await tick(intake.house);
    expect(await resolvedIn(before)).toBe(30);
  });

  describe('a while after a complaint was resolved', () => {
    const following = (afterMs: number): Handbook => ({
      ...aHandbook({ sha: `following-${afterMs}` }),
      ...{ followUp: { ...FOLLOW_UP, afterMs }, routing: BROKEN },
    });

    async function resolved(): Promise<string> {
      const mention = await answered();
      await intake.do(mention, { type: 'resolve', outcome: 'solved' });
      return mention;
    }

    const stageOf = async (id: string) => (await intake.see(id)).mention.followUp;
    const listed = async () => (await open.store.listFollowUps('sam@acme.example', 10)).ids;
    const reminders = () => open.query("select place from surface_message where kind = 'reminder'");

    test('its owner is asked once, by one message, and it stands on their list', async () => {
      intake.follow(following(DAY));
      const mention = await resolved();
      intake.wait(DAY - HOUR);
      await tick(intake.house);
      expect([await stageOf(mention), await listed()]).toEqual([null, []]);
      intake.wait(HOUR);
      await Promise.all(Array.from({ length: 5 }, () => tick(intake.house)));
      expect([await stageOf(mention), await listed()]).toEqual(['asked', [mention]]);
      expect(await reminders()).toEqual([{ place: '@sam@acme.example' }]);
      const due = (await open.store.history(mention, 0)).filter(
        ({ event }) => event.type === 'follow_up_due',
      );
      expect(due).toMatchObject([{ event: { to: 'sam@acme.example' } }]);
      const touched = await intake.do(mention, { type: 'touch_base' }, 'ana');
      expect(touched).toMatchObject({ status: 'claimed', followUp: 'touched', closedAt: null });
      const { words } = await intake.see(mention);
      expect(words.get(touched.draft?.saved ?? '')).toBe(
        'Hello Lerato M., is everything in order?',
      );
      expect(await listed()).toEqual([]);
    });

    test('another handbook moves the moment of what waits for it', async () => {
      intake.follow(following(9 * DAY));
      const mention = await resolved();
      intake.follow(following(DAY));
      await followHandbook(intake.house);
      intake.wait(DAY);
      await tick(intake.house);
      await tick(intake.house);
      expect(await stageOf(mention)).toBe('asked');
    });
  });

  test('whoever has waited long enough is called once', async () => {
    const base = aHandbook();
    const departments = base.departments.map((one) => ({
      ...one,
      contactsAfterMs: one.contacts.map((_, rung) => (rung === 0 ? null : 30 * MINUTE)),
    }));
    const sla = { ...base.sla, targets: { first_reply_time: HOUR } };
    intake.follow({ ...base, departments, sla });
    const mention = await intake.open({ postedAt: intake.house.now() });
    intake.wait(HOUR);
    await tick(intake.house);
    const rungOf = async () => (await intake.see(mention)).mention.escalation?.rung;
    expect(await rungOf()).toBe(1);
    intake.wait(30 * MINUTE);
    await Promise.all(Array.from({ length: 5 }, () => tick(intake.house)));
    expect(await rungOf()).toBe(2);
    const told = await open.query("select place from surface_message where kind = 'reminder'");
    expect(told).toHaveLength(2);
  });
});
