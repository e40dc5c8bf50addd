import { describe, expect, test } from 'vitest';
import type { Handbook, RoutingRule } from '../../src/core/handbook.ts';
import { destinationOf, type Routable, type Route, route } from '../../src/core/routing.ts';

const ANY: RoutingRule = {
  words: null,
  source: null,
  network: null,
  kind: null,
  language: null,
  author: null,
  department: null,
  category: null,
  outcome: null,
  sensitive: false,
};

function aHandbook(...rules: Partial<RoutingRule>[]): Handbook {
  return {
    sha: '',
    company: 'Acme',
    timezone: 'Africa/Johannesburg',
    countries: ['ZA'],
    people: [],
    departments: ['care', 'deliveries', 'press'].map((id) => ({
      id,
      name: id,
      channel: { slack: id },
      contacts: [],
      duty: null,
      contactsAfterMs: [],
      sensitive: null,
      hours: 'always',
      targets: {},
    })),
    categories: [
      {
        id: 'complaint',
        name: 'Complaint',
        department: null,
        approvals: 1,
        hours: null,
        targets: {},
      },
      {
        id: 'lost',
        name: 'Lost',
        department: 'deliveries',
        approvals: 0,
        hours: null,
        targets: {},
      },
    ],
    defaultDepartment: 'care',
    sensitive: null,
    routing: rules.map((rule) => ({ ...ANY, ...rule })),
    style: [],
    ownContacts: [],
    dismissReasons: [],
    outcomes: [],
    sending: { undoMs: 0 },
    sla: { targets: {}, warnAt: [], ceilingMs: 0 },
    digest: null,
    autoResolveMs: null,
    followUp: null,
    sources: [],
  };
}

function aMessage(message: Partial<Routable> = {}): Routable {
  return {
    text: 'My parcel is late',
    source: 'website',
    network: 'webhook',
    kind: 'comment',
    language: 'en-ZA',
    authorHandle: 'lerato',
    ...message,
  };
}

test('what no rule catches goes to the default department, without a category', () => {
  expect(route(aMessage(), aHandbook({ words: ['vase'], department: 'press' }))).toEqual({
    department: 'care',
    category: null,
    rule: null,
    log: null,
    sensitive: false,
  });
});

test('a text without words goes to the default department', () => {
  const handbook = aHandbook({ words: ['vase'], department: 'press' });
  expect(route(aMessage({ text: '' }), handbook).department).toBe('care');
});

test('the first rule that fits decides, and its number is told', () => {
  const handbook = aHandbook(
    { words: ['vase'], department: 'press' },
    { words: ['parcel'], department: 'deliveries', category: 'complaint' },
    { words: ['late'], department: 'press' },
  );
  expect(route(aMessage(), handbook)).toEqual({
    department: 'deliveries',
    category: 'complaint',
    rule: 1,
    log: null,
    sensitive: false,
  });
});

test('what is sensitive is told with where it goes', () => {
  const handbook = aHandbook({ words: ['parcel'], department: 'press', sensitive: true });
  const to = { department: 'press', sensitive: true };
  expect(route(aMessage(), handbook)).toMatchObject(to);
});

test('a rule that names only a category sends to that category’s department', () => {
  const handbook = aHandbook({ words: ['parcel'], category: 'lost' });
  expect(route(aMessage(), handbook)).toEqual({
    department: 'deliveries',
    category: 'lost',
    rule: 0,
    log: null,
    sensitive: false,
  });
});

test('a category without a department leaves the mention with the default one', () => {
  const handbook = aHandbook({ words: ['parcel'], category: 'complaint' });
  expect(route(aMessage(), handbook)).toMatchObject({ department: 'care', category: 'complaint' });
});

test('a department named by the rule wins over the category’s', () => {
  const handbook = aHandbook({ words: ['parcel'], category: 'lost', department: 'press' });
  expect(route(aMessage(), handbook)).toMatchObject({ department: 'press', category: 'lost' });
});

describe('a condition', () => {
  test.each<[string, Partial<RoutingRule>, boolean]>([
    ['words: any of them', { words: ['vase', 'parcel*'] }, true],
    ['words: whole ones only', { words: ['parc'] }, false],
    ['source', { source: ['website'] }, true],
    ['another source', { source: ['blog'] }, false],
    ['network', { network: ['webhook'] }, true],
    ['another network', { network: ['x'] }, false],
    ['kind, in any case', { kind: ['review', 'Comment'] }, true],
    ['another kind', { kind: ['review'] }, false],
    ['a language, whatever the region', { language: ['en'] }, true],
    ['the region asked for', { language: ['EN-za'] }, true],
    ['another region', { language: ['en-GB'] }, false],
    ['a language that begins alike', { language: ['e'] }, false],
    ['an author, with or without @', { author: ['@Lerato'] }, true],
    ['another author', { author: ['tom'] }, false],
    ['several, all of which hold', { words: ['late'], kind: ['comment'], language: ['en'] }, true],
    [
      'several, one of which fails',
      { words: ['late'], kind: ['comment'], language: ['af'] },
      false,
    ],
  ])('%s', (_, conditions, fits) => {
    const handbook = aHandbook({ ...conditions, department: 'press' });
    expect(route(aMessage(), handbook).department).toBe(fits ? 'press' : 'care');
  });

  test('on the language fails where the language is not known', () => {
    const handbook = aHandbook({ language: ['en'], department: 'press' });
    expect(route(aMessage({ language: null }), handbook).department).toBe('care');
  });
});

describe('a rule that logs', () => {
  const LOG = { kind: ['like'], outcome: 'log' } as const;

  test('keeps what fits off the desk, and nothing else', () => {
    const handbook = aHandbook(LOG);
    expect(route(aMessage({ kind: 'like', text: '' }), handbook)).toMatchObject({ log: 0 });
    expect(route(aMessage(), handbook)).toMatchObject({ log: null });
  });

  test('leaves it to the rules after it where that goes once it is restored', () => {
    const handbook = aHandbook(
      LOG,
      { author: ['lerato'], outcome: 'log' },
      { words: ['parcel'], department: 'deliveries', category: 'complaint' },
    );
    const to = {
      department: 'deliveries',
      category: 'complaint',
      rule: 2,
      log: 0,
      sensitive: false,
    };
    expect(route(aMessage({ kind: 'like' }), handbook)).toEqual(to);
    const other = { department: 'care', category: null, rule: null, log: 0, sensitive: false };
    expect(route(aMessage({ kind: 'like', text: '' }), handbook)).toEqual(other);
  });

  test('may say that itself', () => {
    const handbook = aHandbook(
      { ...LOG, department: 'press' },
      { words: ['parcel'], category: 'lost' },
    );
    expect(route(aMessage({ kind: 'like' }), handbook)).toMatchObject({
      department: 'press',
      log: 0,
    });
  });

  test('comes too late after one that leads to the desk', () => {
    const handbook = aHandbook({ words: ['parcel'], department: 'press' }, LOG);
    expect(route(aMessage({ kind: 'like' }), handbook)).toMatchObject({
      department: 'press',
      log: null,
    });
  });
});

describe('where a post goes', () => {
  const to = (change: Partial<Route>): Route => ({
    ...{ department: 'care', category: null, sensitive: false, rule: null, log: null },
    ...change,
  });
  const said = { text: 'I was bullied.', attachments: [] };
  const silent = { text: ' ', attachments: [] };

  test.each<[string, typeof said, Partial<Route>, boolean, { sensitive: boolean; log: unknown }]>([
    ['to the desk', said, {}, false, { sensitive: false, log: null }],
    ['to the log by a rule', said, { log: 0 }, false, { sensitive: false, log: 'rule' }],
    ['to the log by a mute', said, {}, true, { sensitive: false, log: 'muted' }],
    ['to the private desk', said, { sensitive: true }, false, { sensitive: true, log: null }],
    [
      'to the private desk past a rule and a mute',
      ...([said, { sensitive: true, log: 0 }, true, { sensitive: true, log: null }] as const),
    ],
    [
      'to the log where it says nothing',
      ...([silent, { sensitive: true, log: 0 }, false, { sensitive: false, log: 'rule' }] as const),
    ],
  ])('%s', (_, post, route, isMuted, wanted) => {
    expect(destinationOf(post, to(route), isMuted)).toMatchObject(wanted);
  });
});
