/**
 * Whether opening hours can be counted with: a day's hours stand once, its holidays are known, it
 * opens at all, and whoever keeps hours names some that are there.
 */
import { z } from 'zod';
import { nextOpening } from '../core/hours.ts';
import { explainUnknownPlace } from './holidays.ts';
import { checkKnown, type Problem } from './known.ts';
import {
  buildHours,
  DATE,
  type HoursEntry,
  isDate,
  weekdaysOf,
  weeklyHours,
} from './opening-hours.ts';

const map = z.record(z.string(), z.unknown()).catch({});
const users = z
  .record(
    z.string(),
    z.object({ hours: z.string().trim().optional().catch(undefined) }).catch({ hours: undefined }),
  )
  .catch({});
const looseFile = z.object({ hours: map, departments: users, categories: users });

export function checkHours(data: unknown): readonly Problem[] {
  const file = looseFile.safeParse(data).data;
  if (file === undefined) return [];
  const known = ['always', ...Object.keys(file.hours)];
  const used = (part: 'departments' | 'categories') =>
    Object.entries(file[part]).flatMap(([id, { hours }]) =>
      checkKnown([part, id, 'hours'], hours, known, 'opening hours'),
    );
  return [
    ...Object.entries(file.hours).flatMap(([id, entry]) => checkEntry(['hours', id], entry)),
    ...used('departments'),
    ...used('categories'),
  ];
}

function checkEntry(path: readonly PropertyKey[], written: unknown): readonly Problem[] {
  const entry = weeklyHours.safeParse(written).data;
  if (entry === undefined) return checkPlace(path, map.parse(written)['holidays']);
  const problems = [
    ...checkPlace(path, entry.holidays),
    ...checkDays(path, entry),
    ...checkDates(path, entry),
  ];
  return problems.length > 0 ? problems : checkOpens(path, entry);
}

function checkPlace(path: readonly PropertyKey[], place: unknown): Problem[] {
  const sentence = typeof place === 'string' ? explainUnknownPlace(place.trim()) : null;
  return sentence === null ? [] : [{ path: [...path, 'holidays'], sentence }];
}

function checkDays(path: readonly PropertyKey[], { week }: HoursEntry): Problem[] {
  const keys = Object.keys(week);
  return keys.flatMap((key, index) => {
    const days = weekdaysOf(key) ?? [];
    const other = keys
      .slice(0, index)
      .find((before) => weekdaysOf(before)?.some((day) => days.includes(day)));
    if (other === undefined) return [];
    const sentence = `"${key}" and "${other}" share a day. Say the hours of each day once.`;
    return [{ path: [...path, key], sentence }];
  });
}

function checkDates(path: readonly PropertyKey[], { closed, days }: HoursEntry): Problem[] {
  const strange = Object.keys(days ?? {})
    .filter((key) => !isDate(key))
    .map((key) => ({ path: [...path, 'days', key], sentence: `The key must be ${DATE}.` }));
  const both = (closed ?? []).flatMap((date, index) => {
    if (!Object.hasOwn(days ?? {}, date)) return [];
    const sentence = `"${date}" has hours in "days" too. It is either closed or open.`;
    return [{ path: [...path, 'closed', index], sentence }];
  });
  return [...strange, ...both];
}

/** Nothing could ever fall due. Only many closed days on end can shut hours that open each week. */
function checkOpens(path: readonly PropertyKey[], entry: HoursEntry): Problem[] {
  if (Object.values(entry.week).every((hours) => hours === null)) {
    const sentence =
      'Opens on no day of the week, so that nothing could fall due. Name its days: ' +
      'mon-fri: "08:00-17:00".';
    return [{ path, sentence }];
  }
  const hours = buildHours(entry, 'UTC');
  const last = (entry.closed ?? []).find((date) => nextOpening(hours, Date.parse(date)) === null);
  if (last === undefined) return [];
  const sentence = `No opening within 366 days from "${last}" on, so that nothing could fall due.`;
  return [{ path: [...path, 'closed'], sentence }];
}
