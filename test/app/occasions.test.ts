/** What comes round by the clock on the wall: begun once, by whoever comes first. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { occasionsAt } from '../../src/app/occasions.ts';
import { tick } from '../../src/app/tick.ts';
import { aHandbook } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

const at = (instant: string) => Date.parse(instant);

const MONDAYS = aHandbook({
  timezone: 'Europe/London',
  digest: { channel: { slack: 'leads' }, weekday: 0, minute: 9 * 60 },
});

describe('the week’s figures', () => {
  const weeks = (instant: string) => occasionsAt(MONDAYS, at(instant)).map(({ week }) => week);

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
    expect(occasionsAt(aHandbook(), at('2026-11-16T09:00:00Z'))).toEqual([]);
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
});
