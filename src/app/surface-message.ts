/** A message or Home tab of Heed's, as it is remembered: whose, where, and how far it got. */
import type { Instant } from '../core/mention.ts';

export type SurfaceMessageKind =
  | 'card'
  | 'review'
  | 'call'
  | 'reminder'
  | 'duty'
  | 'digest'
  | 'notice'
  | 'home';

/** What makes a surface message the one it is. */
export interface SurfaceMessageKey {
  readonly surface: string;
  /** The workspace, such as Slack's team id. */
  readonly tenant: string;
  readonly kind: SurfaceMessageKind;
  /** A card's mention, a review's version, a call's mention and reason, a department's day, a digest's week, a notice's key, whose reminder or Home tab. */
  readonly subject: string;
  /** Which of the mention's cards, or of a person's reminders; 0 for what there is one of. */
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

/** A surface that is connected: its name and its workspace. */
export interface Place {
  readonly surface: string;
  readonly tenant: string;
}
