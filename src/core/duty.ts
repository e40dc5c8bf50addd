/** Who sees to what nobody has, as the handbook says. */
import { type Absence, isAway } from './absence.ts';
import { isThere } from './audience.ts';
import { type Duty, departmentOf, type Handbook, personOf } from './handbook.ts';
import type { Mention } from './mention.ts';

const NOBODY: Duty = { people: [], groups: [] };

/** Of something sensitive only those who may know of it, one by one. */
export function onDutyFor(
  of: Pick<Mention, 'sensitive' | 'department'>,
  handbook: Handbook,
  away: readonly Absence[],
): Duty {
  const { people, groups } = departmentOf(handbook, of.department)?.duty ?? NOBODY;
  const there = people.filter((email) => isThere(email, of, handbook) && !isAway(email, away));
  return { people: there, groups: of.sensitive ? [] : groups };
}

/** Those on duty; of a department that names nobody in particular, all who work there. */
export function expectedIn(department: string, handbook: Handbook): Duty {
  const duty = departmentOf(handbook, department)?.duty ?? null;
  if (duty !== null) return duty;
  const all = handbook.people.filter((person) => person.departments.includes(department));
  const near = all.filter(({ role }) => role !== 'admin');
  return { people: (near.length > 0 ? near : all).map(({ email }) => email), groups: [] };
}

/** All people are away who should be there; of its groups nothing is known here. */
export function mayBeUnmanned(
  department: string,
  handbook: Handbook,
  away: readonly Absence[],
): boolean {
  if (departmentOf(handbook, department) === null) return false;
  return expectedIn(department, handbook).people.every((email) => isAway(email, away));
}

/** Who sees to it that somebody is: the key contacts, without any the leads, and the admins else. */
export function toldOfDuty(
  department: string,
  handbook: Handbook,
  away: readonly Absence[],
): readonly string[] {
  const withRole = (role: string) =>
    handbook.people
      .filter((person) => person.role === role && person.departments.includes(department))
      .map(({ email }) => email);
  const contacts = departmentOf(handbook, department)?.contacts ?? [];
  const known = contacts.filter((email) => personOf(handbook, email) !== null);
  const circles = [known, withRole('lead'), withRole('admin')];
  const here = circles.map((circle) => circle.filter((email) => !isAway(email, away)));
  return [...here, ...circles].find(({ length }) => length > 0) ?? [];
}
