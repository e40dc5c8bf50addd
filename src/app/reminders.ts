/** The one direct message in which somebody reads what of theirs is near or was missed. */
import { personOf } from '../core/handbook.ts';
import type { Line } from '../core/overview.ts';
import { countHeld } from './hand-over.ts';
import type { House } from './house.ts';
import { remindedOf } from './overview.ts';
import type { SurfaceMessage } from './surface-message.ts';
import type { View } from './surface-port.ts';

/** Null for somebody who left the handbook. */
export async function reminderView(
  house: House,
  { subject, surface, tenant, placement }: SurfaceMessage,
): Promise<View | null> {
  const person = personOf(house.handbook(), subject);
  if (person === null) return null;
  const place = { surface, tenant };
  const latest = await house.store.latestReminder(subject, place);
  if (latest !== null && latest.placement > placement) {
    return { type: 'reminder', mine: NONE, review: NONE, held: 0, superseded: true };
  }
  const { mine, review } = await remindedOf(house, person, place);
  const held = await countHeld(house, person);
  return { type: 'reminder', mine, review, held, superseded: false };
}

const NONE: readonly Line[] = [];
