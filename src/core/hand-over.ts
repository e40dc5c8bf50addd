/** What becomes of everything that somebody holds when they hand it over at once. */
import type { Mention } from './mention.ts';
import { instant } from './sentences.ts';

export interface HandedOver {
  /** The references of what went back to its department. */
  readonly handed: readonly string[];
  /** Why each of the others stays, and what happens with it; whole sentences. */
  readonly kept: readonly string[];
}

/** So many are told; whoever holds more finds the rest on their list. */
const MOST_NAMED = 30;
const MOST_KEPT = 10;

/** Why this one stays with whoever holds it. */
export function whyKept({ ref, status, sendAt }: Mention): string {
  switch (status) {
    case 'in_review':
      return `${ref} is in review: it stays with you until somebody has reviewed it. Withdraw it first if a colleague is to take it.`;
    case 'scheduled':
      return sendAt === null
        ? `${ref} is about to go out: it stays with you, and nothing is left to do.`
        : `${ref} goes out ${instant(sendAt)}: it stays with you, and nothing is left to do.`;
    case 'publishing':
      return `${ref} is going out at this moment: it stays with you, and nothing is left to do.`;
    case 'unsure':
      return `${ref} stays with you: nobody knows yet whether its reply went out. Look at the post, then say so on its card, or ask a lead to assign it.`;
    default:
      return `${ref} stays with you.`;
  }
}

/** Nothing is known to have changed about it. */
export function couldNotHand(ref: string): string {
  return `${ref} could not be handed back just now and stays with you. Press again in a minute.`;
}

/** Told to whoever pressed, a line for each part. */
export function tellHandedOver({ handed, kept }: HandedOver): string {
  const named = handed.slice(0, MOST_NAMED).join(', ');
  const unnamed = handed.length - MOST_NAMED;
  const rest = unnamed > 0 ? ` and ${unnamed} more` : '';
  const first =
    handed.length === 0
      ? 'Nothing of yours is left to hand over.'
      : `Handed ${handed.length} back: ${named}${rest}. Drafts are kept.`;
  const left = kept.length - MOST_KEPT;
  const others = left > 0 ? [`${left} more stay with you: /heed mine lists them.`] : [];
  return [first, ...kept.slice(0, MOST_KEPT), ...others].join('\n');
}
