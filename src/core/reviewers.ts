import type { Handbook } from './handbook.ts';
import { approvalsOf, type Mention, pendingVersion } from './mention.ts';
import { mayReview } from './permits.ts';

/**
 * Who can give the approvals that are missing: the department's reviewers and leads but the author.
 * Where the quorum cannot be filled from them, the admins too. Nobody once it is filled.
 */
export function reviewersOf(mention: Mention, handbook: Handbook): readonly string[] {
  const version = pendingVersion(mention);
  if (version !== null && approvalsOf(version) >= version.needed) return [];
  const able = handbook.people.filter((person) => mayReview(person, mention, handbook));
  const near = able.filter((person) => person.role !== 'admin');
  const asked = near.length >= (version?.needed ?? 1) ? near : able;
  return asked.map((person) => person.email);
}
