/** What speaks against a new version of the handbook, given what is open under the one before. */
import { actsIn, privateDeskOf } from './audience.ts';
import type { Handbook } from './handbook.ts';

/** A mention that is neither dismissed nor resolved. */
export interface OpenWork {
  readonly ref: string;
  readonly department: string;
  readonly source: string;
  readonly sensitive: boolean;
}

const MOST_REFS = 10;

/** A sentence for everything that would leave open mentions without anybody who could act. */
export function objectionsTo(
  next: Handbook,
  before: Handbook,
  open: readonly OpenWork[],
): readonly string[] {
  const inDepartment = (id: string) => open.filter(({ department }) => department === id);
  const fromSource = (id: string) => open.filter(({ source }) => source === id);
  const dropped = before.departments
    .filter(({ id }) => next.departments.every((department) => department.id !== id))
    .map(({ id, name }) => {
      const way = 'Transfer or close them first, or keep the department.';
      return object(
        `The department "${name}" (${id}) is not in it any more`,
        inDepartment(id),
        way,
      );
    });
  const bared = next.departments
    .filter(({ id }) => privateDeskOf(next, id) === null)
    .map(({ id, name }) => {
      const way = 'Close them first, or keep it.';
      const theirs = inDepartment(id).filter(({ sensitive }) => sensitive);
      return object(`"${name}" (${id}) has no private channel in it any more`, theirs, way);
    });
  const empty = next.departments
    .filter(({ id }) => !next.people.some((person) => actsIn(person, id)))
    .map(({ id, name }) => {
      const way = 'Name somebody who works there, or an admin.';
      return object(`Nobody in it could act in "${name}" (${id})`, inDepartment(id), way);
    });
  const gone = before.sources
    .filter(({ id }) => next.sources.every((source) => source.id !== id))
    .map(({ id }) => {
      const way = 'Close them first, or keep the source.';
      return object(`The source "${id}" is not in it any more`, fromSource(id), way);
    });
  return [...dropped, ...bared, ...empty, ...gone].flatMap((sentence) => sentence ?? []);
}

function object(reason: string, open: readonly OpenWork[], way: string): string | null {
  if (open.length === 0) return null;
  const refs = open.slice(0, MOST_REFS).map(({ ref }) => ref);
  const more = open.length - refs.length;
  const list = `${refs.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
  return `${reason}, and these are open there: ${list}. ${way}`;
}
