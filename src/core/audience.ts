/**
 * Who may know of a sensitive mention: the named owners of its department's private desk, whatever
 * their roles and departments, and nobody else, whatever theirs. Everything that shows, lists or
 * decides about mentions asks here.
 */
import {
  channelOn,
  type Department,
  departmentOf,
  type Handbook,
  type Person,
  type PrivateDesk,
  personOf,
} from './handbook.ts';
import type { Mention } from './mention.ts';

type Placed = Pick<Mention, 'sensitive' | 'department'>;

/** The department's own, else the company's; null where neither has one. */
export function privateDeskOf(handbook: Handbook, department: string): PrivateDesk | null {
  return departmentOf(handbook, department)?.sensitive ?? handbook.sensitive;
}

export function isNamed(email: string, department: string, handbook: Handbook): boolean {
  return privateDeskOf(handbook, department)?.owners.includes(email) ?? false;
}

/** Whether somebody may know of it at all. */
export function maySee({ email }: Pick<Person, 'email'>, of: Placed, handbook: Handbook): boolean {
  return !of.sensitive || isNamed(email, of.department, handbook);
}

/** Admins act everywhere, everybody else in their own departments. */
export function actsIn(person: Person, department: string): boolean {
  return person.role === 'admin' || person.departments.includes(department);
}

/** Whether somebody works on it as far as departments go: a named owner does as in their own. */
export function worksOn(person: Person, of: Placed, handbook: Handbook): boolean {
  return of.sensitive
    ? isNamed(person.email, of.department, handbook)
    : actsIn(person, of.department);
}

/** Whether this address is of somebody who can still do something about it. */
export function isThere(email: string, of: Placed, handbook: Handbook): boolean {
  return personOf(handbook, email) !== null && maySee({ email }, of, handbook);
}

/** Whose owner is not among those who may see it: it is anybody's of these. */
export function isOrphaned(mention: Mention, handbook: Handbook): boolean {
  const { owner, sensitive } = mention;
  return sensitive && owner !== null && !isThere(owner, mention, handbook);
}

/** The departments whose sensitive mentions somebody sees. */
export function namedIn({ email }: Person, handbook: Handbook): readonly string[] {
  const { departments } = handbook;
  return departments.map(({ id }) => id).filter((id) => isNamed(email, id, handbook));
}

/** The departments whose sensitive mentions everybody sees who sees this one. */
export function openBeside(of: Placed, handbook: Handbook): readonly string[] {
  const readers = of.sensitive ? privateDeskOf(handbook, of.department) : null;
  if (readers === null) return [];
  const { departments } = handbook;
  return departments
    .map(({ id }) => id)
    .filter((id) => readers.owners.every((email) => isNamed(email, id, handbook)));
}

/** Where else it could be: what is sensitive, only with those who have somewhere private for it. */
export function transfersFrom(of: Placed, handbook: Handbook): readonly Department[] {
  return handbook.departments.filter(
    ({ id }) => id !== of.department && (!of.sensitive || privateDeskOf(handbook, id) !== null),
  );
}

/** Where its card stands on a surface, as the handbook names the channel; null for nowhere. */
export function channelOf(of: Placed, handbook: Handbook, surface: string): string | null {
  const place = of.sensitive
    ? privateDeskOf(handbook, of.department)
    : departmentOf(handbook, of.department);
  return place === null ? null : channelOn(place.channel, surface);
}

/** All that is said of it to anybody else. */
export function hasMoved({ ref }: Pick<Mention, 'ref'>): string {
  return `${ref} has moved.`;
}
