/** What a card says and which actions it offers: facts, no layout. */
import type { Seen } from './commands.ts';
import { reviewersOf } from './effects.ts';
import { categoryOf, departmentOf, type Handbook, nameOf } from './handbook.ts';
import { siteOf } from './links.ts';
import {
  type Attachment,
  type DraftVersion,
  exchangeOf,
  type Hold,
  type Instant,
  isByHand,
  type Mention,
  type Message,
  type Status,
  standingNotes,
  versionSeen,
  type Words,
} from './mention.ts';
import { actionsOf, type CardAction, isOpen, postLink } from './offers.ts';
import { BY_HAND_ONLY } from './sentences.ts';

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
  /** Other mentions of the same author. */
  readonly others: readonly CardOther[];
  /** How often the author has come to us lately, this time included. */
  readonly times: number;
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
  readonly escalation: CardEscalation | null;
  /** What staff wrote in the thread: how many, and the last few, oldest first. */
  readonly notes: { readonly count: number; readonly latest: readonly CardNote[] };
  readonly draft: CardDraft | null;
  /** Until when the reply can still be withdrawn. */
  readonly sendAt: Instant | null;
  /** Who stopped all publishing, where that is what the reply waits for. */
  readonly pause: { readonly by: string; readonly at: Instant } | null;
  /** The outcome or reason it ended with. */
  readonly verdict: string | null;
  /** In order of importance for where it stands. */
  readonly actions: readonly CardAction[];
  /** What a press on this card has seen. */
  readonly seen: Seen;
}

export interface CardOther {
  readonly mention: string;
  readonly ref: string;
  readonly standing: string;
}

export interface CardEscalation {
  readonly to: string;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
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

/** What a card says that the mention itself does not know. */
export interface Surroundings {
  /** Whoever stopped all publishing. */
  readonly pause: { readonly by: string; readonly at: Instant } | null;
  readonly author: AuthorRecord;
}

/** What else we know of a mention's author. */
export interface AuthorRecord {
  /** Other mentions of theirs: the open ones first, then the newest. */
  readonly others: readonly OtherMention[];
  /** How often they have come to us lately, this time included. */
  readonly times: number;
}

export type OtherMention = Pick<
  Mention,
  'id' | 'ref' | 'status' | 'owner' | 'verdict' | 'placement'
>;

const ALONE: Surroundings = { pause: null, author: { others: [], times: 1 } };

export function cardOf(
  mention: Mention,
  words: Words,
  handbook: Handbook,
  { pause, author }: Surroundings = ALONE,
): Card {
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
    others: author.others.map((other) => ({
      mention: other.id,
      ref: other.ref,
      standing: standing({ ...other, author: mention.author }, handbook),
    })),
    times: author.times,
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
    escalation: escalationOf(mention, words, handbook),
    notes: notesOf(mention, words, handbook),
    draft: draftOf(mention, words, handbook),
    sendAt: mention.sendAt,
    pause:
      pause === null || mention.status !== 'scheduled'
        ? null
        : { by: nameOf(handbook, pause.by), at: pause.at },
    verdict: mention.verdict,
    actions: actionsOf(mention, handbook),
    seen: { version: versionSeen(mention), heard: mention.heard },
  };
}

function standing(
  mention: Pick<Mention, 'status' | 'owner' | 'author' | 'verdict'>,
  handbook: Handbook,
): string {
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

function escalationOf(
  { escalation }: Mention,
  words: Words,
  handbook: Handbook,
): CardEscalation | null {
  if (escalation === null) return null;
  const { to, by, at, reason } = escalation;
  return {
    to: nameOf(handbook, to),
    by: nameOf(handbook, by),
    at,
    reason: words.get(reason) ?? null,
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
