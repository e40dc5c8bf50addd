/** The cast of the tests of the core: people, a handbook, posts and contexts. */
import { NOBODY_AWAY } from '../../src/core/absence.ts';
import type { Actor, Context, Post } from '../../src/core/commands.ts';
import { checkDraft } from '../../src/core/guide.ts';
import type { Department, Handbook, Person } from '../../src/core/handbook.ts';

/** Saturday noon in London: 2026-11-21T12:00Z. */
export const NOON = Date.UTC(2026, 10, 21, 12);
export const UNDO_MS = 30_000;

function person(name: string, role: Person['role'], ...departments: string[]): Person {
  return { name, email: `${name.toLowerCase()}@acme.example`, role, departments };
}

/** One of each role in Care, seconds where two are needed, and three people in Deliveries. */
export const PEOPLE = {
  tumi: person('Tumi', 'trainee', 'care'),
  sam: person('Sam', 'agent', 'care'),
  ana: person('Ana', 'agent', 'care'),
  rita: person('Rita', 'reviewer', 'care'),
  ravi: person('Ravi', 'reviewer', 'care'),
  lena: person('Lena', 'lead', 'care'),
  adam: person('Adam', 'admin'),
  dora: person('Dora', 'agent', 'deliveries'),
  dina: person('Dina', 'reviewer', 'deliveries'),
  dirk: person('Dirk', 'lead', 'deliveries'),
} as const;

/** Care's ladder; Deliveries has none. */
const CONTACTS = [PEOPLE.lena.email, PEOPLE.adam.email];

export type Name = keyof typeof PEOPLE;

const HOUR_MS = 3_600_000;
const NO_HOURS = { hours: null, targets: {} };

/** Open always, and a reply due within a day. Approvals by category: praise and question 0, complaint 1, legal 2. */
export function aHandbook(change: Partial<Handbook> = {}): Handbook {
  return {
    sha: 'a'.repeat(64),
    company: 'Acme',
    timezone: 'Europe/London',
    countries: ['GB'],
    people: Object.values(PEOPLE),
    departments: [
      aDepartment('care', 'Care', CONTACTS),
      aDepartment('deliveries', 'Deliveries', []),
    ],
    categories: [
      { id: 'praise', name: 'Praise', department: 'care', approvals: 0, ...NO_HOURS },
      { id: 'question', name: 'Question', department: null, approvals: 0, ...NO_HOURS },
      { id: 'complaint', name: 'Complaint', department: 'care', approvals: 1, ...NO_HOURS },
      { id: 'legal', name: 'Legal', department: 'care', approvals: 2, ...NO_HOURS },
    ],
    defaultDepartment: 'care',
    sensitive: null,
    routing: [],
    style: [
      { id: 'promises', severity: 'error', words: ['guarantee'], sayInstead: null },
      { id: 'selling', severity: 'warning', words: ['upgrade'], sayInstead: null },
    ],
    ownContacts: [],
    dismissReasons: ['spam', 'not about us'],
    outcomes: ['solved', 'explained'],
    autoResolveMs: null,
    followUp: null,
    sending: { undoMs: UNDO_MS },
    sla: {
      targets: { first_reply_time: 24 * HOUR_MS, next_reply_time: 24 * HOUR_MS },
      warnAt: [0.5, 0.8],
      ceilingMs: 48 * HOUR_MS,
    },
    digest: null,
    sources: [
      {
        id: 'website',
        network: 'webhook',
        secretEnv: 'S',
        replyUrl: 'https://acme.example/replies',
        replyLength: 500,
      },
    ],
    ...change,
  };
}

function aDepartment(id: string, name: string, contacts: readonly string[]): Department {
  const channel = { slack: id };
  const contactsAfterMs = contacts.map(() => null);
  const ladder = { contacts, contactsAfterMs };
  return {
    id,
    name,
    channel,
    ...ladder,
    duty: null,
    sensitive: null,
    hours: 'always',
    targets: {},
  };
}

/** The handbook with a private desk for Care, or for all, and its named owners. */
export function withDesk(handbook: Handbook, owners: readonly Name[], forAll = false): Handbook {
  const sensitive = {
    channel: { slack: 'private' },
    owners: owners.map((name) => PEOPLE[name].email),
  };
  if (forAll) return { ...handbook, sensitive };
  const departments = handbook.departments.map((one) =>
    one.id === 'care' ? { ...one, sensitive } : one,
  );
  return { ...handbook, departments };
}

/** The handbook after somebody was taken out of it. */
export function without(handbook: Handbook, ...names: Name[]): Handbook {
  const gone: string[] = names.map((name) => PEOPLE[name].email);
  return { ...handbook, people: handbook.people.filter(({ email }) => !gone.includes(email)) };
}

/** The handbook with a website that takes no replies. */
export function readOnly(handbook: Handbook): Handbook {
  return { ...handbook, sources: handbook.sources.map((one) => ({ ...one, replyUrl: null })) };
}

/** The handbook with other numbers of approvals, by category. */
export function withApprovals(handbook: Handbook, numbers: Record<string, number>): Handbook {
  const categories = handbook.categories.map((category) => ({
    ...category,
    approvals: numbers[category.id] ?? category.approvals,
  }));
  return { ...handbook, categories };
}

export function aPost(change: Partial<Post> = {}): Post {
  return {
    externalId: 'c-1',
    parentId: null,
    kind: 'comment',
    text: 'My parcel arrived broken.',
    link: `https://acme.example/posts/${change.externalId ?? 'c-1'}`,
    context: 'our post: Black Friday',
    attachments: [],
    postedAt: NOON - 60_000,
    editedAt: null,
    ...change,
  };
}

export const HEED: Actor = { type: 'heed' };
export const WEBSITE: Actor = { type: 'source', source: 'website' };
export const OUTSIDER: Actor = { type: 'outsider', name: 'U999' };

export function actor(who: Name | Person | Actor): Actor {
  if (typeof who === 'string') return { type: 'person', person: PEOPLE[who] };
  return 'type' in who ? who : { type: 'person', person: who };
}

export function aContext(change: Partial<Context> = {}): Context {
  const handbook = change.handbook ?? aHandbook();
  return {
    now: NOON,
    actor: actor('sam'),
    handbook,
    words: new Map(),
    mute: null,
    away: NOBODY_AWAY,
    newId: countedIds(),
    findings: (text) =>
      checkDraft(text, { handbook, replyLength: 500, findPhoneNumbers: () => [] }),
    ...change,
  };
}

export function countedIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `id-${count}`;
  };
}
