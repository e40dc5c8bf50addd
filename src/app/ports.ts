/** Where the rooms of the house meet: what the use cases need of a store, a surface and a source. */
import type { AuthorRecord } from '../core/card.ts';
import type { RecordedEvent } from '../core/events.ts';
import type { OpenWork } from '../core/handbook-change.ts';
import type { Instant, LogReason, Mention, Status, Words } from '../core/mention.ts';
import type { Mute } from '../core/mute.ts';
import type { EffectKind, EffectRequest } from './outbox-port.ts';

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
  /** Several at once, in this order; those that do not exist are left out. */
  readMentions(ids: readonly string[]): Promise<readonly Loaded[]>;
  /** In these states, those of the first group first; within a group the longest waiting first. */
  listMentions(of: ListKey, states: readonly (readonly Status[])[], most: number): Promise<Listed>;
  /** Where the current cards of these mentions stand. */
  cardRefs(mentions: readonly string[], place: Place): Promise<ReadonlyMap<string, MessageRef>>;
  /** What is kept off the desk, the newest first. */
  listLogged(query: LoggedQuery): Promise<readonly string[]>;
  /** How much of what came since then is kept off the desk, the most first. */
  countLogged(departments: Reach, since: Instant): Promise<readonly LoggedCount[]>;
  /** Mutes that stand, the next to end first. */
  listMutes(departments: Reach, now: Instant, most: number): Promise<readonly MutedAuthor[]>;
  /** The mute of an author that stands now. */
  muteOf(source: string, author: string, now: Instant): Promise<Mute | null>;
  /** What goes wrong outside, the worst first. */
  troubles(most: number): Promise<readonly Trouble[]>;
  /** The mention that a draft version belongs to, and the version's number. */
  findVersion(version: string): Promise<{ mention: string; n: number } | null>;
  /** Events with a number above `after`, in order. */
  history(mention: string, after: number): Promise<readonly RecordedEvent[]>;
  /** Open mentions (neither dismissed nor resolved) that have an owner. */
  ownedMentions(): Promise<readonly OwnedMention[]>;
  /** Mentions in review whose latest version names colleagues who must agree. */
  askingMentions(): Promise<readonly AskingMention[]>;
  surfaceMessage(id: string): Promise<SurfaceMessage | null>;
  /**
   * What else the mention's author has with us; `since` is where "lately" begins. Of what is
   * sensitive, only what is with these departments.
   */
  authorRecord(
    mention: Mention,
    since: Instant,
    sensitiveIn: readonly string[],
  ): Promise<AuthorRecord>;
  /** The current card of a mention, for links to it. */
  cardOf(mention: string, placement: number): Promise<SurfaceMessage | null>;
  /** The mention whose card stands there, or stood before a transfer; null for what is no card. */
  mentionAt(place: CardPlace): Promise<string | null>;
  /** Where cards stand of mentions that are open, or were closed after `since`; newest act first. */
  cardsStanding(surface: string, tenant: string, since: Instant): Promise<readonly StandingCard[]>;
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
  /** Kept off the desk in the last seven days, and not restored. */
  readonly loggedLately: number;
  readonly effects: readonly EffectFigures[];
  /** Lanes with something in them that wait for somebody to mend something. */
  readonly blockedLanes: number;
  readonly paused: boolean;
}

export interface MentionFigures {
  readonly status: Status;
  readonly count: number;
}

/** Departments by id; null for all there are or ever were. */
export type Reach = readonly string[] | null;

export interface LoggedQuery {
  readonly departments: Reach;
  /** Each must stand in a message, the author's name or handle, however it is capitalised. */
  readonly words: readonly string[];
  /** Not what came later. */
  readonly before: Instant;
  readonly skip: number;
  readonly most: number;
}

export interface LoggedCount {
  readonly because: LogReason;
  /** As the source calls it. */
  readonly kind: string;
  readonly count: number;
}

export interface MuteRecord {
  readonly source: string;
  /** The author's id on the network. */
  readonly author: string;
  readonly mention: string;
  readonly by: string;
  /** The content that holds it. */
  readonly reason: string;
  readonly from: Instant;
  readonly until: Instant;
}

export interface MutedAuthor extends Mute {
  readonly mention: string;
  readonly source: string;
  readonly name: string;
  readonly handle: string;
}

export interface EffectFigures {
  readonly kind: EffectKind;
  readonly waiting: number;
  /** Given up. */
  readonly failed: number;
  /** For how long the one has been due that waits the longest; 0 where none is due. */
  readonly oldestMs: number;
}

export type ListKey =
  | { readonly owner: string }
  /** What is sensitive of the one, what is not of the other. */
  | { readonly departments: readonly string[]; readonly sensitiveIn: readonly string[] };

/** An open mention that somebody has in hand. */
export interface OwnedMention extends Pick<Mention, 'id' | 'sensitive' | 'department'> {
  readonly owner: string;
}

export interface AskingMention extends Pick<Mention, 'id' | 'sensitive' | 'department'> {
  readonly asked: readonly string[];
}

export interface Listed {
  readonly ids: readonly string[];
  /** Of all that would be listed; where `counted` is false, there are at least so many. */
  readonly total: number;
  readonly counted: boolean;
}

/** Something in the outbox that does not go as it should. `where` is a lane, or a lane's parent. */
export type Trouble =
  | { readonly type: 'blocked'; readonly where: string; readonly error: string }
  | {
      readonly type: 'failing' | 'given_up';
      readonly where: string;
      readonly count: number;
      readonly error: string;
    };

export interface Transaction {
  /** Until the transaction ends, nobody else takes in posts of this source's thread. */
  lockThreads(source: string, threadRoots: readonly string[]): Promise<void>;
  /** Locks the row. */
  loadMention(id: string): Promise<Loaded | null>;
  findMention(source: string, threadRoot: string, author: string): Promise<string | null>;
  findPost(source: string, externalId: string): Promise<KnownPost | null>;
  /** The mention of a customer's post at one of these addresses. */
  findPostByLink(links: readonly string[]): Promise<string | null>;
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
  /** Everything that was ever shown of this mention, to anybody. */
  messagesAbout(mention: string): Promise<readonly SurfaceMessage[]>;
  /** The Home tabs on which lists stand. */
  homeTabs(): Promise<readonly SurfaceMessage[]>;
  updateSurfaceMessage(id: string, change: SurfaceMessageChange): Promise<void>;
  /** Other open mentions of the same author, the newest few. */
  openMentionsBeside(mention: Mention): Promise<readonly string[]>;
  /** All others of the same author. */
  mentionsBeside(mention: Mention): Promise<readonly string[]>;
  /** Replies that are to go out, or whose sending began and has not ended. */
  waitingReplies(): Promise<readonly WaitingReply[]>;
  /** Until the transaction ends it changes for nobody, or, `alone`, nobody else holds it. Comes first. */
  holdSetting(key: string, how: 'shared' | 'alone'): Promise<void>;
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
  /** The mute of an author that stands now. */
  findMute(source: string, author: string, now: Instant): Promise<Mute | null>;
  /** In place of the one before; its words are stored with the mention's. */
  saveMute(mute: MuteRecord): Promise<void>;
  endMute(source: string, author: string, at: Instant): Promise<void>;
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

export type SurfaceMessageKind = 'card' | 'review' | 'call' | 'notice' | 'home';

/** What makes a surface message the one it is. */
export interface SurfaceMessageKey {
  readonly surface: string;
  /** The workspace, such as Slack's team id. */
  readonly tenant: string;
  readonly kind: SurfaceMessageKind;
  /** A card's mention, a review's version, a call's mention and reason, a notice's key, whose Home tab. */
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

export interface CardPlace extends MessageRef {
  readonly surface: string;
  readonly tenant: string;
}

export interface StandingCard {
  readonly mention: string;
  readonly ref: MessageRef;
  /** What is kept of what was written under it; after a join it is kept with another mention. */
  readonly notes: readonly { readonly id: string; readonly mention: string }[];
}

export interface SurfaceMessageChange {
  readonly ref?: MessageRef | null;
  readonly hash?: string | null;
  readonly storyThrough?: number;
  readonly postingSince?: Instant | null;
}

/* ---------- surfaces and people ---------- */

/** A surface that is connected: its name and its workspace. */
export interface Place {
  readonly surface: string;
  readonly tenant: string;
}

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

/* ---------- sources ---------- */

/** A new reply, or a change of one that stands: the same path, and the same outcomes. */
export interface Reply {
  readonly inReplyTo: string;
  /** Empty for a deletion. */
  readonly text: string;
  readonly idempotencyKey: string;
  /** Our own post that it changes, by the network's id; null where it adds one. */
  readonly replaces: { readonly type: 'correct' | 'delete'; readonly externalId: string } | null;
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
