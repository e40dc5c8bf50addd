/**
 * Which clocks of a mention run, since when, and when each is due. Pure: what the clocks were, what
 * became of the mention, and the handbook that decides give what the clocks are now.
 *
 * A reply is owed from the customer's first unanswered post to our answer: `first_reply_time`, after
 * an answer `next_reply_time`. An update that we promised runs from our last answer to the next
 * (`periodic_update_time`), a review from its submit to its verdict (`review_time`), and the whole
 * from the first post to the resolution (`total_resolution_time`). Only a person's answer meets a
 * reply's clock; what is dismissed, logged or taken back cancels it. Whoever touches base with a
 * customer of their own accord owes nothing, and has no clock. A clock keeps its start for
 * life: another category, department or handbook moves when it is due, never what was told.
 */
import {
  type Deadline,
  inOrder,
  isRunning,
  METRICS,
  type Metric,
  type MissCause,
  nextMomentOf,
} from './deadline.ts';
import type { DeadlineEvent } from './deadline-events.ts';
import { categoryOf, departmentOf, type Handbook } from './handbook.ts';
import { addOpenTime, isOpen, nextOpening, type OpeningHours, openTimeBetween } from './hours.ts';
import {
  hasAnswer,
  type Instant,
  type Mention,
  type Message,
  newestInbound,
  pendingVersion,
  type Status,
} from './mention.ts';

/** The mention's deadlines after an act; the same array where nothing about them changed. */
export function deadlinesAfter(
  before: Mention | null,
  after: Mention,
  handbook: Handbook,
  now: Instant,
): readonly Deadline[] {
  const act: ClockedAct = { before, after, now, answer: answerOf(before, after, now) };
  const kept = after.deadlines.map((deadline) =>
    isRunning(deadline) ? ended(deadline, act, handbook) : deadline,
  );
  const begun = METRICS.flatMap((metric) => {
    if (kept.some((one) => one.metric === metric && isRunning(one))) return [];
    const startedAt = startOf(metric, act);
    return startedAt === null ? [] : [newDeadline(metric, startedAt, after, kept)];
  });
  const all = setTimes(inOrder([...kept, ...begun]), after, handbook);
  const same =
    all.length === after.deadlines.length && all.every((d, i) => d === after.deadlines[i]);
  return same ? after.deadlines : all;
}

/**
 * What is to be told of them now: of each the latest that passed, and nothing while nobody is there
 * to hear it. The moment of closing still counts: what is due then is told then.
 */
export function deadlinesPassed(
  mention: Mention,
  handbook: Handbook,
  now: Instant,
): readonly DeadlineEvent[] {
  if (!isAttended(mention, handbook, now)) return [];
  return mention.deadlines.flatMap((deadline): DeadlineEvent[] => {
    const { metric, n, state, dueAt, warnAt, warned } = deadline;
    if (!isRunning(deadline) || state === 'breached' || dueAt === null) return [];
    if (now >= dueAt) {
      return [{ type: 'deadline_breached', metric, n, cause: causeOf(mention), dueAt }];
    }
    const warning = warnAt.filter((at) => at <= now).length;
    return warning > warned ? [{ type: 'deadline_neared', metric, n, warning, dueAt }] : [];
  });
}

/** Whether somebody is there to be disturbed, or was until a moment ago. */
export function isAttended(mention: Mention, handbook: Handbook, now: Instant): boolean {
  const hours = hoursOf(mention, handbook);
  return isOpen(hours, now) || isOpen(hours, now - JUST_CLOSED_MS);
}

/** The clock is looked at twice a minute. */
const JUST_CLOSED_MS = 60_000;

type Clocked = Pick<Mention, 'deadlines' | 'moments' | 'snoozedUntil'>;

/** When a clock of this mention matters next, or its owner is to be reminded anew; null for never. */
export function nextMoment(mention: Clocked): Instant | null {
  return earliest(allMoments(mention));
}

function allMoments({ deadlines, moments, snoozedUntil }: Clocked): readonly Instant[] {
  const { rung, close, followUp } = moments;
  const due = deadlines.flatMap((deadline) => nextMomentOf(deadline) ?? []);
  return [...due, ...[rung, close, followUp, snoozedUntil].filter((at) => at !== null)];
}

function earliest(moments: readonly Instant[]): Instant | null {
  return moments.length === 0 ? null : Math.min(...moments);
}

/** When to look at its clocks again: what passed while nobody is there waits for the opening. */
export function nextLook(mention: Mention, handbook: Handbook, now: Instant): Instant | null {
  const moments = allMoments(mention);
  const later = moments.filter((at) => at > now);
  if (later.length === moments.length) return earliest(later);
  const opening = nextOpening(hoursOf(mention, handbook), now);
  return earliest(opening === null ? later : [...later, opening]);
}

interface ClockedAct {
  readonly before: Mention | null;
  readonly after: Mention;
  readonly now: Instant;
  readonly answer: Answer | null;
}

/** An answer that this act brought: when it was out, and when whoever wrote it had read so far. */
interface Answer {
  readonly at: Instant;
  readonly readUntil: Instant;
}

function answerOf(before: Mention | null, after: Mention, now: Instant): Answer | null {
  const known = new Set(before?.messages.map(({ id }) => id));
  const ours = after.messages.findLast(
    ({ id, direction }) => direction === 'outbound' && !known.has(id),
  );
  if (ours === undefined) return null;
  const version = before === null ? null : pendingVersion(before);
  const at = Math.min(ours.postedAt, now);
  return { at, readUntil: ours.kind === 'reply' ? (version?.at ?? at) : now };
}

const AT_REST: readonly Status[] = ['answered', 'dismissed', 'resolved', 'logged'];
const OVER: readonly Status[] = ['dismissed', 'resolved', 'logged'];

function ended(deadline: Deadline, act: ClockedAct, handbook: Handbook): Deadline {
  const end = endOf(deadline, act);
  if (end === null) return deadline;
  const { dueAt } = deadline;
  const late = deadline.state === 'breached' || (dueAt !== null && end.at > dueAt);
  const state = late ? 'breached' : end.type === 'met' ? 'achieved' : 'cancelled';
  const endedAt = Math.max(end.at, deadline.startedAt);
  const was = act.before ?? act.after;
  const openMs = openTimeBetween(hoursOf(was, handbook), deadline.startedAt, endedAt);
  return {
    ...deadline,
    state,
    endedAt,
    openMs,
    cause: late ? (deadline.cause ?? causeOf(was)) : null,
  };
}

function causeOf({ status }: Mention): MissCause {
  return status === 'unclaimed' || status === 'in_review' ? status : 'claimed';
}

interface End {
  readonly type: 'met' | 'off';
  readonly at: Instant;
}

function endOf(deadline: Deadline, act: ClockedAct): End | null {
  const { after, now, answer } = act;
  const off: End = { type: 'off', at: now };
  switch (deadline.metric) {
    case 'first_reply_time':
    case 'next_reply_time':
      if (answer !== null) return { type: 'met', at: answer.at };
      return owesReply(after) && !isTakenBack(deadline, act) ? null : off;
    case 'periodic_update_time':
      if (answer !== null) return { type: 'met', at: answer.at };
      return after.owes && !AT_REST.includes(after.status) ? null : off;
    case 'review_time':
      if (after.status === 'in_review') return null;
      return hasVerdict(after) ? { type: 'met', at: now } : off;
    case 'total_resolution_time':
      if (after.status === 'resolved') return { type: 'met', at: now };
      return OVER.includes(after.status) ? off : null;
    default:
      return deadline.metric satisfies never;
  }
}

/** Whoever reviewed did their part, whatever they said. */
function hasVerdict({ status, draft }: Mention): boolean {
  return status === 'scheduled' || draft?.hold?.type === 'changes_requested';
}

/** Null where the clock does not begin with this act. */
function startOf(metric: Metric, act: ClockedAct): Instant | null {
  const { after, now, answer } = act;
  switch (metric) {
    case 'first_reply_time':
      return after.answered ? null : replyStart(act);
    case 'next_reply_time':
      return after.answered ? replyStart(act) : null;
    case 'periodic_update_time':
      return after.owes && !AT_REST.includes(after.status) ? (answer?.at ?? now) : null;
    case 'review_time':
      return after.status === 'in_review' ? (pendingVersion(after)?.at ?? now) : null;
    case 'total_resolution_time':
      if (OVER.includes(after.status) || after.followUp === 'touched') return null;
      return firstOf(unheard(act), now);
    default:
      return metric satisfies never;
  }
}

/** From the customer's first post that waits since this act; from now where none came with it. */
function replyStart(act: ClockedAct): Instant | null {
  const { before, after, now, answer } = act;
  if (!owesReply(after)) return null;
  const news = unheard(act);
  const owedBefore = before !== null && owesReply(before) && before.deadlines.length > 0;
  if (owedBefore && answer === null && news.length === 0) return null;
  return firstOf(news, now);
}

function firstOf(news: readonly Message[], now: Instant): Instant {
  return Math.min(now, ...news.map(({ postedAt }) => postedAt));
}

/** The customer's posts that came with this act, or that its answer's author had not read. */
function unheard({ before, after, answer }: ClockedAct): readonly Message[] {
  const known = new Set(before?.messages.map(({ id }) => id));
  return after.messages.filter(
    ({ id, direction, receivedAt, deletedAt }) =>
      direction === 'inbound' &&
      deletedAt === null &&
      (answer === null ? !known.has(id) : receivedAt > answer.readUntil),
  );
}

/** Something of the customer's stands that no answer of ours covers. */
function owesReply(mention: Mention): boolean {
  if (AT_REST.includes(mention.status) || newestInbound(mention) === null) return false;
  if (!mention.answered) return true;
  if (mention.followUp === 'touched') return false;
  return mention.heard > mention.answersThrough || !hasAnswer(mention);
}

/** Its author deleted what the clock ran for, and nothing else of that time stands. */
function isTakenBack({ startedAt }: Deadline, { before, after }: ClockedAct): boolean {
  const stood = new Set(before?.messages.flatMap((m) => (m.deletedAt === null ? [m.id] : [])));
  const theirs = after.messages.filter(
    ({ direction, postedAt }) => direction === 'inbound' && postedAt >= startedAt,
  );
  const gone = theirs.some(({ id, deletedAt }) => deletedAt !== null && stood.has(id));
  return gone && theirs.every(({ deletedAt }) => deletedAt !== null);
}

function newDeadline(
  metric: Metric,
  startedAt: Instant,
  { cycle }: Mention,
  earlier: readonly Deadline[],
): Deadline {
  const n = earlier.filter((one) => one.metric === metric).length + 1;
  const times = { startedAt, target: null, dueAt: null, warnAt: [], endedAt: null };
  const open = { state: 'pending', warned: 0, openMs: null, cause: null } as const;
  return { metric, n, cycle, ...open, ...times };
}

/** A review is due no later than the reply that waits for it. */
function setTimes(
  deadlines: readonly Deadline[],
  mention: Mention,
  handbook: Handbook,
): readonly Deadline[] {
  const set = (deadline: Deadline, latest: Instant) =>
    isRunning(deadline)
      ? withTimes(deadline, timesOf(deadline, latest, mention, handbook))
      : deadline;
  const replies = deadlines.map((deadline) =>
    isReply(deadline) ? set(deadline, deadline.startedAt + handbook.sla.ceilingMs) : deadline,
  );
  const reply = replies.find((deadline) => isReply(deadline) && isRunning(deadline));
  return replies.map((deadline) => {
    if (isReply(deadline)) return deadline;
    const isWaiting = deadline.metric === 'review_time' && (reply?.dueAt ?? 0) > deadline.startedAt;
    return set(deadline, isWaiting ? (reply?.dueAt ?? NEVER) : NEVER);
  });
}

const NEVER = Number.POSITIVE_INFINITY;

function isReply({ metric }: Deadline): boolean {
  return metric === 'first_reply_time' || metric === 'next_reply_time';
}

type Times = Pick<Deadline, 'target' | 'dueAt' | 'warnAt'>;

function withTimes(deadline: Deadline, times: Times): Deadline {
  const same =
    deadline.target === times.target &&
    deadline.dueAt === times.dueAt &&
    deadline.warnAt.length === times.warnAt.length &&
    deadline.warnAt.every((at, index) => at === times.warnAt[index]);
  if (same) return deadline;
  return { ...deadline, ...times, warned: Math.min(deadline.warned, times.warnAt.length) };
}

/** The first of category, department and the handbook's default that sets a target for it. */
function timesOf(
  { metric, startedAt }: Deadline,
  latest: Instant,
  mention: Mention,
  handbook: Handbook,
): Times {
  const category = categoryOf(handbook, mention.category);
  const department = departmentOf(handbook, mention.department);
  const { targets, warnAt } = handbook.sla;
  const target =
    category?.targets[metric] ?? department?.targets[metric] ?? targets[metric] ?? null;
  if (target === null) return { target, dueAt: null, warnAt: [] };
  const hours = hoursOf(mention, handbook);
  const working = addOpenTime(hours, startedAt, target) ?? startedAt + target;
  const dueAt = Math.min(working, latest);
  return { target, dueAt, warnAt: warnings(hours, startedAt, dueAt, warnAt) };
}

export function hoursOf(mention: Mention, handbook: Handbook): OpeningHours {
  const category = categoryOf(handbook, mention.category);
  return category?.hours ?? departmentOf(handbook, mention.department)?.hours ?? 'always';
}

/**
 * After these parts of the open time that there is; and where it becomes due while nobody is there,
 * at the last open moment before.
 */
function warnings(
  hours: OpeningHours,
  startedAt: Instant,
  dueAt: Instant,
  parts: readonly number[],
): readonly Instant[] {
  const open = openTimeBetween(hours, startedAt, dueAt);
  if (open === 0) return [];
  const all = isOpen(hours, dueAt - 1) ? parts : [...parts, 1];
  const moments = all.map((part) => addOpenTime(hours, startedAt, Math.floor(open * part)));
  const inTime = moments.filter((at) => at !== null).filter((at) => at > startedAt && at < dueAt);
  return [...new Set(inTime)].toSorted((a, b) => a - b);
}
