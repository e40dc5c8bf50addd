/** What a card says and which actions it offers: facts, no layout. */
import type { PersonCommand, Seen } from './commands.ts';
import { reviewersOf } from './effects.ts';
import { categoryOf, departmentOf, type Handbook, nameOf } from './handbook.ts';
import { siteOf } from './links.ts';
import {
  type Attachment,
  approvalsOf,
  type DraftVersion,
  exchangeOf,
  type Hold,
  hasApproved,
  type Instant,
  isByHand,
  type Mention,
  type Message,
  newestInbound,
  pendingVersion,
  type Status,
  standingNotes,
  versionSeen,
  type Words,
} from './mention.ts';
import { actsIn, fits, type PersonCommandType, permits } from './permits.ts';
import { BY_HAND_ONLY } from './sentences.ts';

export type CardAction =
  | 'reply'
  | 'open_post'
  | Exclude<PersonCommandType, 'save_draft' | 'submit' | 'note'>;

export interface Card {
  readonly mention: string;
  readonly ref: string;
  readonly status: Status;
  /** Where it stands in words: "unclaimed", "answered, waiting for Lerato M.". */
  readonly standing: string;
  readonly department: { readonly id: string; readonly name: string };
  readonly category: { readonly id: string; readonly name: string } | null;
  readonly categories: readonly { readonly id: string; readonly name: string }[];
  readonly author: { readonly name: string; readonly handle: string };
  /** The source as people know it. */
  readonly source: string;
  /** What to do where the usual way is closed. */
  readonly hint: string | null;
  readonly postedAt: Instant;
  readonly link: string | null;
  /** Under which of our posts. */
  readonly context: string | null;
  /** The whole conversation, oldest first. */
  readonly exchange: readonly CardMessage[];
  readonly owner: {
    readonly email: string;
    readonly name: string;
    readonly since: Instant | null;
  } | null;
  /** What staff wrote in the thread: how many, and the last few, oldest first. */
  readonly notes: { readonly count: number; readonly latest: readonly CardNote[] };
  readonly draft: CardDraft | null;
  /** Until when the reply can still be withdrawn. */
  readonly sendAt: Instant | null;
  /** The outcome or reason it ended with. */
  readonly verdict: string | null;
  /** In order of importance for where it stands. */
  readonly actions: readonly CardAction[];
  /** What a press on this card has seen. */
  readonly seen: Seen;
}

export interface CardMessage {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  /** Null where the words are gone, or were never here. */
  readonly text: string | null;
  readonly at: Instant;
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly attachments: readonly Attachment[];
  readonly link: string | null;
  /** Who of us wrote it. */
  readonly by: string | null;
  readonly approvedBy: readonly string[];
  readonly elsewhere: boolean;
}

export interface CardNote {
  readonly by: string;
  readonly at: Instant;
  readonly text: string | null;
}

export interface CardDraft {
  readonly version: number;
  readonly text: string | null;
  readonly author: string;
  readonly accepted: readonly string[];
  readonly needed: number;
  readonly approvedBy: readonly string[];
  /** Who can still approve it; empty when nothing is missing. */
  readonly waitingFor: readonly string[];
  /** Tries so far, for a reply that the network has not taken yet. */
  readonly attempts: number;
  readonly hold: CardHold | null;
}

export interface CardHold {
  readonly type: Hold['type'];
  readonly sentence: string;
}

export function cardOf(mention: Mention, words: Words, handbook: Handbook): Card {
  const exchange = exchangeOf(mention);
  const first = exchange.find((message) => message.direction === 'inbound');
  const category = categoryOf(handbook, mention.category);
  return {
    mention: mention.id,
    ref: mention.ref,
    status: mention.status,
    standing: standing(mention, handbook),
    department: {
      id: mention.department,
      name: departmentOf(handbook, mention.department)?.name ?? mention.department,
    },
    category: category === null ? null : { id: category.id, name: category.name },
    categories: handbook.categories.map(({ id, name }) => ({ id, name })),
    author: { name: mention.author.name, handle: mention.author.handle },
    source: isByHand(mention) ? (siteOf(postLink(mention)) ?? mention.network) : mention.source,
    hint: isByHand(mention) && isOpen(mention) ? BY_HAND_ONLY : null,
    postedAt: first?.postedAt ?? 0,
    link: postLink(mention),
    context: first?.context ?? null,
    exchange: exchange.map((message) => messageOf(message, words, handbook)),
    owner:
      mention.owner === null
        ? null
        : {
            email: mention.owner,
            name: nameOf(handbook, mention.owner),
            since: mention.ownedSince,
          },
    notes: notesOf(mention, words, handbook),
    draft: draftOf(mention, words, handbook),
    sendAt: mention.sendAt,
    verdict: mention.verdict,
    actions: actionsOf(mention, handbook),
    seen: { version: versionSeen(mention), heard: mention.heard },
  };
}

function isOpen({ status }: Mention): boolean {
  return status === 'unclaimed' || status === 'claimed';
}

/** Where the customer's newest post stands, or stood. */
function postLink(mention: Mention): string | null {
  const first = exchangeOf(mention).find((message) => message.direction === 'inbound');
  return (newestInbound(mention) ?? first)?.link ?? null;
}

function standing(mention: Mention, handbook: Handbook): string {
  const owner = mention.owner === null ? '' : nameOf(handbook, mention.owner);
  switch (mention.status) {
    case 'unclaimed':
      return 'unclaimed';
    case 'claimed':
      return `with ${owner}`;
    case 'in_review':
      return 'in review';
    case 'scheduled':
      return 'about to be sent';
    case 'publishing':
      return 'being sent';
    case 'unsure':
      return 'in doubt: was it sent?';
    case 'answered':
      return `answered, waiting for ${mention.author.name}`;
    case 'dismissed':
      return `dismissed: ${mention.verdict ?? ''}`;
    case 'resolved':
      return `resolved: ${mention.verdict ?? ''}`;
    default:
      return mention.status satisfies never;
  }
}

function messageOf(message: Message, words: Words, handbook: Handbook): CardMessage {
  return {
    id: message.id,
    direction: message.direction,
    text: message.content === null ? null : (words.get(message.content) ?? null),
    at: message.postedAt,
    edited: message.editedAt !== null,
    deleted: message.deletedAt !== null,
    attachments: message.attachments,
    link: message.link,
    by: message.writtenBy === null ? null : nameOf(handbook, message.writtenBy),
    approvedBy: message.approvedBy.map((email) => nameOf(handbook, email)),
    elsewhere: message.kind === 'elsewhere',
  };
}

const LATEST_NOTES = 3;

function notesOf(mention: Mention, words: Words, handbook: Handbook): Card['notes'] {
  const notes = standingNotes(mention);
  const latest = notes.slice(-LATEST_NOTES).map(({ by, at, content }) => ({
    by: nameOf(handbook, by),
    at,
    text: content === null ? null : (words.get(content) ?? null),
  }));
  return { count: notes.length, latest };
}

function draftOf(mention: Mention, words: Words, handbook: Handbook): CardDraft | null {
  const { draft } = mention;
  const version = draft?.versions.at(-1);
  if (draft === null || version === undefined) return null;
  const approved = version.reviews.filter((review) => review.verdict === 'approved');
  return {
    version: version.n,
    text: words.get(version.content) ?? null,
    author: nameOf(handbook, version.author),
    accepted: version.accepted,
    needed: version.needed,
    approvedBy: draft.hold === null ? approved.map(({ person }) => nameOf(handbook, person)) : [],
    waitingFor: waitingFor(mention, version, handbook),
    attempts: version.attempts.length,
    hold: draft.hold === null ? null : holdOf(draft.hold, mention, words, handbook),
  };
}

function waitingFor(
  mention: Mention,
  version: DraftVersion,
  handbook: Handbook,
): readonly string[] {
  if (mention.status !== 'in_review') return [];
  const done = version.reviews.map((review) => review.person);
  return reviewersOf(mention, handbook)
    .filter((email) => !done.includes(email))
    .map((email) => nameOf(handbook, email));
}

function holdOf(hold: Hold, mention: Mention, words: Words, handbook: Handbook): CardHold {
  return { type: hold.type, sentence: holdSentence(hold, mention, words, handbook) };
}

function holdSentence(hold: Hold, mention: Mention, words: Words, handbook: Handbook): string {
  const customer = mention.author.name;
  switch (hold.type) {
    case 'wrote_again':
      return `Held back: ${customer} wrote again. Read it, then submit anew.`;
    case 'edited':
      return `Held back: ${customer} edited the post. Read it, then submit anew.`;
    case 'deleted':
      return `Held back: ${customer} deleted the post.`;
    case 'unable':
      return 'Held back: it can no longer be published there. Answer elsewhere and give the link.';
    case 'owner_left':
      return 'Held back: whoever had this is no longer in the handbook.';
    case 'changes_requested':
      return `${nameOf(handbook, hold.by)} asks for changes: ${words.get(hold.reason) ?? ''}`;
    case 'withdrawn':
      return `Withdrawn by ${nameOf(handbook, hold.by)}.`;
    case 'refused':
      return `The network refused it: ${hold.reason}`;
    case 'not_sent':
      return `${nameOf(handbook, hold.by)} says that it was not sent.`;
    default:
      return hold satisfies never;
  }
}

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
  ],
  scheduled: ['withdraw', 'open_post', 'reply', 'category', 'answered_elsewhere', 'assign'],
  publishing: ['open_post'],
  unsure: ['say_sent', 'say_not_sent', 'open_post', 'answered_elsewhere', 'assign'],
  answered: ['resolve', 'reply', 'open_post', 'category', 'answered_elsewhere', 'assign'],
  dismissed: ['reopen', 'open_post'],
  resolved: ['reopen', 'open_post'],
};

/** What somebody of the handbook could do now, most important first. */
export function actionsOf(mention: Mention, handbook: Handbook): readonly CardAction[] {
  return orderOf(mention).filter((action) => offers(mention, action, handbook));
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
    case 'edit_and_approve':
      return newestInbound(mention) !== null && possible(mention, action, handbook);
    case 'assign':
      return (
        handbook.people.some((p) => p.email !== mention.owner && actsIn(p, mention.department)) &&
        possible(mention, action, handbook)
      );
    case 'transfer':
      return handbook.departments.length > 1 && possible(mention, action, handbook);
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
    default:
      return possible(mention, action, handbook);
  }
}

/** Somebody may review it who has not approved it yet, or whose approval is enough by now. */
function canApprove(mention: Mention, handbook: Handbook): boolean {
  const version = pendingVersion(mention);
  if (version === null || !fits(mention, 'approve')) return false;
  const complete = approvalsOf(version) >= version.needed;
  return handbook.people.some(
    (person) =>
      (complete || !hasApproved(version, person.email)) &&
      permits(person, mention, 'approve', handbook).ok,
  );
}

function possible(mention: Mention, command: PersonCommand['type'], handbook: Handbook): boolean {
  return (
    fits(mention, command) &&
    handbook.people.some((person) => permits(person, mention, command, handbook).ok)
  );
}
