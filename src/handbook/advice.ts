/** What a handbook may say, and whoever wrote it may not have meant. */
import { type Handbook, type PrivateDesk, personOf } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import { adviceOnFollowUp } from './follow-up.ts';
import { canBeApproved } from './quorum.ts';
import { adviceOnDeadlines } from './unreachable.ts';

/** @returns sentences for whoever checks the handbook; nothing of it keeps Heed from working. */
export function adviceOn(handbook: Handbook, now: Instant): readonly string[] {
  return [
    ...adviceOnDesks(handbook),
    ...adviceOnDeadlines(handbook, now),
    ...adviceOnFollowUp(handbook),
  ];
}

function adviceOnDesks(handbook: Handbook): readonly string[] {
  const own = handbook.departments.flatMap(({ id, sensitive }) =>
    sensitive === null ? [] : [{ path: `departments.${id}.sensitive`, desk: sensitive }],
  );
  const shared = handbook.sensitive;
  const all = [...own, ...(shared === null ? [] : [{ path: 'sensitive', desk: shared }])];
  return all.flatMap(({ path, desk }) => adviceOnDesk(path, desk, handbook));
}

/** Only its owners review what stands there, and nobody approves their own. */
function adviceOnDesk(path: string, { owners }: PrivateDesk, handbook: Handbook): string[] {
  const staff = owners.flatMap((owner) => {
    const role = personOf(handbook, owner)?.role;
    return role === undefined ? [] : [{ role, departments: ['here'] }];
  });
  const stuck = handbook.categories.filter((one) => !canBeApproved(staff, 'here', one.approvals));
  if (stuck.length === 0) return [];
  const names = stuck.map(({ id }) => `"${id}"`).join(', ');
  return [
    `${path}.owners: too few of them review for a reply to ${names}, as nobody approves their own. ` +
      'It could only be answered elsewhere. Name another reviewer, lead or admin.',
  ];
}
