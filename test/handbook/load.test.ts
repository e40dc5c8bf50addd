import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Handbook } from '../../src/core/handbook.ts';
import { nextOpening } from '../../src/core/hours.ts';
import { loadHandbook, type Mistake } from '../../src/handbook/load.ts';

const OUTLINE = readFileSync(new URL('outline.yaml', import.meta.url), 'utf8');

const SMALLEST = `company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Sam, email: Sam@Acme.example, role: lead, departments: [people_team] }
departments:
  people_team: { channel: { slack: "#people" } }
sources:
  - { id: website, network: webhook, secret_env: SECRET }
`;

const HOUR_MS = 3_600_000;

function load(text: string): Handbook {
  const loaded = loadHandbook(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes, null, 1));
  return loaded.handbook;
}

function mistakesOf(text: string): readonly Mistake[] {
  const loaded = loadHandbook(text);
  return loaded.ok ? [] : loaded.mistakes;
}

function placesOf(text: string): string[] {
  return mistakesOf(text).map(({ line, path }) => `${line} ${path}`);
}

test('a handbook with only what is required has the defaults for the rest', () => {
  expect(load(SMALLEST)).toEqual({
    sha: createHash('sha256').update(SMALLEST).digest('hex'),
    company: 'Acme',
    timezone: 'Africa/Johannesburg',
    countries: ['ZA'],
    people: [
      { name: 'Sam', email: 'sam@acme.example', role: 'lead', departments: ['people_team'] },
    ],
    departments: [
      {
        ...{ id: 'people_team', name: 'People team', channel: { slack: 'people' } },
        ...{ contacts: [], contactsAfterMs: [], duty: null },
        ...{ sensitive: null, hours: 'always', targets: {} },
      },
    ],
    categories: [],
    defaultDepartment: 'people_team',
    sensitive: null,
    routing: [],
    style: [],
    ownContacts: [],
    dismissReasons: ['spam', 'abuse', 'not about us', 'duplicate'],
    outcomes: ['solved', 'explained', 'passed on', 'not possible'],
    autoResolveMs: 72 * HOUR_MS,
    followUp: null,
    sending: { undoMs: 30_000 },
    sla: {
      targets: { first_reply_time: 24 * HOUR_MS, next_reply_time: 24 * HOUR_MS },
      warnAt: [0.5, 0.8],
      ceilingMs: 48 * HOUR_MS,
    },
    digest: null,
    sources: [
      { id: 'website', network: 'webhook', secretEnv: 'SECRET', replyUrl: null, replyLength: 3000 },
    ],
  });
});

test('sections whose lines are all commented out count as left out', () => {
  const empty = `${SMALLEST}categories:\nrouting:\nstyle:\nsending:\noutcomes:\nhours:\nsla:\n`;
  expect({ ...load(empty), sha: '' }).toEqual({ ...load(SMALLEST), sha: '' });
});

test('everything that the file says is read', () => {
  const handbook = load(`${SMALLEST}countries: [GB, ZA]
categories:
  complaint: { name: Gripe, department: people_team, approvals: 0 }
  not_ours:
routing:
  - { words: [late, courier*], source: website, kind: [review], language: en, category: complaint }
  - { author: "@tom", network: [webhook], department: people_team, sensitive: true }
sensitive: { channel: { slack: "#matters" }, owners: [SAM@acme.example] }
style:
  avoid: [calm down]
  promises: { severity: error, words: [guarantee], say_instead: we will look }
  allow: ["0800 123 456"]
dismiss_reasons: [noise]
outcomes: [done]
sending: { undo: 2m }
`);
  expect(handbook.countries).toEqual(['GB', 'ZA']);
  const none = { hours: null, targets: {} };
  expect(handbook.categories).toEqual([
    { id: 'complaint', name: 'Gripe', department: 'people_team', approvals: 0, ...none },
    { id: 'not_ours', name: 'Not ours', department: null, approvals: 0, ...none },
  ]);
  const noCondition = {
    outcome: null,
    words: null,
    source: null,
    network: null,
    kind: null,
    language: null,
  };
  expect(handbook.routing).toEqual([
    {
      words: ['late', 'courier*'],
      source: ['website'],
      network: null,
      kind: ['review'],
      language: ['en'],
      author: null,
      department: null,
      category: 'complaint',
      outcome: null,
      sensitive: false,
    },
    {
      ...{ ...noCondition, network: ['webhook'], author: ['tom'], department: 'people_team' },
      ...{ category: null, sensitive: true },
    },
  ]);
  expect(handbook.sensitive).toEqual({
    channel: { slack: 'matters' },
    owners: ['sam@acme.example'],
  });
  expect(handbook.style).toEqual([
    { id: 'avoid', severity: 'warning', words: ['calm down'], sayInstead: null },
    { id: 'promises', severity: 'error', words: ['guarantee'], sayInstead: 'we will look' },
  ]);
  expect(handbook.ownContacts).toEqual(['0800 123 456']);
  expect(handbook.dismissReasons).toEqual(['noise']);
  expect(handbook.outcomes).toEqual(['done']);
  expect(handbook.sending.undoMs).toBe(120_000);
});

test('an admin acts in every department, whether the file lists any or not', () => {
  const admin = SMALLEST.replace('role: lead, departments: [people_team]', 'role: admin');
  expect(load(admin).people[0]?.departments).toEqual(['people_team']);
});

test('a place where Heed runs may point the replies of a source elsewhere', () => {
  const url = 'http://127.0.0.1:4567/square/replies';
  const loaded = loadHandbook(SMALLEST, { replyUrls: { website: url } });
  expect(loaded.ok && loaded.handbook.sources[0]?.replyUrl).toBe(url);
});

describe('the files that come with Heed', () => {
  test('the example loads without a mistake', () => {
    const file = new URL('../../src/handbook/example.yaml', import.meta.url);
    const handbook = load(readFileSync(file, 'utf8'));
    expect(handbook.people.map(({ email }) => email.split('@')[0])).toEqual([
      'thandi',
      'sam',
      'lindiwe',
      'noor',
      'kabelo',
      'zanele',
    ]);
    expect(handbook.sources[0]).toMatchObject({
      id: 'website',
      secretEnv: 'WEBSITE_WEBHOOK_SECRET',
      replyUrl: 'http://127.0.0.1:3001/square/replies',
    });
  });

  test('the template for a new company loads without a mistake', () => {
    const file = new URL('../../src/handbook/template.yaml', import.meta.url);
    expect(load(readFileSync(file, 'utf8')).sources).toHaveLength(1);
  });

  test('the template loads too with its examples taken in', () => {
    const file = new URL('../../src/handbook/template.yaml', import.meta.url);
    const text = readFileSync(file, 'utf8').replace(
      /^(\s*)# (\s*(?:countries|default_department|allow|dismiss_reasons|outcomes|sending|sensitive|hours|office|mon-fri|sat|zone|holidays|closed|days|sla|default|warn_at|ceiling|review_time|duty|digest):)/gmu,
      '$1$2',
    );
    expect(load(text)).toMatchObject({ countries: ['GB'], defaultDepartment: 'care' });
    const [hours = 'always'] = load(text).departments.map((department) => department.hours);
    // The 24th is a day of its own, the 25th a holiday, the 26th a Saturday, the 28th closed.
    const opening = Date.parse('2026-12-24T12:00Z');
    expect(new Date(nextOpening(hours, opening) ?? 0).toISOString()).toBe(
      '2026-12-29T08:00:00.000Z',
    );
    expect(load(text).sla.targets.review_time).toBe(HOUR_MS / 2);
    expect(load(text).departments[0]?.duty?.groups).toEqual(['care-duty']);
    expect(load(text).digest).toMatchObject({ weekday: 0, minute: 9 * 60 });
    expect(load(text).ownContacts).toHaveLength(2);
  });
});

describe('every key of the outline', () => {
  test('is read, or refused as not supported yet', () => {
    const refused = mistakesOf(OUTLINE).filter(({ sentence }) =>
      /not supported yet/iu.test(sentence),
    );
    expect(mistakesOf(OUTLINE)).toEqual(refused);
    expect(refused.map(({ path }) => path)).toEqual([
      'people[2].duty',
      'routing[1].author',
      'style.promote',
      'style.sign_off',
      'ground_rules',
      'playbook',
      'sending.cool_off',
      'sending.outside_hours',
    ]);
  });

  test('is reported at its own line', () => {
    const lines = OUTLINE.split('\n');
    for (const { line, path } of mistakesOf(OUTLINE)) {
      expect(lines[line - 1]).toContain(`${path.split('.').at(-1)}:`);
    }
  });
});

test('five mistakes in one file are all reported, each at its line', () => {
  const text = `company: Acme
timezone: Africa/Joburg
people:
  - name: Sam
    email: sam at acme.example
    role: boss
    departments: [care]
departments:
  care: { chanel: { slack: care }, channel: { slack: care } }
sending:
  undo: half a minute
sources:
  - { id: website, network: webhook, secret_env: SECRET }
`;
  expect(placesOf(text)).toEqual([
    '2 timezone',
    '5 people[0].email',
    '6 people[0].role',
    '9 departments.care.chanel',
    '11 sending.undo',
  ]);
});

test('mistakes of shape and of reference are reported together', () => {
  const text = SMALLEST.replace('[people_team]', '[poeple_team]').replace(
    'company: Acme',
    'company: 5',
  );
  expect(mistakesOf(text)).toEqual([
    {
      line: 1,
      path: 'company',
      sentence: "Must be the company's name, at most 75 characters; this is 5.",
    },
    {
      line: 4,
      path: 'people[0].departments[0]',
      sentence:
        'No department "poeple_team" in this handbook. Did you mean "people_team"? There is: people_team.',
    },
  ]);
});
