/**
 * What somebody had in hand who is not there to go on with it is anybody's again, its draft kept. A
 * draft that waits for its reviewers or is about to go out needs nobody, and stays.
 */
import { type Absence, absenceOf, isAway } from './absence.ts';
import { accept, type Decision, refuse } from './commands.ts';
import { isMissed } from './deadline.ts';
import type { MentionEvent } from './events.ts';
import type { Handbook } from './handbook.ts';
import { nextOpening } from './hours.ts';
import type { Instant, Mention } from './mention.ts';
import { hoursOf } from './sla.ts';

/** Of a mention that its owner would have to go on with; null where they are there. */
export function returnOfAway(mention: Mention, away: readonly Absence[]): MentionEvent | null {
  const { owner } = mention;
  const absence = owner === null ? null : absenceOf(owner, away);
  return absence === null ? null : returned(mention, absence.email, 'away', absence.until);
}

/** Its owner would have to go on with it, and no stage of what was missed is still to come. */
export function isLeftLying({ status, deadlines }: Mention): boolean {
  return status === 'claimed' && deadlines.some(isMissed);
}

/** When what is left lying with somebody away goes back; null for what is not. */
export function returnsAt(
  mention: Mention,
  away: readonly Absence[],
  handbook: Handbook,
  now: Instant,
): Instant | null {
  const { owner } = mention;
  if (owner === null || !isAway(owner, away) || !isLeftLying(mention)) return null;
  return nextOpening(hoursOf(mention, handbook), now);
}

/** Whether an act made it the turn of somebody who had it and is not there to take it. */
export function fallsToAway(
  before: Mention | null,
  after: Mention,
  away: readonly Absence[],
): boolean {
  const { owner } = after;
  if (before === null || owner === null || before.owner !== owner) return false;
  return before.status !== after.status && isLeftLying(after) && isAway(owner, away);
}

/** Whoever has it by now is not whom nobody could reach. */
export function decideOwnerGone(mention: Mention, gone: string): Decision {
  if (mention.owner === null) return refuse('not_now', 'Nobody has this.');
  if (mention.owner !== gone || mention.status !== 'claimed') return accept([]);
  return accept([returned(mention, gone, 'gone', null)]);
}

function returned(
  { draft }: Mention,
  owner: string,
  because: 'away' | 'gone',
  until: number | null,
): MentionEvent {
  const drafted = draft !== null && (draft.saved !== null || draft.versions.length > 0);
  return { type: 'returned', owner, because, until, drafted };
}
