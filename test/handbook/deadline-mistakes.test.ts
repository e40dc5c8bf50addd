import { describe, expect, test } from 'vitest';
import { loadHandbook, type Mistake } from '../../src/handbook/load.ts';

const HANDBOOK = `company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Sam, email: sam@acme.example, role: lead, departments: [care] }
hours:
  office: { mon-fri: "08:00-17:00", sat: "09:00-13:00" }
departments:
  care: { channel: { slack: care }, hours: office }
categories:
  complaint: { first_reply_time: 1h }
sla: { default: { first_reply_time: 24h }, warn_at: [50%, 80%], ceiling: 48h }
sources:
  - { id: website, network: webhook, secret_env: SECRET }
`;

function changed(from: string, to: string): readonly Mistake[] {
  expect(HANDBOOK).toContain(from);
  const loaded = loadHandbook(HANDBOOK.replace(from, to));
  return loaded.ok ? [] : loaded.mistakes;
}

test('the handbook that these tests change has no mistake', () => {
  expect(changed('Acme', 'Acme')).toEqual([]);
});

const OFFICE = 'mon-fri: "08:00-17:00"';
const FRIDAY = 'hours.office.mon-fri';
const COMPLAINT = 'categories.complaint';

describe('a mistake in hours and deadlines is reported with what is allowed there', () => {
  test.each<[string, string, number, string, RegExp]>([
    [OFFICE, `${OFFICE}, zone: Africa/Joburg`, 6, 'hours.office.zone', /IANA time zone, such as/u],
    [
      OFFICE,
      'mon-fri: "17:00-08:00"',
      6,
      FRIDAY,
      /end after they begin; only a night.*17:00-08:00/u,
    ],
    [OFFICE, 'mon-fri: "17:00-17:00"', 6, FRIDAY, /end after they begin/u],
    [OFFICE, 'mon-fri: "08:00-12:00, 17:00-13:00"', 6, FRIDAY, /end after they begin/u],
    [OFFICE, 'mon-fri: ["08:00-12:00", "24:00-06:00"]', 6, FRIDAY, /between 00:00 and 24:00/u],
    [
      OFFICE,
      'mon-fri: "08:00-25:00"',
      6,
      FRIDAY,
      /between 00:00 and 24:00; this is "08:00-25:00"/u,
    ],
    [OFFICE, 'mon-fri: "08:60-17:00"', 6, FRIDAY, /hours such as "08:00-17:00"/u],
    [OFFICE, 'mon-fri: "8 to 5"', 6, FRIDAY, /hours such as "08:00-17:00"/u],
    [OFFICE, 'mon-fri: ""', 6, FRIDAY, /hours such as "08:00-17:00"/u],
    [OFFICE, 'mon-fri: 8', 6, FRIDAY, /hours such as "08:00-17:00".*this is 8/u],
    [OFFICE, 'mon-fri: []', 6, FRIDAY, /hours such as/u],
    [OFFICE, 'mon-fry: "08:00-17:00"', 6, 'hours.office.mon-fry', /Did you mean "mon-fri"\?/u],
    [
      OFFICE,
      'monday: "08:00-17:00"',
      6,
      'hours.office.monday',
      /Allowed here: mon, tue, .*closed/u,
    ],
    [OFFICE, `${OFFICE}, fri: "08:00-12:00"`, 6, 'hours.office.fri', /"mon-fri" share a day/u],
    [
      OFFICE,
      `${OFFICE}, holidays: XX`,
      6,
      'hours.office.holidays',
      /"XX"\. Allowed here: a country/u,
    ],
    [
      OFFICE,
      `${OFFICE}, holidays: UK`,
      6,
      'hours.office.holidays',
      /mean GB \(United Kingdom\)\?/u,
    ],
    [OFFICE, `${OFFICE}, holidays: DE-XX`, 6, 'hours.office.holidays', /here: DE, DE-BB, DE-BE,/u],
    [OFFICE, `${OFFICE}, holidays: ZA-GP`, 6, 'hours.office.holidays', /here: ZA\.$/u],
    [OFFICE, `${OFFICE}, holidays: 27`, 6, 'hours.office.holidays', /a country such as ZA.*is 27/u],
    [OFFICE, `${OFFICE}, closed: ["2026-02-30"]`, 6, 'hours.office.closed[0]', /date such as/u],
    [OFFICE, `${OFFICE}, closed: "2026-12-27"`, 6, 'hours.office.closed', /a list of dates/u],
    [
      OFFICE,
      `${OFFICE}, days: { 24 Dec: "08:00-12:00" }`,
      6,
      'hours.office.days.24 Dec',
      /key must/u,
    ],
    [
      ...([OFFICE, `${OFFICE}, days: { "2026-12-24": closed }`, 6] as const),
      ...(['hours.office.days.2026-12-24', /hours such as/u] as const),
    ],
    [
      ...([
        OFFICE,
        `${OFFICE}, closed: ["2026-12-24"], days: { "2026-12-24": "08:00-09:00" }`,
      ] as const),
      ...([6, 'hours.office.closed[0]', /either closed or open/u] as const),
    ],
    [
      '  office: {',
      `  always: { ${OFFICE} }\n  office: {`,
      6,
      'hours.always',
      /"always" is built in/u,
    ],
    [`{ ${OFFICE}, sat: "09:00-13:00" }`, '{}', 6, 'hours.office', /Opens on no day of the week/u],
    [`{ ${OFFICE}, sat: "09:00-13:00" }`, 'weekdays', 6, 'hours.office', /opening hours: \{/u],
    [
      'hours: office',
      'hours: ofice',
      8,
      'departments.care.hours',
      /Did you mean "office"\? There is: always, office/u,
    ],
    [
      '{ first_reply_time: 1h',
      '{ hours: nights',
      10,
      `${COMPLAINT}.hours`,
      /No opening hours "nights"/u,
    ],
    [
      'first_reply_time: 1h',
      'first_reply_time: soon',
      10,
      `${COMPLAINT}.first_reply_time`,
      /a duration such as 30s/u,
    ],
    [
      'first_reply_time: 1h',
      'first_reply_time: 30s',
      10,
      `${COMPLAINT}.first_reply_time`,
      /from 1m to 366d/u,
    ],
    [
      'first_reply_time: 1h',
      'review_time: 1',
      10,
      `${COMPLAINT}.review_time`,
      /a duration such as 30s/u,
    ],
    [
      'first_reply_time: 1h',
      'first_replytime: 1h',
      10,
      `${COMPLAINT}.first_replytime`,
      /mean "first_reply_time"/u,
    ],
    ['[50%, 80%]', '180%', 11, 'sla.warn_at', /percentages from 1% to 99%.*this is "180%"/u],
    [
      '[50%, 80%]',
      '[50%, 180%]',
      11,
      'sla.warn_at[1]',
      /percentages from 1% to 99%.*this is "180%"/u,
    ],
    ['[50%, 80%]', '[]', 11, 'sla.warn_at', /this is an empty list/u],
    ['[50%, 80%]', '[0.5]', 11, 'sla.warn_at[0]', /such as \[50%, 80%\]/u],
    ['[50%, 80%]', '[50%, 50%]', 11, 'sla.warn_at', /each once/u],
    ['ceiling: 48h', 'ceiling: 49h', 11, 'sla.ceiling', /48 hours at the very latest/u],
    ['ceiling: 48h', 'ceiling: 30m', 11, 'sla.ceiling', /from 1h to 48h/u],
    [
      'default: { first',
      'default: { ceiling: 1h, first',
      11,
      'sla.default.ceiling',
      /Unknown key/u,
    ],
    ['sla:', 'duty: [sam]\nsla:', 11, 'duty', /Unknown key "duty"/u],
  ])('%s → %s', (from, to, line, path, sentence) => {
    expect(changed(from, to)).toEqual([{ line, path, sentence: expect.stringMatching(sentence) }]);
  });

  test('at the line of its own', () => {
    const block = 'office:\n    mon-fri: "08:00-17:00"\n    holidays: ZZ\n    sun: "9-5"\n';
    const loaded = loadHandbook(HANDBOOK.replace(/office: \{.*\n/u, block));
    expect(loaded.ok ? [] : loaded.mistakes).toMatchObject([
      { line: 8, path: 'hours.office.holidays' },
      { line: 9, path: 'hours.office.sun' },
    ]);
  });

  test('where a year of days off leaves no opening', () => {
    const days = Array.from(
      { length: 54 },
      (_, week) => Date.UTC(2026, 11, 7) + week * 604_800_000,
    );
    const closed = days.map((day) => `"${new Date(day).toISOString().slice(0, 10)}"`);
    const mondays = (some: readonly string[]) =>
      changed(`${OFFICE}, sat: "09:00-13:00"`, `mon: "08:00-17:00", closed: [${some.join(', ')}]`);
    expect(mondays(closed)).toMatchObject([
      {
        ...{ line: 6, path: 'hours.office.closed' },
        sentence: expect.stringContaining('No opening within 366 days from "2026-12-07" on'),
      },
    ]);
    expect(mondays(closed.slice(0, 50))).toEqual([]);
  });
});

test.each([
  'mon-fri: "22:00-06:00"',
  'mon-fri: "20:00-08:00"',
  'mon: "17:00-24:00", tue: "00:00-08:00, 17:00-00:00"',
  'sat-mon: "8:00 – 9:00"',
  'mon-sun: "00:00-24:00"',
  'mon: "08:00-17:00", sun:',
])('is none: %s', (hours) => {
  expect(changed(`${OFFICE}, sat: "09:00-13:00"`, hours)).toEqual([]);
});
