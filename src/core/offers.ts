/** Which actions a card offers: those that somebody of the handbook could do now. */
import { NOBODY_AWAY } from './absence.ts';
import { isAgreed } from './approvals.ts';
import { transfersFrom, worksOn } from './audience.ts';
import type { PersonCommand } from './commands.ts';
import { unchangeable } from './decide-change.ts';
import { hasPrivateDesk } from './decide-privacy.ts';
import type { Handbook } from './handbook.ts';
import { nextContact } from './ladder.ts';
import {
  changeUnderWay,
  exchangeOf,
  hasApproved,
  isByHand,
  type Mention,
  newestInbound,
  pendingVersion,
  type Status,
} from './mention.ts';
import type { Mute } from './mute.ts';
import { fits, type PersonCommandType, permits } from './permits.ts';

export type CardAction =
  | 'reply'
  | 'open_post'
  | Exclude<PersonCommandType, 'save_draft' | 'submit' | 'note'>;

const PRIVACY: readonly CardAction[] = ['make_sensitive', 'make_ordinary'];

const ORDER: Readonly<Record<Status, readonly CardAction[]>> = {
  unclaimed: [
    'reply',
    'claim',
    'category',
    'open_post',
    'dismiss',
    'transfer',
    'answered_elsewhere',
    'assign',
    'correct',
    'delete',
    'escalate',
    ...PRIVACY,
  ],
  claimed: [
    'retry',
    'thanks_close',
    'reply',
    'category',
    'open_post',
    'release',
    'resolve',
    'dismiss',
    'transfer',
    'answered_elsewhere',
    'assign',
    'correct',
    'delete',
    'escalate',
    'snooze',
    ...PRIVACY,
  ],
  in_review: [
    'approve',
    'edit_and_approve',
    'request_changes',
    'withdraw',
    'category',
    'open_post',
    'reply',
    'answered_elsewhere',
    'assign',
    'escalate',
    'snooze',
    ...PRIVACY,
  ],
  scheduled: [
    'withdraw',
    'open_post',
    'reply',
    'category',
    'answered_elsewhere',
    'assign',
    'escalate',
    'snooze',
    ...PRIVACY,
  ],
  publishing: ['open_post', 'escalate', 'snooze'],
  unsure: [
    'say_sent',
    'say_not_sent',
    'open_post',
    'answered_elsewhere',
    'assign',
    'escalate',
    'snooze',
  ],
  answered: [
    'resolve',
    'reply',
    'open_post',
    'category',
    'answered_elsewhere',
    'assign',
    'correct',
    'delete',
    'escalate',
    ...PRIVACY,
  ],
  dismissed: ['reopen', 'open_post', ...PRIVACY],
  resolved: ['touch_base', 'drop_follow_up', 'reopen', 'open_post', ...PRIVACY],
  logged: ['restore', 'open_post'],
};

/** Last on every card: what is about the author, not about this mention. */
const ABOUT_AUTHOR: readonly CardAction[] = ['unmute', 'mute'];

/** What somebody of the handbook could do now, most important first. */
export function actionsOf(
  mention: Mention,
  handbook: Handbook,
  mute: Mute | null = null,
): readonly CardAction[] {
  const besides = ABOUT_AUTHOR.filter((action) => action !== 'unmute' || mute !== null);
  return [...orderOf(mention), ...besides].filter((action) => offers(mention, action, handbook));
}

/** What only some may do, so that a surface that can shows it to those alone. */
const REVIEWING = ['approve', 'edit_and_approve', 'request_changes'] as const;

export interface Reviewer {
  readonly email: string;
  readonly actions: readonly CardAction[];
}

/** Who could do what about the draft that waits; nobody where none does. */
export function reviewersAmong(
  mention: Mention,
  handbook: Handbook,
  offered: readonly CardAction[],
): readonly Reviewer[] {
  const reviewing = REVIEWING.filter((action) => offered.includes(action));
  if (reviewing.length === 0) return [];
  return handbook.people.flatMap((person) => {
    const actions = reviewing.filter((action) => permits(person, mention, action, handbook).ok);
    return actions.length === 0 ? [] : [{ email: person.email, actions }];
  });
}

/** What a card offers one person, and what it offers everybody: of reviewing what is theirs. */
export function actionsFor(
  { actions, reviewers }: { actions: readonly CardAction[]; reviewers: readonly Reviewer[] },
  email: string | null,
): readonly CardAction[] {
  const theirs = reviewers.find((one) => one.email === email)?.actions ?? [];
  const isOthers = (action: CardAction) => REVIEWING.some((one) => one === action);
  return actions.filter((action) => theirs.includes(action) || !isOthers(action));
}

/** Where Heed cannot reply, the next step is to answer there and say so. */
function orderOf(mention: Mention): readonly CardAction[] {
  const order = ORDER[mention.status];
  if (!isByHand(mention) || !isOpen(mention)) return order;
  const near: readonly CardAction[] = ['claim', 'open_post', 'answered_elsewhere'];
  return [...order].sort((a, b) => rankIn(near, a) - rankIn(near, b));
}

function rankIn(near: readonly CardAction[], action: CardAction): number {
  return near.includes(action) ? near.indexOf(action) : near.length;
}

/** Somebody could still answer it. */
export function isOpen({ status }: Mention): boolean {
  return status === 'unclaimed' || status === 'claimed';
}

function offers(mention: Mention, action: CardAction, handbook: Handbook): boolean {
  switch (action) {
    case 'open_post':
      return postLink(mention) !== null;
    case 'reply':
      if (newestInbound(mention) === null || isByHand(mention)) return false;
      return possible(mention, mention.status === 'unclaimed' ? 'claim' : 'submit', handbook);
    case 'retry': {
      const replyTo = mention.draft?.versions.at(-1)?.replyTo;
      const target = mention.messages.find((message) => message.id === replyTo);
      return target?.deletedAt === null && possible(mention, 'retry', handbook);
    }
    case 'edit_and_approve': {
      const target = changeUnderWay(mention) ?? newestInbound(mention);
      return target !== null && possible(mention, action, handbook);
    }
    case 'correct':
    case 'delete':
      return unchangeable(mention, handbook) === null && possible(mention, action, handbook);
    case 'assign':
      return (
        handbook.people.some((p) => p.email !== mention.owner && worksOn(p, mention, handbook)) &&
        possible(mention, action, handbook)
      );
    case 'escalate':
      return canEscalate(mention, handbook);
    case 'transfer':
      return transfersFrom(mention, handbook).length > 0 && possible(mention, action, handbook);
    case 'category':
      return (
        handbook.categories.some((category) => category.id !== mention.category) &&
        possible(mention, action, handbook)
      );
    case 'resolve':
      return handbook.outcomes.length > 0 && possible(mention, action, handbook);
    case 'dismiss':
      return handbook.dismissReasons.length > 0 && possible(mention, action, handbook);
    case 'approve':
      return canApprove(mention, handbook);
    case 'make_sensitive':
      return hasPrivateDesk(mention, handbook) && possible(mention, action, handbook);
    default:
      return possible(mention, action, handbook);
  }
}

/** Somebody may review it who has not approved it yet, or whose approval is enough by now. */
function canApprove(mention: Mention, handbook: Handbook): boolean {
  const version = pendingVersion(mention);
  if (version === null || !fits(mention, 'approve')) return false;
  const complete = isAgreed(mention, version, version.needed, handbook);
  return handbook.people.some(
    (person) =>
      (complete || !hasApproved(version, person.email)) &&
      permits(person, mention, 'approve', handbook).ok,
  );
}

/** Somebody may call a key contact other than themselves. */
function canEscalate(mention: Mention, handbook: Handbook): boolean {
  return (
    fits(mention, 'escalate') &&
    handbook.people.some(
      (person) =>
        permits(person, mention, 'escalate', handbook).ok &&
        nextContact(mention, person.email, handbook, NOBODY_AWAY).ok,
    )
  );
}

function possible(mention: Mention, command: PersonCommand['type'], handbook: Handbook): boolean {
  return (
    fits(mention, command) &&
    handbook.people.some((person) => permits(person, mention, command, handbook).ok)
  );
}

/** Where the customer's newest post stands, or stood. */
export function postLink(mention: Mention): string | null {
  const first = exchangeOf(mention).find((message) => message.direction === 'inbound');
  return (newestInbound(mention) ?? first)?.link ?? null;
}
