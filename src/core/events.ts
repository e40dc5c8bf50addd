import type { Metric, MissCause } from './deadline.ts';
import type {
  Attachment,
  Attempt,
  Author,
  ContentId,
  DraftVersion,
  Instant,
  LogReason,
  Message,
  Note,
  ReviewedAs,
} from './mention.ts';

/** What a mention went through. Events hold ids and handbook keys, never people's words. */
export type MentionEvent =
  | {
      readonly type: 'opened';
      readonly id: string;
      readonly ref: string;
      readonly source: string;
      readonly network: string;
      readonly threadRoot: string;
      readonly author: Author;
      readonly department: string;
      readonly category: string | null;
      readonly floor: number;
      /** By a rule of the handbook. */
      readonly sensitive: boolean;
    }
  | { readonly type: 'message_received'; readonly message: Message }
  | {
      readonly type: 'message_edited';
      readonly message: string;
      readonly content: ContentId;
      readonly attachments: readonly Attachment[];
      readonly editedAt: Instant;
    }
  | { readonly type: 'message_deleted'; readonly message: string; readonly deletedAt: Instant }
  /** A late post showed that its thread is part of another one. */
  | { readonly type: 'rethreaded'; readonly threadRoot: string }
  /** Its messages went to the mention that its author has in the same thread. */
  | { readonly type: 'joined'; readonly into: string; readonly ref: string }
  | { readonly type: 'woken'; readonly to: 'claimed' | 'unclaimed' }
  /** What came does not wake it. */
  | { readonly type: 'not_woken'; readonly because: LogReason }
  /** It is kept off the desk. */
  | { readonly type: 'logged'; readonly because: LogReason }
  /** It goes to the desk after all: somebody asked for it, or its author wrote what belongs there. */
  | {
      readonly type: 'restored';
      readonly because: 'asked' | 'wrote_again';
      readonly department: string;
      readonly category: string | null;
      readonly floor: number;
      readonly sensitive: boolean;
    }
  /** Its author is muted, everywhere; the mute itself is kept beside the author. */
  | {
      readonly type: 'muted';
      readonly by: string;
      readonly until: Instant;
      readonly reason: ContentId;
    }
  | { readonly type: 'unmuted'; readonly by: string }
  | { readonly type: 'held'; readonly cause: HeldCause }
  | { readonly type: 'claimed'; readonly by: string }
  | { readonly type: 'released' }
  | { readonly type: 'assigned'; readonly to: string }
  | { readonly type: 'transferred'; readonly from: string; readonly to: string }
  /** It is for its department's private desk alone; `freed` where that is not for its owner. */
  | { readonly type: 'made_sensitive'; readonly by: string; readonly freed: boolean }
  /** It is for all of its department again; `freed` where its owner does not act there. */
  | { readonly type: 'made_ordinary'; readonly by: string; readonly freed: boolean }
  | {
      readonly type: 'categorised';
      readonly category: string;
      readonly floor: number;
      readonly needed: number;
    }
  | {
      readonly type: 'escalated';
      readonly rung: number;
      readonly to: string;
      readonly by: string;
      readonly reason: ContentId;
    }
  | { readonly type: 'draft_saved'; readonly draft: string; readonly content: ContentId }
  | { readonly type: 'submitted'; readonly draft: string; readonly version: DraftVersion }
  | {
      readonly type: 'approved';
      readonly version: number;
      readonly by: string;
      readonly as: ReviewedAs;
    }
  | { readonly type: 'scheduled'; readonly version: number; readonly sendAt: Instant }
  | {
      readonly type: 'review_reopened';
      readonly version: number;
      readonly needed: number;
      /** Who was asked, has not agreed, and holds it up. */
      readonly asked: readonly string[];
    }
  | {
      readonly type: 'changes_requested';
      readonly version: number;
      readonly by: string;
      readonly as: ReviewedAs;
      readonly reason: ContentId;
    }
  | { readonly type: 'withdrawn'; readonly version: number; readonly by: string }
  | { readonly type: 'publishing_began'; readonly version: number; readonly attempt: Attempt }
  | { readonly type: 'publish_repeated'; readonly version: number; readonly attempt: Attempt }
  | {
      readonly type: 'published';
      readonly version: number;
      readonly message: Message;
      /** Whoever said that it was sent; null where the network said so. */
      readonly by: string | null;
      /** The draft that takes over what was typed meanwhile. */
      readonly nextDraft: string;
      readonly owes: boolean;
    }
  /** Another text stands where our reply stood. */
  | {
      readonly type: 'corrected';
      readonly version: number;
      readonly message: string;
      readonly content: ContentId;
      readonly writtenBy: string;
      readonly approvedBy: readonly string[];
      /** Where the network gave it a new id or place; null where they stay. */
      readonly externalId: string | null;
      readonly link: string | null;
      readonly by: string | null;
      readonly nextDraft: string;
    }
  /** Our reply stands no more. */
  | {
      readonly type: 'reply_deleted';
      readonly version: number;
      readonly message: string;
      readonly by: string | null;
      readonly nextDraft: string;
    }
  | { readonly type: 'publish_postponed'; readonly version: number; readonly sendAt: Instant }
  | { readonly type: 'publish_refused'; readonly version: number; readonly reason: string }
  | { readonly type: 'publish_unknown'; readonly version: number }
  | { readonly type: 'said_not_sent'; readonly version: number; readonly by: string }
  | {
      readonly type: 'retried';
      readonly version: number;
      readonly by: string;
      readonly reviewsVoid: boolean;
    }
  | { readonly type: 'answered_elsewhere'; readonly message: Message }
  | {
      readonly type: 'resolved';
      readonly outcome: string;
      /** Nobody resolved it: no word came for so long. Null where somebody did. */
      readonly silentMs: number | null;
    }
  | { readonly type: 'dismissed'; readonly reason: string }
  /** It was resolved a while ago; null where nobody is there to be asked but everybody. */
  | { readonly type: 'follow_up_due'; readonly to: string | null }
  | { readonly type: 'follow_up_dropped'; readonly by: string }
  /** Somebody takes it up again, to ask how the customer is. */
  | { readonly type: 'touched_base'; readonly by: string }
  | { readonly type: 'reopened' }
  | { readonly type: 'owner_left'; readonly owner: string }
  /**
   * It is anybody's again, since its owner is away, until then or until they are back, or gone from
   * where they would read of it.
   */
  | {
      readonly type: 'returned';
      readonly owner: string;
      readonly because: 'away' | 'gone';
      readonly until: Instant | null;
      /** Somebody wrote on a reply already. */
      readonly drafted: boolean;
    }
  | { readonly type: 'noted'; readonly note: Note }
  | {
      readonly type: 'note_edited';
      readonly note: string;
      readonly content: ContentId;
      readonly editedAt: Instant;
    }
  /** Also of a note that has not arrived yet, and is not to be kept when it does. */
  | {
      readonly type: 'note_deleted';
      readonly note: string;
      readonly by: string;
      readonly deletedAt: Instant;
    }
  /** Little time is left; `warning` counts from 1, and earlier ones are passed over. */
  | {
      readonly type: 'deadline_neared';
      readonly metric: Metric;
      readonly n: number;
      readonly warning: number;
      readonly dueAt: Instant;
    }
  | {
      readonly type: 'deadline_breached';
      readonly metric: Metric;
      readonly n: number;
      readonly cause: MissCause;
      readonly dueAt: Instant;
    }
  /** Its owner wants to hear of nothing near until then. */
  | { readonly type: 'snoozed'; readonly until: Instant }
  /** By the clock; whatever else ends it is told by itself. */
  | { readonly type: 'snooze_ended' };

/** Who acts where the clock does; see `actorName`. */
export const HEED_ITSELF = 'heed';

/** `moved`: it is with other people by now. */
export type HeldCause = 'wrote_again' | 'edited' | 'deleted' | 'unable' | 'moved';

export type EventType = MentionEvent['type'];

/** An event with its place in the mention's history. */
export interface RecordedEvent {
  /** 1 for the first event of a mention, without gaps. */
  readonly seq: number;
  readonly at: Instant;
  /** An e-mail address, `heed`, or `source:<id>`. */
  readonly actor: string;
  /** The SHA of the handbook it was decided under. */
  readonly handbook: string;
  readonly event: MentionEvent;
}
