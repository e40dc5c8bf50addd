/** What comes round by the clock on the wall: begun once, by whoever comes first. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { occasionsAt } from '../../src/app/occasions.ts';
import { show } from '../../src/app/show.ts';
import type { SurfaceMessage, SurfaceMessageKind } from '../../src/app/surface-message.ts';
import { tick } from '../../src/app/tick.ts';
import { aHandbook, type Name, PEOPLE } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { aDraftsman } from '../support/draftsman.ts';
import { type Intake, intakeInto } from '../support/intake.ts';
import { weekdays } from '../support/opening-hours.ts';

const at = (instant: string) => Date.parse(instant);

const MONDAYS = aHandbook({
  timezone: 'Europe/London',
  digest: { channel: { slack: 'leads' }, weekday: 0, minute: 9 * 60 },
});

describe('the week’s figures', () => {
  const weeks = (instant: string) =>
    occasionsAt(MONDAYS, at(instant)).flatMap((one) => (one.type === 'digest' ? [one.week] : []));

  test.each([
    ['a minute before nothing is told', '2026-11-16T08:59:00Z', []],
    ['at the time the week before is told', '2026-11-16T09:00:00Z', ['2026-W46']],
    ['who was away makes up for it', '2026-11-19T08:59:00Z', ['2026-W46']],
    ['but not later than three days', '2026-11-19T09:00:00Z', []],
    ['in summer it is nine by the clock there', '2026-07-13T08:00:00Z', ['2026-W28']],
    ['and not before', '2026-07-13T07:59:00Z', []],
    ['on the day after the clocks went back', '2026-10-26T08:59:00Z', []],
    ['it is nine there again', '2026-10-26T09:00:00Z', ['2026-W43']],
    [
      'the first of a year tells of the last of the one before',
      '2027-01-04T09:30:00Z',
      ['2026-W53'],
    ],
  ])('%s', (_, instant, expected) => {
    expect(weeks(instant)).toEqual(expected);
  });

  test('without a digest nothing comes round', () => {
    const all = occasionsAt(aHandbook(), at('2026-11-16T09:00:00Z'));
    expect(all.filter(({ type }) => type === 'digest')).toEqual([]);
  });
});

describe('a department’s day', () => {
  const office = aHandbook({
    departments: aHandbook().departments.map((one) =>
      one.id === 'care' ? { ...one, hours: weekdays('Europe/London', '08:00-17:00') } : one,
    ),
  });
  const keys = (instant: string) =>
    occasionsAt(office, at(instant))
      .map(({ key }) => key)
      .filter((key) => key.includes('care'));

  test.each([
    ['before it opens nothing', '2026-11-16T07:59:59Z', []],
    ['it begins once a day', '2026-11-16T08:00:00Z', ['opening care 2026-11-16']],
    ['all day long', '2026-11-16T16:29:00Z', ['opening care 2026-11-16']],
    [
      'half an hour before its end',
      '2026-11-16T16:30:00Z',
      ['opening care 2026-11-16', `closing care ${at('2026-11-16T17:00:00Z')}`],
    ],
    ['and nothing after', '2026-11-16T17:00:00Z', []],
  ])('%s', (_, instant, expected) => {
    expect(keys(instant)).toEqual(expected);
  });
});

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;

  beforeEach(async () => {
    open = await openTestStore(kind);
    intake = intakeInto(open);
    intake.follow(MONDAYS);
  });
  afterEach(() => open.close());

  const digests = () =>
    open.query("select subject, place from surface_message where kind = 'digest'");
  const shows = () => open.query("select generation from outbox where kind = 'show'");

  async function messageOf(kind: SurfaceMessageKind, subject: string): Promise<SurfaceMessage> {
    const [message] = await open.store.transaction((tx) => tx.surfaceMessages(kind, subject));
    if (message === undefined) throw new Error(`no ${kind} about ${subject}`);
    return message;
  }

  async function come(instant: string): Promise<void> {
    intake.wait(at(instant) - intake.house.now());
    await Promise.all(Array.from({ length: 6 }, () => tick(intake.house)));
  }

  test('it is begun once, however many look at the clock, and once again a week later', async () => {
    await come('2026-11-16T08:59:30Z');
    expect(await digests()).toEqual([]);
    await come('2026-11-16T09:00:00Z');
    expect(await digests()).toEqual([{ subject: '2026-W46', place: '#leads' }]);
    expect(await shows()).toEqual([{ generation: 1 }]);
    await come('2026-11-16T08:30:00Z');
    await come('2026-11-16T11:00:00Z');
    expect(await shows()).toEqual([{ generation: 1 }]);
    await come('2026-11-23T10:00:00Z');
    expect(await digests()).toHaveLength(2);
  });

  test('another time of the week in the handbook tells no week twice', async () => {
    await come('2026-11-16T09:00:00Z');
    const digest = { channel: { slack: 'others' }, weekday: 1, minute: 0 };
    intake.follow({ ...MONDAYS, sha: 'b'.repeat(64), digest });
    await come('2026-11-17T12:00:00Z');
    expect(await digests()).toEqual([{ subject: '2026-W46', place: '#leads' }]);
  });

  describe('where nobody is on duty', () => {
    const away = (...names: Name[]) =>
      open.store.transaction(async (tx) => {
        for (const name of names) {
          await tx.saveAbsence({ email: PEOPLE[name].email, until: null }, intake.house.now());
        }
      });
    const told = () =>
      open.query("select subject, place from surface_message where kind = 'duty' order by place");
    const onDuty = (people: readonly Name[], groups: readonly string[]) =>
      intake.follow(
        aHandbook({
          departments: aHandbook().departments.map((one) =>
            one.id === 'care'
              ? { ...one, duty: { people: people.map((name) => PEOPLE[name].email), groups } }
              : one,
          ),
        }),
      );

    test('its key contacts hear of it in the morning, once', async () => {
      onDuty(['ana'], []);
      await away('ana');
      await come('2026-11-16T07:59:00Z');
      expect(await told()).toEqual([]);
      await come('2026-11-16T08:00:00Z');
      const subject = 'care 2026-11-16';
      const contacts = [PEOPLE.adam, PEOPLE.lena].map(({ email }) => ({
        subject,
        place: `@${email}`,
      }));
      expect(await told()).toEqual(contacts);
      await come('2026-11-16T12:00:00Z');
      expect(await told()).toEqual(contacts);
    });

    test('nobody hears of it while one of them is there', async () => {
      onDuty(['ana', 'sam'], []);
      await away('ana');
      await come('2026-11-16T09:00:00Z');
      expect(await told()).toEqual([]);
    });

    test('what is said of it is true when it is said', async () => {
      onDuty(['ana'], ['care-duty']);
      await away('ana');
      await come('2026-11-16T09:00:00Z');
      const message = await messageOf('duty', 'care 2026-11-16');
      const said = async (members: readonly Name[]) => {
        const { surface, views } = aDraftsman(members.map((name) => PEOPLE[name].email));
        await show(intake.house, surface, message);
        return views.at(-1);
      };
      expect(await said(['sam'])).toBeUndefined();
      expect(await said(['ana'])).toMatchObject({
        away: [{ name: 'Ana', until: null }],
        groups: [],
      });
      await open.query('update surface_message set channel = null, ts = null, hash = null');
      expect(await said([])).toMatchObject({ department: 'Care', groups: ['care-duty'] });
    });
  });

  describe('before a department closes', () => {
    const CLOSING = at('2026-11-16T16:30:00Z');
    const reminders = () =>
      open.query("select subject from surface_message where kind = 'reminder' order by subject");

    beforeEach(() => {
      intake.follow(
        aHandbook({
          departments: aHandbook().departments.map((one) => ({
            ...one,
            hours: weekdays('Europe/London', '08:00-17:00'),
          })),
        }),
      );
    });

    test('whoever has something in hand there hears of all that is still theirs, once', async () => {
      intake.wait(at('2026-11-16T16:20:00Z') - intake.house.now());
      const [first, second] = [await intake.open(), await intake.open({ externalId: 'b' })];
      for (const one of [first, second]) await intake.do(one, { type: 'claim' }, 'ana');
      await come(new Date(CLOSING - 1).toISOString());
      expect(await reminders()).toEqual([]);
      await come(new Date(CLOSING).toISOString());
      await come(new Date(CLOSING + 60_000).toISOString());
      expect(await reminders()).toEqual([{ subject: PEOPLE.ana.email }]);
      const message = await messageOf('reminder', PEOPLE.ana.email);
      const { surface, views } = aDraftsman();
      await show(intake.house, surface, message);
      expect(views.at(-1)).toMatchObject({
        ending: [{ department: 'Care', closesAt: CLOSING + 1_800_000, lines: [{}, {}] }],
      });
      await intake.do(first, { type: 'release' }, 'ana');
      await show(intake.house, surface, message);
      expect(views.at(-1)).toMatchObject({ ending: [{ lines: [{ card: { mention: second } }] }] });
    });
  });
});
