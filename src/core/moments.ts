/** When the clock acts of itself, as the mention stands and the handbook says. */
import type { Handbook } from './handbook.ts';
import type { Mention, Moments } from './mention.ts';
import { waitingRung } from './rungs.ts';

export const NO_MOMENTS: Moments = { rung: null };

/** The same object where nothing about them changed. */
export function momentsAfter(mention: Mention, handbook: Handbook): Moments {
  const known = mention.moments;
  const moments: Moments = { rung: waitingRung(mention, handbook)?.at ?? null };
  return moments.rung === known.rung ? known : moments;
}
