/** The clocks that ran out, for whoever asks which: facts, no layout. */
import { maySee } from '../core/audience.ts';
import { type Card, cardOf } from '../core/card.ts';
import type { Handbook } from '../core/handbook.ts';
import { type Mention, type Words, wasJoined } from '../core/mention.ts';
import type { Asker } from '../core/overview.ts';
import type { MissedClock } from './figures.ts';

export interface MissedLine {
  readonly card: Card;
  readonly clock: MissedClock;
}

/** Null for what is not this person's to see, whatever it was when it was listed. */
export function missedLineOf(
  clock: MissedClock,
  mention: Mention,
  words: Words,
  { person, departments, sensitiveIn }: Asker,
  handbook: Handbook,
): MissedLine | null {
  const reach = mention.sensitive ? sensitiveIn : departments;
  if (!maySee(person, mention, handbook) || !reach.includes(mention.department)) return null;
  return wasJoined(mention) ? null : { card: cardOf(mention, words, handbook), clock };
}
