/**
 * What the clock brings: what is near is told, and for what was missed the next of the department's
 * key contacts is called, whoever has it: at once, or where the handbook gives the one below some
 * time, after that. What somebody has who is away goes back to the others; quiet ends, by itself or
 * with what was missed. What is answered is over after enough silence, and a while after it was
 * resolved somebody is asked to touch base.
 */
import { isAway } from './absence.ts';
import { isThere } from './audience.ts';
import { accept, type Context, type Decision } from './commands.ts';
import type { Metric } from './deadline.ts';
import { type DeadlineEvent, deadlinesTold } from './deadline-events.ts';
import { isLeftLying, returnOfAway } from './decide-return.ts';
import { HEED_ITSELF, type MentionEvent } from './events.ts';
import { followUpAt } from './follow-up.ts';
import { nextContact } from './ladder.ts';
import type { Instant, Mention } from './mention.ts';
import { isCallable, waitingRung } from './rungs.ts';
import { closedBySilence, closesAt } from './silence.ts';
import { deadlinesPassed, isAttended } from './sla.ts';
import { snoozePassed } from './snooze.ts';

export function decideTick(mention: Mention, context: Context): Decision {
  const { now, handbook } = context;
  const stages = deadlinesPassed(mention, handbook, now);
  if (isDue(closesAt(mention, handbook), now) && handbook.autoResolveMs !== null) {
    return accept([...stages, closedBySilence(handbook.autoResolveMs)]);
  }
  if (isDue(followUpAt(mention, handbook), now) && isAttended(mention, handbook, now)) {
    return accept([...stages, askToTouchBase(mention, context)]);
  }
  const passed = [...passedBefore(mention, stages, context), ...stages];
  const call = callAfter(mention, stages, context);
  if (call === null) return accept(passed);
  const reason = context.newId();
  const { rung, to } = call;
  return accept(
    [...passed, { type: 'escalated', rung, to, by: HEED_ITSELF, reason }],
    new Map([[reason, call.reason]]),
  );
}

function isDue(at: Instant | null, now: Instant): boolean {
  return at !== null && at <= now;
}

/** What comes first, so that the stages are told as of something that nobody has, or loudly. */
function passedBefore(
  mention: Mention,
  stages: readonly DeadlineEvent[],
  context: Context,
): readonly MentionEvent[] {
  const isLate = isLeftLying(mention) && isAttended(mention, context.handbook, context.now);
  const isFree = mention.status === 'claimed' && (stages.length > 0 || isLate);
  const freed = isFree ? returnOfAway(mention, context.away) : null;
  if (freed !== null) return [freed];
  const isMissed = stages.some(({ type }) => type === 'deadline_breached');
  return !isMissed && snoozePassed(mention, context) ? [{ type: 'snooze_ended' }] : [];
}

function askToTouchBase(mention: Mention, { handbook, away }: Context): MentionEvent {
  const { owner } = mention;
  const isHere = owner !== null && isThere(owner, mention, handbook) && !isAway(owner, away);
  return { type: 'follow_up_due', to: isHere ? owner : null };
}

interface Call {
  readonly rung: number;
  readonly to: string;
  readonly reason: string;
}

function callAfter(
  mention: Mention,
  passed: readonly DeadlineEvent[],
  { now, handbook, away }: Context,
): Call | null {
  const missed = passed.find(({ type }) => type === 'deadline_breached');
  const next = isCallable(mention) ? nextContact(mention, mention.owner, handbook, away) : null;
  if (!next?.ok) return null;
  if (next.afterMs === null) {
    return missed === undefined ? null : { ...next, reason: OVERDUE[missed.metric] };
  }
  const told = { ...mention, deadlines: passed.reduce(deadlinesTold, mention.deadlines) };
  const waiting = waitingRung(told, handbook, away);
  if (waiting === null || waiting.at > now || !isAttended(mention, handbook, now)) return null;
  const reasons = mention.escalation === null ? OVERDUE : STILL_OVERDUE;
  return { ...waiting, reason: reasons[waiting.missed] };
}

const OVERDUE: Readonly<Record<Metric, string>> = {
  first_reply_time: 'The first reply is overdue.',
  next_reply_time: 'The next reply is overdue.',
  periodic_update_time: 'The update that we promised is overdue.',
  review_time: 'The draft has waited too long for a review.',
  total_resolution_time: 'This should be resolved by now.',
};

const STILL_OVERDUE: Readonly<Record<Metric, string>> = {
  first_reply_time: 'Nobody has answered yet.',
  next_reply_time: 'Nobody has answered yet.',
  periodic_update_time: 'Nobody has given the promised update yet.',
  review_time: 'Nobody has reviewed the draft yet.',
  total_resolution_time: 'This is still not resolved.',
};
