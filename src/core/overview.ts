/** What stands on somebody's lists, why, and what they can do there: facts, no layout. */

import { type Absence, NOBODY_AWAY } from './absence.ts';
import { actsIn, maySee, namedIn } from './audience.ts';
import { ALONE, type Card, cardOf } from './card.ts';
import { isPressing } from './deadline.ts';
import type { Handbook, Person } from './handbook.ts';
import {
  exchangeOf,
  type Instant,
  type Mention,
  newestInbound,
  pendingVersion,
  type Status,
  type Words,
} from './mention.ts';
import { actionsOf, type CardAction } from './offers.ts';
import { permits } from './permits.ts';
import { reviewersOf } from './reviewers.ts';
import { calledByClock } from './rungs.ts';

export type ShelfName =
  /** Mine, until it is answered. */
  | 'mine'
  /** Mine and answered: it waits for the customer. */
  | 'answered'
  /** Somebody else's version that I am asked to review. */
  | 'review'
  | 'unclaimed'
  /** Somebody's, until it is answered. */
  | 'in_hand'
  /** Overdue, and the clock called me for it. */
  | 'called'
  /** Resolved a while ago, and I am asked to touch base. */
  | 'touch_base';

/** First where it is the owner's turn, then what is under way by itself. */
const TURNS: readonly (readonly Status[])[] = [
  ['claimed', 'unsure'],
  ['in_review', 'scheduled', 'publishing'],
];

/** The states on a shelf; those of the first group stand before those of the next. */
export const SHELF_STATES: Readonly<Record<ShelfName, readonly (readonly Status[])[]>> = {
  mine: TURNS,
  answered: [['answered']],
  review: [['in_review']],
  unclaimed: [['unclaimed']],
  in_hand: TURNS,
  called: [['unclaimed', ...TURNS.flat()]],
  touch_base: [['resolved']],
};

/** Whose list it is, and which departments it is about. */
export interface Asker {
  readonly person: Person;
  readonly departments: readonly string[];
  /** Departments of which it is about the sensitive mentions too. */
  readonly sensitiveIn: readonly string[];
  /** Who is away when it is read. */
  readonly away: readonly Absence[];
}

export interface Line {
  /** With no other actions than this person's on this shelf. */
  readonly card: Card;
  /** Since when it is theirs, in review, answered, waiting or called for, as the shelf is about. */
  readonly since: Instant;
  /** Where its card stands; null where it is not there yet. */
  readonly standsAt: { readonly channel: string; readonly ts: string } | null;
}

export interface Shelf {
  readonly lines: readonly Line[];
  /** How many more there are. */
  readonly more: number;
  /** `more` was counted to an end; else there are at least so many. */
  readonly counted: boolean;
}

export interface DueLine extends Line {
  /** The one it comes from, with its buttons. */
  readonly shelf: ShelfName;
}

/** What of the shelves is near or was missed. */
export interface DueSoon {
  /** The next due first. */
  readonly lines: readonly DueLine[];
  readonly more: number;
  /** `more` was counted to an end; else there are at least so many. */
  readonly counted: boolean;
}

export interface Overview {
  /** What stands here is left out of the shelves. */
  readonly due: DueSoon;
  readonly mine: Shelf;
  /** Null for somebody who reviews nothing. */
  readonly review: Shelf | null;
  readonly unclaimed: Shelf;
  readonly touchBase: Shelf;
  /** The departments' names that `unclaimed` is about. */
  readonly departments: readonly string[];
  /** What only admins see. */
  readonly health: Health | null;
}

export interface Health {
  readonly sources: readonly {
    readonly id: string;
    readonly canReply: boolean;
    readonly trouble: readonly string[];
  }[];
  /** What goes wrong anywhere else, in sentences. */
  readonly elsewhere: readonly string[];
}

/** The departments that somebody acts in. */
export function departmentsOf(person: Person, handbook: Handbook): readonly string[] {
  return handbook.departments.map(({ id }) => id).filter((id) => actsIn(person, id));
}

/** Somebody who asks for their own list, or for what is open in these departments. */
export function askerOf(
  person: Person,
  handbook: Handbook,
  departments: readonly string[] | null = null,
  away: readonly Absence[] = NOBODY_AWAY,
): Asker {
  const named = namedIn(person, handbook);
  if (departments === null) {
    return { person, departments: departmentsOf(person, handbook), sensitiveIn: named, away };
  }
  const sensitiveIn = named.filter((id) => departments.includes(id));
  return { person, departments, sensitiveIn, away };
}

/** Whether a mention stands on this shelf. The one gate in front of every list. */
export function belongsOn(
  mention: Mention,
  shelf: ShelfName,
  { person, departments, sensitiveIn, away }: Asker,
  handbook: Handbook,
): boolean {
  if (!maySee(person, mention, handbook)) return false;
  if (!SHELF_STATES[shelf].flat().includes(mention.status)) return false;
  switch (shelf) {
    case 'mine':
    case 'answered':
      return mention.owner === person.email;
    case 'unclaimed':
    case 'in_hand':
      return (mention.sensitive ? sensitiveIn : departments).includes(mention.department);
    case 'called':
      return calledByClock(mention) === person.email;
    case 'touch_base':
      return mention.followUp === 'asked' && mention.owner === person.email;
    case 'review':
      return awaitsReviewBy(mention, person, handbook, away);
    default:
      return shelf satisfies never;
  }
}

function awaitsReviewBy(
  mention: Mention,
  { email }: Person,
  handbook: Handbook,
  away: readonly Absence[],
): boolean {
  const done = pendingVersion(mention)?.reviews.some((review) => review.person === email) ?? true;
  return !done && reviewersOf(mention, handbook, away).includes(email);
}

/**
 * Since when the customer waits: the first post that stands and that we have not answered; of a
 * mention that is answered, the newest.
 */
export function waitingSince(mention: Mention): Instant {
  const exchange = exchangeOf(mention);
  const answered = exchange.findLastIndex((message) => message.direction === 'outbound');
  const waiting = exchange.slice(answered + 1).find((message) => message.deletedAt === null);
  return (waiting ?? newestInbound(mention) ?? exchange[0])?.postedAt ?? 0;
}

const OFFERED: Readonly<Record<ShelfName, readonly CardAction[]>> = {
  mine: [
    ...(['retry', 'thanks_close', 'say_sent', 'say_not_sent'] as const),
    ...(['reply', 'snooze', 'withdraw', 'release', 'resolve'] as const),
  ],
  answered: ['resolve', 'reply'],
  review: ['approve', 'request_changes'],
  unclaimed: ['reply', 'claim'],
  in_hand: [],
  called: [
    ...(['approve', 'request_changes', 'say_sent', 'say_not_sent'] as const),
    ...(['reply', 'claim', 'assign'] as const),
  ],
  touch_base: ['touch_base', 'drop_follow_up'],
};

/** As many buttons as a phone shows in a row or two. */
const MOST_ACTIONS = 4;

/** A mention as a line of this shelf, with what this person may do there. */
export function lineOf(
  mention: Mention,
  words: Words,
  shelf: ShelfName,
  { person, away }: Pick<Asker, 'person' | 'away'>,
  handbook: Handbook,
): Omit<Line, 'standsAt'> {
  const offered = actionsOf(mention, handbook);
  const actions = OFFERED[shelf]
    .filter((action) => offered.includes(action) && mayPress(mention, action, person, handbook))
    .filter((action) => action !== 'snooze' || mention.deadlines.some(isPressing))
    .slice(0, MOST_ACTIONS);
  const card = cardOf(mention, words, handbook, { ...ALONE, away });
  return { card: { ...card, actions }, since: since(mention, shelf) };
}

function mayPress(
  mention: Mention,
  action: CardAction,
  person: Person,
  handbook: Handbook,
): boolean {
  if (action === 'open_post') return true;
  const claims = mention.owner === null ? 'claim' : 'submit';
  return permits(person, mention, action === 'reply' ? claims : action, handbook).ok;
}

function since(mention: Mention, shelf: ShelfName): Instant {
  switch (shelf) {
    case 'mine':
    case 'in_hand':
      return mention.ownedSince ?? waitingSince(mention);
    case 'review':
      return pendingVersion(mention)?.at ?? waitingSince(mention);
    case 'answered':
      return (
        exchangeOf(mention).findLast(({ direction }) => direction === 'outbound')?.postedAt ?? 0
      );
    case 'called':
      return mention.escalation?.at ?? waitingSince(mention);
    case 'touch_base':
      return mention.closedAt ?? 0;
    case 'unclaimed':
      return waitingSince(mention);
    default:
      return shelf satisfies never;
  }
}
