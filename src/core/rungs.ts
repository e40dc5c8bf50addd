/**
 * The key contacts who are called because nothing happens: a deadline was missed, the one below was
 * called, and the handbook says how long they have before the next is.
 */
import type { Absence } from './absence.ts';
import { type Deadline, isMissed, type Metric } from './deadline.ts';
import { HEED_ITSELF } from './events.ts';
import type { Handbook } from './handbook.ts';
import { addOpenTime } from './hours.ts';
import { nextContact } from './ladder.ts';
import type { Instant, Mention } from './mention.ts';
import { fits } from './permits.ts';
import { hoursOf } from './sla.ts';

export interface WaitingRung {
  readonly at: Instant;
  readonly rung: number;
  readonly to: string;
  /** What was missed and still is. */
  readonly missed: Metric;
}

/** Somebody can do something about it: while the customer is waited for, nobody can. */
export function isCallable(mention: Mention): boolean {
  return mention.status !== 'answered' && fits(mention, 'escalate');
}

/**
 * Whom the clock called last, as long as what was missed still is and they do not have it themselves;
 * null where that is nobody.
 */
export function calledByClock(mention: Mention): string | null {
  const { escalation, owner, deadlines } = mention;
  if (escalation?.by !== HEED_ITSELF || escalation.to === owner) return null;
  return isCallable(mention) && deadlines.some(isMissed) ? escalation.to : null;
}

/** Who is called next by waiting, and when; null where nothing was missed or nobody waits. */
export function waitingRung(
  mention: Mention,
  handbook: Handbook,
  away: readonly Absence[],
): WaitingRung | null {
  const miss = earliestMiss(mention.deadlines);
  if (miss === null || !isCallable(mention)) return null;
  const next = nextContact(mention, mention.owner, handbook, away);
  if (!next.ok || next.afterMs === null) return null;
  const { rung, to, afterMs } = next;
  const since = Math.max(missedAt(miss), mention.escalation?.at ?? 0);
  const at = addOpenTime(hoursOf(mention, handbook), since, afterMs) ?? since + afterMs;
  return { at, rung, to, missed: miss.metric };
}

function earliestMiss(deadlines: readonly Deadline[]): Deadline | null {
  return deadlines.filter(isMissed).toSorted((a, b) => missedAt(a) - missedAt(b))[0] ?? null;
}

/** Another handbook may have taken the target away. */
function missedAt({ dueAt, startedAt }: Deadline): Instant {
  return dueAt ?? startedAt;
}
