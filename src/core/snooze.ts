/**
 * Quiet for whoever has a mention: for a quarter of an hour they are told of nothing that is near.
 * What is missed is told at once and ends it, and so does whatever gives it to somebody else or
 * answers it.
 */
import { accept, type Context, type Decision } from './commands.ts';
import { isRunning } from './deadline.ts';
import type { MentionEvent } from './events.ts';
import { nextOpening } from './hours.ts';
import type { Instant, Mention, Status } from './mention.ts';
import { hoursOf, isAttended } from './sla.ts';

const SNOOZE_MS = 15 * 60_000;
/** Two presses so close are one. */
const AT_ONCE_MS = 60_000;

export type SnoozeEvent = Extract<MentionEvent, { type: 'snoozed' } | { type: 'snooze_ended' }>;

export function isAboutSnooze(event: MentionEvent): event is SnoozeEvent {
  return event.type === 'snoozed' || event.type === 'snooze_ended';
}

/** Whoever has it is reminded in these states; once it is answered, the customer is waited for. */
export const SNOOZABLE: readonly Status[] = [
  'claimed',
  'in_review',
  'scheduled',
  'publishing',
  'unsure',
];

/** From now on, or from the opening where nobody would be there to be reminded. */
export function decideSnooze(mention: Mention, { now, handbook }: Context): Decision {
  const end = now + SNOOZE_MS;
  const until = nextOpening(hoursOf(mention, handbook), end) ?? end;
  const { snoozedUntil } = mention;
  if (snoozedUntil !== null && until - snoozedUntil < AT_ONCE_MS) return accept([]);
  return accept([{ type: 'snoozed', until }]);
}

/** Something of it runs that can become near or missed. */
export function hasDue({ deadlines }: Pick<Mention, 'deadlines'>): boolean {
  return deadlines.some((deadline) => isRunning(deadline) && deadline.dueAt !== null);
}

/** Whether its time is up, and somebody is there to hear of it. */
export function snoozePassed(
  mention: Mention,
  { now, handbook }: Pick<Context, 'now' | 'handbook'>,
): boolean {
  const { snoozedUntil } = mention;
  return snoozedUntil !== null && snoozedUntil <= now && isAttended(mention, handbook, now);
}

/** Until when it is quiet after this event, which made the one mention of the other. */
export function snoozeAfter(
  { owner, snoozedUntil }: Mention,
  after: Mention,
  event: MentionEvent,
): Instant | null {
  switch (event.type) {
    case 'snoozed':
      return event.until;
    case 'snooze_ended':
    case 'deadline_breached':
    case 'published':
    case 'answered_elsewhere':
      return null;
    default:
      return after.owner === owner && SNOOZABLE.includes(after.status) ? snoozedUntil : null;
  }
}
