/** What the reply form asks besides the text: who must agree first, and what comes after sending. */
import { maySee } from '../core/audience.ts';
import type { Handbook, Person } from '../core/handbook.ts';
import type { Mention } from '../core/mention.ts';
import type { Field, Filled } from './form.ts';
import { LIMITS } from './limits.ts';
import { option } from './page.ts';
import { cleanLine } from './text.ts';

/** What an author decides about a version besides its words. */
export interface Answers {
  /** E-mail addresses. */
  readonly asked: readonly string[];
  readonly owes: boolean;
}

export const NO_ANSWERS: Answers = { asked: [], owes: false };

/** The field in which colleagues are named. */
export const ASKED = 'asked';
const AFTER = 'after';
const OWES = 'owes';

/** What the latest version says already: the next one goes on from there. */
export function answersOf(mention: Mention, person: Person, handbook: Handbook): Answers {
  const version = mention.draft?.versions.findLast(({ replaces }) => replaces === null);
  if (version === undefined) return NO_ANSWERS;
  const known = colleaguesOf(mention, person, handbook).map(({ email }) => email);
  return { asked: version.asked.filter((email) => known.includes(email)), owes: version.owes };
}

export function readAnswers(filled: Filled): Answers {
  return { asked: filled.choicesOf(ASKED), owes: filled.textOf(AFTER) === OWES };
}

export function afterSending(owes: boolean): Field {
  const waits = option('We wait for the customer', 'waits');
  const update = option('We owe an update', OWES);
  return {
    type: 'field',
    id: AFTER,
    label: 'After sending',
    input: { type: 'one', options: [waits, update], chosen: owes ? update.value : waits.value },
  };
}

export function askSomebody(
  asked: readonly string[],
  mention: Mention,
  person: Person,
  handbook: Handbook,
): Field[] {
  const colleagues = colleaguesOf(mention, person, handbook);
  if (colleagues.length === 0) return [];
  const options = colleagues.map(({ name, email }) => option(cleanLine(name), email));
  return [
    {
      type: 'field',
      id: ASKED,
      isOptional: true,
      label: 'Ask somebody first',
      hint: 'They get it in a direct message. It goes out once all of them agree.',
      input: { type: 'several', placeholder: 'Nobody', options, chosen: asked },
    },
  ];
}

/** All others who may read it, by name; an address that an option cannot carry cannot be chosen. */
function colleaguesOf(mention: Mention, person: Person, handbook: Handbook): readonly Person[] {
  return handbook.people
    .filter(({ email }) => email !== person.email && email.length <= LIMITS.optionValue)
    .filter((one) => maySee(one, mention, handbook))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}
