/** What is due when, with one sign where it is near or missed. */
import type { CardDeadline, CardDeadlines } from '../../core/card-deadlines.ts';
import { bold, type Inline, instantAt, words } from './rich.ts';

const NAMES: Readonly<Record<CardDeadline['metric'], string>> = {
  first_reply_time: 'First reply',
  next_reply_time: 'Next reply',
  periodic_update_time: 'Update',
  review_time: 'Review',
  total_resolution_time: 'Resolution',
};

/** One sign each, in colour; Slack draws them by name. */
const SIGNS = { pending: null, imminent: 'large_yellow_circle', breached: 'red_circle' } as const;

/** "First reply due today at 11:15 · Review due today at 10:51" */
export function dueLine({ due }: CardDeadlines, timezone: string): Inline[] {
  return due.flatMap((one, index) => [
    ...words(index === 0 ? '' : ' · '),
    ...dueWords(one, NAMES[one.metric], timezone),
  ]);
}

/** The next of them, for a list of several mentions: " · 🟡 due today at 11:15". */
export function dueShortly({ due }: CardDeadlines, timezone: string): Inline[] {
  const [next] = due;
  return next === undefined ? [] : [...words(' · '), ...dueWords(next, '', timezone)];
}

function dueWords({ state, dueAt }: CardDeadline, name: string, timezone: string): Inline[] {
  const verb = state === 'breached' ? 'was due ' : 'due ';
  const text = name === '' ? verb : `${name} ${verb}`;
  const sign = SIGNS[state];
  return [
    ...(sign === null ? [] : [{ type: 'emoji', name: sign } as const, ...words(' ')]),
    ...(state === 'pending' ? words(text) : bold(text)),
    ...instantAt(dueAt, 'day', timezone),
  ];
}

/** "First reply after 23 min, in time" */
export function firstReplyLine({ firstReply }: CardDeadlines): Inline[] {
  if (firstReply === null) return [];
  const how = firstReply.inTime ? 'in time' : 'late';
  return words(`First reply after ${durationWords(firstReply.afterMs)}, ${how}`);
}

const MINUTE_MS = 60_000;
const HOUR_MIN = 60;
const DAY_H = 24;

/** "23 min", "1 h 52 min", "2 days 3 h": the two largest units. */
export function durationWords(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE_MS));
  if (minutes === 0) return 'less than a minute';
  if (minutes < HOUR_MIN) return `${minutes} min`;
  const hours = Math.floor(minutes / HOUR_MIN);
  if (hours < DAY_H) return both(`${hours} h`, minutes % HOUR_MIN, 'min');
  const days = Math.floor(hours / DAY_H);
  return both(days === 1 ? '1 day' : `${days} days`, hours % DAY_H, 'h');
}

function both(large: string, rest: number, unit: string): string {
  return rest === 0 ? large : `${large} ${rest} ${unit}`;
}
