/**
 * What happened in a week, counted: each query goes through an index by time, so that a week costs
 * what it holds, however long the history. Conditions of partial indexes stand in their own words.
 *
 * A clock that ran out counts when it was due, told or not, and stays counted there when it ends.
 */
import { and, asc, count, eq, gte, inArray, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Instant } from '../core/mention.ts';
import type {
  Deed,
  MissedClock,
  MissedQuestion,
  OpenFigures,
  Outcome,
  WeekFigures,
  WeekQuestion,
} from '../stats/figures.ts';
import { at } from './columns.ts';
import type { Database } from './database.ts';
import { slaInstance } from './deadline-schema.ts';
import { event, mention, message } from './schema.ts';

/** All of it as of one moment. */
export async function readWeekFigures(
  database: Database,
  question: WeekQuestion,
): Promise<WeekFigures> {
  return await database.transaction(
    async (tx) => {
      const [arrived, logged, times, met, missed, deeds] = await Promise.all([
        countArrived(tx, question),
        countLogged(tx, question),
        readTimes(tx, question),
        countMet(tx, question),
        countMissed(tx, question),
        countDeeds(tx, question),
      ]);
      return { arrived, logged, times, met, missed, deeds };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

const LOGGED = sql`${mention.status} = 'logged'`;
/** Its messages went to another mention, which is counted instead. */
const JOINED = sql`${mention.threadRoot} = 'joined:' || ${mention.id}`;

const OUTCOME = sql<Outcome>`case
  when ${mention.status} = 'dismissed' then 'dismissed'
  when ${mention.status} in ('answered', 'resolved') then 'answered'
  else 'open' end`;
const REASON = sql<
  string | null
>`case when ${mention.status} = 'dismissed' then ${mention.verdict} end`;

async function countArrived(
  database: Database,
  { span, department }: WeekQuestion,
): Promise<WeekFigures['arrived']> {
  const { source, department: place, category } = mention;
  return await database
    .select({
      source,
      department: place,
      category,
      outcome: OUTCOME,
      reason: REASON,
      count: count(),
    })
    .from(mention)
    .where(
      and(
        within(mention.openedAt, span),
        of(department),
        ne(mention.status, 'logged'),
        sql`not (${JOINED})`,
      ),
    )
    .groupBy(source, place, category, sql`4`, sql`5`);
}

async function countLogged(
  database: Database,
  { span, department }: WeekQuestion,
): Promise<WeekFigures['logged']> {
  return await database
    .select({ kind: message.kind, count: count() })
    .from(mention)
    .innerJoin(message, and(eq(message.mention, mention.id), eq(message.position, 0)))
    .where(and(LOGGED, within(mention.openedAt, span), of(department)))
    .groupBy(message.kind);
}

const ENDED = sql`${slaInstance.state} in ('achieved', 'breached')`;
const RAN_OUT = sql`${slaInstance.state} in ('pending', 'imminent', 'breached')`;
const CLOCK_MS = sql`extract(epoch from ${slaInstance.endedAt} - ${slaInstance.startedAt}) * 1000`;

function percentile(part: 0.5 | 0.9, of: SQL): SQL<number> {
  const literal = sql.raw(String(part));
  return sql`percentile_cont(${literal}) within group (order by (${of})::double precision)`.mapWith(
    Number,
  );
}

async function readTimes(
  database: Database,
  { span, department }: WeekQuestion,
): Promise<WeekFigures['times']> {
  const open = sql`${slaInstance.openMs}`;
  return await database
    .select({
      metric: slaInstance.metric,
      count: count(),
      openMedianMs: percentile(0.5, open),
      openP90Ms: percentile(0.9, open),
      clockMedianMs: percentile(0.5, CLOCK_MS),
      clockP90Ms: percentile(0.9, CLOCK_MS),
    })
    .from(slaInstance)
    .where(and(ENDED, within(slaInstance.endedAt, span), ofClock(department)))
    .groupBy(slaInstance.metric);
}

async function countMet(
  database: Database,
  { span, days, department }: WeekQuestion,
): Promise<WeekFigures['met']> {
  return await database
    .select({ metric: slaInstance.metric, day: dayOf(slaInstance.endedAt, days), count: count() })
    .from(slaInstance)
    .where(
      and(
        ENDED,
        eq(slaInstance.state, 'achieved'),
        sql`${slaInstance.target} is not null`,
        within(slaInstance.endedAt, span),
        ofClock(department),
      ),
    )
    .groupBy(slaInstance.metric, sql`2`);
}

/**
 * What is asked of a mention beside one of its rows is looked up row by row: a join would have
 * Postgres read all mentions there are as soon as a week holds a fair part of them.
 */
const STATUS = sql`(select m.status from mention as m where m.id = sla_instance.mention)`;

/** As it was told, or as the mention stands where it was not told yet. */
const CAUSE = sql<MissedClock['cause']>`coalesce(sla_instance.cause, case ${STATUS}
  when 'unclaimed' then 'unclaimed' when 'in_review' then 'in_review' else 'claimed' end)`;

function ofClock(department: string | null): SQL | undefined {
  if (department === null) return undefined;
  return sql`(select m.department from mention as m where m.id = sla_instance.mention) = ${department}`;
}

function ofEvent(department: string | null): SQL | undefined {
  if (department === null) return undefined;
  return sql`(select m.department from mention as m where m.id = event.mention) = ${department}`;
}

async function countMissed(
  database: Database,
  { span, days, department }: WeekQuestion,
): Promise<WeekFigures['missed']> {
  return await database
    .select({
      metric: slaInstance.metric,
      cause: CAUSE,
      day: dayOf(slaInstance.dueAt, days),
      count: count(),
    })
    .from(slaInstance)
    .where(and(RAN_OUT, within(slaInstance.dueAt, span), ofClock(department)))
    .groupBy(slaInstance.metric, sql`2`, sql`3`);
}

const DID = sql`${event.type} in ('claimed', 'published', 'answered_elsewhere', 'approved', 'changes_requested')`;
const DEED = sql<Deed>`case
  when ${event.type} = 'claimed' then 'claimed'
  when ${event.type} in ('approved', 'changes_requested') then 'reviewed'
  else 'answered' end`;
/** Whoever wrote what was published, also where somebody else said that it was sent. */
const DOER = sql<
  string | null
>`coalesce(${event.data} -> 'message' ->> 'writtenBy', ${event.data} ->> 'by')`;

async function countDeeds(
  database: Database,
  { span, department }: WeekQuestion,
): Promise<WeekFigures['deeds']> {
  const rows = await database
    .select({ person: DOER, deed: DEED, count: count() })
    .from(event)
    .where(and(DID, within(event.at, span), ofEvent(department)))
    .groupBy(sql`1`, sql`2`);
  return rows.flatMap(({ person, ...row }) => (person === null ? [] : [{ person, ...row }]));
}

/** The condition of the index `mention_desk`. */
const WAITS = sql`${mention.status} not in ('answered', 'dismissed', 'resolved', 'logged')`;

export async function readOpenFigures(
  database: Database,
  department: string | null,
): Promise<OpenFigures> {
  const [all] = await database
    .select({ count: count() })
    .from(mention)
    .where(and(WAITS, of(department)));
  const [oldest] = await database
    .select({ mention: mention.id, ref: mention.ref, since: mention.waitingSince })
    .from(mention)
    .where(and(WAITS, eq(mention.sensitive, false), of(department)))
    .orderBy(asc(mention.waitingSince), asc(mention.id))
    .limit(1);
  return { count: all?.count ?? 0, oldest: oldest ?? null };
}

export async function readFirstOpened(database: Database): Promise<Instant | null> {
  const [first] = await database
    .select({ openedAt: mention.openedAt })
    .from(mention)
    .orderBy(asc(mention.openedAt))
    .limit(1);
  return first?.openedAt ?? null;
}

/** The latest due first. */
export async function listMissed(
  database: Database,
  { span, departments, sensitiveIn, skip, most }: MissedQuestion,
): Promise<readonly MissedClock[]> {
  const seen = or(
    and(eq(mention.sensitive, false), inArray(mention.department, [...departments])),
    and(eq(mention.sensitive, true), inArray(mention.department, [...sensitiveIn])),
  );
  const { mention: id, metric, dueAt, endedAt } = slaInstance;
  const rows = await database
    .select({ mention: id, metric, cause: CAUSE, dueAt, endedAt })
    .from(slaInstance)
    .innerJoin(mention, eq(mention.id, id))
    .where(and(RAN_OUT, within(dueAt, span), seen))
    .orderBy(sql`${dueAt} desc`, asc(id), asc(metric), asc(slaInstance.n))
    .offset(skip)
    .limit(most);
  return rows.flatMap(({ dueAt: due, ...row }) => (due === null ? [] : [{ ...row, dueAt: due }]));
}

type TimeColumn =
  | typeof mention.openedAt
  | typeof slaInstance.endedAt
  | typeof slaInstance.dueAt
  | typeof event.at;

function within(column: TimeColumn, { from, to }: WeekQuestion['span']): SQL | undefined {
  return and(gte(column, at(from)), lt(column, at(to)));
}

function of(department: string | null): SQL | undefined {
  return department === null ? undefined : eq(mention.department, department);
}

/** Counted from 0. */
function dayOf(column: TimeColumn, days: readonly Instant[]): SQL<number> {
  const starts = sql.raw(days.map((day) => day / 1000).join(', '));
  return sql`width_bucket(extract(epoch from ${column})::double precision,
    array[${starts}]::double precision[]) - 1`.mapWith(Number);
}
