/** Deadlines as they stand in a handbook, and as the rules count with them. */
import type { z } from 'zod';
import { METRICS } from '../core/deadline.ts';
import type { Sla, Targets } from '../core/handbook.ts';
import { section } from './keys.ts';
import { duration, oneOrMore, pattern } from './values.ts';

const HOUR_MS = 3_600_000;
/** Where the handbook names none for any category. */
const DAY_MS = 24 * HOUR_MS;
const WARN_AT = [0.5, 0.8];
const CEILING_MS = 48 * HOUR_MS;

const target = duration({ min: '1m', max: '366d' }).nullish();

export const replyTargets = {
  first_reply_time: target,
  next_reply_time: target,
  periodic_update_time: target,
  total_resolution_time: target,
};

export const reviewTarget = { review_time: target };

const PERCENTAGES = 'a list of percentages from 1% to 99%, each once, such as [50%, 80%]';

const warnAt = oneOrMore(pattern(/^[1-9]\d?%$/u, PERCENTAGES), PERCENTAGES)
  .transform((parts) => parts.map((part) => Number.parseInt(part, 10)).sort((a, b) => a - b))
  .refine((parts) => new Set(parts).size === parts.length, { error: PERCENTAGES });

export const sla = section(
  {
    default: section(replyTargets, 'the targets of all: { first_reply_time: 24h }').nullish(),
    warn_at: warnAt.nullish(),
    ceiling: duration({
      min: '1h',
      max: '48h',
      note: 'a reply is due after 48 hours at the very latest, by the clock on the wall',
    }).nullish(),
  },
  'the deadlines of all: { default: { first_reply_time: 24h }, warn_at: [50%, 80%], ceiling: 48h }',
);

export function readTargets(written: { readonly [Key in keyof Targets]?: unknown }): Targets {
  return Object.fromEntries(
    METRICS.flatMap((metric) => {
      const ms = written[metric];
      return typeof ms === 'number' ? [[metric, ms]] : [];
    }),
  );
}

/** A day for each reply, and 48 hours by the clock on the wall at the very latest. */
export function readSla(
  written: z.output<typeof sla> | null | undefined,
  review: number | null,
): Sla {
  const always = { first_reply_time: DAY_MS, next_reply_time: DAY_MS };
  return {
    targets: { ...always, ...readTargets({ ...written?.default, review_time: review }) },
    warnAt: written?.warn_at?.map((percent) => percent / 100) ?? WARN_AT,
    ceilingMs: written?.ceiling ?? CEILING_MS,
  };
}
