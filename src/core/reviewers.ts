import { type Absence, isAway } from './absence.ts';
import { departmentOf, type Handbook, type Person } from './handbook.ts';
import { approvalsOf, hasApproved, type Mention, pendingVersion } from './mention.ts';
import { mayReview } from './permits.ts';

/**
 * Who can give the approvals that are missing: the department's reviewers and leads but the author.
 * Where the quorum cannot be filled from those who are not away, the admins too, then the key
 * contacts though they are away, and everybody at the last. Nobody once it is filled.
 */
export function reviewersOf(
  mention: Mention,
  handbook: Handbook,
  away: readonly Absence[],
): readonly string[] {
  const version = pendingVersion(mention);
  if (version !== null && approvalsOf(version) >= version.needed) return [];
  const able = handbook.people.filter((person) => mayReview(person, mention, handbook));
  const contacts = departmentOf(handbook, mention.department)?.contacts ?? [];
  // What somebody approved before they went away is not asked of another.
  const counts = ({ email }: Person) =>
    !isAway(email, away) || (version !== null && hasApproved(version, email));
  const near = able.filter((person) => person.role !== 'admin' && counts(person));
  const here = able.filter(counts);
  const called = able.filter((person) => counts(person) || contacts.includes(person.email));
  const needed = version?.needed ?? 1;
  const asked = [near, here, called].find(({ length }) => length >= needed) ?? able;
  return asked.map((person) => person.email);
}
