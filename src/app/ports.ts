/** Where the rooms of the house meet: what the use cases need of a store, a surface and a source. */
import type { AuthorRecord, Card } from '../core/card.ts';
import type { RecordedEvent } from '../core/events.ts';
import type { OpenWork } from '../core/handbook-change.ts';
import type { Instant, Mention, Status, Words } from '../core/mention.ts';
import type { StoryLine } from '../core/story.ts';

/* ---------- store ---------- */

export interface Loaded {
  readonly mention: Mention;
  readonly words: Words;
}

export interface Store {
  /**
   * One transaction. Only `tx` may be used inside, and nothing but the database may be awaited.
   * Rolls back when `work` throws.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** A snapshot without a lock. */
  readMention(id: string): Promise<Loaded | null>;
  /** The mention that a draft version belongs to, and the version's number. */
  findVersion(version: string): Promise<{ mention: string; n: number } | null>;
  /** Events with a number above `after`, in order. */
  history(mention: string, after: number): Promise<readonly RecordedEvent[]>;
  /** Open mentions (neither dismissed nor resolved) that have an owner. */
  ownedMentions(): Promise<readonly { id: string; owner: string }[]>;
  surfaceMessage(id: string): Promise<SurfaceMessage | null>;
  /** What else the mention's author has with us; `since` is where "lately" begins. */
  authorRecord(mention: Mention, since: Instant): Promise<AuthorRecord>;
  /** The current card of a mention, for links to it. */
  cardOf(mention: string, placement: number): Promise<SurfaceMessage | null>;
  updateSurfaceMessage(id: string, change: SurfaceMessageChange): Promise<void>;
  /** What waits at this moment, but for the switch that stops publishing. */
  figures(now: Instant): Promise<Omit<Figures, 'paused'>>;
  /** Calls back whenever another version of the handbook decides, by this process or another. */
  onHandbookActivated(listener: () => void): Promise<void>;
  readSetting(key: string): Promise<string | null>;
  writeSetting(key: string, value: string): Promise<void>;
  /** Throws when the database does not answer or lacks migrations. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** What waits, in numbers. */
export interface Figures {
  readonly mentions: readonly MentionFigures[];
  readonly effects: readonly EffectFigures[];
  /** Lanes with something in them that wait for somebody to mend something. */
  readonly blockedLanes: number;
  readonly paused: boolean;
}

export interface MentionFigures {
  readonly status: Status;
  readonly count: number;
}

export interface EffectFigures {
  readonly kind: EffectKind;
  readonly waiting: number;
  /** Given up. */
  readonly failed: number;
  /** For how long the one has been due that waits the longest; 0 where none is due. */
  readonly oldestMs: number;
}

export interface Transaction {
  /** Until the transaction ends, nobody else takes in posts of this source's thread. */
  lockThreads(source: string, threadRoots: readonly string[]): Promise<void>;
  /** Locks the row. */
  loadMention(id: string): Promise<Loaded | null>;
  findMention(source: string, threadRoot: string, author: string): Promise<string | null>;
  findPost(source: string, externalId: string): Promise<KnownPost | null>;
  /** Remembers the deletion of a post that has not arrived yet. */
  rememberDeletion(source: string, externalId: string, at: Instant): Promise<void>;
  wasDeleted(source: string, externalId: string): Promise<boolean>;
  /** The mentions of a thread and whose they are, in one order for everybody. */
  mentionsIn(
    source: string,
    threadRoot: string,
  ): Promise<readonly { id: string; author: string }[]>;
  /** The next free reference, such as `H-1042`. Gaps are fine. */
  nextRef(): Promise<string>;
  /**
   * Writes what changed from `before` to `after`, appends the events, writes the words, and erases
   * the words of messages whose content was replaced or dropped.
   */
  saveMention(save: MentionSave): Promise<void>;
  /** Remembers who wrote; followers go to the fairness report alone. */
  saveAuthor(source: string, author: KnownAuthor): Promise<void>;
  /** Makes sure of the surface message and answers it. */
  ensureSurfaceMessage(message: SurfaceMessageKey, storyThrough: number): Promise<SurfaceMessage>;
  surfaceMessages(kind: SurfaceMessageKind, subject: string): Promise<readonly SurfaceMessage[]>;
  /** Other open mentions of the same author, the newest few. */
  openMentionsBeside(mention: Mention): Promise<readonly string[]>;
  /** Replies that are to go out, or whose sending began and has not ended. */
  waitingReplies(): Promise<readonly WaitingReply[]>;
  readSetting(key: string): Promise<string | null>;
  writeSetting(key: string, value: string): Promise<void>;
  /** The current cards of mentions that are neither dismissed nor resolved, where they stand. */
  openCards(): Promise<readonly SurfaceMessage[]>;
  /**
   * Which version of the handbook decides; null before the first one. None other is activated until
   * the transaction ends. Mentions are locked first.
   */
  activeHandbook(): Promise<ActiveHandbook | null>;
  findHandbook(sha: string): Promise<StoredHandbook | null>;
  /** Waits for everybody who decides, and lets nobody decide until the transaction ends. */
  lockHandbook(): Promise<void>;
  /** Under the lock: stores it where it is new; from the commit on it decides. */
  activateHandbook(sha: string, text: string, now: Instant): Promise<void>;
  /** Those that are neither dismissed nor resolved, by reference. */
  openMentions(): Promise<readonly OpenMention[]>;
  /** Adds effects to the outbox; one that waits already is raised by a generation. */
  enqueue(requests: readonly EffectRequest[]): Promise<void>;
}

export interface WaitingReply {
  readonly mention: string;
  readonly source: string;
  readonly version: string;
  /** Null once the sending began. */
  readonly sendAt: Instant | null;
}

export interface ActiveHandbook {
  readonly sha: string;
  /** When it was activated last; later than all activations before it. */
  readonly activatedAt: Instant;
}

export interface StoredHandbook extends ActiveHandbook {
  /** The file as it was. */
  readonly text: string;
}

export interface OpenMention extends OpenWork {
  readonly id: string;
  readonly status: string;
}

export interface MentionSave {
  readonly before: Mention | null;
  readonly after: Mention;
  readonly recorded: readonly RecordedEvent[];
  readonly words: Words;
}

export interface KnownPost {
  readonly mention: string;
  readonly threadRoot: string;
  readonly direction: 'inbound' | 'outbound';
}

export interface KnownAuthor {
  readonly externalId: string;
  readonly handle: string;
  readonly name: string;
  readonly followers: number | null;
}

export type SurfaceMessageKind = 'card' | 'review' | 'call' | 'notice';

/** What makes a surface message the one it is. */
export interface SurfaceMessageKey {
  readonly surface: string;
  /** The workspace, such as Slack's team id. */
  readonly tenant: string;
  readonly kind: SurfaceMessageKind;
  /** A card's mention, a review request's version, a call's mention and reason, a notice's key. */
  readonly subject: string;
  /** Which of the mention's cards; 0 for what is no card. */
  readonly placement: number;
  /** Where it stands: `#<channel as the handbook names it>` or `@<e-mail address>`. */
  readonly place: string;
}

export interface SurfaceMessage extends SurfaceMessageKey {
  readonly id: string;
  readonly ref: MessageRef | null;
  readonly hash: string | null;
  readonly storyThrough: number;
  /** Set before the first call that posts it, so that a lost answer is looked for. */
  readonly postingSince: Instant | null;
}

export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
}

export interface SurfaceMessageChange {
  readonly ref?: MessageRef | null;
  readonly hash?: string | null;
  readonly storyThrough?: number;
  readonly postingSince?: Instant | null;
}

/* ---------- outbox ---------- */

export type EffectKind = 'show' | 'story' | 'publish';

export interface EffectRequest {
  /** One row per key. */
  readonly key: string;
  readonly kind: EffectKind;
  /** A surface message's id, or a version's. */
  readonly target: string;
  /** Effects of one lane run one after the other. */
  readonly lane: string;
  /** What blocks all its lanes at once: the workspace, or the source. */
  readonly parent: string;
  /** Lower goes first: due time plus patience, in ms. */
  readonly rank: Instant;
  readonly dueAt: Instant;
}

export interface ClaimedEffect {
  readonly key: string;
  readonly kind: EffectKind;
  readonly target: string;
  readonly lane: string;
  readonly generation: number;
  readonly dueAt: Instant;
  /** How often it failed before. */
  readonly attempts: number;
  /** Whoever finishes must still hold it. */
  readonly lease: string;
}

export type EffectResult =
  | { readonly type: 'done' }
  /** Waits its turn again; a failure counts towards `attempts`. `lane` rests the whole lane. */
  | {
      readonly type: 'again';
      readonly at: Instant;
      readonly failure: string | null;
      readonly rests: 'effect' | 'lane';
    }
  | { readonly type: 'dead'; readonly error: string }
  /** The lane, or all lanes of its parent, wait for somebody to mend something; probed at `at`. */
  | {
      readonly type: 'blocked';
      readonly scope: 'lane' | 'parent';
      readonly error: string;
      readonly at: Instant;
    };

export interface Outbox {
  /** Leases the most urgent ready lane's most urgent due effect; null when nothing is due. */
  claim(now: Instant, leaseMs: number): Promise<ClaimedEffect | null>;
  /** Does nothing when the lease was lost meanwhile; answers whether it still held. */
  finish(effect: ClaimedEffect, result: EffectResult, now: Instant): Promise<boolean>;
  /** When the next effect becomes due that nobody has leased; null when none waits. */
  nextDue(now: Instant): Promise<Instant | null>;
  /** Calls back whenever effects were enqueued, by this process or another. */
  onEnqueued(listener: () => void): Promise<() => Promise<void>>;
  /**
   * Takes one call from a budget shared by all processes; answers 0, or how many ms to wait
   * (nothing is taken then).
   */
  takeBudget(key: string, budget: Budget, now: Instant): Promise<number>;
}

/** One call every `everyMs` on average, `burst` at once. */
export interface Budget {
  readonly everyMs: number;
  readonly burst: number;
}

/* ---------- people ---------- */

export interface PersonLink {
  readonly surface: string;
  readonly tenant: string;
  readonly externalId: string;
  /** Lower case; null for those without one. */
  readonly email: string | null;
  /** Only members act: guests, strangers from shared channels, bots and former members look. */
  readonly standing: 'member' | 'guest' | 'stranger' | 'bot' | 'gone';
  readonly checkedAt: Instant;
}

export interface PersonLinks {
  byExternalId(surface: string, tenant: string, externalId: string): Promise<PersonLink | null>;
  byEmail(surface: string, tenant: string, email: string): Promise<PersonLink | null>;
  save(link: PersonLink): Promise<void>;
}

/* ---------- surfaces ---------- */

/** What stands in a surface message. Each surface draws every kind in its own idiom. */
export type View =
  | {
      readonly type: 'card';
      readonly card: Card;
      /** Where the cards of the author's other mentions stand, by mention. */
      readonly others: ReadonlyMap<string, MessageRef>;
    }
  /** What a transfer leaves in the old channel, and a mention that was joined to another. */
  | {
      readonly type: 'stub';
      readonly ref: string;
      /** A department's name, or the other mention's reference. */
      readonly to: string;
      readonly movedTo: MessageRef | null;
    }
  | {
      readonly type: 'review';
      readonly card: Card;
      readonly version: number;
      readonly settled: string | null;
    }
  /** A key contact is called; `settled` says what became of it. */
  | {
      readonly type: 'call';
      readonly card: Card;
      readonly by: string;
      readonly reason: string | null;
      readonly at: MessageRef | null;
      readonly settled: string | null;
    }
  | { readonly type: 'notice'; readonly title: string; readonly text: string };

export interface Rendered {
  /** Changes when what people see changes. */
  readonly hash: string;
  readonly payload: unknown;
}

/** What lets a surface recognise its own message when the answer to a post was lost. */
export interface Mark {
  readonly message: string;
  /** 0 for the message itself, the event's number for a line of its thread. */
  readonly seq: number;
}

export interface Surface {
  readonly name: string;
  readonly tenant: string;
  render(view: View): Promise<Rendered>;
  post(place: string, rendered: Rendered, mark: Mark): Promise<MessageRef>;
  /** Throws a fault of type `gone` when the message is no longer there. */
  update(ref: MessageRef, rendered: Rendered): Promise<void>;
  /** All own messages with this mark since then, oldest first. */
  find(place: string, mark: Mark, since: Instant): Promise<readonly MessageRef[]>;
  remove(ref: MessageRef): Promise<void>;
  postLine(parent: MessageRef, line: StoryLine, mark: Mark): Promise<void>;
  /** The numbers of the lines that stand in the thread, of those above `after`. */
  findLines(parent: MessageRef, message: string, after: number): Promise<readonly number[]>;
}

export type SurfaceFaultKind =
  /** Not before then, as the surface itself says or its budget demands. */
  | { readonly type: 'again'; readonly afterMs: number; readonly scope: 'effect' | 'lane' }
  /** It does not answer, or badly: with ever longer pauses. */
  | { readonly type: 'away' }
  | { readonly type: 'final' }
  | { readonly type: 'gone' }
  | { readonly type: 'blocked'; readonly scope: 'lane' | 'parent' };

/** A vendor's error, wrapped once: what went wrong, and whether trying again can help. */
export class SurfaceFault extends Error {
  readonly kind: SurfaceFaultKind;
  constructor(message: string, kind: SurfaceFaultKind, cause?: unknown) {
    super(message, { cause });
    this.name = 'SurfaceFault';
    this.kind = kind;
  }
}

/* ---------- sources ---------- */

export interface Reply {
  readonly inReplyTo: string;
  readonly text: string;
  readonly idempotencyKey: string;
}

export type PublishOutcome =
  | { readonly type: 'done'; readonly externalId: string | null; readonly link: string | null }
  /** The network will not take it as it stands. */
  | { readonly type: 'refused'; readonly reason: string }
  /** Certainly not performed; later it may be. */
  | { readonly type: 'later'; readonly afterMs: number | null; readonly reason: string }
  | { readonly type: 'unknown'; readonly reason: string };

export interface Source {
  readonly id: string;
  readonly network: string;
  /** Longest reply, in graphemes. */
  readonly replyLength: number;
  readonly canReply: boolean;
  /** Whether the network honours a repeated key, so that an unknown outcome may be tried again. */
  readonly repeatable: boolean;
  publish(reply: Reply): Promise<PublishOutcome>;
}
