export interface Staff {
  readonly role: string | undefined;
  readonly departments: readonly string[];
}

const APPROVERS: readonly (string | undefined)[] = ['reviewer', 'lead', 'admin'];

/**
 * Whether anybody in the department could ever have a draft approved so many times. Nobody
 * approves their own, so an author who could approve is one approver fewer.
 */
export function canBeApproved(
  staff: readonly Staff[],
  department: string,
  approvals: number,
): boolean {
  const there = staff.filter(({ departments }) => departments.includes(department));
  const approvers = there.filter(({ role }) => APPROVERS.includes(role)).length;
  const hasOtherAuthor = approvers < there.length;
  return approvals === 0 || approvers - (hasOtherAuthor ? 0 : 1) >= approvals;
}
