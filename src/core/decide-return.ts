/**
 * What somebody had in hand who is not there to go on with it is anybody's again, its draft kept. A
 * draft that waits for its reviewers or is about to go out needs nobody, and stays.
 */
import { type Absence, absenceOf } from './absence.ts';
import { accept, type Decision, refuse } from './commands.ts';
import type { MentionEvent } from './events.ts';
import type { Mention } from './mention.ts';

/** Of a mention that its owner would have to go on with; null where they are there. */
export function returnOfAway(mention: Mention, away: readonly Absence[]): MentionEvent | null {
  const { owner } = mention;
  const absence = owner === null ? null : absenceOf(owner, away);
  return absence === null ? null : returned(mention, absence.email, 'away', absence.until);
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
