/**
 * A while after it was resolved, whoever had it is asked to touch base with the customer: once in
 * each cycle, and not where the customer has written since.
 */
import type { Handbook } from './handbook.ts';
import { nextOpening } from './hours.ts';
import { type Instant, isByHand, type Mention, newestInbound } from './mention.ts';
import { hoursOf } from './sla.ts';

/** When somebody is asked; null where nobody is. */
export function followUpAt(mention: Mention, handbook: Handbook): Instant | null {
  const { closedAt, category, messages } = mention;
  const rule = handbook.followUp;
  if (rule === null || closedAt === null || !mayFollowUp(mention)) return null;
  if (category === null || !rule.categories.includes(category)) return null;
  const wrote = messages.some((one) => one.direction === 'inbound' && one.receivedAt > closedAt);
  if (wrote) return null;
  const at = closedAt + rule.afterMs;
  return nextOpening(hoursOf(mention, handbook), at) ?? at;
}

/** Answered and resolved, not asked about yet, and Heed can reply there. */
function mayFollowUp(mention: Mention): boolean {
  const { status, answered, followUp } = mention;
  if (status !== 'resolved' || !answered || followUp !== null) return false;
  return !isByHand(mention) && newestInbound(mention) !== null;
}

/** What the reply begins with. */
export function followUpText(text: string, author: string): string {
  return text.replaceAll('{name}', () => author);
}
