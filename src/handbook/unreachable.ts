/**
 * Deadlines that the hours make unreachable: where the doors stay closed for as long as the ceiling,
 * whoever writes at closing time is owed an answer before anybody is there again.
 */
import { DateTime } from 'luxon';
import type { Category, Department, Handbook } from '../core/handbook.ts';
import { nextClosing, nextOpening, type WeeklyHours } from '../core/hours.ts';
import type { Instant } from '../core/mention.ts';

/** Those that the ceiling holds for. */
const REPLIES = ['first_reply_time', 'next_reply_time'] as const;
const HORIZON_MS = 366 * 86_400_000;

export function adviceOnDeadlines(handbook: Handbook, now: Instant): readonly string[] {
  const departments = handbook.departments.flatMap((department) =>
    advise(`departments.${department.id}.hours`, department, now, {
      ceilingMs: handbook.sla.ceilingMs,
      targets: targetsIn(handbook, department),
    }),
  );
  const categories = handbook.categories.flatMap((category) =>
    advise(`categories.${category.id}.hours`, category, now, {
      ceilingMs: handbook.sla.ceilingMs,
      targets: targetsOf(handbook, category),
    }),
  );
  return [...departments, ...categories];
}

interface Held {
  readonly ceilingMs: number;
  /** By the paths at which they stand. */
  readonly targets: readonly string[];
}

/** Any category may come to stand there; what it says itself counts more than the department. */
function targetsIn(handbook: Handbook, { id, targets }: Department): readonly string[] {
  return REPLIES.flatMap((metric) => [
    ...handbook.categories
      .filter((category) => category.hours === null && category.targets[metric] !== undefined)
      .map((category) => `categories.${category.id}.${metric}`),
    targets[metric] === undefined ? `sla.default.${metric}` : `departments.${id}.${metric}`,
  ]);
}

function targetsOf(handbook: Handbook, { id, targets }: Category): readonly string[] {
  return REPLIES.flatMap((metric) => {
    if (targets[metric] !== undefined) return [`categories.${id}.${metric}`];
    const own = handbook.departments.filter((one) => one.targets[metric] !== undefined);
    const rest = own.length < handbook.departments.length ? [`sla.default.${metric}`] : [];
    return [...own.map((one) => `departments.${one.id}.${metric}`), ...rest];
  });
}

function advise(
  path: string,
  { hours }: Department | Category,
  now: Instant,
  { ceilingMs, targets }: Held,
): readonly string[] {
  if (hours === null || hours === 'always') return [];
  const closure = longClosure(hours, now, ceilingMs);
  if (closure === null) return [];
  const at = (instant: Instant) =>
    DateTime.fromMillis(instant, { zone: hours.zone, locale: 'en' }).toFormat(
      'ccc d LLL yyyy, HH:mm',
    );
  const { closing, opening } = closure;
  return [
    `${path}: too long a break for ${targets.join(', ')}. A comment on ${at(closing)} is due on ` +
      `${at(closing + ceilingMs)} at the latest (sla.ceiling), and nobody is there before ` +
      `${opening === null ? 'a year has passed' : at(opening)}. Open in between, or say hours: always.`,
  ];
}

interface Closure {
  readonly closing: Instant;
  /** Null where it doesn't open again within 366 days. */
  readonly opening: Instant | null;
}

/** The first of the year to come that lasts as long as the ceiling. */
function longClosure(hours: WeeklyHours, now: Instant, ceilingMs: number): Closure | null {
  let closing = nextClosing(hours, now);
  while (closing !== null && closing - now <= HORIZON_MS) {
    const opening = nextOpening(hours, closing);
    if (opening === null || opening - closing >= ceilingMs) return { closing, opening };
    closing = nextClosing(hours, opening);
  }
  return null;
}
