/** What is due when, with one sign where it is near or missed. */
import type { Card } from '../core/card.ts';
import type { CardDeadline, CardDeadlines } from '../core/card-deadlines.ts';
import { METRIC_NAMES } from '../core/deadline.ts';
import { durationWords } from '../core/duration.ts';
import { bold, type Inline, instantAt, words } from './page.ts';

/** "First reply due today at 11:15 · Review due today at 10:51" */
export function dueLine({ due }: CardDeadlines, timezone: string): Inline[] {
  return due.flatMap((one, index) => [
    ...words(index === 0 ? '' : ' · '),
    ...dueWords(one, METRIC_NAMES[one.metric], timezone),
  ]);
}

/** The next of them, for a list of several mentions: " · 🟡 due today at 11:15". */
export function dueShortly({ due }: CardDeadlines, timezone: string): Inline[] {
  const [next] = due;
  return next === undefined ? [] : [...words(' · '), ...dueWords(next, '', timezone)];
}

/** " · quiet until 10:30", for whoever wanted it so. */
export function quietShortly({ snoozedUntil }: Card, timezone: string): Inline[] {
  if (snoozedUntil === null) return [];
  return [...words(' · quiet until '), ...instantAt(snoozedUntil, 'time', timezone)];
}

function dueWords({ state, dueAt }: CardDeadline, name: string, timezone: string): Inline[] {
  const verb = state === 'breached' ? 'was due ' : 'due ';
  const text = name === '' ? verb : `${name} ${verb}`;
  const sign: Inline[] = state === 'pending' ? [] : [{ type: 'sign', sign: state }, ...words(' ')];
  return [
    ...sign,
    ...(state === 'pending' ? words(text) : bold(text)),
    ...instantAt(dueAt, 'day', timezone),
  ];
}

/** "First reply after 23 min, in time · closes today at 10:38 if silent" */
export function answeredLine(deadlines: CardDeadlines, timezone: string): Inline[] {
  const reply = firstReplyWords(deadlines);
  const { closesAt } = deadlines;
  if (closesAt === null) return reply;
  return [
    ...reply,
    ...words(reply.length === 0 ? 'Closes ' : ' · closes '),
    ...instantAt(closesAt, 'day', timezone),
    ...words(' if silent'),
  ];
}

function firstReplyWords({ firstReply }: CardDeadlines): Inline[] {
  if (firstReply === null) return [];
  const how = firstReply.inTime ? 'in time' : 'late';
  return words(`First reply after ${durationWords(firstReply.afterMs)}, ${how}`);
}
