/** Who is away: nobody reminds, asks or calls them meanwhile, and what is theirs is not left lying. */
import type { Instant } from './mention.ts';

export interface Absence {
  readonly email: string;
  /** Null until they say that they are back. */
  readonly until: Instant | null;
}

export const NOBODY_AWAY: readonly Absence[] = [];

export function absenceOf(email: string, away: readonly Absence[]): Absence | null {
  return away.find((absence) => absence.email === email) ?? null;
}

export function isAway(email: string, away: readonly Absence[]): boolean {
  return absenceOf(email, away) !== null;
}
