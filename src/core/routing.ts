import { categoryOf, type Handbook, type RoutingRule } from './handbook.ts';
import type { LogReason, Mention } from './mention.ts';
import { type Folded, fold, hasAnyWord, isBlank } from './words.ts';

/** What the routing rules look at. `language` is a BCP 47 tag, where the network gives one. */
export interface Routable {
  readonly text: string;
  readonly source: string;
  readonly network: string;
  readonly kind: string;
  readonly language: string | null;
  readonly authorHandle: string;
}

export interface Route {
  readonly department: string;
  readonly category: string | null;
  /** For the department's private desk alone. */
  readonly sensitive: boolean;
  /** The number of the handbook's rule that decided, from 0; null where none fits. */
  readonly rule: number | null;
  /** The number of the rule that keeps it off the desk; null where it goes there. */
  readonly log: number | null;
}

/**
 * The first rule that fits decides. A rule that names only a category sends to that category's
 * department; what no rule catches, and what says no department, goes to the default one. What a
 * rule keeps off the desk is sent where that rule says, or else the first one after it that fits
 * and leads to the desk: that is where it goes once it is restored.
 */
export function route(message: Routable, handbook: Handbook): Route {
  const text = fold(message.text);
  const { routing } = handbook;
  const first = routing.findIndex((rule) => fits(rule, message, text));
  const log = routing[first]?.outcome === 'log' ? first : null;
  const number = routing.findIndex(
    (rule, index) => index >= first && leadsSomewhere(rule) && fits(rule, message, text),
  );
  const rule = routing[number];
  if (!rule) {
    const department = handbook.defaultDepartment;
    return { department, category: null, sensitive: false, rule: null, log };
  }
  const department =
    rule.department ??
    categoryOf(handbook, rule.category)?.department ??
    handbook.defaultDepartment;
  return { department, category: rule.category, sensitive: rule.sensitive, rule: number, log };
}

/** Where a post goes by itself. */
export interface Destination {
  readonly department: string;
  readonly category: string | null;
  /** Never what is kept off the desk. */
  readonly sensitive: boolean;
  /** Why it is kept off the desk; null where it goes there. */
  readonly log: LogReason | null;
}

/**
 * What says something sensitive goes to its private desk whatever a rule or a mute would keep off
 * the desk: too many people read the log.
 */
export function destinationOf(post: Said, to: Route, isMuted: boolean): Destination {
  const { department, category } = to;
  const log = to.sensitive && !isSilent(post) ? null : reasonToLog(to, isMuted);
  return { department, category, sensitive: to.sensitive && log === null, log };
}

function reasonToLog({ log }: Route, isMuted: boolean): LogReason | null {
  if (isMuted) return 'muted';
  return log === null ? null : 'rule';
}

/** A like says nothing that somebody could answer past, so it disturbs no conversation. */
export function standsApart(post: Said, { log }: Destination, from: Mention): boolean {
  return log !== null && from.status !== 'logged' && isSilent(post);
}

/** What of a post can be read. */
interface Said {
  readonly text: string;
  readonly attachments: readonly unknown[];
}

function isSilent({ text, attachments }: Said): boolean {
  return isBlank(text) && attachments.length === 0;
}

function leadsSomewhere({ outcome, department, category }: RoutingRule): boolean {
  return outcome !== 'log' || department !== null || category !== null;
}

function fits(rule: RoutingRule, message: Routable, text: Folded): boolean {
  const language = message.language;
  return (
    isOneOf(rule.source, message.source) &&
    isOneOf(rule.network, message.network) &&
    isOneOf(rule.kind, message.kind) &&
    isOneOf(rule.author, bareHandle(message.authorHandle), bareHandle) &&
    (rule.language?.some((range) => language !== null && isInRange(language, range)) ?? true) &&
    (rule.words === null || hasAnyWord(text, rule.words))
  );
}

function isOneOf(
  allowed: readonly string[] | null,
  value: string,
  plain: (entry: string) => string = (entry) => entry,
): boolean {
  if (allowed === null) return true;
  return allowed.some((entry) => plain(entry).toLowerCase() === value.toLowerCase());
}

function bareHandle(handle: string): string {
  return handle.replace(/^@/u, '');
}

/** Basic filtering of RFC 4647: `en` takes `en-ZA` in, not the other way round. */
function isInRange(tag: string, range: string): boolean {
  const [is, asked] = [tag.toLowerCase(), range.toLowerCase()];
  return is === asked || is.startsWith(`${asked}-`);
}
