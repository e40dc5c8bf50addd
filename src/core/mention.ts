/**
 * The mention: one author's public conversation with the company, and the unit of work.
 *
 * It starts `unclaimed`. Somebody claims it (`claimed`), writes a draft and submits a version of it.
 * While approvals are missing it is `in_review`; once they are complete it is `scheduled` until the
 * undo window ends, then `publishing`. A reply that is out makes it `answered`, which means waiting
 * for the customer; one whose fate cannot be known makes it `unsure`, and a person says what
 * happened. Whatever the customer writes, edits or deletes before the sending begins takes the
 * mention back to `claimed`, with the draft kept and the approvals void. It ends `resolved` when it
 * was answered at least once, `dismissed` when it never was; both can be reopened. What a routing
 * rule or a mute keeps off the desk is `logged` from its first message on: no card, no list, nobody
 * waits for it, until it is restored and becomes `unclaimed`.
 *
 * State follows from events alone, through `evolve`. People's words are not in here: messages,
 * drafts and reasons name the row of `content` that holds them, so that words can be erased.
 */
import type { Deadline } from './deadline.ts';

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;
export type ContentId = string;
/** Texts by the id of their content; a text that was erased is missing. */
export type Words = ReadonlyMap<ContentId, string>;

export type Status =
  | 'unclaimed'
  | 'claimed'
  | 'in_review'
  | 'scheduled'
  | 'publishing'
  | 'unsure'
  | 'answered'
  | 'dismissed'
  | 'resolved'
  | 'logged';

/** Why something is kept off the desk: a routing rule says so, or its author is muted. */
export type LogReason = 'rule' | 'muted';

export interface Author {
  readonly externalId: string;
  readonly handle: string;
  readonly name: string;
}

export interface Attachment {
  readonly kind: string;
  readonly url: string;
  readonly alt: string;
}

export interface Message {
  readonly id: string;
  /** The network's id; null for our own reply where the network gave none. */
  readonly externalId: string | null;
  readonly parentId: string | null;
  readonly direction: 'inbound' | 'outbound';
  /** What kind of post, in the source's words: `comment`, `review`, … */
  readonly kind: string;
  /** Null where there are no words: an answer given elsewhere. */
  readonly content: ContentId | null;
  readonly link: string | null;
  /** Under which of our posts, as the source says it. */
  readonly context: string | null;
  readonly attachments: readonly Attachment[];
  readonly postedAt: Instant;
  readonly receivedAt: Instant;
  readonly editedAt: Instant | null;
  readonly deletedAt: Instant | null;
  /** Who of us wrote it, and who approved it; null and empty for theirs. */
  readonly writtenBy: string | null;
  readonly approvedBy: readonly string[];
}

export type ReviewedAs = 'reviewer' | 'asked';

export interface Review {
  readonly person: string;
  readonly verdict: 'approved' | 'changes';
  /** Whoever may review by their role counts towards the approvals needed; who was only asked does not. */
  readonly as: ReviewedAs;
  readonly reason: ContentId | null;
  readonly at: Instant;
}

export type AttemptOutcome = 'published' | 'refused' | 'postponed' | 'unknown';

/** One try to publish a version. It is open while `outcome` is null. */
export interface Attempt {
  readonly id: string;
  readonly n: number;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly outcome: AttemptOutcome | null;
}

/** What a version does to a reply of ours that stands in public. */
export interface Replacing {
  readonly type: 'correct' | 'delete';
  readonly message: string;
}

export interface DraftVersion {
  readonly id: string;
  readonly n: number;
  readonly author: string;
  readonly content: ContentId;
  readonly at: Instant;
  /** The message that the reply goes under, or our own that it changes. It must still stand. */
  readonly replyTo: string;
  /** `Mention.heard` when it was submitted: what its author had read. */
  readonly heard: number;
  readonly needed: number;
  /** Colleagues who must agree besides, whatever the category says; never its author. */
  readonly asked: readonly string[];
  /** Who named them; null where nobody is asked. */
  readonly askedBy: string | null;
  /** Once it is out we owe the customer an update, instead of waiting for them. */
  readonly owes: boolean;
  /** Our reply that it changes; null where it adds one. */
  readonly replaces: Replacing | null;
  /** Findings the author ticked, as `rule: words`. */
  readonly accepted: readonly string[];
  readonly reviews: readonly Review[];
  readonly attempts: readonly Attempt[];
}

/** Why the latest version cannot go out as it stands. */
export type Hold =
  | { readonly type: 'wrote_again' | 'edited' | 'deleted' | 'unable' | 'owner_left' | 'moved' }
  | { readonly type: 'changes_requested'; readonly by: string; readonly reason: ContentId }
  | { readonly type: 'withdrawn'; readonly by: string }
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'not_sent'; readonly by: string };

export interface Draft {
  readonly id: string;
  /** What somebody typed and has not submitted. */
  readonly saved: ContentId | null;
  readonly versions: readonly DraftVersion[];
  readonly hold: Hold | null;
}

/** The key contact who was called last, and how high on the ladder that is. */
export interface Escalation {
  /** 1 for the first key contact. */
  readonly rung: number;
  readonly to: string;
  readonly by: string;
  readonly reason: ContentId;
  readonly at: Instant;
}

/** What one of us wrote in the thread of a card. It never reaches the customer. */
export interface Note {
  /** The surface's own: which channel, thread and message. */
  readonly id: string;
  readonly by: string;
  readonly at: Instant;
  /** Null once it was taken back. */
  readonly content: ContentId | null;
  readonly editedAt: Instant | null;
  readonly deletedAt: Instant | null;
}

/** When the clock does something of itself, as the handbook says; null where it does not. */
export interface Moments {
  /** The next key contact is called, as nobody has answered. */
  readonly rung: Instant | null;
  /** It is over, if nobody says anything. */
  readonly close: Instant | null;
  /** Its owner is asked to touch base with the customer. */
  readonly followUp: Instant | null;
}

/**
 * Whether somebody is to touch base with the customer after it was resolved: asked to, done so and
 * no word since, or over because it was not needed or the customer wrote. Once in each cycle.
 */
export type FollowUpStage = 'asked' | 'touched' | 'over';

export interface Mention {
  readonly id: string;
  /** What people call it, such as `H-1042`. */
  readonly ref: string;
  readonly source: string;
  readonly network: string;
  readonly threadRoot: string;
  readonly author: Author;
  readonly openedAt: Instant;
  readonly status: Status;
  /** E-mail address; null in `unclaimed` and `logged`, and nowhere else. */
  readonly owner: string | null;
  readonly ownedSince: Instant | null;
  readonly department: string;
  readonly category: string | null;
  /** Only the named owners of its department's private desk see it. */
  readonly sensitive: boolean;
  /** Approvals that relabelling by anybody but a lead cannot go below. */
  readonly floor: number;
  /** Counts the lives of a mention: reopening starts a new one. */
  readonly cycle: number;
  /** Counts the places it has stood in: whatever takes it to other people starts a new card. */
  readonly placement: number;
  readonly sendAt: Instant | null;
  /** Null from the start, and again once it is answered, with other people or over. */
  readonly escalation: Escalation | null;
  /** Why it is `logged`; null in every other state. */
  readonly logged: LogReason | null;
  /** Resolved with which outcome, dismissed for which reason. */
  readonly verdict: string | null;
  /** When it was resolved or dismissed; null while it is neither. */
  readonly closedAt: Instant | null;
  readonly followUp: FollowUpStage | null;
  /** Ever answered, in public or elsewhere. */
  readonly answered: boolean;
  /** Our last answer promised an update that is still to come. */
  readonly owes: boolean;
  /** The number of the last event that changed the conversation: what a reader must have seen. */
  readonly heard: number;
  /** `heard` as the last answer covered it. */
  readonly answersThrough: number;
  readonly messages: readonly Message[];
  /** As they arrived, with those that were taken back. */
  readonly notes: readonly Note[];
  /** The open draft. */
  readonly draft: Draft | null;
  /** Until when its owner is reminded of nothing near; null while they are. */
  readonly snoozedUntil: Instant | null;
  /** By metric, those that are over too. */
  readonly deadlines: readonly Deadline[];
  readonly moments: Moments;
  /** Who did what last; an immediate repeat of it is a double click. */
  readonly lastAct: { readonly actor: string; readonly key: string } | null;
  /** The number of the last event. */
  readonly seq: number;
}

/** The source of what somebody added by hand; nothing is published through it. */
export const BY_HAND = 'manual';

export function isByHand({ source }: Mention): boolean {
  return source === BY_HAND;
}

/** Nobody has done anything about it yet. */
export function isUntouched(mention: Mention): boolean {
  const { status, draft, answered, escalation } = mention;
  const untold = escalation === null && standingNotes(mention).length === 0;
  return status === 'unclaimed' && draft === null && !answered && untold;
}

/** The notes that nobody took back, oldest first. */
export function standingNotes({ notes }: Mention): readonly Note[] {
  return notes.filter((note) => note.deletedAt === null).toSorted((a, b) => a.at - b.at);
}

/** Its messages went to another mention; every other one has at least the post it began with. */
export function wasJoined({ status, messages }: Mention): boolean {
  return status === 'dismissed' && messages.length === 0;
}

/** The version that is under way: in review, waiting to be sent, being sent, or in doubt. */
export function pendingVersion(mention: Pick<Mention, 'draft'>): DraftVersion | null {
  if (mention.draft === null || mention.draft.hold !== null) return null;
  return mention.draft.versions.at(-1) ?? null;
}

/** The number of the latest version, 0 where there is none: what a dialog or button has seen. */
export function versionSeen(mention: Mention): number {
  return mention.draft?.versions.at(-1)?.n ?? 0;
}

/** Approvals that count towards those needed. */
export function approvalsOf(version: DraftVersion): number {
  return version.reviews.filter(({ verdict, as }) => verdict === 'approved' && as === 'reviewer')
    .length;
}

/** The messages by when they were posted; they are kept as they arrived, which may be otherwise. */
export function exchangeOf(mention: Mention): readonly Message[] {
  return mention.messages.toSorted((a, b) => a.postedAt - b.postedAt);
}

/** Whether something of ours stands after the customer's last message. */
export function hasAnswer({ messages }: Pick<Mention, 'messages'>): boolean {
  const standing = messages.filter(({ deletedAt }) => deletedAt === null);
  const theirs = standing.findLastIndex(({ direction }) => direction === 'inbound');
  return standing.slice(theirs + 1).length > 0;
}

/** The customer's newest message that still stands: what a reply goes under. */
export function newestInbound(mention: Mention): Message | null {
  const inbound = exchangeOf(mention).filter((message) => message.direction === 'inbound');
  return inbound.findLast((message) => message.deletedAt === null) ?? null;
}

/** Our newest reply that still stands. */
export function newestReply({ messages }: Mention): Message | null {
  const ours = messages.filter(
    ({ direction, kind }) => direction === 'outbound' && kind === 'reply',
  );
  return ours.findLast(({ deletedAt }) => deletedAt === null) ?? null;
}

/** What the version under way does to a reply that stands; null where it adds one. */
export function changeUnderWay(mention: Pick<Mention, 'draft'>): Replacing | null {
  return pendingVersion(mention)?.replaces ?? null;
}

/** The words for the next reply: what was typed last, else the version that did not go out. */
export function replyWords(draft: Draft | null): ContentId | null {
  const version = draft?.versions.findLast(({ replaces }) => replaces === null);
  return draft?.saved ?? version?.content ?? null;
}

/** The words for a correction of our newest reply: one that did not go out, else what stands. */
export function correctionWords(mention: Mention): ContentId | null {
  const reply = newestReply(mention);
  const tried = mention.draft?.versions.findLast(
    ({ replaces }) => replaces?.type === 'correct' && replaces.message === reply?.id,
  );
  return tried?.content ?? reply?.content ?? null;
}

export function hasApproved(version: DraftVersion, person: string): boolean {
  return version.reviews.some((one) => one.verdict === 'approved' && one.person === person);
}

export function openAttempt(version: DraftVersion): Attempt | null {
  return version.attempts.findLast((attempt) => attempt.outcome === null) ?? null;
}
