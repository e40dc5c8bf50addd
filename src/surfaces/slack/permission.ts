/**
 * Whether a dialog is worth opening: what the rules would say to this person now. The rules are
 * asked again when the dialog is submitted; this only spares writing in vain.
 */
import type { Context } from '../../core/commands.ts';
import { approvalsNeeded } from '../../core/decide-reply.ts';
import type { Handbook, Person } from '../../core/handbook.ts';
import { nextContact } from '../../core/ladder.ts';
import { type Mention, pendingVersion } from '../../core/mention.ts';
import { fits, type PersonCommandType, permits } from '../../core/permits.ts';
import { notNow } from '../../core/sentences.ts';

/** The sentence of a refusal, or null when nothing speaks against it. */
export function objection(
  mention: Mention,
  command: PersonCommandType,
  person: Person,
  handbook: Handbook,
): string | null {
  const permit = permits(person, mention, command, handbook);
  if (!fits(mention, command)) {
    return notNow(mention, command, contextOf(person, handbook));
  }
  if (!permit.ok) return permit.sentence;
  if (command !== 'escalate') return null;
  const next = nextContact(mention, person.email, handbook);
  return next.ok ? null : next.sentence;
}

/** Whether somebody else has to approve what this person submits. */
export function needsApproval(
  mention: Mention,
  command: 'submit' | 'edit_and_approve',
  person: Person,
  handbook: Handbook,
): boolean {
  const needed = approvalsNeeded(mention, person, contextOf(person, handbook));
  if (command === 'submit') return needed > 0;
  return Math.max(needed, pendingVersion(mention)?.needed ?? 0) > 1;
}

/** Only the handbook and the person matter for these two questions. */
function contextOf(person: Person, handbook: Handbook): Context {
  return {
    now: 0,
    actor: { type: 'person', person },
    handbook,
    words: new Map(),
    newId: () => '',
    findings: () => [],
  };
}
