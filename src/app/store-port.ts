/** What the use cases ask of a store, and what it answers; see also what they do in a transaction. */
import type { Absence } from '../core/absence.ts';
import type { AuthorRecord } from '../core/card.ts';
import type { RecordedEvent } from '../core/events.ts';
import type { Instant, LogReason, Mention, Status } from '../core/mention.ts';
import type { Mute } from '../core/mute.ts';
import type {
  MissedClock,
  MissedQuestion,
  OpenFigures,
  WeekFigures,
  WeekQuestion,
} from '../stats/figures.ts';
import type { EffectKind } from './outbox-port.ts';
import type { MessageRef, Place, SurfaceMessage, SurfaceMessageChange } from './surface-message.ts';
import type { Loaded, Transaction } from './transaction-port.ts';

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
  /**
   * In these states, those of the first group first; within a group the longest waiting first, or of
   * what presses the next due.
   */
  listMentions(
    of: ListKey,
    states: readonly (readonly Status[])[],
    most: number,
    which?: WhichListed,
  ): Promise<Listed>;
  /** Resolved mentions about which this owner is asked to touch base, the longest asked first. */
  listFollowUps(owner: string, most: number): Promise<Listed>;
  /** What the clock called this person for and is still missed, the longest due first. */
  listCalled(person: string, most: number): Promise<Listed>;
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
  /** Mentions at which a clock matters by now, the longest due first, after this one. */
  dueMentions(now: Instant, after: DueMention | null, most: number): Promise<readonly DueMention[]>;
  /** Who is away at this moment. */
  absent(now: Instant): Promise<readonly Absence[]>;
  /** Whose absence has ended by now without their saying so. */
  absencesOver(now: Instant): Promise<readonly string[]>;
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
  latestReminder(recipient: string, place: Place): Promise<SurfaceMessage | null>;
  /** The card of a mention on that surface, for links to it. */
  cardOf(mention: string, placement: number, surface: string): Promise<SurfaceMessage | null>;
  /** The mention whose card stands there, or stood before a transfer; null for what is no card. */
  mentionAt(place: CardPlace): Promise<string | null>;
  /** Where cards stand of mentions that are open, or were closed after `since`; newest act first. */
  cardsStanding(surface: string, tenant: string, since: Instant): Promise<readonly StandingCard[]>;
  updateSurfaceMessage(id: string, change: SurfaceMessageChange): Promise<void>;
  /**
   * What was for a place, and stands in a conversation in which the surface is no longer.
   *
   * @param channel which one the place is now
   */
  messagesLeftBehind(
    surface: Place,
    place: string,
    channel: string,
  ): Promise<readonly SurfaceMessage[]>;
  /** What waits at this moment, but for the switch that stops publishing. */
  figures(now: Instant): Promise<Omit<Figures, 'paused'>>;
  /** What happened in a week, as of one moment. */
  weekFigures(question: WeekQuestion): Promise<WeekFigures>;
  openFigures(department: string | null): Promise<OpenFigures>;
  /** Clocks that ran out, the latest due first. */
  listMissed(question: MissedQuestion): Promise<readonly MissedClock[]>;
  /** When the first mention ever came in. */
  firstOpened(): Promise<Instant | null>;
  /** Calls back whenever another version of the handbook decides, by this process or another. */
  onHandbookActivated(listener: () => void): Promise<void>;
  /** Which of these occasions were begun. */
  occasionsBegun(keys: readonly string[]): Promise<readonly string[]>;
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

/** All there are, when left out, or what is near or was missed. */
export type WhichListed = 'all' | 'pressing';

export type ListKey =
  | { readonly owner: string }
  /** What is sensitive of the one, what is not of the other. */
  | { readonly departments: readonly string[]; readonly sensitiveIn: readonly string[] };

/** An open mention that somebody has in hand. */
export interface OwnedMention extends Pick<Mention, 'id' | 'sensitive' | 'department'> {
  readonly owner: string;
}

export interface DueMention {
  readonly id: string;
  readonly dueAt: Instant;
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
