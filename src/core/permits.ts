/**
 * Who may do what, and in which state. Two tables and the sentences for a no.
 *
 * `STATES` says in which states a command of a person makes sense at all; `permits` says whether
 * this person may give it. Both know nothing of texts and versions: `decide` looks at those.
 */

import { hasMoved, isOrphaned, maySee, worksOn } from './audience.ts';
import type { PersonCommand } from './commands.ts';
import { type Handbook, nameOf, type Person } from './handbook.ts';
import {
  changeUnderWay,
  isByHand,
  type Mention,
  newestInbound,
  newestReply,
  pendingVersion,
  type Status,
  wasJoined,
} from './mention.ts';
import { hasDue, SNOOZABLE } from './snooze.ts';

export type PersonCommandType = PersonCommand['type'];

const EVERYWHERE: readonly Status[] = ['unclaimed', 'claimed', 'in_review', 'scheduled'];

const ON_DESK: readonly Status[] = [
  ...EVERYWHERE,
  ...(['publishing', 'unsure', 'answered', 'dismissed', 'resolved'] as const),
];

const STATES: Readonly<Record<PersonCommandType, readonly Status[]>> = {
  claim: ['unclaimed'],
  release: ['claimed'],
  assign: [...EVERYWHERE, 'unsure', 'answered'],
  transfer: ['unclaimed', 'claimed'],
  category: [...EVERYWHERE, 'answered'],
  save_draft: ['claimed', 'in_review', 'scheduled', 'answered'],
  submit: ['claimed', 'in_review', 'scheduled', 'answered'],
  edit_and_approve: ['in_review'],
  approve: ['in_review'],
  request_changes: ['in_review'],
  withdraw: ['in_review', 'scheduled'],
  retry: ['claimed'],
  say_sent: ['unsure'],
  say_not_sent: ['unsure'],
  answered_elsewhere: [...EVERYWHERE, 'unsure', 'answered'],
  resolve: ['claimed', 'answered'],
  thanks_close: ['claimed'],
  dismiss: ['unclaimed', 'claimed'],
  correct: ['unclaimed', 'claimed', 'answered'],
  delete: ['unclaimed', 'claimed', 'answered'],
  reopen: ['dismissed', 'resolved'],
  touch_base: ['resolved'],
  drop_follow_up: ['resolved'],
  restore: ['logged'],
  mute: ON_DESK,
  unmute: ON_DESK,
  escalate: [...EVERYWHERE, 'publishing', 'unsure', 'answered'],
  snooze: SNOOZABLE,
  make_sensitive: [...EVERYWHERE, 'answered', 'dismissed', 'resolved'],
  make_ordinary: [...EVERYWHERE, 'answered', 'dismissed', 'resolved'],
  note: [...ON_DESK, 'logged'],
};

/** Whether a command makes sense for the mention as it stands, whoever gives it. */
export function fits(mention: Mention, command: PersonCommandType): boolean {
  if (!STATES[command].includes(mention.status)) return false;
  switch (command) {
    case 'save_draft':
    case 'unmute':
      return !isByHand(mention);
    case 'mute':
      return !isByHand(mention) && !wasJoined(mention);
    case 'submit':
      return !isByHand(mention) && changeUnderWay(mention) === null;
    case 'edit_and_approve':
      return changeUnderWay(mention)?.type !== 'delete';
    case 'correct':
    case 'delete':
      return typeof newestReply(mention)?.externalId === 'string';
    case 'retry':
      return mention.draft?.hold?.type === 'refused';
    case 'resolve':
      return mention.answered;
    case 'thanks_close':
      return mention.answered && mention.heard > mention.answersThrough;
    case 'dismiss':
      return !mention.answered;
    case 'reopen':
      return !wasJoined(mention);
    case 'snooze':
      return hasDue(mention);
    case 'touch_base':
      return mention.followUp === 'asked' && newestInbound(mention) !== null;
    case 'drop_follow_up':
      return mention.followUp === 'asked';
    case 'make_sensitive':
      return !mention.sensitive && !wasJoined(mention);
    case 'make_ordinary':
      return mention.sensitive && !wasJoined(mention);
    default:
      return true;
  }
}

const REVIEWS: readonly Person['role'][] = ['reviewer', 'lead', 'admin'];
const LEADS: readonly Person['role'][] = ['lead', 'admin'];

export function mayReview(person: Person, mention: Mention, handbook: Handbook): boolean {
  const author = pendingVersion(mention)?.author;
  return (
    REVIEWS.includes(person.role) && worksOn(person, mention, handbook) && author !== person.email
  );
}

export function reviews({ role }: Person): boolean {
  return REVIEWS.includes(role);
}

/** Whether this reviews a version whose author named this person. */
function isAsked(person: Person, mention: Mention, command: PersonCommandType): boolean {
  if (command !== 'approve' && command !== 'request_changes') return false;
  const version = pendingVersion(mention);
  if (version === null || version.author === person.email) return false;
  return version.asked.includes(person.email);
}

export function leads(person: Person): boolean {
  return LEADS.includes(person.role);
}

export type Permit = { readonly ok: true } | { readonly ok: false; readonly sentence: string };

const YES: Permit = { ok: true };

function no(sentence: string): Permit {
  return { ok: false, sentence };
}

const LEADS_ONLY = {
  assign: 'Only a lead can assign this to somebody.',
  restore: 'Only a lead can restore this to the desk.',
  mute: 'Only a lead can mute somebody.',
  unmute: 'Only a lead can end a mute.',
} as const;
/** What somebody reads who may not know of it; null for everybody else. */
export function hiddenFrom(person: Person, mention: Mention, handbook: Handbook): string | null {
  if (maySee(person, mention, handbook)) return null;
  return `${hasMoved(mention)} Only those who are named for it can go on with it.`;
}

/** Whether this person may give this command about this mention, as far as roles and owners go. */
export function permits(
  person: Person,
  mention: Mention,
  command: PersonCommandType,
  handbook: Handbook,
): Permit {
  const hidden = hiddenFrom(person, mention, handbook);
  if (hidden !== null) return no(hidden);
  if (isAsked(person, mention, command)) return YES;
  if (!worksOn(person, mention, handbook)) {
    return no(
      `${mention.ref} is with another department. Ask a lead there, or have it transferred.`,
    );
  }
  const mine = mention.owner === person.email || isOrphaned(mention, handbook);
  const nobodys = mention.owner === null;
  const has = mention.owner === null ? 'Nobody' : nameOf(handbook, mention.owner);
  const free =
    mine || nobodys || leads(person) ? YES : no(`${has} has this. Ask ${has}, or a lead.`);
  switch (command) {
    case 'claim':
    case 'touch_base':
    case 'drop_follow_up':
    case 'escalate':
    case 'note':
    case 'snooze':
    case 'make_sensitive':
    case 'make_ordinary':
      return YES;
    case 'save_draft':
    case 'submit':
      if (mine) return YES;
      return no(nobodys ? 'Claim it first.' : `${has} has this. A lead can hand it over to you.`);
    case 'release':
      return mine || leads(person)
        ? YES
        : no(`${has} has this. Only ${has} or a lead can release it.`);
    case 'assign':
    case 'restore':
    case 'mute':
    case 'unmute':
      return leads(person) ? YES : no(LEADS_ONLY[command]);
    case 'correct':
    case 'delete':
      return free;
    case 'transfer':
    case 'category':
    case 'dismiss':
    case 'answered_elsewhere':
    case 'resolve':
    case 'thanks_close':
    case 'retry':
    case 'reopen':
      if (person.role === 'trainee')
        return no('Trainees leave this to a colleague: ask whoever is around to do it.');
      return free;
    case 'approve':
    case 'edit_and_approve':
    case 'request_changes':
      if (!REVIEWS.includes(person.role)) return no('Only reviewers and leads can review a draft.');
      return mayReview(person, mention, handbook)
        ? YES
        : no('You wrote this version. Somebody else has to review it.');
    case 'withdraw':
      if (leads(person) || pendingVersion(mention)?.author === person.email) return YES;
      return no('Only whoever wrote this version, or a lead, can withdraw it.');
    case 'say_sent':
    case 'say_not_sent':
      return mine || leads(person) ? YES : no(`Only ${has} or a lead can say whether it was sent.`);
    default:
      return command satisfies never;
  }
}
