/** Where somebody hears of what goes to them alone, in a company that uses Slack and Teams. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tellAdmins } from '../../src/app/notices.ts';
import { perform } from '../../src/app/perform.ts';
import { reminderRequests } from '../../src/app/reminder-requests.ts';
import { reminderView } from '../../src/app/reminders.ts';
import type { SurfaceMessage, SurfaceMessageKind } from '../../src/app/surface-message.ts';
import { type Surface, SurfaceFault } from '../../src/app/surface-port.ts';
import { NOON } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { aDraftsman } from '../support/draftsman.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

const SLACK = { surface: 'slack', tenant: 'T1' };
const TEAMS = { surface: 'teams', tenant: 'T2' };
const MINUTE = 60_000;

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());
  beforeEach(async () => {
    await open.query('delete from person_link');
    await open.query('delete from surface_message');
    await open.query('delete from outbox');
    await open.query('delete from setting');
    const one = intakeInto(open);
    intake = { ...one, house: { ...one.house, places: () => [SLACK, TEAMS] } };
  });

  async function meet(name: string, place: typeof SLACK, usedAt: number | null): Promise<void> {
    const externalId = `${place.surface}-${name}`;
    const email = `${name}@acme.example`;
    const link = { ...place, externalId, email, standing: 'member' as const, checkedAt: NOON };
    await open.personLinks.save(link);
    if (usedAt !== null) await open.personLinks.noteUse(link, usedAt);
  }

  async function noticed(subject: string): Promise<readonly string[]> {
    await tellAdmins(intake.house, subject, { title: 'Look', text: 'Something is wrong.' });
    return standing('notice', subject);
  }

  async function standing(of: SurfaceMessageKind, subject: string): Promise<readonly string[]> {
    const found = await intake.house.store.transaction((tx) => tx.surfaceMessages(of, subject));
    return found.map(({ surface }) => surface).toSorted();
  }

  test('whoever is known nowhere, or everywhere alike, hears in Slack', async () => {
    expect(await noticed('nowhere')).toEqual(['slack']);
    await meet('adam', TEAMS, null);
    await meet('adam', SLACK, null);
    expect(await noticed('everywhere')).toEqual(['slack']);
  });

  test('whoever is known in Teams alone hears there', async () => {
    await meet('adam', TEAMS, null);
    expect(await noticed('teams')).toEqual(['teams']);
  });

  test('what they last used counts, and what stands stays where it is', async () => {
    await meet('adam', SLACK, NOON);
    await meet('adam', TEAMS, NOON + 1);
    expect(await noticed('first')).toEqual(['teams']);
    await meet('adam', SLACK, NOON + 2);
    expect(await noticed('second')).toEqual(['slack']);
    expect(await noticed('first')).toEqual(['teams']);
  });

  test('a moment of use is written every few minutes, or after another surface was used', async () => {
    const used = async () =>
      (await open.personLinks.byExternalId('slack', 'T1', 'slack-adam'))?.usedAt;
    await meet('adam', SLACK, NOON);
    await meet('adam', SLACK, NOON + MINUTE);
    expect(await used()).toBe(NOON);
    await meet('adam', TEAMS, NOON + MINUTE);
    await meet('adam', SLACK, NOON + MINUTE + 1);
    expect(await used()).toBe(NOON + MINUTE + 1);
    await meet('adam', SLACK, NOON + 10 * MINUTE);
    expect(await used()).toBe(NOON + 10 * MINUTE);
    await meet('adam', SLACK, NOON);
    expect(await used()).toBe(NOON + 10 * MINUTE);
  });

  async function reminded(): Promise<readonly SurfaceMessage[]> {
    const { store, places, now } = intake.house;
    const recipient = 'adam@acme.example';
    const context = { places: places(), now: now(), mayWait: false };
    return store.transaction(async (tx) => {
      await reminderRequests(tx, recipient, context);
      return tx.surfaceMessages('reminder', recipient);
    });
  }

  test('a reminder goes on where it stands, the next one comes where they are now', async () => {
    await meet('adam', SLACK, NOON);
    expect(await reminded()).toMatchObject([SLACK]);
    await meet('adam', TEAMS, NOON + 1);
    expect(await reminded()).toMatchObject([SLACK]);
    intake.wait(11 * MINUTE);
    const both = await reminded();
    expect(both).toMatchObject([SLACK, TEAMS]);
    const views = await Promise.all(both.map((one) => reminderView(intake.house, one)));
    expect(views).toMatchObject([{ superseded: true }, { superseded: false }]);
  });

  async function deliver(reached: readonly string[]): Promise<readonly string[]> {
    const posted: string[] = [];
    const surfaces = [SLACK, TEAMS].map(
      ({ surface, tenant }): Surface => ({
        ...aDraftsman().surface,
        ...{ name: surface, tenant },
        async post(place) {
          if (!reached.includes(surface))
            throw new SurfaceFault('Nobody.', { type: 'unreachable' });
          posted.push(`${surface} ${place}`);
          return { channel: place, ts: String(posted.length) };
        },
      }),
    );
    const performer = { ...intake.house, surfaces: () => surfaces, sources: () => null };
    for (;;) {
      const effect = await open.outbox.claim(intake.house.now(), MINUTE);
      if (effect === null) return posted;
      const result = await perform(performer, effect);
      await open.outbox.finish(effect, result, intake.house.now());
    }
  }

  test('whom one surface cannot reach hears on the other, once', async () => {
    await meet('adam', SLACK, NOON);
    await noticed('hard to reach');
    expect(await deliver(['teams'])).toEqual(['teams @adam@acme.example']);
    await noticed('hard to reach');
    expect(await deliver(['slack', 'teams'])).toEqual([]);
  });

  test('whom none can reach is given up on', async () => {
    await noticed('out of reach');
    expect(await deliver([])).toEqual([]);
    const [row] = await open.query("select count(*) as dead from outbox where state = 'dead'");
    expect(Number(row?.['dead'])).toBe(1);
  });
});
