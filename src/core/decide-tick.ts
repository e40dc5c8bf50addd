/**
 * What the clock brings: what is near is told, for what was missed the next of the department's key
 * contacts is called, whoever has it, and what somebody has who is away goes back to the others.
 * Quiet ends, by itself or with what was missed.
 */
import { accept, type Context, type Decision } from './commands.ts';
import type { Metric } from './deadline.ts';
import { returnOfAway } from './decide-return.ts';
import { HEED_ITSELF } from './events.ts';
import { nextContact } from './ladder.ts';
import type { Mention } from './mention.ts';
import { fits } from './permits.ts';
import { deadlinesPassed } from './sla.ts';
import { snoozePassed } from './snooze.ts';

export function decideTick(mention: Mention, context: Context): Decision {
  const { now, handbook, newId, away } = context;
  const stages = deadlinesPassed(mention, handbook, now);
  const freed =
    stages.length > 0 && mention.status === 'claimed' ? returnOfAway(mention, away) : null;
  // First, so that they are told as of something that nobody has.
  const passed = freed === null ? stages : [freed, ...stages];
  const missed = stages.find(({ type }) => type === 'deadline_breached');
  if (missed === undefined && freed === null && snoozePassed(mention, context)) {
    return accept([{ type: 'snooze_ended' }, ...passed]);
  }
  // While the customer is waited for, nobody can do anything about it.
  const callable = mention.status !== 'answered' && fits(mention, 'escalate');
  if (missed === undefined || !callable) return accept(passed);
  const next = nextContact(mention, mention.owner, handbook, away);
  if (!next.ok) return accept(passed);
  const reason = newId();
  const { rung, to } = next;
  return accept(
    [...passed, { type: 'escalated', rung, to, by: HEED_ITSELF, reason }],
    new Map([[reason, OVERDUE[missed.metric]]]),
  );
}

const OVERDUE: Readonly<Record<Metric, string>> = {
  first_reply_time: 'The first reply is overdue.',
  next_reply_time: 'The next reply is overdue.',
  periodic_update_time: 'The update that we promised is overdue.',
  review_time: 'The draft has waited too long for a review.',
  total_resolution_time: 'This should be resolved by now.',
};
