/**
 * Who is reminded of what is near or was missed: whoever has it, and while its draft waits for
 * approvals, whoever can give them; first the reviewers, and when it was missed the leads too. And
 * who is asked to touch base with a customer.
 */
import { isThere } from './audience.ts';
import { type Deadline, isRunning } from './deadline.ts';
import { type DeadlineEvent, isAboutDeadlines } from './deadline-events.ts';
import type { MentionEvent } from './events.ts';
import { type Handbook, personOf } from './handbook.ts';
import type { Mention } from './mention.ts';
import { reviewersOf } from './reviewers.ts';

/** E-mail addresses of those who hear of these events. */
export function reminded(
  mention: Mention,
  events: readonly MentionEvent[],
  handbook: Handbook,
): readonly string[] {
  const told = events.filter(isAboutDeadlines);
  const asked = events.flatMap((event) =>
    event.type === 'follow_up_due' && event.to !== null ? [event.to] : [],
  );
  return sorted([...asked, ...told.flatMap((event) => concernedBy(event, mention, handbook))]);
}

/** Those whose reminders may say something about it that is not so any more. */
export function onReminders(mention: Mention, handbook: Handbook): readonly string[] {
  const { owner, status, followUp } = mention;
  if (followUp !== 'asked' && !mention.deadlines.some(isPressing)) return [];
  const reviewers = status === 'in_review' ? reviewersOf(mention, handbook) : [];
  return sorted([...(owner === null ? [] : [owner]), ...reviewers]);
}

/** Near or missed, and not over. */
function isPressing(deadline: Deadline): boolean {
  const { state } = deadline;
  return isRunning(deadline) && (state === 'imminent' || state === 'breached');
}

function concernedBy(
  { type }: DeadlineEvent,
  mention: Mention,
  handbook: Handbook,
): readonly string[] {
  const { owner, status } = mention;
  if (owner === null || status === 'answered' || !isThere(owner, mention, handbook)) return [];
  if (status !== 'in_review') return [owner];
  const all = reviewersOf(mention, handbook);
  const near = all.filter((email) => personOf(handbook, email)?.role === 'reviewer');
  return [owner, ...(type === 'deadline_neared' && near.length > 0 ? near : all)];
}

/** Everybody locks them in one order. */
function sorted(emails: readonly string[]): readonly string[] {
  return [...new Set(emails)].toSorted();
}
