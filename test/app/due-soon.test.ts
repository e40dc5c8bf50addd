/** What is near or was missed comes first on the Home tab, and has the tab drawn anew. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHome } from '../../src/app/home.ts';
import { overviewOf } from '../../src/app/overview.ts';
import { tick } from '../../src/app/tick.ts';
import type { Overview, Shelf } from '../../src/core/overview.ts';
import { type Name, PEOPLE } from '../support/cast.ts';
import { HOUR, MINUTE, within } from '../support/clocked.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

const PLACE = { surface: 'slack', tenant: 'T1' };

const idsOn = (shelf: Shelf | null) => (shelf?.lines ?? []).map(({ card }) => card.mention);

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  let posts = 0;

  beforeEach(async () => {
    open = await openTestStore(kind);
    intake = intakeInto(open);
    intake.follow(within({ first_reply_time: HOUR }));
  });
  afterEach(() => open.close());

  const overview = (name: Name) => overviewOf(intake.house, PEOPLE[name], PLACE);
  const dueFor = ({ due }: Overview) =>
    due.lines.map(({ card, shelf }) => [shelf, card.mention, card.actions]);

  /** Posted now. */
  function posted(): Promise<string> {
    posts += 1;
    return intake.open({ externalId: `due-${posts}`, postedAt: intake.house.now() });
  }

  async function claimed(by: Name): Promise<string> {
    const mention = await posted();
    await intake.do(mention, { type: 'claim' }, by);
    return mention;
  }

  test('from all lists, the next due first, with the buttons that it has there', async () => {
    const unclaimed = await posted();
    intake.wait(MINUTE);
    const mine = await claimed('rita');
    const review = await claimed('sam');
    await intake.do(review, { type: 'category', category: 'complaint' });
    await intake.submit(review);
    const others = await claimed('ana');
    intake.wait(20 * MINUTE);
    const later = await posted();
    const myLater = await claimed('rita');
    intake.wait(11 * MINUTE);
    await tick(intake.house);

    const ritas = await overview('rita');
    expect(dueFor(ritas)).toEqual([
      ['unclaimed', unclaimed, ['reply', 'claim']],
      ['mine', mine, ['reply', 'snooze', 'release']],
      ['review', review, ['approve', 'request_changes']],
    ]);
    expect(ritas.due).toMatchObject({ more: 0, counted: true });
    expect(idsOn(ritas.mine)).toEqual([myLater]);
    expect(idsOn(ritas.review)).toEqual([]);
    expect(idsOn(ritas.unclaimed)).toEqual([later]);
    expect(dueFor(await overview('ana')).map(([, mention]) => mention)).toEqual([
      unclaimed,
      others,
    ]);
    expect((await overview('dora')).due.lines).toEqual([]);

    await intake.do(unclaimed, { type: 'answered_elsewhere', link: 'https://acme.example/a' });
    expect(dueFor(await overview('ana')).map(([, mention]) => mention)).toEqual([others]);
  });

  test('what is missed stays, and what does not fit stands on its own list', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 10; n += 1) ids.push(await posted());
    intake.wait(2 * HOUR);
    await tick(intake.house);
    const { due, unclaimed } = await overview('sam');
    expect(due.lines.map(({ card }) => card.mention)).toEqual(ids.slice(0, 8));
    expect(due).toMatchObject({ more: 2, counted: true });
    expect(idsOn(unclaimed)).toEqual(ids.slice(8));
    expect(unclaimed.more).toBe(0);
  });

  test('only those whom it concerns see their tab drawn anew, once for all of it', async () => {
    for (const name of ['sam', 'ana', 'dora'] as const) {
      await openHome(intake.house, PEOPLE[name], PLACE, null);
    }
    await open.query("update surface_message set hash = 'drawn' where kind = 'home'");
    const waiting = async () => {
      const rows = await open.query(`select m.subject, o.due_at > to_timestamp(
        ${intake.house.now()} / 1000.0) as later from outbox o join surface_message m
        on o.key = 'show:' || m.id where m.kind = 'home' order by m.subject`);
      return rows.map(({ subject, later }) => [subject, later]);
    };
    const mine = await claimed('sam');
    await open.query('delete from outbox');
    intake.wait(31 * MINUTE);
    await tick(intake.house);
    expect(await waiting()).toEqual([[PEOPLE.sam.email, true]]);

    await intake.do(mine, { type: 'release' });
    expect(await waiting()).toEqual([[PEOPLE.sam.email, false]]);
    await open.query('delete from outbox');
    await posted();
    await posted();
    intake.wait(HOUR);
    await tick(intake.house);
    expect(await waiting()).toEqual([
      [PEOPLE.ana.email, true],
      [PEOPLE.sam.email, true],
    ]);
  });
});
