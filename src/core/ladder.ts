/** The department's key contacts, in the order in which they are called. */
import { type Absence, isAway } from './absence.ts';
import { isThere } from './audience.ts';
import { departmentOf, type Handbook, nameOf } from './handbook.ts';
import type { Mention } from './mention.ts';

export type NextContact =
  | {
      readonly ok: true;
      readonly rung: number;
      readonly to: string;
      /** How long the one below has had; see `Department.contactsAfterMs`. */
      readonly afterMs: number | null;
    }
  | { readonly ok: false; readonly sentence: string };

/**
 * Whoever is above the last one called; nobody is called by themselves. Those who are away are
 * passed over for somebody above, else for somebody below, and called all the same where nobody is
 * there.
 */
export function nextContact(
  mention: Mention,
  by: string | null,
  handbook: Handbook,
  away: readonly Absence[],
): NextContact {
  const { department: id, escalation, sensitive } = mention;
  const department = departmentOf(handbook, id);
  const contacts = department?.contacts ?? [];
  const climbed = escalation?.rung ?? 0;
  const able = contacts.flatMap((to, index) =>
    to !== by && isThere(to, mention, handbook) ? [{ to, rung: index + 1 }] : [],
  );
  const above = able.filter(({ rung }) => rung > climbed);
  const [next] = above;
  const last = above.at(-1);
  if (next !== undefined && last !== undefined) {
    const here = able.filter(({ to }) => !isAway(to, away) && to !== escalation?.to);
    const { to, rung } = here.find((one) => one.rung > climbed) ?? here.at(-1) ?? last;
    // Nobody waits longer because somebody is passed over.
    const afterMs = department?.contactsAfterMs[next.rung - 1] ?? null;
    return { ok: true, rung: Math.max(rung, climbed), to, afterMs };
  }
  const name = department?.name ?? id;
  if (sensitive && escalation === null) {
    return {
      ok: false,
      sentence: `This is sensitive, and no other key contact of ${name} is named for it. Speak to those who are.`,
    };
  }
  if (escalation !== null) {
    const last = nameOf(handbook, escalation.to);
    return {
      ok: false,
      sentence: `${last} was called, and nobody stands above in ${name}. Speak to ${last} directly.`,
    };
  }
  return {
    ok: false,
    sentence:
      contacts.length === 0
        ? `The handbook names no key contacts of ${name}. Ask an admin to add some.`
        : `You are the only key contact of ${name}. Assign it, or ask an admin to name another.`,
  };
}
