import type { Span } from './words.ts';

/** Digits that may be one number: where they stand, and what the digits alone are. */
export interface NumberCandidate extends Span {
  readonly digits: string;
  /** How many digits each group has: `[3, 3, 4]` for "082 555 1234". */
  readonly groups: readonly number[];
}

/**
 * Numbers written in groups ("082 555 1234"). From each group on, the longest row of groups that
 * `read` takes for a number wins; `read` answers null for what is none. Numbers glued to Latin
 * letters are codes and left alone. `gap` says what may stand between groups.
 */
export function findNumbers<T>(
  text: string,
  shape: { readonly gap: RegExp; readonly min: number; readonly max: number },
  read: (candidate: NumberCandidate) => T | null,
): T[] {
  const groups = [...text.matchAll(/[0-9]+/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const found: T[] = [];
  let next = 0;
  while (next < groups.length) {
    const rows = rowsFrom(text, groups, next, shape);
    const hit = firstOf(rows, (row) => read(row.candidate));
    if (hit) found.push(hit.value);
    next = hit ? hit.item.next : next + 1;
  }
  return found;
}

interface Row {
  readonly candidate: NumberCandidate;
  /** The group after the row. */
  readonly next: number;
}

/** The rows of groups that begin with the group `from`, the longest first. */
function rowsFrom(
  text: string,
  groups: readonly Span[],
  from: number,
  shape: { readonly gap: RegExp; readonly min: number; readonly max: number },
): Row[] {
  const first = groups[from];
  if (!first || isLatinLetter(text[first.start - 1])) return [];
  const rows: Row[] = [];
  const sizes: number[] = [];
  let digits = '';
  let previous = first;
  for (const [offset, group] of groups.slice(from, from + shape.max).entries()) {
    if (offset > 0 && !shape.gap.test(text.slice(previous.end, group.start))) break;
    digits += text.slice(group.start, group.end);
    if (digits.length > shape.max) break;
    previous = group;
    sizes.push(group.end - group.start);
    if (digits.length < shape.min || isLatinLetter(text[group.end])) continue;
    const candidate = { start: first.start, end: group.end, digits, groups: [...sizes] };
    rows.unshift({ candidate, next: from + offset + 1 });
  }
  return rows;
}

function firstOf<I, T>(items: readonly I[], read: (item: I) => T | null) {
  for (const item of items) {
    const value = read(item);
    if (value !== null) return { item, value };
  }
  return null;
}

function isLatinLetter(character: string | undefined): boolean {
  return character !== undefined && /\p{scx=Latin}/u.test(character) && /\p{L}/u.test(character);
}
