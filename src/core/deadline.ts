/**
 * By when something must have happened with a mention. Each metric runs in instances: one begins
 * `pending`, is `imminent` from its first warning on and `breached` once it is due; it ends
 * `achieved` in time, or `cancelled` when nothing is awaited any more. What was breached stays so
 * when it ends, however it ends. Which clock runs and when it is due is decided in `sla.ts`.
 */

/** Zendesk's names, and `review_time` for how long a reply may wait for its approvals. */
export const METRICS = [
  'first_reply_time',
  'next_reply_time',
  'periodic_update_time',
  'review_time',
  'total_resolution_time',
] as const;

export type Metric = (typeof METRICS)[number];

/** As people read them. */
export const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  first_reply_time: 'First reply',
  next_reply_time: 'Next reply',
  periodic_update_time: 'Update',
  review_time: 'Review',
  total_resolution_time: 'Resolution',
};

/** Where it lay when its time was up: with nobody, waiting for approvals, or with somebody. */
export const MISS_CAUSES = ['unclaimed', 'in_review', 'claimed'] as const;

export type MissCause = (typeof MISS_CAUSES)[number];

export type DeadlineState = 'pending' | 'imminent' | 'breached' | 'achieved' | 'cancelled';

/** One instance. Instants are milliseconds since 1970-01-01T00:00Z. */
export interface Deadline {
  readonly metric: Metric;
  /** Counts the instances of this metric in this mention, from 1. */
  readonly n: number;
  /** `Mention.cycle` in which it began. */
  readonly cycle: number;
  readonly state: DeadlineState;
  readonly startedAt: number;
  /** Milliseconds of opening hours; null where the handbook sets none and only the time is taken. */
  readonly target: number | null;
  readonly dueAt: number | null;
  /** When somebody is to be warned, ascending, all before it is due. */
  readonly warnAt: readonly number[];
  /** How many of the warnings were given, or passed over for a later one. */
  readonly warned: number;
  readonly endedAt: number | null;
  /** From start to end in opening hours, in ms; null while it runs. */
  readonly openMs: number | null;
  /** Null unless it was missed. */
  readonly cause: MissCause | null;
}

/** As a mention keeps them: by metric, of each as they began. */
export function inOrder(deadlines: readonly Deadline[]): readonly Deadline[] {
  return deadlines.toSorted(
    (a, b) => METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric) || a.n - b.n,
  );
}

export function isRunning({ endedAt }: Deadline): boolean {
  return endedAt === null;
}

/** Near or missed, and not over. */
export function isPressing({ state, endedAt }: Deadline): boolean {
  return endedAt === null && (state === 'imminent' || state === 'breached');
}

/** Its time was up, and it is not over. */
export function isMissed({ state, endedAt }: Deadline): boolean {
  return endedAt === null && state === 'breached';
}

/** By when the first of what is near or was missed is due, or was; null where nothing is. */
export function pressingDue(deadlines: readonly Deadline[]): number | null {
  const due = deadlines.flatMap((one) => (isPressing(one) ? (one.dueAt ?? []) : []));
  return due.length === 0 ? null : Math.min(...due);
}

/** The next moment at which it matters; null where it is over, has no target or was missed. */
export function nextMomentOf({ state, dueAt, warnAt, warned, endedAt }: Deadline): number | null {
  if (endedAt !== null || state === 'breached') return null;
  return warnAt[warned] ?? dueAt;
}
