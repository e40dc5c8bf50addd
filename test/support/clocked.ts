/** Mentions with clocks, and what was told of them. */
import type { Deadline, Metric } from '../../src/core/deadline.ts';
import { isRunning } from '../../src/core/deadline.ts';
import type { Handbook, Targets } from '../../src/core/handbook.ts';
import { storyOf } from '../../src/core/story.ts';
import { aHandbook, aPost, NOON } from './cast.ts';
import { Play } from './play.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Replies within an hour, updates within two, reviews within ten minutes, all over in a day. */
export const TARGETS: Targets = {
  first_reply_time: HOUR,
  next_reply_time: 30 * MINUTE,
  periodic_update_time: 2 * HOUR,
  review_time: 10 * MINUTE,
  total_resolution_time: 24 * HOUR,
};

export function within(targets: Targets, change: Partial<Handbook> = {}): Handbook {
  const handbook = aHandbook(change);
  return { ...handbook, sla: { ...handbook.sla, targets } };
}

export function opened(handbook = within(TARGETS), category: string | null = null): Play {
  return new Play(handbook).opens(aPost({ postedAt: NOON }), category);
}

export const TICK = { type: 'tick' } as const;

export function all(play: Play, metric: Metric): readonly Deadline[] {
  return play.mention.deadlines.filter((one) => one.metric === metric);
}

export function running(play: Play, metric: Metric): Deadline | undefined {
  return all(play, metric).find(isRunning);
}

export function answered(play = opened()): Play {
  return play.does('sam', { type: 'claim' }).submits('sam').begins().sends();
}

/** What was told of deadlines, such as "first_reply_time warning 1". */
export function told(play: Play): readonly string[] {
  return play.history.flatMap(({ event }) => {
    if (event.type === 'deadline_neared') return [`${event.metric} warning ${event.warning}`];
    return event.type === 'deadline_breached' ? [`${event.metric} missed`] : [];
  });
}

export function lines(play: Play): readonly string[] {
  return storyOf(play.history, play.handbook).map(({ parts }) =>
    parts
      .map((part) => {
        if (part.type === 'text') return part.text;
        return part.type === 'instant' ? `{${(part.at - NOON) / MINUTE}}` : '@';
      })
      .join(''),
  );
}
