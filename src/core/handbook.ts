/**
 * The handbook's types: the company's written action policy after loading and checking.
 * How the file looks is in `handbook/`; here is only what the rules need of it.
 */

import type { Metric } from './deadline.ts';
import type { OpeningHours } from './hours.ts';

export type Role = 'trainee' | 'agent' | 'reviewer' | 'lead' | 'admin';

export interface Person {
  readonly name: string;
  /** Lower case; the person's identity everywhere in Heed. */
  readonly email: string;
  readonly role: Role;
  readonly departments: readonly string[];
}

/** Milliseconds of opening hours; a metric that is missing has no target here. */
export type Targets = Readonly<Partial<Record<Metric, number>>>;

/** What holds where neither the category nor the department says otherwise. */
export interface Sla {
  readonly targets: Targets;
  /** Parts of the time between start and due after which somebody is warned, ascending, 0 to 1. */
  readonly warnAt: readonly number[];
  /** By the wall clock: however the hours lie, no reply may be due later than this. */
  readonly ceilingMs: number;
}

/** Where something stands, on each surface that has a place for it; on one at least. */
export interface Channel {
  /** A Slack channel's name without `#`, or its id. */
  readonly slack?: string;
  /** A Teams channel's name, `Team/Channel`, or its id. */
  readonly teams?: string;
}

/** Where the sensitive mentions of a department stand, and who alone works on them. */
export interface PrivateDesk {
  /** By a private channel's name without `#`, or its id; Teams lets no bot post in private ones. */
  readonly channel: Channel & { readonly slack: string };
  /** E-mail addresses of people of the handbook. */
  readonly owners: readonly string[];
}

/** Who sees to what nobody has. */
export interface Duty {
  /** E-mail addresses of people of the handbook. */
  readonly people: readonly string[];
  /** Slack user groups, each by its handle without `@`, or its id. */
  readonly groups: readonly string[];
}

/** When the figures of the week before are shown to everybody, and where. */
export interface Digest {
  readonly channel: Channel;
  /** Monday is 0. */
  readonly weekday: number;
  /** Of the local clock in the company's zone, since midnight. */
  readonly minute: number;
}

export interface Department {
  readonly id: string;
  /** What people read, such as "Care". */
  readonly name: string;
  readonly channel: Channel;
  /** E-mail addresses, the escalation ladder in order. */
  readonly contacts: readonly string[];
  /**
   * For each of them, how long nothing may happen before they are called, in milliseconds of opening
   * hours; null for who is called at a missed deadline, at once.
   */
  readonly contactsAfterMs: readonly (number | null)[];
  /** Null where nobody in particular has it. */
  readonly duty: Duty | null;
  /** Null where the company's own serves. */
  readonly sensitive: PrivateDesk | null;
  readonly hours: OpeningHours;
  readonly targets: Targets;
}

export interface Category {
  readonly id: string;
  readonly name: string;
  readonly department: string | null;
  readonly approvals: number;
  /** Null where the department's serve. */
  readonly hours: OpeningHours | null;
  readonly targets: Targets;
}

/** All conditions that are given must hold; each holds if any of its entries fits. */
export interface RoutingRule {
  readonly words: readonly string[] | null;
  readonly source: readonly string[] | null;
  readonly network: readonly string[] | null;
  readonly kind: readonly string[] | null;
  readonly language: readonly string[] | null;
  /** Handles, without `@`. */
  readonly author: readonly string[] | null;
  readonly department: string | null;
  readonly category: string | null;
  /** `log` keeps what fits off the desk. */
  readonly outcome: 'log' | null;
  /** What it catches is for the department's private desk alone. */
  readonly sensitive: boolean;
}

export type StyleRuleId = 'avoid' | 'promises' | 'selling' | 'superiority';

export interface StyleRule {
  readonly id: StyleRuleId;
  readonly severity: 'error' | 'warning';
  readonly words: readonly string[];
  readonly sayInstead: string | null;
}

export interface SourceAccount {
  readonly id: string;
  readonly network: 'webhook';
  /** The environment variable that holds the source's secret. */
  readonly secretEnv: string;
  /** Where replies go; null where the source is read only. */
  readonly replyUrl: string | null;
  /** Longest reply, in graphemes. */
  readonly replyLength: number;
}

/** When somebody asks a customer once more how they are, after it was resolved. */
export interface FollowUp {
  /** By the clock on the wall; then at the next opening. */
  readonly afterMs: number;
  /** Ids of the categories that it is for. */
  readonly categories: readonly string[];
  /** What the reply begins with; `{name}` stands for the author's name. */
  readonly text: string;
}

export interface Handbook {
  /** SHA-256 of the file's text, hex. */
  readonly sha: string;
  readonly company: string;
  readonly timezone: string;
  /** ISO 3166 codes; whose way of writing telephone numbers a draft is searched for. */
  readonly countries: readonly string[];
  readonly people: readonly Person[];
  readonly departments: readonly Department[];
  readonly categories: readonly Category[];
  readonly defaultDepartment: string;
  /** For departments without a private desk of their own. */
  readonly sensitive: PrivateDesk | null;
  readonly routing: readonly RoutingRule[];
  readonly style: readonly StyleRule[];
  /** Our own published addresses and numbers, which a public reply may hold. */
  readonly ownContacts: readonly string[];
  readonly dismissReasons: readonly string[];
  readonly outcomes: readonly string[];
  /** After so much silence what is answered is over; null for never. */
  readonly autoResolveMs: number | null;
  /** Null where nobody is asked to. */
  readonly followUp: FollowUp | null;
  readonly sending: { readonly undoMs: number };
  readonly sla: Sla;
  readonly digest: Digest | null;
  readonly sources: readonly SourceAccount[];
}

/** As the handbook names it; null where it has no place on that surface. */
export function channelOn({ slack, teams }: Channel, surface: string): string | null {
  if (surface === 'slack') return slack ?? null;
  return surface === 'teams' ? (teams ?? null) : null;
}

export function personOf(handbook: Handbook, email: string): Person | null {
  return handbook.people.find((person) => person.email === email) ?? null;
}

export function departmentOf(handbook: Handbook, id: string): Department | null {
  return handbook.departments.find((department) => department.id === id) ?? null;
}

export function categoryOf(handbook: Handbook, id: string | null): Category | null {
  return handbook.categories.find((category) => category.id === id) ?? null;
}

export function sourceOf(handbook: Handbook, id: string): SourceAccount | null {
  return handbook.sources.find((source) => source.id === id) ?? null;
}

/** The name people know somebody by; the address where the handbook no longer knows them. */
export function nameOf(handbook: Handbook, email: string): string {
  return personOf(handbook, email)?.name ?? email;
}
