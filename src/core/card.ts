/** What a card says and which actions it offers: facts, no layout. */
import { isAgreed } from './approvals.ts';
import { type CardDraft, draftOf } from './card-draft.ts';
import type { PersonCommand, Seen } from './commands.ts';
import { unchangeable } from './decide-change.ts';
import { categoryOf, departmentOf, type Handbook, nameOf } from './handbook.ts';
import {
  type Attachment,
  changeUnderWay,
  exchangeOf,
  hasApproved,
  type Instant,
  type Mention,
  type Message,
  newestInbound,
  pendingVersion,
  type Status,
  versionSeen,
  type Words,
} from './mention.ts';
import { actsIn, fits, type PersonCommandType, permits } from './permits.ts';

export type CardAction =
  | 'reply'
  | 'open_post'
  | Exclude<PersonCommandType, 'save_draft' | 'submit'>;

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
  readonly draft: CardDraft | null;
  /** Why our reply can only be changed where it stands; null where it can be here, or none stands. */
  readonly unchangeable: string | null;
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
    source: mention.source,
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
    draft: draftOf(mention, words, handbook),
    unchangeable: CHANGING.includes(mention.status) ? unchangeable(mention, handbook) : null,
    sendAt: mention.sendAt,
    verdict: mention.verdict,
    actions: actionsOf(mention, handbook),
    seen: { version: versionSeen(mention), heard: mention.heard },
  };
}

/** Where the customer's newest post stands, or stood. */
function postLink(mention: Mention): string | null {
  const first = exchangeOf(mention).find((message) => message.direction === 'inbound');
  return (newestInbound(mention) ?? first)?.link ?? null;
}

function standing(mention: Mention, handbook: Handbook): string {
  const owner = mention.owner === null ? '' : nameOf(handbook, mention.owner);
  const customer = mention.author.name;
  const under = CHANGE[changeUnderWay(mention)?.type ?? 'reply'];
  switch (mention.status) {
    case 'unclaimed':
      return mention.owes ? `unclaimed, and we owe ${customer} an update` : 'unclaimed';
    case 'claimed':
      return mention.owes ? `with ${owner}, who owes ${customer} an update` : `with ${owner}`;
    case 'in_review':
      return `${under.what}in review`;
    case 'scheduled':
      return `about to be ${under.done}`;
    case 'publishing':
      return `being ${under.done}`;
    case 'unsure':
      return `in doubt: was it ${under.done}?`;
    case 'answered':
      return `answered, waiting for ${customer}`;
    case 'dismissed':
      return `dismissed: ${mention.verdict ?? ''}`;
    case 'resolved':
      return `resolved: ${mention.verdict ?? ''}`;
    default:
      return mention.status satisfies never;
  }
}

/** How a version under way is spoken of. */
const CHANGE = {
  reply: { what: '', done: 'sent' },
  correct: { what: 'a correction is ', done: 'corrected' },
  delete: { what: 'a deletion is ', done: 'deleted' },
} as const;

/** Where a reply that is out could be changed. */
const CHANGING: readonly Status[] = ['unclaimed', 'claimed', 'answered'];

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
  answered: [
    'resolve',
    'reply',
    'open_post',
    'category',
    'answered_elsewhere',
    'assign',
    'correct',
    'delete',
  ],
  dismissed: ['reopen', 'open_post'],
  resolved: ['reopen', 'open_post'],
};

/** What somebody of the handbook could do now, most important first. */
export function actionsOf(mention: Mention, handbook: Handbook): readonly CardAction[] {
  return ORDER[mention.status].filter((action) => offers(mention, action, handbook));
}

function offers(mention: Mention, action: CardAction, handbook: Handbook): boolean {
  switch (action) {
    case 'open_post':
      return postLink(mention) !== null;
    case 'reply':
      if (newestInbound(mention) === null) return false;
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
  const complete = isAgreed(version, version.needed, handbook);
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
