/** What is kept off the desk, for whoever looks through it: facts, no layout. */
import { type Card, cardOf } from './card.ts';
import type { Handbook, Person } from './handbook.ts';
import { exchangeOf, type Instant, type LogReason, type Mention, type Words } from './mention.ts';
import type { Mute } from './mute.ts';
import { departmentsOf } from './overview.ts';
import { permits } from './permits.ts';

/** The departments whose log somebody reads; null for an admin, who reads all of it. */
export function logsOf(person: Person, handbook: Handbook): readonly string[] | null {
  return person.role === 'admin' ? null : departmentsOf(person, handbook);
}

export interface LoggedLine {
  /** Its actions are this person's. */
  readonly card: Card;
  /** The kind of the first post, in the source's words. */
  readonly kind: string;
  readonly at: Instant;
  readonly because: LogReason;
}

/** Null for what is not logged any more, and for what is not this person's to read. */
export function loggedLineOf(
  mention: Mention,
  words: Words,
  person: Person,
  handbook: Handbook,
): LoggedLine | null {
  const logs = logsOf(person, handbook);
  if (mention.logged === null || logs?.includes(mention.department) === false) return null;
  const card = cardOf(mention, words, handbook);
  const mayRestore = permits(person, mention, 'restore', handbook).ok;
  const actions = card.actions.filter((action) => action !== 'restore' || mayRestore);
  const kind = exchangeOf(mention)[0]?.kind ?? '';
  return { card: { ...card, actions }, kind, at: card.postedAt, because: mention.logged };
}

export interface MutedLine extends Mute {
  /** On which it was set. */
  readonly mention: string;
  readonly name: string;
  readonly handle: string;
  readonly source: string;
  readonly mayEnd: boolean;
}

/** Whether this person may end a mute that was set on this mention. */
export function mayUnmute(person: Person, mention: Mention, handbook: Handbook): boolean {
  return permits(person, mention, 'unmute', handbook).ok;
}
