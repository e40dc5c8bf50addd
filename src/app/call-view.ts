/** The direct message by which a key contact is called. */
import { cardOf } from '../core/card.ts';
import { nameOf } from '../core/handbook.ts';
import type { Mention } from '../core/mention.ts';
import { type Call, readCallSubject } from './call-subject.ts';
import type { House } from './house.ts';
import type { View } from './surface-port.ts';

/** Null for a mention that is gone. */
export async function callView(house: House, subject: string): Promise<View | null> {
  const call = readCallSubject(subject);
  const loaded = call === null ? null : await house.store.readMention(call.mention);
  if (call === null || loaded === null) return null;
  const { mention, words } = loaded;
  const handbook = house.handbook();
  const card = cardOf(mention, words, handbook);
  const events = await house.store.history(mention.id, 0);
  const called = events.find(
    ({ event }) => event.type === 'escalated' && event.reason === call.reason,
  )?.event;
  if (called?.type !== 'escalated') return null;
  const current = await house.store.cardOf(mention.id, mention.placement);
  return {
    type: 'call',
    card,
    by: nameOf(handbook, called.by),
    reason: words.get(call.reason) ?? null,
    at: current?.ref ?? null,
    settled: settledSentence(house, mention, call, card.standing),
  };
}

/** Null while this call is the one that counts. */
function settledSentence(
  house: House,
  { escalation, ref, status }: Mention,
  call: Call,
  standing: string,
): string | null {
  if (escalation === null) return `${ref} is ${standing}.`;
  if (escalation.reason !== call.reason) {
    return `${nameOf(house.handbook(), escalation.to)} was called next.`;
  }
  return status === 'resolved' || status === 'dismissed' ? `${ref} is ${standing}.` : null;
}
