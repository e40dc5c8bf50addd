/**
 * Teams cannot be asked what stands there, so that what came to stand just before Heed was ended may
 * come once more. Nothing else may: what Heed had heard of, or had sent something after, stands once.
 */
import type { Lives } from './lives.ts';
import { isAnswer, type TeamsBooks, type Thing, thingsIn } from './teams-ledger.ts';
import type { Delivered, TeamsSite } from './teams-site.ts';

interface Repeat {
  readonly thing: Thing;
  readonly first: Delivered;
  readonly again: Delivered;
}

export function repeatsIn(teams: TeamsSite, books: TeamsBooks): readonly Repeat[] {
  return thingsIn(teams, books).flatMap((thing) =>
    thing.times.slice(1).flatMap((again, index) => {
      const first = thing.times[index];
      return first === undefined ? [] : [{ thing, first, again }];
    }),
  );
}

export function checkRepeats(teams: TeamsSite, lives: Lives, books: TeamsBooks): readonly string[] {
  return repeatsIn(teams, books).flatMap((repeat) => {
    const why = whyNot(repeat, teams, lives);
    return why === null ? [] : [`${repeat.thing.what} came twice, ${why}`];
  });
}

/** Null where Heed could not know. */
function whyNot(
  { thing: { row, isLine }, first, again }: Repeat,
  { delivered }: TeamsSite,
  { ends }: Lives,
): string | null {
  const end = ends[first.life];
  if (first.life === again.life || end === undefined) return 'though Heed was not ended in between';
  const later = delivered.slice(delivered.indexOf(first) + 1);
  const isBehind = later.some(
    (one) => one.life === first.life && laneOf(one) === laneOf(first) && !isAnswer(one),
  );
  if (isBehind) return 'though Heed had sent something there after it';
  if (end.endedOn() !== row.id) return null;
  // A line is noted before this is passed, a card after it.
  if (end.moment === 'called' && !isLine) return null;
  return `though Heed was ended on it when it was ${end.moment}`;
}

/** What goes there goes one after the other. */
function laneOf({ conversation }: Delivered): string {
  return conversation.replace(/;messageid=.*$/, '');
}
