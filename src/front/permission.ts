/**
 * Whether a dialog is worth opening: what the rules would say to this person now. The rules are
 * asked again when the dialog is submitted; this only spares writing in vain.
 */
import { NOBODY_AWAY } from '../core/absence.ts';
import { approvalsNeeded } from '../core/approvals.ts';
import type { Context } from '../core/commands.ts';
import { unchangeable } from '../core/decide-change.ts';
import type { Handbook, Person } from '../core/handbook.ts';
import { nextContact } from '../core/ladder.ts';
import { type Mention, newestReply, pendingVersion } from '../core/mention.ts';
import { fits, type PersonCommandType, permits } from '../core/permits.ts';
import { notNow } from '../core/sentences.ts';

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
  if (command === 'correct' || command === 'delete') return unchangeable(mention, handbook);
  if (command !== 'escalate') return null;
  const next = nextContact(mention, person.email, handbook, NOBODY_AWAY);
  return next.ok ? null : next.sentence;
}

/** Whether somebody else has to approve what this person submits. */
export function needsApproval(
  mention: Mention,
  command: 'submit' | 'edit_and_approve' | 'correct',
  person: Person,
  handbook: Handbook,
): boolean {
  if (command !== 'edit_and_approve') {
    const reply = command === 'correct' ? newestReply(mention) : null;
    const replaces = reply === null ? null : ({ type: 'correct', message: reply.id } as const);
    return approvalsNeeded(mention, person, handbook, replaces) > 0;
  }
  const version = pendingVersion(mention);
  const needed = approvalsNeeded(mention, person, handbook, version?.replaces ?? null);
  const asked = (version?.asked ?? []).filter((email) => email !== person.email);
  return asked.length > 0 || Math.max(needed, version?.needed ?? 0) > 1;
}

/** Only the handbook and the person matter for this question. */
function contextOf(person: Person, handbook: Handbook): Context {
  return {
    now: 0,
    actor: { type: 'person', person },
    handbook,
    words: new Map(),
    mute: null,
    away: NOBODY_AWAY,
    newId: () => '',
    findings: () => [],
  };
}
