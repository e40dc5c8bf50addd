/** The one direct message in which somebody reads what of theirs is near or was missed. */
import { personOf } from '../core/handbook.ts';
import { countHeld } from './hand-over.ts';
import type { House } from './house.ts';
import { type Reminded, remindedOf } from './overview.ts';
import type { SurfaceMessage } from './surface-message.ts';
import type { View } from './surface-port.ts';

export async function reminderView(
  house: House,
  { subject, surface, tenant, placement }: SurfaceMessage,
): Promise<View> {
  const person = personOf(house.handbook(), subject);
  // Nothing is theirs any more once they left the handbook.
  if (person === null) return { type: 'reminder', ...NOTHING, held: 0, superseded: false };
  const place = { surface, tenant };
  for (const one of house.places()) {
    const latest = await house.store.latestReminder(subject, one);
    if (latest !== null && latest.placement > placement) {
      return { type: 'reminder', ...NOTHING, held: 0, superseded: true };
    }
  }
  const reminded = await remindedOf(house, person, place);
  const held = await countHeld(house, person);
  return { type: 'reminder', ...reminded, held, superseded: false };
}

const NOTHING: Reminded = {
  ...{ mine: [], review: [], touchBase: [], ending: [] },
  called: { lines: [], more: 0, counted: true },
};
