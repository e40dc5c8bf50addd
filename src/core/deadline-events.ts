/** What becomes of a mention's deadlines when somebody is told of them. */
import type { Deadline } from './deadline.ts';
import type { MentionEvent } from './events.ts';

export type DeadlineEvent = Extract<
  MentionEvent,
  { type: 'deadline_neared' } | { type: 'deadline_breached' }
>;

export function isAboutDeadlines(event: MentionEvent): event is DeadlineEvent {
  return event.type === 'deadline_neared' || event.type === 'deadline_breached';
}

export function deadlinesTold(
  deadlines: readonly Deadline[],
  event: DeadlineEvent,
): readonly Deadline[] {
  return deadlines.map((deadline) =>
    deadline.metric === event.metric && deadline.n === event.n ? told(deadline, event) : deadline,
  );
}

function told(deadline: Deadline, event: DeadlineEvent): Deadline {
  switch (event.type) {
    case 'deadline_neared':
      return { ...deadline, state: 'imminent', warned: event.warning };
    case 'deadline_breached':
      return {
        ...deadline,
        state: 'breached',
        warned: deadline.warnAt.length,
        cause: event.cause,
      };
    default:
      return event satisfies never;
  }
}
