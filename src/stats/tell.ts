/** A report in lines that people read: facts and words, no layout. Texts are clean already. */
import { METRIC_NAMES } from '../core/deadline.ts';
import { durationWords } from '../core/duration.ts';
import { categoryOf, departmentOf, type Handbook, nameOf } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import { listed } from '../core/sentences.ts';
import type { Counted, MetricReport, Report, WeekReport } from './report.ts';

export type TellPart =
  | { readonly type: 'text' | 'strong'; readonly text: string }
  /** A mention's reference; whoever draws may lead to its card. */
  | { readonly type: 'mention'; readonly ref: string };

type Parts = readonly TellPart[];

export interface TellLine {
  readonly about: 'desk' | 'missed' | 'mix' | 'people';
  readonly parts: Parts;
}

export const CAUSES = {
  in_review: 'waiting in review',
  unclaimed: 'unclaimed',
  claimed: 'claimed and left',
} as const;

/** "Care, week 47 (against week 46)" */
export function titleOf(report: Report, handbook: Handbook): string {
  const { department, soFar, week, before } = report;
  const name = department === null ? handbook.company : departmentName(department, handbook);
  const about = `${name}, week ${short(week)}${soFar ? ' so far' : ''}`;
  if (isEmpty(before)) return about;
  return `${about} (against week ${short(before.week)}${soFar ? ' up to the same hour' : ''})`;
}

/** All but the title. */
export function tellReport(report: Report, handbook: Handbook, now: Instant): readonly TellLine[] {
  const { figures, department } = report;
  const before = isEmpty(report.before) ? null : report.before;
  const counted = (title: string, of: (week: WeekReport) => readonly Counted[], name: Naming) =>
    countedLine(title, of(figures), before && of(before), name);
  const category: Naming = (id) => categoryName(id, handbook);
  const place: Naming = (id) => departmentName(id ?? '', handbook);
  const byDepartment = counted('By department', (week) => week.byDepartment, place);
  return [
    ...linesOf('desk', [
      arrivedLine(figures, before),
      openLine(report, now),
      ...figures.metrics.map((metric) => metricLine(metric, before)),
    ]),
    ...linesOf('missed', [missedLine(figures, before)]),
    ...linesOf('mix', [
      counted('By source', ({ bySource }) => bySource, plainName),
      counted('By category', ({ byCategory }) => byCategory, category),
      department === null ? byDepartment : [],
      counted('Dismissed for', ({ dismissedFor }) => dismissedFor, plainName),
      notCardedLine(figures, before),
    ]),
    ...linesOf('people', peopleLines(figures, before, handbook)),
  ];
}

function linesOf(about: TellLine['about'], lines: readonly Parts[]): readonly TellLine[] {
  return lines.filter((parts) => parts.length > 0).map((parts) => ({ about, parts }));
}

/** Nothing to hold a week against. */
function isEmpty({ in: { total }, notCarded, metrics, people }: WeekReport): boolean {
  return total === 0 && notCarded.total === 0 && metrics.length === 0 && people.length === 0;
}

function arrivedLine({ in: now }: WeekReport, before: WeekReport | null): Parts {
  const was = before?.in ?? null;
  if (now.total === 0) return [strong(`Nothing came in${change(0, was?.total)}`)];
  const parts = [
    `${now.answered} answered${change(now.answered, was?.answered)}`,
    `${now.dismissed} dismissed${change(now.dismissed, was?.dismissed)}`,
    `${now.open} still open${change(now.open, was?.open)}`,
  ];
  return [strong(`${now.total} in${change(now.total, was?.total)}`), text(`: ${parts.join(', ')}`)];
}

function openLine({ openNow: { count, oldest } }: Report, now: Instant): Parts {
  if (count === 0) return [text('Nothing waits for us now')];
  const head = text(`Open now, whenever it came in: ${count}`);
  if (oldest === null) return [head];
  const waits = durationWords(now - Date.parse(oldest.since));
  return [head, text(', the oldest '), { type: 'mention', ref: oldest.ref }, text(` for ${waits}`)];
}

/** "First reply in time 91 % (−3), 360 of 396 · median 38 min in open hours, 1 h 52 min by the clock" */
function metricLine(now: MetricReport, before: WeekReport | null): Parts {
  const was = before?.metrics.find(({ metric }) => metric === now.metric) ?? null;
  const times = timesWords(now.times, was?.times ?? null);
  const name = METRIC_NAMES[now.metric];
  if (now.compliance === null) return [strong(name), text(` ${times}`)];
  const part = percent(now);
  const all = now.inTime + now.missed;
  const wasPart = was === null || was.compliance === null ? undefined : percent(was);
  const rate = `${name} in time ${part} %${change(part, wasPart)}`;
  return [strong(rate), text(`, ${now.inTime} of ${all}${times === '' ? '' : ` · ${times}`}`)];
}

/** Whole, and 100 or 0 only where it is exactly that. */
function percent({ inTime, missed }: MetricReport): number {
  const part = Math.round((100 * inTime) / (inTime + missed));
  if (part === 100 && missed > 0) return 99;
  return part === 0 && inTime > 0 ? 1 : part;
}

type Times = MetricReport['times'];

function timesWords(now: Times, was: Times): string {
  if (now === null) return '';
  const { openHours, clock } = now;
  const median = durationPair(openHours.medianMs, clock.medianMs);
  const p90 = durationPair(openHours.p90Ms, clock.p90Ms);
  const earlier =
    was === null ? '' : ` (was ${durationPair(was.openHours.medianMs, was.clock.medianMs)})`;
  return `median ${median}${earlier} · 9 of 10 within ${p90}`;
}

function durationPair(open: number, clock: number): string {
  const [inHours, byClock] = [durationWords(open), durationWords(clock)];
  return inHours === byClock ? inHours : `${inHours} in open hours, ${byClock} by the clock`;
}

function missedLine({ missed, metrics }: WeekReport, before: WeekReport | null): Parts {
  const { total } = missed;
  const delta = change(total, before?.missed.total);
  if (total === 0) {
    const hadTargets = metrics.some(({ compliance }) => compliance !== null);
    return hadTargets || (before?.missed.total ?? 0) > 0 ? [strong(`Missed none${delta}`)] : [];
  }
  const causes = (['in_review', 'unclaimed', 'claimed'] as const)
    .filter((cause) => missed[cause] > 0)
    .map(
      (cause) => `${missed[cause]} ${CAUSES[cause]}${change(missed[cause], before?.missed[cause])}`,
    );
  return [strong(`Missed ${total}${delta}`), text(`: ${causes.join(', ')}`)];
}

function notCardedLine({ notCarded }: WeekReport, before: WeekReport | null): Parts {
  const { total, byKind } = notCarded;
  const was = before?.notCarded.total;
  if (total === 0 && (was ?? 0) === 0) return [];
  const kinds = shownCounts(byKind, null, plainName);
  return [
    strong(`Not carded: ${total}${change(total, was)}`),
    ...(kinds === '' ? [] : [text(` (${kinds})`)]),
  ];
}

type Naming = (id: string | null) => string;

const MOST = 6;

function countedLine(
  title: string,
  now: readonly Counted[],
  before: readonly Counted[] | null,
  name: Naming,
): Parts {
  const counts = shownCounts(now, before, name);
  return counts === '' ? [] : [strong(title), text(`: ${counts}`)];
}

function shownCounts(
  now: readonly Counted[],
  before: readonly Counted[] | null,
  name: Naming,
): string {
  const of = (wanted: string | null) => before?.find(({ id }) => id === wanted)?.count ?? 0;
  const named = now.slice(0, MOST).map(({ id, count }) => {
    const was = before === null ? undefined : of(id);
    return `${name(id)} ${count}${change(count, was)}`;
  });
  const rest = now.slice(MOST).reduce((sum, { count }) => sum + count, 0);
  return [...named, ...(rest > 0 ? [`others ${rest}`] : [])].join(', ');
}

const MOST_PEOPLE = 12;

function peopleLines(
  { people }: WeekReport,
  before: WeekReport | null,
  handbook: Handbook,
): readonly Parts[] {
  const rows = people.slice(0, MOST_PEOPLE).map((row): Parts => {
    const was = before?.people.find(({ person }) => person === row.person);
    const did = (['claimed', 'answered', 'reviewed'] as const)
      .filter((deed) => row[deed] > 0)
      .map((deed) => `${deed} ${row[deed]}${change(row[deed], before && (was?.[deed] ?? 0))}`);
    return [strong(plainName(nameOf(handbook, row.person))), text(` ${listed(did)}`)];
  });
  const more = people.length - rows.length;
  return more > 0 ? [...rows, [text(`and ${more} more`)]] : rows;
}

/** " (+38)", " (−3)", " (±0)"; nothing where there is nothing to hold it against. */
function change(now: number, before: number | null | undefined): string {
  if (before === undefined || before === null) return '';
  const by = now - before;
  if (by === 0) return ' (±0)';
  return by > 0 ? ` (+${by})` : ` (−${-by})`;
}

function categoryName(id: string | null, handbook: Handbook): string {
  return id === null ? 'none' : plainName(categoryOf(handbook, id)?.name ?? id);
}

function departmentName(id: string, handbook: Handbook): string {
  return plainName(departmentOf(handbook, id)?.name ?? id);
}

const LONGEST_NAME = 40;
const UNSEEN = /[\p{Cc}\p{Cf}]+/gu;

/** Some of the names come from outside. */
function plainName(name: string | null): string {
  const plain = (name ?? '').replace(/\s+/gu, ' ').replace(UNSEEN, '').trim();
  if (plain === '') return 'none';
  return plain.length > LONGEST_NAME
    ? `${plain.slice(0, LONGEST_NAME - 1).toWellFormed()}…`
    : plain;
}

function short(week: string): string {
  return String(Number(week.slice(-2)));
}

function text(value: string): TellPart {
  return { type: 'text', text: value };
}

function strong(value: string): TellPart {
  return { type: 'strong', text: value };
}
