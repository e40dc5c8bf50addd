/** Who sees to what nobody has, as the handbook says. */
import { isThere } from './audience.ts';
import { type Duty, departmentOf, type Handbook } from './handbook.ts';
import type { Mention } from './mention.ts';

const NOBODY: Duty = { people: [], groups: [] };

/** Of something sensitive only those who may know of it, one by one. */
export function onDutyFor(of: Pick<Mention, 'sensitive' | 'department'>, handbook: Handbook): Duty {
  const { people, groups } = departmentOf(handbook, of.department)?.duty ?? NOBODY;
  const there = people.filter((email) => isThere(email, of, handbook));
  return { people: there, groups: of.sensitive ? [] : groups };
}
