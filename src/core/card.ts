/** What a card says and which actions it offers: facts, no layout. */
import { type Absence, isAway, NOBODY_AWAY } from './absence.ts';
import { type CardDeadlines, deadlinesOn } from './card-deadlines.ts';
import { type CardDraft, draftOf } from './card-draft.ts';
import type { Seen } from './commands.ts';
import { unchangeable } from './decide-change.ts';
import { HEED_ITSELF } from './events.ts';
import { categoryOf, departmentOf, type Handbook, nameOf } from './handbook.ts';
import { siteOf } from './links.ts';
import {
  type Attachment,
  changeUnderWay,
  exchangeOf,
  type Instant,
  isByHand,
  type Mention,
  type Message,
  type Status,
  standingNotes,
  versionSeen,
  type Words,
} from './mention.ts';
import type { Mute } from './mute.ts';
import {
  actionsOf,
  type CardAction,
  isOpen,
  postLink,
  type Reviewer,
  reviewersAmong,
} from './offers.ts';
import { BY_HAND_ONLY } from './sentences.ts';

export interface Card {
  readonly mention: string;
  readonly ref: string;
  readonly status: Status;
  /** Nobody else may see it than those who are named for it. */
  readonly sensitive: boolean;
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
  /** What to do where the usual way is closed, or where it is not plain from the rest. */
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
  readonly deadlines: CardDeadlines;
  readonly escalation: CardEscalation | null;
  /** Why nothing more of the author's comes to the desk, and until when. */
  readonly mute: Mute | null;
  /** What staff wrote in the thread: how many, and the last few, oldest first. */
  readonly notes: { readonly count: number; readonly latest: readonly CardNote[] };
  readonly draft: CardDraft | null;
  /** Somebody typed a reply that is not submitted yet. */
  readonly saved: boolean;
  /** Why our reply can only be changed where it stands; null where it can be here, or none stands. */
  readonly unchangeable: string | null;
  /** Until when its owner is reminded of nothing near. */
  readonly snoozedUntil: Instant | null;
  /** Until when the reply can still be withdrawn. */
  readonly sendAt: Instant | null;
  /** Who stopped all publishing, where that is what the reply waits for. */
  readonly pause: { readonly by: string; readonly at: Instant } | null;
  /** The outcome or reason it ended with. */
  readonly verdict: string | null;
  /** In order of importance for where it stands. */
  readonly actions: readonly CardAction[];
  /** Who could review the draft that waits. */
  readonly reviewers: readonly Reviewer[];
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
  /** Null where the clock called them. */
  readonly by: string | null;
  readonly at: Instant;
  readonly reason: string | null;
}

export interface CardMessage {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  /** What kind of post, in the source's words. */
  readonly kind: string;
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

/** What a card says that the mention itself does not know. */
export interface Surroundings {
  /** Whoever stopped all publishing, where that is what the reply waits for. */
  readonly pause: { readonly by: string; readonly at: Instant } | null;
  readonly author: AuthorRecord;
  /** The standing mute of the author. */
  readonly mute: Mute | null;
  readonly away: readonly Absence[];
}

/** What else we know of a mention's author. */
export interface AuthorRecord {
  /** Other mentions of theirs: the open ones first, then the newest. */
  readonly others: readonly OtherMention[];
  /** How often they have come to us lately, this time included. */
  readonly times: number;
}

export type OtherMention = Pick<Mention, 'id' | 'ref' | 'status' | 'owner' | 'verdict' | 'owes'>;

export const ALONE: Surroundings = {
  pause: null,
  author: { others: [], times: 1 },
  mute: null,
  away: NOBODY_AWAY,
};

export function cardOf(
  mention: Mention,
  words: Words,
  handbook: Handbook,
  { pause, author, mute, away }: Surroundings = ALONE,
): Card {
  const exchange = exchangeOf(mention);
  const first = exchange.find((message) => message.direction === 'inbound');
  const category = categoryOf(handbook, mention.category);
  const actions = actionsOf(mention, handbook, mute);
  return {
    mention: mention.id,
    ref: mention.ref,
    status: mention.status,
    sensitive: mention.sensitive,
    standing: standing(mention, handbook, away),
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
      standing: standing({ ...other, author: mention.author, draft: null }, handbook, NOBODY_AWAY),
    })),
    times: author.times,
    source: isByHand(mention) ? (siteOf(postLink(mention)) ?? mention.network) : mention.source,
    hint: hintOf(mention),
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
    deadlines: deadlinesOn(mention),
    escalation: escalationOf(mention, words, handbook),
    mute: mute === null ? null : { ...mute, by: nameOf(handbook, mute.by) },
    notes: notesOf(mention, words, handbook),
    draft: draftOf(mention, words, handbook, away),
    saved: (mention.draft?.saved ?? null) !== null,
    unchangeable: CHANGING.includes(mention.status) ? unchangeable(mention, handbook) : null,
    snoozedUntil: mention.snoozedUntil,
    sendAt: mention.sendAt,
    pause: pause === null ? null : { by: nameOf(handbook, pause.by), at: pause.at },
    verdict: mention.verdict,
    actions,
    reviewers: reviewersAmong(mention, handbook, actions),
    seen: { version: versionSeen(mention), heard: mention.heard },
  };
}

function hintOf(mention: Mention): string | null {
  if (isByHand(mention) && isOpen(mention)) return BY_HAND_ONLY;
  if (mention.followUp !== 'asked') return null;
  return `Time to touch base: ask ${mention.author.name} how it went.`;
}

function standing(
  mention: Pick<Mention, 'status' | 'owner' | 'author' | 'verdict' | 'owes' | 'draft'>,
  handbook: Handbook,
  away: readonly Absence[],
): string {
  const owner = mention.owner === null ? '' : nameOf(handbook, mention.owner);
  const isGone = mention.owner !== null && isAway(mention.owner, away);
  const has = isGone ? `${owner} (away)` : owner;
  const customer = mention.author.name;
  const under = CHANGE[changeUnderWay(mention)?.type ?? 'reply'];
  switch (mention.status) {
    case 'unclaimed':
      return mention.owes ? `unclaimed, and we owe ${customer} an update` : 'unclaimed';
    case 'claimed':
      return mention.owes ? `with ${has}, who owes ${customer} an update` : `with ${has}`;
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
    case 'logged':
      return 'logged, off the desk';
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
    kind: message.kind,
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
    by: by === HEED_ITSELF ? null : nameOf(handbook, by),
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
