/** Muting an author: whatever they post meanwhile is kept off the desk, until an end that is set. */
import type { Instant } from './mention.ts';

/** A mute that stands. It ends by itself, or when somebody ends it. */
export interface Mute {
  /** An e-mail address; on a card the name. */
  readonly by: string;
  /** Null where the words are gone. */
  readonly reason: string | null;
  readonly until: Instant;
}

const DAY_MS = 24 * 60 * 60_000;
const MOST_DAYS = 90;

export interface MuteMistake {
  readonly field: 'reason' | 'until';
  readonly sentence: string;
}

/** What is wrong with a mute that somebody asks for; null where nothing is. */
export function mistakeIn(
  { reason, until }: { readonly reason: string; readonly until: Instant | null },
  now: Instant,
): MuteMistake | null {
  if (reason.trim() === '') {
    return { field: 'reason', sentence: 'Say why, so that your colleagues know.' };
  }
  if (until === null) return { field: 'until', sentence: 'Say until when: every mute has an end.' };
  if (until <= now) {
    return { field: 'until', sentence: 'That is in the past. Give a time that is still to come.' };
  }
  if (until > now + MOST_DAYS * DAY_MS) {
    return {
      field: 'until',
      sentence: `A mute lasts ${MOST_DAYS} days at most. It can be set again when it ends.`,
    };
  }
  return null;
}
