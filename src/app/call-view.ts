/** The direct message by which a key contact is called. */
import { maySee } from '../core/audience.ts';
import { type Card, cardOf } from '../core/card.ts';
import { type Handbook, nameOf } from '../core/handbook.ts';
import type { Mention } from '../core/mention.ts';
import { type Call, readCallSubject } from './call-subject.ts';
import type { House } from './house.ts';
import type { SurfaceMessage } from './surface-message.ts';
import type { View } from './surface-port.ts';

/** Null for a mention that is gone. */
export async function callView(
  house: House,
  { subject, surface, place }: SurfaceMessage,
): Promise<View | null> {
  const call = readCallSubject(subject);
  const loaded = call === null ? null : await house.store.readMention(call.mention);
  if (call === null || loaded === null) return null;
  const { mention, words } = loaded;
  const handbook = house.handbook();
  const email = place.replace(/^@/, '');
  if (!maySee({ email }, mention, handbook)) return { type: 'moved', ref: mention.ref };
  const card = cardOf(mention, words, handbook);
  const at = (await house.store.cardOf(mention.id, mention.placement, surface))?.ref ?? null;
  return { type: 'call', card, at, standing: standingOf(mention, card, call, handbook) };
}

function standingOf(
  { escalation, ref }: Mention,
  card: Card,
  called: Call,
  handbook: Handbook,
): (View & { type: 'call' })['standing'] {
  if (escalation === null) return { type: 'settled', sentence: `${ref} is ${card.standing}.` };
  const { to, reason } = escalation;
  if (reason !== called.reason) {
    return { type: 'settled', sentence: `${nameOf(handbook, to)} was called next.` };
  }
  const { escalation: call } = card;
  return { type: 'open', by: call?.by ?? null, reason: call?.reason ?? null };
}
