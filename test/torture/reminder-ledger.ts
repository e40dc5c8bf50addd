/**
 * Holds what was told of deadlines against what was due: each stage once and in its time, each key
 * contact called once, each person reminded in one message, each line loud where nobody had it.
 */
import { NOBODY_AWAY } from '../../src/core/absence.ts';
import type { Deadline } from '../../src/core/deadline.ts';
import { isRunning } from '../../src/core/deadline.ts';
import { type DeadlineEvent, isAboutDeadlines } from '../../src/core/deadline-events.ts';
import { HEED_ITSELF, type RecordedEvent } from '../../src/core/events.ts';
import { evolve } from '../../src/core/evolve.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { nextContact } from '../../src/core/ladder.ts';
import type { Instant, Mention } from '../../src/core/mention.ts';
import { reminded } from '../../src/core/reminders.ts';
import { isCallable, type WaitingRung, waitingRung } from '../../src/core/rungs.ts';
import { storyOf } from '../../src/core/story.ts';
import type { Books, Known, Row } from './books.ts';
import { canBePressed, checkDrawing, checkStanding, markOf, thread } from './ledger.ts';
import type { Site } from './site.ts';
import { actsOf } from './stays.ts';

const MINUTE_MS = 60_000;
/** A second message within so many minutes disturbs nobody anew: the first one is redrawn. */
const BETWEEN_MINUTES = 10;
/** So long after it was due, a clock that looks every second has looked. */
const LOOKED_MS = 3_000;

interface Told {
  readonly event: DeadlineEvent;
  readonly at: Instant;
}

/** Each stage of each clock that was to be told was told once, in its time, and the row says so. */
export function checkDeadlines(site: Site, { known }: Books): readonly string[] {
  return known.flatMap(({ mention, history }) => {
    const told = toldIn(history);
    const unknown = [...told.keys()].filter(
      (key) => !mention.deadlines.some((one) => keyOf(one) === key),
    );
    return [
      ...unknown.map((key) => `${mention.ref} was told of ${key}, which it never had`),
      ...mention.deadlines.flatMap((deadline) => {
        const what = `${mention.ref}, ${keyOf(deadline)},`;
        const stages = told.get(keyOf(deadline)) ?? [];
        return [
          ...checkStages(deadline, stages).map((wrong) => `${what} ${wrong}`),
          ...checkEnd(deadline, stages, site.now()).map((wrong) => `${what} ${wrong}`),
        ];
      }),
    ];
  });
}

function keyOf({ metric, n }: Pick<Deadline, 'metric' | 'n'>): string {
  return `${metric} ${n}`;
}

function toldIn(history: readonly RecordedEvent[]): ReadonlyMap<string, readonly Told[]> {
  const told = history.flatMap(({ event, at }) => (isAboutDeadlines(event) ? [{ event, at }] : []));
  return Map.groupBy(told, ({ event }) => keyOf(event));
}

/** The stages in order, none twice, each after its moment and before that of the next one. */
function checkStages(deadline: Deadline, stages: readonly Told[]): readonly string[] {
  const moments = [...deadline.warnAt, deadline.dueAt ?? Number.POSITIVE_INFINITY];
  const stageOf = ({ event }: Told) =>
    event.type === 'deadline_neared' ? event.warning : moments.length;
  return stages.flatMap((one, index) => {
    const [stage, before] = [stageOf(one), stages[index - 1]];
    const wrong: string[] = [];
    if (before !== undefined && stageOf(before) >= stage) {
      wrong.push(`told stage ${stage} after stage ${stageOf(before)}`);
    }
    // Another category moves when it is due.
    if (one.event.dueAt !== deadline.dueAt) return wrong;
    const [moment = 0, next = Number.POSITIVE_INFINITY] = moments.slice(stage - 1);
    if (one.at < moment) wrong.push(`told stage ${stage} ${moment - one.at} ms early`);
    if (one.at >= next) wrong.push(`told stage ${stage} when the next one had passed`);
    return wrong;
  });
}

/** What was told last is how it stands, and what is past due was told. */
function checkEnd(deadline: Deadline, stages: readonly Told[], now: Instant): readonly string[] {
  const { state, warned, dueAt } = deadline;
  const last = stages.at(-1)?.event;
  if (last?.type === 'deadline_breached' && state !== 'breached') return [`missed, is ${state}`];
  if (!isRunning(deadline)) return [];
  if (last?.type !== 'deadline_breached' && (dueAt ?? now) + LOOKED_MS < now) {
    return [`due at ${dueAt}, was not told by ${now}`];
  }
  if (last?.type !== 'deadline_neared') return [];
  const isAsTold = state === 'imminent' && warned === last.warning;
  return isAsTold ? [] : [`told warning ${last.warning}, is ${state} after ${warned}`];
}

/**
 * With each miss the clock calls whoever is next, once, and nobody without one; who is given some
 * time is called when it is over, and not before.
 */
export function checkLadder(site: Site, { known, handbook }: Books): readonly string[] {
  return known.flatMap((one) => [
    ...replayed(one).flatMap((act) =>
      checkCalls(one, act, handbook).map((wrong) => `${one.mention.ref} ${wrong}`),
    ),
    ...checkWaiting(one.mention, handbook, site.now()).map(
      (wrong) => `${one.mention.ref} ${wrong}`,
    ),
  ]);
}

function checkCalls(one: Known, { before, events }: Act, handbook: Handbook): readonly string[] {
  const calls = events.flatMap(({ event, at }) =>
    event.type === 'escalated' && event.by === HEED_ITSELF
      ? [{ who: `${event.rung} ${event.to}`, at }]
      : [],
  );
  const next = before === null ? null : nextContact(before, before.owner, handbook, NOBODY_AWAY);
  const isCalled = before !== null && isCallable(before) && next?.ok === true;
  const waits = isCalled && next.afterMs !== null;
  if (waits) {
    return calls.flatMap(({ who, at }) => {
      const then = { ...before, deadlines: missedAt(one, at) };
      return checkWaited(waitingRung(then, handbook, NOBODY_AWAY), who, at);
    });
  }
  const isMissed = events.some(({ event }) => event.type === 'deadline_breached');
  const wanted = isCalled && isMissed ? [`${next.rung} ${next.to}`] : [];
  const got = calls.map(({ who }) => who);
  return got.join() === wanted.join() ? [] : [`called ${got.join()} instead of ${wanted.join()}`];
}

function checkWaited(waiting: WaitingRung | null, who: string, at: Instant): readonly string[] {
  if (waiting === null) return [`called ${who}, whom nothing waited for`];
  const { rung, to, at: from } = waiting;
  if (`${rung} ${to}` !== who) return [`called ${who} instead of ${rung} ${to}`];
  return at < from ? [`called ${who} ${from - at} ms early`] : [];
}

/** What was told as missed by then and was not over: the log tells deadlines, but keeps none. */
function missedAt({ mention, history }: Known, at: Instant): readonly Deadline[] {
  const told = toldIn(history);
  const isTold = (deadline: Deadline) =>
    (told.get(keyOf(deadline)) ?? []).some(
      (one) => one.event.type === 'deadline_breached' && one.at <= at,
    );
  return mention.deadlines
    .filter((deadline) => isTold(deadline) && (deadline.endedAt ?? at + 1) > at)
    .map((deadline) => ({ ...deadline, state: 'breached', endedAt: null }));
}

function checkWaiting(mention: Mention, handbook: Handbook, now: Instant): readonly string[] {
  const waiting = waitingRung(mention, handbook, NOBODY_AWAY);
  if (waiting === null || waiting.at + LOOKED_MS >= now) return [];
  return [`was to call ${waiting.to} at ${waiting.at}, and had not by ${now}`];
}

interface Act {
  readonly before: Mention | null;
  readonly after: Mention | null;
  readonly events: readonly RecordedEvent[];
}

function replayed({ history }: Known): readonly Act[] {
  let state: Mention | null = null;
  return actsOf(history).map((events) => {
    const before = state;
    state = events.reduce(evolve, before);
    return { before, after: state, events };
  });
}

/**
 * Whoever had to hear of something has a message that is young enough to have said it, and has no
 * other. Each stands once and says what is so; an older one says that there is a newer one.
 */
export function checkReminders(site: Site, books: Books): readonly string[] {
  const rows = books.rows.filter(({ kind }) => kind === 'reminder');
  const wanted = books.known.flatMap((one) => remindersOf(one, books.handbook));
  const missing = wanted.filter(
    ({ who, minute }) =>
      !rows.some(
        ({ subject, placement }) =>
          subject === who && placement <= minute && placement > minute - BETWEEN_MINUTES,
      ),
  );
  return [
    ...missing.map(({ who, ref, minute }) => `${who} was not reminded of ${ref} in ${minute}`),
    ...rows.flatMap((row) => [
      ...checkReminder(row, rows, wanted),
      ...checkStanding(site, row, `the reminder of ${row.subject}`),
      ...checkDrawing(site, books, row, `the reminder of ${row.subject}`),
      // What is over before it could be shown need not stand anywhere.
      ...(row.ts === null && canBePressed(books.drawings.get(row.id))
        ? [`${row.subject} was never sent the reminder of ${row.placement}`]
        : []),
    ]),
  ];
}

interface Wanted {
  readonly who: string;
  readonly ref: string;
  readonly minute: number;
}

function remindersOf(one: Known, handbook: Handbook): readonly Wanted[] {
  return replayed(one).flatMap(({ after, events }) => {
    const at = events[0]?.at ?? 0;
    const whom =
      after === null
        ? []
        : reminded(
            after,
            events.map(({ event }) => event),
            handbook,
            NOBODY_AWAY,
          );
    return whom.map((who) => ({ who, ref: one.mention.ref, minute: Math.floor(at / MINUTE_MS) }));
  });
}

function checkReminder(
  { subject, placement, place }: Row,
  rows: readonly Row[],
  wanted: readonly Wanted[],
): readonly string[] {
  const wrong: string[] = [];
  if (!wanted.some(({ who, minute }) => who === subject && minute === placement)) {
    wrong.push(`nothing was due when ${subject} was reminded in ${placement}`);
  }
  const near = rows.filter(
    (other) => other.subject === subject && Math.abs(other.placement - placement) < BETWEEN_MINUTES,
  );
  if (near.length > 1) wrong.push(`${subject} was reminded ${near.length} times by ${placement}`);
  if (place !== `@${subject}`) wrong.push(`the reminder of ${subject} went to ${place}`);
  return wrong;
}

/** What nobody had when it was told stands in the channel too, and nothing else does. */
export function checkAloud(site: Site, { known, rows, handbook }: Books): readonly string[] {
  return known.flatMap(({ mention, history }) => {
    const aloud = new Map(storyOf(history, handbook).map((line) => [line.seq, line.aloud]));
    return rows
      .filter(({ kind, subject }) => kind === 'card' && subject === mention.id)
      .flatMap((row) => thread(site, row))
      .filter((line) => aloud.get(markOf(line)?.seq ?? -1) !== (line.broadcast === true))
      .map((line) => `${mention.ref} tells "${line.text}" ${line.broadcast ? 'aloud' : 'aside'}`);
  });
}
