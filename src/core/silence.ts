/** What is answered is over once nobody has said anything for as long as the handbook says. */
import { durationWords } from './duration.ts';
import type { MentionEvent } from './events.ts';
import type { Handbook } from './handbook.ts';
import type { Instant, Mention, Message } from './mention.ts';

/** By the clock on the wall, as nobody is disturbed; null where it does not close of itself. */
export function closesAt(mention: Mention, { autoResolveMs }: Handbook): Instant | null {
  if (autoResolveMs === null || mention.status !== 'answered' || mention.owes) return null;
  return Math.max(0, ...mention.messages.map(spokenAt)) + autoResolveMs;
}

/** As Heed learned of it: whatever a network says about its own time cannot put it off for years. */
function spokenAt({ direction, receivedAt, editedAt, deletedAt }: Message): Instant {
  if (direction === 'inbound') return Math.max(receivedAt, deletedAt ?? 0);
  return Math.max(receivedAt, editedAt ?? 0, deletedAt ?? 0);
}

export function closedBySilence(silentMs: number): MentionEvent & { type: 'resolved' } {
  return { type: 'resolved', outcome: `no word for ${durationWords(silentMs)}`, silentMs };
}
