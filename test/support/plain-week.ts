/**
 * A week's figures computed once more, in plain TypeScript over all rows there are: what SQL must
 * find. Weeks are told from local calendar dates, with nothing of the code that is tested.
 */
import { METRICS, type MissCause } from '../../src/core/deadline.ts';
import type { Counted, WeekReport } from '../../src/stats/report.ts';

export interface PlainMention {
  readonly id: string;
  readonly source: string;
  readonly department: string;
  readonly category: string | null;
  readonly status: string;
  readonly verdict: string | null;
  readonly openedAt: number;
  readonly joined: boolean;
  readonly kind: string;
}

export interface PlainClock {
  readonly mention: string;
  readonly metric: (typeof METRICS)[number];
  readonly state: string;
  readonly startedAt: number;
  readonly target: number | null;
  readonly dueAt: number | null;
  readonly endedAt: number | null;
  readonly openMs: number | null;
  readonly cause: MissCause | null;
}

export interface PlainEvent {
  readonly mention: string;
  readonly type: string;
  readonly at: number;
  readonly person: string;
}

export interface PlainHistory {
  readonly mentions: readonly PlainMention[];
  readonly clocks: readonly PlainClock[];
  readonly events: readonly PlainEvent[];
}

type Computed = Omit<WeekReport, 'from' | 'to' | 'week'>;

/** @param until nothing after this moment counts */
export function plainWeek(
  history: PlainHistory,
  zone: string,
  { week, until, department }: { week: string; until: number; department: string | null },
): Computed {
  const byId = new Map(history.mentions.map((one) => [one.id, one]));
  const here = (id: string) => department === null || byId.get(id)?.department === department;
  const monday = Date.parse(`${daysOf(week)[0]}T00:00Z`);
  // Asking for a date takes its time, and is spared where it is weeks away.
  const isNear = (at: number) => Math.abs(at - monday) < 10 * DAY_MS;
  const isIn = (at: number | null): at is number =>
    at !== null && at <= until && isNear(at) && calendarOf(at, zone).week === week;
  const came = history.mentions.filter((one) => here(one.id) && isIn(one.openedAt));
  const desk = came.filter(({ status, joined }) => status !== 'logged' && !joined);
  const logged = came.filter(({ status }) => status === 'logged');
  const clocks = history.clocks.filter(({ mention }) => here(mention));
  const missed = clocks
    .filter(
      ({ state, dueAt }) => ['pending', 'imminent', 'breached'].includes(state) && isIn(dueAt),
    )
    .map((one) => ({ ...one, cause: one.cause ?? causeBy(byId.get(one.mention)?.status ?? '') }));
  const ended = clocks.filter(
    ({ state, endedAt }) => ['achieved', 'breached'].includes(state) && isIn(endedAt),
  );
  const met = ended.filter(({ state, target }) => state === 'achieved' && target !== null);
  const causes = (of: typeof missed) => ({
    in_review: of.filter(({ cause }) => cause === 'in_review').length,
    unclaimed: of.filter(({ cause }) => cause === 'unclaimed').length,
    claimed: of.filter(({ cause }) => cause === 'claimed').length,
  });
  const outcomes = desk.map(({ status }) => {
    if (status === 'dismissed') return 'dismissed';
    return status === 'answered' || status === 'resolved' ? 'answered' : 'open';
  });
  const dismissed = desk.filter(({ status }) => status === 'dismissed');
  return {
    in: {
      total: desk.length,
      answered: outcomes.filter((one) => one === 'answered').length,
      dismissed: dismissed.length,
      open: outcomes.filter((one) => one === 'open').length,
    },
    bySource: tally(desk.map(({ source }) => source)),
    byCategory: tally(desk.map(({ category }) => category)),
    byDepartment: tally(desk.map((one) => one.department)),
    dismissedFor: tally(dismissed.map(({ verdict }) => verdict)),
    notCarded: { total: logged.length, byKind: tally(logged.map(({ kind }) => kind)) },
    metrics: METRICS.flatMap((metric) => {
      const late = missed.filter((one) => one.metric === metric);
      const inTime = met.filter((one) => one.metric === metric).length;
      const over = ended.filter((one) => one.metric === metric);
      const all = inTime + late.length;
      if (all === 0 && over.length === 0) return [];
      const open = over.map(({ openMs }) => openMs ?? 0);
      const clock = over.map(({ startedAt, endedAt }) => (endedAt ?? 0) - startedAt);
      const spread = (of: readonly number[]) => ({
        medianMs: percentile(of, 0.5),
        p90Ms: percentile(of, 0.9),
      });
      const times = { count: over.length, openHours: spread(open), clock: spread(clock) };
      return [
        {
          ...{ metric, inTime, missed: late.length, causes: causes(late) },
          compliance: all === 0 ? null : inTime / all,
          times: over.length === 0 ? null : times,
        },
      ];
    }),
    missed: { total: missed.length, ...causes(missed) },
    people: peopleOf(history.events.filter(({ mention, at }) => here(mention) && isIn(at))),
    firstReplies: daysOf(week)
      .filter((date) => date <= calendarOf(until, zone).date)
      .map((date) => {
        const first = (at: number | null, metric: string) =>
          metric === 'first_reply_time' && at !== null && calendarOf(at, zone).date === date;
        return {
          date,
          inTime: met.filter(({ endedAt, metric }) => first(endedAt, metric)).length,
          late: missed.filter(({ dueAt, metric }) => first(dueAt, metric)).length,
        };
      }),
  };
}

const DEEDS: Readonly<Record<string, 'claimed' | 'answered' | 'reviewed'>> = {
  claimed: 'claimed',
  published: 'answered',
  answered_elsewhere: 'answered',
  approved: 'reviewed',
  changes_requested: 'reviewed',
};

function peopleOf(events: readonly PlainEvent[]): Computed['people'] {
  const people = new Map<string, { claimed: number; answered: number; reviewed: number }>();
  for (const { type, person } of events) {
    const deed = DEEDS[type];
    if (deed === undefined) continue;
    const row = people.get(person) ?? { claimed: 0, answered: 0, reviewed: 0 };
    people.set(person, { ...row, [deed]: row[deed] + 1 });
  }
  const done = (row: { claimed: number; answered: number; reviewed: number }) =>
    row.claimed + row.answered + row.reviewed;
  return [...people]
    .map(([person, row]) => ({ person, ...row }))
    .sort((a, b) => done(b) - done(a) || (a.person < b.person ? -1 : 1));
}

function causeBy(status: string): MissCause {
  return status === 'unclaimed' || status === 'in_review' ? status : 'claimed';
}

function tally(ids: readonly (string | null)[]): readonly Counted[] {
  return [...new Set(ids)]
    .map((id) => ({ id, count: ids.filter((one) => one === id).length }))
    .sort((a, b) => b.count - a.count || ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
}

/** Between the two nearest where none stands exactly there. */
function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = part * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function calendarOf(at: number, zone: string): { date: string; week: string } {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  formats.set(zone, format);
  const date = format.format(at);
  // The week's year is that of its Thursday.
  const day = Date.parse(`${date}T00:00Z`);
  const thursday = new Date(day + (3 - ((new Date(day).getUTCDay() + 6) % 7)) * DAY_MS);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const number = 1 + Math.floor((thursday.getTime() - first) / (7 * DAY_MS));
  return { date, week: `${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}` };
}

function daysOf(week: string): readonly string[] {
  const year = Number(week.slice(0, 4));
  const days = Array.from({ length: 380 }, (_, n) => Date.UTC(year, 0, 1 - 7) + n * DAY_MS);
  return days
    .filter((day) => calendarOf(day, 'UTC').week === week)
    .map((day) => new Date(day).toISOString().slice(0, 10));
}
