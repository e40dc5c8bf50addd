/**
 * A week in figures, beside the week before: what `/heed stats` draws and `heed stats --json`
 * prints. Its keys are stable: others read them. Ids are the handbook's; names are for who draws.
 */
import { METRICS, type Metric, type MissCause } from '../core/deadline.ts';
import type { Instant } from '../core/mention.ts';
import type { Deed, OpenFigures, Outcome, WeekFigures } from './figures.ts';
import type { Spans, StatsQuestion } from './question.ts';
import { localDate, localTime, type Span, weekBefore, weekName } from './week.ts';

export interface Report {
  /** "2026-W47" */
  readonly week: string;
  /** The week still runs: both weeks are counted up to the same moment of theirs. */
  readonly soFar: boolean;
  /** Null for the whole company. */
  readonly department: string | null;
  readonly timezone: string;
  readonly figures: WeekReport;
  readonly before: WeekReport;
  /** At this moment, whenever it came in. */
  readonly openNow: {
    readonly count: number;
    readonly oldest: { readonly ref: string; readonly since: string } | null;
  };
}

export interface WeekReport {
  readonly week: string;
  /** With the zone's offset. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly in: { readonly total: number } & Readonly<Record<Outcome, number>>;
  readonly bySource: readonly Counted[];
  readonly byCategory: readonly Counted[];
  readonly byDepartment: readonly Counted[];
  readonly dismissedFor: readonly Counted[];
  readonly notCarded: { readonly total: number; readonly byKind: readonly Counted[] };
  readonly metrics: readonly MetricReport[];
  /** Of all metrics. */
  readonly missed: { readonly total: number } & Readonly<Record<MissCause, number>>;
  readonly people: readonly ({ readonly person: string } & Readonly<Record<Deed, number>>)[];
  /** First replies with a target. */
  readonly firstReplies: readonly DayReport[];
}

/** The most first; `id` is null for what has none, such as no category. */
export interface Counted {
  readonly id: string | null;
  readonly count: number;
}

export interface MetricReport {
  readonly metric: Metric;
  readonly inTime: number;
  readonly missed: number;
  /** 0 to 1; null where nothing was due. */
  readonly compliance: number | null;
  readonly causes: Readonly<Record<MissCause, number>>;
  /** How long those took that ended; null where none did. */
  readonly times: {
    readonly count: number;
    readonly openHours: { readonly medianMs: number; readonly p90Ms: number };
    readonly clock: { readonly medianMs: number; readonly p90Ms: number };
  } | null;
}

export interface DayReport {
  readonly date: string;
  readonly inTime: number;
  readonly late: number;
}

export interface Counts {
  readonly question: StatsQuestion;
  readonly timezone: string;
  readonly spans: Spans;
  readonly days: readonly Instant[];
  readonly week: WeekFigures;
  readonly before: WeekFigures;
  readonly daysBefore: readonly Instant[];
  readonly open: OpenFigures;
}

export function reportOf(counts: Counts): Report {
  const { question, timezone, spans, open } = counts;
  const week = weekName(question.week);
  const { oldest } = open;
  return {
    week,
    soFar: spans.soFar,
    department: question.department,
    timezone,
    figures: weekReport(week, spans.week, counts.days, counts.week, timezone),
    before: weekReport(
      weekName(weekBefore(question.week)),
      spans.before,
      counts.daysBefore,
      counts.before,
      timezone,
    ),
    openNow: {
      count: open.count,
      oldest: oldest && { ref: oldest.ref, since: localTime(oldest.since, timezone) },
    },
  };
}

function weekReport(
  week: string,
  span: Span,
  days: readonly Instant[],
  figures: WeekFigures,
  timezone: string,
): WeekReport {
  const { arrived, logged } = figures;
  const ofOutcome = (outcome: Outcome) => sum(arrived.filter((one) => one.outcome === outcome));
  const dismissed = arrived.filter(({ outcome }) => outcome === 'dismissed');
  return {
    week,
    from: localTime(span.from, timezone),
    to: localTime(span.to, timezone),
    in: {
      total: sum(arrived),
      answered: ofOutcome('answered'),
      dismissed: ofOutcome('dismissed'),
      open: ofOutcome('open'),
    },
    bySource: tally(arrived, ({ source }) => source),
    byCategory: tally(arrived, ({ category }) => category),
    byDepartment: tally(arrived, ({ department }) => department),
    dismissedFor: tally(dismissed, ({ reason }) => reason),
    notCarded: { total: sum(logged), byKind: tally(logged, ({ kind }) => kind) },
    metrics: METRICS.flatMap((metric) => metricReport(metric, figures) ?? []),
    missed: { total: sum(figures.missed), ...causesOf(figures.missed) },
    people: peopleOf(figures),
    firstReplies: daysReport(days, span, figures, timezone),
  };
}

/** Null where nothing of it ran. */
function metricReport(metric: Metric, figures: WeekFigures): MetricReport | null {
  const ofIt = (one: { readonly metric: Metric }) => one.metric === metric;
  const missed = figures.missed.filter(ofIt);
  const inTime = sum(figures.met.filter(ofIt));
  const late = sum(missed);
  const times = figures.times.find(ofIt);
  const all = inTime + late;
  if (all === 0 && times === undefined) return null;
  return {
    metric,
    inTime,
    missed: late,
    compliance: all === 0 ? null : inTime / all,
    causes: causesOf(missed),
    times:
      times === undefined
        ? null
        : {
            count: times.count,
            openHours: { medianMs: times.openMedianMs, p90Ms: times.openP90Ms },
            clock: { medianMs: times.clockMedianMs, p90Ms: times.clockP90Ms },
          },
  };
}

function causesOf(missed: WeekFigures['missed']): Readonly<Record<MissCause, number>> {
  const by = (cause: MissCause) => sum(missed.filter((one) => one.cause === cause));
  return { in_review: by('in_review'), unclaimed: by('unclaimed'), claimed: by('claimed') };
}

function peopleOf({ deeds }: WeekFigures): WeekReport['people'] {
  const rows = [...Map.groupBy(deeds, ({ person }) => person)].map(([person, all]) => {
    const of = (deed: Deed) => sum(all.filter((one) => one.deed === deed));
    return { person, claimed: of('claimed'), answered: of('answered'), reviewed: of('reviewed') };
  });
  const done = (row: Readonly<Record<Deed, number>>) => row.answered + row.reviewed + row.claimed;
  return rows.toSorted((a, b) => done(b) - done(a) || compare(a.person, b.person));
}

/** Of a week that still runs, the days that have begun. */
function daysReport(
  days: readonly Instant[],
  span: Span,
  { met, missed }: WeekFigures,
  timezone: string,
): readonly DayReport[] {
  const first = (day: number) => (one: { readonly metric: Metric; readonly day: number }) =>
    one.metric === 'first_reply_time' && one.day === day;
  return days
    .filter((from) => from < span.to)
    .map((from, day) => ({
      date: localDate(from, timezone),
      inTime: sum(met.filter(first(day))),
      late: sum(missed.filter(first(day))),
    }));
}

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((total, { count }) => total + count, 0);
}

function tally<Row extends { readonly count: number }>(
  rows: readonly Row[],
  idOf: (row: Row) => string | null,
): readonly Counted[] {
  return [...Map.groupBy(rows, idOf)]
    .map(([id, all]) => ({ id, count: sum(all) }))
    .toSorted((a, b) => b.count - a.count || compare(a.id ?? '', b.id ?? ''));
}

/** By code units, so that it is the same everywhere. */
function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
