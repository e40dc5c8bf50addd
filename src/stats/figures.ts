/** What the store counts for a week; the report is made of it. */
import type { Metric, MissCause } from '../core/deadline.ts';
import type { Instant } from '../core/mention.ts';
import type { Span } from './week.ts';

/** How a mention stands that came in; one that its author woke again is open. */
export type Outcome = 'answered' | 'dismissed' | 'open';

/** What somebody did that is counted. */
export type Deed = 'claimed' | 'answered' | 'reviewed';

export interface WeekQuestion {
  readonly span: Span;
  /** The beginnings of the week's days. */
  readonly days: readonly Instant[];
  /** By id; null for all there are or ever were. */
  readonly department: string | null;
}

export interface WeekFigures {
  /** Mentions that came in and are or were on the desk, as they stand now. */
  readonly arrived: readonly {
    readonly source: string;
    readonly department: string;
    readonly category: string | null;
    readonly outcome: Outcome;
    /** Why it was dismissed. */
    readonly reason: string | null;
    readonly count: number;
  }[];
  /** Kept off the desk, by the kind of the first post in the source's words. */
  readonly logged: readonly { readonly kind: string; readonly count: number }[];
  /** Clocks that ended with what they waited for, or late: with or without a target. */
  readonly times: readonly MetricTimes[];
  /** Clocks with a target that were met in time; `day` counts the week's days from 0. */
  readonly met: readonly {
    readonly metric: Metric;
    readonly day: number;
    readonly count: number;
  }[];
  /** Clocks with a target that ran out, by when. */
  readonly missed: readonly {
    readonly metric: Metric;
    readonly cause: MissCause;
    readonly day: number;
    readonly count: number;
  }[];
  readonly deeds: readonly {
    readonly person: string;
    readonly deed: Deed;
    readonly count: number;
  }[];
}

/** In ms. */
export interface MetricTimes {
  readonly metric: Metric;
  readonly count: number;
  readonly openMedianMs: number;
  readonly openP90Ms: number;
  readonly clockMedianMs: number;
  readonly clockP90Ms: number;
}

export interface OpenFigures {
  /** Those that wait for us at this moment. */
  readonly count: number;
  /** The one whose author waits longest, of those that are not sensitive. */
  readonly oldest: {
    readonly mention: string;
    readonly ref: string;
    readonly since: Instant;
  } | null;
}

/** One clock that ran out. */
export interface MissedClock {
  readonly mention: string;
  readonly metric: Metric;
  readonly cause: MissCause;
  readonly dueAt: Instant;
  /** Null while it still runs. */
  readonly endedAt: Instant | null;
}

export interface MissedQuestion {
  readonly span: Span;
  readonly departments: readonly string[];
  /** Of which the sensitive ones are listed too. */
  readonly sensitiveIn: readonly string[];
  readonly skip: number;
  readonly most: number;
}
