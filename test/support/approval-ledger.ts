/**
 * Who approved what, kept by hand from the history alone: what the properties hold the core's own
 * bookkeeping against.
 */

import { isNamed } from '../../src/core/audience.ts';
import type { RecordedEvent } from '../../src/core/events.ts';
import { categoryOf, personOf } from '../../src/core/handbook.ts';
import { PEOPLE } from './cast.ts';
import { handbookOf } from './random-plays.ts';

export interface Ledger {
  readonly department: string;
  readonly sensitive: boolean;
  readonly category: string | null;
  readonly floor: number;
  readonly author: string | null;
  readonly authorBefore: string | null;
  /** A lead's own change of what we said: no category's approvals, unless it was edited. */
  readonly isDirect: boolean;
  /** What a change of what we said needs, whatever its category. */
  readonly least: number;
  readonly needed: number;
  readonly neededBefore: number;
  /** The event's number by who approved. */
  readonly approvals: ReadonlyMap<string, number>;
  /** Those of them whose role and department make them reviewers. */
  readonly reviewers: ReadonlySet<string>;
  /** Who has to agree besides. */
  readonly asked: readonly string[];
  readonly askedBefore: readonly string[];
  /** The last event in which the customer wrote, edited or deleted something. */
  readonly inbound: number;
  /** A source refused the version: it may be retried with the approvals that it has. */
  readonly refused: boolean;
  /** The last event in which a person sent a version on its way. */
  readonly sentOn: number;
}

export const EMPTY: Ledger = {
  department: '',
  sensitive: false,
  category: null,
  floor: 0,
  author: null,
  authorBefore: null,
  isDirect: false,
  least: 0,
  needed: 0,
  neededBefore: 0,
  approvals: new Map(),
  reviewers: new Set(),
  asked: [],
  askedBefore: [],
  inbound: 0,
  refused: false,
  sentOn: 0,
};

export function approvalsAsked(category: string | null, sha: string): number {
  return categoryOf(handbookOf(sha), category)?.approvals ?? 0;
}

function roleOf(email: string | null) {
  return Object.values(PEOPLE).find((person) => person.email === email)?.role;
}

/** One approval where a trainee wrote it. */
function leastFor(author: string | null): number {
  return roleOf(author) === 'trainee' ? 1 : 0;
}

export function keepLedger(ledger: Ledger, recorded: RecordedEvent): Ledger {
  const { event, seq } = recorded;
  switch (event.type) {
    case 'opened': {
      const { category, department, sensitive } = event;
      const floor = approvalsAsked(category, recorded.handbook);
      return { ...ledger, department, category, sensitive, floor };
    }
    case 'restored': {
      const { department, category, sensitive, floor } = event;
      return { ...ledger, department, category, sensitive, floor };
    }
    case 'transferred':
      return { ...ledger, department: event.to };
    case 'message_received':
    case 'message_edited':
    case 'message_deleted':
      return { ...ledger, inbound: seq };
    case 'made_sensitive':
    case 'made_ordinary':
      return { ...ledger, sensitive: event.type === 'made_sensitive' };
    case 'categorised':
      return relabel(ledger, event.category, recorded);
    case 'submitted': {
      const { author, replaces } = event.version;
      const asked = approvalsAsked(ledger.category, recorded.handbook);
      const isDirect = replaces !== null && ['lead', 'admin'].includes(roleOf(author) ?? '');
      const least = Math.max(leastFor(author), replaces === null ? 0 : 1);
      return {
        ...ledger,
        author,
        authorBefore: ledger.author,
        isDirect,
        least,
        needed: isDirect ? 0 : Math.max(asked, ledger.floor, least),
        neededBefore: ledger.needed,
        asked: event.version.asked,
        askedBefore: ledger.asked,
        approvals: new Map(),
        refused: false,
        sentOn: seq,
      };
    }
    case 'approved':
      return approve(reviewed(ledger, event.by, recorded), event.by, seq);
    case 'publish_refused':
      return { ...ledger, refused: true };
    case 'retried': {
      const approvals = newerThan(ledger.inbound, ledger.approvals);
      return { ...ledger, approvals, refused: false, sentOn: seq };
    }
    case 'held':
    case 'withdrawn':
    case 'changes_requested':
    case 'said_not_sent':
      return { ...ledger, approvals: new Map() };
    case 'owner_left':
      return ledger.refused ? ledger : { ...ledger, approvals: new Map() };
    default:
      return ledger;
  }
}

function reviewed(ledger: Ledger, by: string, { handbook }: RecordedEvent): Ledger {
  const person = personOf(handbookOf(handbook), by);
  const inDepartment = person?.role === 'admin' || person?.departments.includes(ledger.department);
  const named = isNamed(by, ledger.department, handbookOf(handbook));
  const there = ledger.sensitive ? named : inDepartment;
  const reviews = ['reviewer', 'lead', 'admin'].includes(person?.role ?? '') && there === true;
  const { asked } = ledger;
  if (!reviews && !asked.includes(by)) throw new Error(`${by} may not approve this`);
  const others = [...ledger.reviewers].filter((one) => one !== by);
  return { ...ledger, reviewers: new Set(reviews ? [...others, by] : others) };
}

function newerThan(seq: number, approvals: Ledger['approvals']): Ledger['approvals'] {
  return new Map([...approvals].filter(([, approvedAt]) => approvedAt > seq));
}

/** Only a lead's word lowers what is needed. */
function relabel(ledger: Ledger, category: string, { actor, handbook }: RecordedEvent): Ledger {
  const asked = approvalsAsked(category, handbook);
  const role = roleOf(actor);
  if (role === 'lead' || role === 'admin') {
    const needed = ledger.isDirect ? ledger.needed : Math.max(asked, ledger.least);
    return { ...ledger, category, floor: asked, needed };
  }
  const floor = Math.max(ledger.floor, asked);
  const needed = ledger.isDirect ? ledger.needed : Math.max(ledger.needed, floor);
  return { ...ledger, category, floor, needed };
}

function approve(ledger: Ledger, by: string, seq: number): Ledger {
  if (ledger.approvals.has(by)) throw new Error(`${by} approved twice`);
  const approvals = new Map([...ledger.approvals, [by, seq]]);
  if (by !== ledger.author) return { ...ledger, approvals };
  if (ledger.authorBefore === by || ledger.authorBefore === null || ledger.approvals.size > 0) {
    throw new Error(`${by} approved a version of their own`);
  }
  // Whoever edited what somebody else wrote: who was asked before must agree to the edit as well.
  return {
    ...ledger,
    approvals,
    needed: Math.max(ledger.needed, ledger.neededBefore),
    asked: ledger.askedBefore.filter((email) => email !== by),
  };
}
