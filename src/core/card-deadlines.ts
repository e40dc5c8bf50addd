/** What a card says of a mention's deadlines: what is due when, and how the first reply went. */
import { type Deadline, isRunning, type Metric } from './deadline.ts';
import type { Instant, Mention } from './mention.ts';

export interface CardDeadline {
  readonly metric: Metric;
  readonly state: 'pending' | 'imminent' | 'breached';
  readonly dueAt: Instant;
}

export interface CardDeadlines {
  /** What is due, the next first. */
  readonly due: readonly CardDeadline[];
  /** How long the customer waited for the first reply, by the clock; null before there is one. */
  readonly firstReply: { readonly afterMs: number; readonly inTime: boolean } | null;
  /** When it is over, if nobody says anything until then. */
  readonly closesAt: Instant | null;
}

export function deadlinesOn({ deadlines, answered, moments }: Mention): CardDeadlines {
  const due = deadlines.flatMap((deadline) => dueOf(deadline) ?? []);
  const first = answered
    ? deadlines.findLast((one) => one.metric === 'first_reply_time' && one.endedAt !== null)
    : undefined;
  return {
    due: due.toSorted((a, b) => a.dueAt - b.dueAt),
    firstReply: first === undefined ? null : replyOf(first),
    closesAt: moments.close,
  };
}

function dueOf(deadline: Deadline): CardDeadline | null {
  const { metric, state, dueAt } = deadline;
  if (!isRunning(deadline) || dueAt === null) return null;
  if (state === 'achieved' || state === 'cancelled') return null;
  return { metric, state, dueAt };
}

function replyOf({ startedAt, endedAt, state }: Deadline): CardDeadlines['firstReply'] {
  if (endedAt === null || state === 'cancelled') return null;
  return { afterMs: endedAt - startedAt, inTime: state === 'achieved' };
}
