/** A name that one part of the handbook uses, and the other part where it stands. */
import { nearest } from './keys.ts';

export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly sentence: string;
}

/** A longer list helps nobody. */
const LIST_LIMIT = 20;

/** Nothing is said where the other part is missing altogether: that is a mistake of its own. */
export function checkKnown(
  path: readonly PropertyKey[],
  used: string | undefined,
  known: readonly string[],
  what: string,
): Problem[] {
  if (used === undefined || known.length === 0 || known.includes(used)) return [];
  const near = nearest(used, known);
  const hint = near === null ? '' : ` Did you mean "${near}"?`;
  const all = [...new Set(known)];
  const there = all.length > LIST_LIMIT ? `${all.length} others` : all.join(', ');
  const sentence = `No ${what} "${used}" in this handbook.${hint} There is: ${there}.`;
  return [{ path, sentence }];
}
