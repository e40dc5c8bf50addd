/** The department's key contacts, in the order in which they are called. */
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

/** Whoever is above the last one called; nobody is called by themselves. */
export function nextContact(mention: Mention, by: string | null, handbook: Handbook): NextContact {
  const { department: id, escalation, sensitive } = mention;
  const department = departmentOf(handbook, id);
  const contacts = department?.contacts ?? [];
  const rung = contacts.findIndex(
    (contact, index) =>
      index >= (escalation?.rung ?? 0) && contact !== by && isThere(contact, mention, handbook),
  );
  const to = contacts[rung];
  if (to !== undefined) {
    return { ok: true, rung: rung + 1, to, afterMs: department?.contactsAfterMs[rung] ?? null };
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
