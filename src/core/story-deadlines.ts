/** How a card's thread tells of deadlines. */
import type { Metric } from './deadline.ts';
import type { DeadlineEvent } from './deadline-events.ts';
import { durationWords } from './duration.ts';
import { type Duty, type Handbook, nameOf } from './handbook.ts';
import type { Instant } from './mention.ts';
import { person, type StoryPart, text } from './story-parts.ts';

const WHAT: Readonly<Record<Metric, string>> = {
  first_reply_time: 'The first reply',
  next_reply_time: 'The next reply',
  periodic_update_time: 'The update that we promised',
  review_time: 'The review',
  total_resolution_time: 'The resolution',
};

/**
 * "The first reply is due today at 11:15, in 12 min. Sam has this." Whoever has it reads of it in a direct
 * message; what nobody has is for those on duty.
 */
export function tellDeadline(
  { type, metric, dueAt }: DeadlineEvent,
  at: Instant,
  owner: string | null,
  duty: Duty,
  handbook: Handbook,
): readonly StoryPart[] {
  const missed = type === 'deadline_breached';
  const left = missed ? '' : `, in ${durationWords(dueAt - at)}`;
  const who = owner === null ? 'Nobody' : nameOf(handbook, owner);
  return [
    text(`${WHAT[metric]} ${missed ? 'was' : 'is'} due `),
    { type: 'instant', at: dueAt },
    text(`${left}. ${who} has this.`),
    ...(owner === null ? tellDuty(duty, handbook) : []),
  ];
}

function tellDuty({ people, groups }: Duty, handbook: Handbook): readonly StoryPart[] {
  const nudges: StoryPart[] = [
    ...people.map((email) => person(email, handbook)),
    ...groups.map((group) => ({ type: 'nudge_group' as const, group })),
  ];
  return nudges.flatMap((nudge, index) => [text(index === 0 ? ' On duty: ' : ', '), nudge]);
}
