/** What the use cases need of a surface: where messages stand and what can stand in them. */
import type { Card } from '../core/card.ts';
import type { Handbook } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import type { Line, Overview, Shelf } from '../core/overview.ts';
import type { StoryLine } from '../core/story-parts.ts';
import type { Stats } from './statistics.ts';
import type { MessageRef } from './surface-message.ts';

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
  /** All that is said of something sensitive to those who may not know of it. */
  | { readonly type: 'moved'; readonly ref: string }
  | {
      readonly type: 'review';
      readonly card: Card;
      readonly version: number;
      /** What became of it; null while this reader's review is wanted. */
      readonly settled: string | null;
      /** Who asked this reader by name; null for whoever reads it as a reviewer. */
      readonly askedBy: string | null;
      /** Whether this reader may edit it too. */
      readonly mayEdit: boolean;
    }
  /** A key contact is called; once another one is, or it is over, there is only that to say. */
  | {
      readonly type: 'call';
      readonly card: Card;
      /** Where the card stands. */
      readonly at: MessageRef | null;
      readonly standing:
        | {
            readonly type: 'open';
            /** Null where the clock called them, as it once did by a message of its own. */
            readonly by: string | null;
            readonly reason: string | null;
          }
        | { readonly type: 'settled'; readonly sentence: string };
    }
  /**
   * What of somebody's is near or was missed, what the clock called them for, and with whom they are
   * to touch base.
   */
  | {
      readonly type: 'reminder';
      readonly mine: readonly Line[];
      readonly review: readonly Line[];
      /** The first due first. */
      readonly called: Shelf;
      readonly touchBase: readonly Line[];
      /** How many they could hand back to their departments. */
      readonly held: number;
      /** What else of theirs is in departments that close soon. */
      readonly ending: readonly Ending[];
      /** A later message says what is due now. */
      readonly superseded: boolean;
    }
  /** A department's day began with nobody on duty. */
  | {
      readonly type: 'duty';
      /** Its name. */
      readonly department: string;
      /** Null where they set no end. */
      readonly away: readonly { readonly name: string; readonly until: Instant | null }[];
      /** On duty by the handbook, with nobody in them whom it knows. */
      readonly groups: readonly string[];
    }
  /** How a week went, for everybody who reads along. */
  | { readonly type: 'digest'; readonly stats: Stats; readonly handbook: Handbook }
  | { readonly type: 'notice'; readonly title: string; readonly text: string }
  | { readonly type: 'home'; readonly overview: Overview };

export interface Ending {
  /** The department's name. */
  readonly department: string;
  readonly closesAt: Instant;
  readonly lines: readonly Line[];
}

export interface Rendered {
  /** Changes when what people see changes. */
  readonly hash: string;
  readonly payload: unknown;
  /** Must not stand where anybody could come in and read it. */
  readonly confidential: boolean;
}

/** What lets a surface recognise its own message when the answer to a post was lost. */
export interface Mark {
  readonly message: string;
  /** 0 for the message itself, the event's number for a line of its thread. */
  readonly seq: number;
}

/**
 * Awaited when a new message's turn has come, right before the call: from then on it may stand
 * there. What fails before, as where a budget is spent, left nothing behind to look for.
 */
export type Begin = () => Promise<void>;

/** The lines that are not known to stand; the answer to the first of them may have been lost. */
export interface Begun {
  readonly lines: readonly StoryLine[];
  readonly since: Instant;
}

export interface Surface {
  readonly name: string;
  readonly tenant: string;
  render(view: View): Promise<Rendered>;
  /** Throws a fault that blocks the lane for what is confidential where the place is not. */
  post(place: string, rendered: Rendered, mark: Mark, begin: Begin): Promise<MessageRef>;
  /**
   * As `post`. Throws a fault of type `gone` when the message is no longer there.
   *
   * @param mayWait gives way to what somebody waits for
   */
  update(ref: MessageRef, rendered: Rendered, mayWait: boolean): Promise<void>;
  /** All own messages with this mark since then, oldest first. */
  find(place: string, mark: Mark, since: Instant): Promise<readonly MessageRef[]>;
  remove(ref: MessageRef): Promise<void>;
  /** Puts a view where only one person sees it, in place of what stood there. */
  publish(place: string, rendered: Rendered): Promise<void>;
  postLine(parent: MessageRef, line: StoryLine, mark: Mark, begin: Begin): Promise<void>;
  /**
   * The numbers of the lines that stand in the thread, of those above `after`.
   *
   * @param begun for a surface whose lines carry no mark
   */
  findLines(
    parent: MessageRef,
    message: string,
    after: number,
    begun?: Begun,
  ): Promise<readonly number[]>;
  /** The e-mail addresses of a group of the surface's own; none where it knows no such group. */
  membersOf(group: string): Promise<readonly string[]>;
  /** Takes away the lines that stand in the thread. */
  clearLines(parent: MessageRef, message: string): Promise<void>;
}

export type SurfaceFaultKind =
  /** Not before then, as the surface itself says or its budget demands. */
  | { readonly type: 'again'; readonly afterMs: number; readonly scope: 'effect' | 'lane' }
  /** It does not answer, or badly: with ever longer pauses. */
  | { readonly type: 'away' }
  | { readonly type: 'final' }
  /** Whom it is for is nobody that could be written to. */
  | { readonly type: 'unreachable' }
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
