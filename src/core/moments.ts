/** When the clock acts of itself, as the mention stands and the handbook says. */
import { NOBODY_AWAY } from './absence.ts';
import { followUpAt } from './follow-up.ts';
import type { Handbook } from './handbook.ts';
import type { Mention, Moments } from './mention.ts';
import { waitingRung } from './rungs.ts';
import { closesAt } from './silence.ts';

export const NO_MOMENTS: Moments = { rung: null, close: null, followUp: null };

/** The same object where nothing about them changed. */
export function momentsAfter(mention: Mention, handbook: Handbook): Moments {
  const known = mention.moments;
  const moments: Moments = {
    rung: waitingRung(mention, handbook, NOBODY_AWAY)?.at ?? null,
    close: closesAt(mention, handbook),
    followUp: followUpAt(mention, handbook),
  };
  const { rung, close, followUp } = moments;
  const same = rung === known.rung && close === known.close && followUp === known.followUp;
  return same ? known : moments;
}
