/** What a command reads and writes together, under the locks of one transaction. */
import type { Absence } from '../core/absence.ts';
import type { RecordedEvent } from '../core/events.ts';
import type { OpenWork } from '../core/handbook-change.ts';
import type { Instant, Mention, Words } from '../core/mention.ts';
import type { Mute } from '../core/mute.ts';
import type { EffectRequest } from './outbox-port.ts';
import type { PersonLink } from './people-port.ts';
import type {
  Place,
  SurfaceMessage,
  SurfaceMessageChange,
  SurfaceMessageKey,
  SurfaceMessageKind,
} from './surface-message.ts';

export interface Loaded {
  readonly mention: Mention;
  readonly words: Words;
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
  /**
   * The latest reminder of somebody on a surface. Until the transaction ends, nobody else asks for
   * theirs.
   */
  latestReminder(recipient: string, place: Place): Promise<SurfaceMessage | null>;
  /** Who has this address, on every surface. */
  personLinks(email: string): Promise<readonly PersonLink[]>;
  /** Forgets one that stands nowhere. */
  dropSurfaceMessage(id: string): Promise<void>;
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
  /** Who is away at this moment. */
  absent(now: Instant): Promise<readonly Absence[]>;
  /** Somebody is away from now on; in place of the end that they gave before. */
  saveAbsence(absence: Absence, now: Instant): Promise<void>;
  /** Answers whether they were away. */
  endAbsence(email: string, now: Instant): Promise<boolean>;
  /** Forgets an absence that is over by now. */
  forgetAbsence(email: string, now: Instant): Promise<void>;
  /** Locks the mention where it is due by now and nobody else has it in hand. */
  lockDue(id: string, now: Instant): Promise<boolean>;
  /** When a tick is to look at it next; null for never. */
  scheduleTick(mention: string, next: Instant | null): Promise<void>;
  /** A tick looks at the clocks of these then, or before, where they are still open. */
  recheckClocks(mentions: readonly string[], at: Instant): Promise<void>;
  /** The next tick looks at what is resolved and waits for its follow-up. */
  recheckFollowUps(now: Instant): Promise<void>;
  /** Who has something in hand in a department that is not answered yet. */
  ownersIn(department: string): Promise<readonly string[]>;
  /** False where somebody began this occasion before. */
  beginOccasion(key: string, now: Instant): Promise<boolean>;
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
