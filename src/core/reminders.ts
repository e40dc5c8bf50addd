/**
 * Who is reminded of what is near or was missed: whoever has it, and while its draft waits for
 * approvals, whoever can give them; first the reviewers, and when it was missed the leads too; and
 * the key contact whom the clock calls for it. And who is asked to touch base with a customer.
 */
import { type Absence, isAway, NOBODY_AWAY } from './absence.ts';
import { isThere, worksOn } from './audience.ts';
import { isPressing } from './deadline.ts';
import { type DeadlineEvent, isAboutDeadlines } from './deadline-events.ts';
import { HEED_ITSELF, type MentionEvent } from './events.ts';
import { type Handbook, personOf } from './handbook.ts';
import type { Mention } from './mention.ts';
import { reviewersOf } from './reviewers.ts';
import { calledByClock } from './rungs.ts';

/** E-mail addresses of those who hear of these events. */
export function reminded(
  mention: Mention,
  events: readonly MentionEvent[],
  handbook: Handbook,
  away: readonly Absence[],
): readonly string[] {
  const told = events.filter(isAboutDeadlines);
  const about = told.flatMap((event) => concernedBy(event, mention, handbook, away));
  const all = [...askedBy(events), ...about, ...remindedAnew(mention, events, handbook)];
  const here = all.filter((email) => !isAway(email, away));
  return sorted([...here, ...events.flatMap(calledBy)]);
}

/** Who is to touch base with the customer. */
function askedBy(events: readonly MentionEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'follow_up_due' && event.to !== null ? [event.to] : [],
  );
}

/** The ladder passes over who is away; whom it calls all the same, nobody else is there to hear. */
function calledBy(event: MentionEvent): readonly string[] {
  return event.type === 'escalated' && event.by === HEED_ITSELF ? [event.to] : [];
}

/** Those whose reminders may say something about it that is not so any more. */
export function onReminders(
  mention: Mention,
  handbook: Handbook,
  away: readonly Absence[],
): readonly string[] {
  const { owner, status, followUp } = mention;
  if (followUp !== 'asked' && !isDue(mention)) return [];
  // Some may have gone away since they were reminded.
  const reviewers =
    status === 'in_review'
      ? [away, NOBODY_AWAY].flatMap((these) => reviewersOf(mention, handbook, these))
      : [];
  return sorted([owner, calledByClock(mention), ...reviewers].filter((email) => email !== null));
}

/**
 * Whose lists say something else about it once these events have come: whoever has it or can review
 * it, and while nobody has it, everybody who could take it; and whoever is to touch base about it.
 */
export function onLists(
  mention: Mention,
  events: readonly MentionEvent[],
  handbook: Handbook,
  away: readonly Absence[],
): readonly string[] {
  const { owner, status } = mention;
  const asked = askedBy(events);
  if (asked.length > 0) return asked;
  const moved = events.some(
    (one) =>
      isAboutDeadlines(one) ||
      one.type === 'snooze_ended' ||
      (one.type === 'returned' && isDue(mention)),
  );
  if (!moved || status === 'answered') return [];
  if (owner === null) {
    const takers = handbook.people.filter((person) => worksOn(person, mention, handbook));
    return takers.map(({ email }) => email);
  }
  const reviewers = status === 'in_review' ? reviewersOf(mention, handbook, away) : [];
  return sorted([owner, ...reviewers]);
}

/** Something of it is near or was missed. */
export function isDue({ deadlines }: Mention): boolean {
  return deadlines.some(isPressing);
}

function concernedBy(
  { type }: DeadlineEvent,
  mention: Mention,
  handbook: Handbook,
  away: readonly Absence[],
): readonly string[] {
  const { status, snoozedUntil } = mention;
  const owner = ownerOf(mention, handbook);
  if (owner === null) return [];
  // What was missed has ended it.
  const own = snoozedUntil === null ? [owner] : [];
  if (status !== 'in_review') return own;
  const all = reviewersOf(mention, handbook, away);
  const near = all.filter((email) => personOf(handbook, email)?.role === 'reviewer');
  return [...own, ...(type === 'deadline_neared' && near.length > 0 ? near : all)];
}

/** Whoever wanted quiet, once that is over, where it still presses. */
function remindedAnew(
  mention: Mention,
  events: readonly MentionEvent[],
  handbook: Handbook,
): readonly string[] {
  if (!events.some(({ type }) => type === 'snooze_ended')) return [];
  const owner = ownerOf(mention, handbook);
  return owner !== null && mention.deadlines.some(isPressing) ? [owner] : [];
}

/** Whoever can do something about it; nobody while the customer is waited for. */
function ownerOf(mention: Mention, handbook: Handbook): string | null {
  const { owner, status } = mention;
  if (owner === null || status === 'answered') return null;
  return isThere(owner, mention, handbook) ? owner : null;
}

/** Everybody locks them in one order. */
function sorted(emails: readonly string[]): readonly string[] {
  return [...new Set(emails)].toSorted();
}
