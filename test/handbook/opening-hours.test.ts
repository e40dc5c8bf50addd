import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import type { Handbook } from '../../src/core/handbook.ts';
import { nextClosing, nextOpening, type OpeningHours } from '../../src/core/hours.ts';
import { adviceOn } from '../../src/handbook/advice.ts';
import { loadHandbook } from '../../src/handbook/load.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-16T09:00Z');

/** In Johannesburg; Care keeps the hours, Deliveries is always open. */
function withHours(hours: string, more = ''): Handbook {
  const loaded = loadHandbook(`company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Sam, email: sam@acme.example, role: admin }
hours:
  office: { ${hours} }
  night: { mon-sun: "22:00-06:00", zone: Europe/London }
departments:
  care: { channel: { slack: care }, hours: office, next_reply_time: 2h }
  deliveries: { channel: { slack: deliveries } }
categories:
  complaint: { first_reply_time: 1h, review_time: 10m }
  praise: { hours: always }
  theft: { hours: night, total_resolution_time: 3d }
sources:
  - { id: website, network: webhook, secret_env: SECRET }
${more}`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes, null, 1));
  return loaded.handbook;
}

function hoursOfCare(hours: string): OpeningHours {
  return withHours(hours).departments[0]?.hours ?? 'always';
}

/** In UTC, where Johannesburg is two hours ahead. */
function nextDay(hours: OpeningHours, from: string): string[] {
  const opening = nextOpening(hours, Date.parse(from)) ?? 0;
  const closing = nextClosing(hours, opening) ?? 0;
  return [opening, closing].map((at) => new Date(at).toISOString().slice(0, 16));
}

test('the holidays of the world are read only where a handbook names some', () => {
  const require = createRequire(import.meta.url);
  const isRead = () => require.resolve('date-holidays') in require.cache;
  withHours('mon-fri: "08:00-17:00"');
  expect(isRead()).toBe(false);
  withHours('mon-fri: "08:00-17:00", holidays: ZA');
  expect(isRead()).toBe(true);
});

test('departments and categories keep the hours and deadlines that they name', () => {
  const more =
    'review_time: 30m\nsla: { default: { first_reply_time: 8h }, warn_at: [80%, 5%], ceiling: 36h }\n';
  const handbook = withHours('mon-fri: "08:00-17:00"', more);
  const [care, deliveries] = handbook.departments;
  const [complaint, praise, theft] = handbook.categories;
  expect(care).toMatchObject({
    hours: { zone: 'Africa/Johannesburg' },
    targets: { next_reply_time: 2 * HOUR },
  });
  expect(deliveries).toMatchObject({ hours: 'always', targets: {} });
  expect(complaint).toMatchObject({ hours: null });
  expect(complaint?.targets).toEqual({ first_reply_time: HOUR, review_time: HOUR / 6 });
  expect(praise).toMatchObject({ hours: 'always', targets: {} });
  expect(theft).toMatchObject({
    hours: { zone: 'Europe/London' },
    targets: { total_resolution_time: 72 * HOUR },
  });
  expect(handbook.sla).toEqual({
    targets: { first_reply_time: 8 * HOUR, next_reply_time: 24 * HOUR, review_time: HOUR / 2 },
    warnAt: [0.05, 0.8],
    ceilingMs: 36 * HOUR,
  });
});

test('one percentage may stand alone', () => {
  const warnAt = (written: string) =>
    withHours('mon: "08:00-17:00"', `sla: { warn_at: ${written} }`).sla.warnAt;
  expect(warnAt('75%')).toEqual([0.75]);
});

test('days and ranges of days, round the end of the week too', () => {
  const hours = hoursOfCare('sat-mon: "10:00-12:00, 13:00-14:00", wed: ["22:00-06:00"]');
  expect(hours).toMatchObject({
    week: [
      [
        { from: 600, to: 720 },
        { from: 780, to: 840 },
      ],
      [],
      [{ from: 1320, to: 1800 }],
      [],
      [],
      [
        { from: 600, to: 720 },
        { from: 780, to: 840 },
      ],
      [
        { from: 600, to: 720 },
        { from: 780, to: 840 },
      ],
    ],
  });
});

test('public holidays are closed, and only those', () => {
  const hours = hoursOfCare('mon-sun: "08:00-17:00", holidays: ZA');
  // Good Friday, and Family Day on Monday; Easter Sunday itself is no public holiday there.
  expect(nextDay(hours, '2026-04-02T15:00Z')).toEqual(['2026-04-04T06:00', '2026-04-04T15:00']);
  expect(nextDay(hours, '2026-04-05T15:00Z')).toEqual(['2026-04-07T06:00', '2026-04-07T15:00']);
  expect(nextDay(hours, '2026-04-04T15:00Z')[0]).toBe('2026-04-05T06:00');
  // Women's Day was a Sunday, so that the Monday after it is a holiday too.
  expect(nextDay(hours, '2026-08-08T15:00Z')).toEqual(['2026-08-11T06:00', '2026-08-11T15:00']);
});

test('a region has holidays of its own', () => {
  const epiphany = '2026-01-05T22:00Z';
  const bavaria = hoursOfCare('mon-sun: "08:00-17:00", holidays: DE-BY, zone: Europe/Berlin');
  const germany = hoursOfCare('mon-sun: "08:00-17:00", holidays: DE, zone: Europe/Berlin');
  expect(nextDay(bavaria, epiphany)[0]).toBe('2026-01-07T07:00');
  expect(nextDay(germany, epiphany)[0]).toBe('2026-01-06T07:00');
});

test('a feast of several days is closed on each, and half a holiday is open', () => {
  const arabia = hoursOfCare('mon-sun: "08:00-17:00", holidays: SA, zone: Asia/Riyadh');
  expect(nextDay(arabia, '2026-03-18T14:00Z')[0]).toBe('2026-03-23T05:00');
  // From noon on.
  const china = hoursOfCare('mon-sun: "08:00-17:00", holidays: CN, zone: Asia/Shanghai');
  expect(nextDay(china, '2026-03-07T09:00Z')).toEqual(['2026-03-08T00:00', '2026-03-08T09:00']);
});

test('holidays go on over the end of a year', () => {
  const american = hoursOfCare('mon-sun: "08:00-17:00", holidays: US');
  expect(nextDay(american, '2027-12-30T16:00Z')[0]).toBe('2028-01-02T06:00');
  const swazi = hoursOfCare('mon-sun: "08:00-17:00", holidays: SZ');
  expect(nextDay(swazi, '2026-12-31T16:00Z')[0]).toBe('2027-01-03T06:00');
});

test('own days count more than holidays, and half days more than the week', () => {
  const hours = hoursOfCare(
    'mon-fri: "08:00-17:00", holidays: ZA, closed: ["2026-12-28"], ' +
      'days: { "2026-12-24": "08:00-12:00", "2026-12-25": "10:00-11:00", "2026-12-27": "09:00-10:00" }',
  );
  expect(nextDay(hours, '2026-12-23T15:00Z')).toEqual(['2026-12-24T06:00', '2026-12-24T10:00']);
  expect(nextDay(hours, '2026-12-24T10:00Z')).toEqual(['2026-12-25T08:00', '2026-12-25T09:00']);
  expect(nextDay(hours, '2026-12-25T09:00Z')).toEqual(['2026-12-27T07:00', '2026-12-27T08:00']);
  expect(nextDay(hours, '2026-12-27T08:00Z')).toEqual(['2026-12-29T06:00', '2026-12-29T15:00']);
});

const WITH_SATURDAY = 'mon-fri: "08:00-17:00", sat: "09:00-13:00"';

test('a weekend longer than the ceiling is noted with the targets that it makes unreachable', () => {
  expect(adviceOn(withHours('mon-fri: "08:00-17:00"'), NOW)).toEqual([
    'departments.care.hours: too long a break for categories.complaint.first_reply_time, ' +
      'sla.default.first_reply_time, departments.care.next_reply_time. A comment on Fri 20 Nov 2026, ' +
      '17:00 is due on Sun 22 Nov 2026, 17:00 at the latest (sla.ceiling), and nobody is there before ' +
      'Mon 23 Nov 2026, 08:00. Open in between, or say hours: always.',
  ]);
});

test('a weekend with a Saturday is not, unless the ceiling is lower', () => {
  expect(adviceOn(withHours(WITH_SATURDAY), NOW)).toEqual([]);
  // Closed for 43 hours from Saturday at one.
  expect(adviceOn(withHours(WITH_SATURDAY, 'sla: { ceiling: 44h }'), NOW)).toEqual([]);
  expect(adviceOn(withHours(WITH_SATURDAY, 'sla: { ceiling: 43h }'), NOW)).toEqual([
    expect.stringContaining('A comment on Sat 21 Nov 2026, 13:00 is due on Mon 23 Nov 2026, 08:00'),
  ]);
});

test('a few holidays on end are noted, where they come', () => {
  expect(adviceOn(withHours(`${WITH_SATURDAY}, holidays: ZA`), NOW)).toEqual([
    expect.stringMatching(/A comment on Thu 24 Dec 2026, 17:00 .* before Mon 28 Dec 2026, 08:00/u),
  ]);
});

test('a category of its own hours is noted by itself', () => {
  const handbook = withHours(WITH_SATURDAY, 'sla: { ceiling: 16h }');
  const [, theft] = adviceOn(handbook, NOW);
  expect(theft).toMatch(
    /^categories\.theft\.hours: .* for sla\.default\.first_reply_time, departments\.care\.next_reply_time, sla\.default\.next_reply_time\. A comment on Tue 17 Nov 2026, 06:00 /u,
  );
});
