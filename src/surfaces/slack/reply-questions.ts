/** What the reply dialog asks besides the text: who must agree first, and what comes after sending. */
import type { InputBlock, MultiStaticSelect, PlainTextOption } from '@slack/types';
import { maySee } from '../../core/audience.ts';
import type { Handbook, Person } from '../../core/handbook.ts';
import type { Mention } from '../../core/mention.ts';
import { chosenOf, type DialogState } from './actions.ts';
import { LIMITS } from './limits.ts';
import { option, plain } from './rich.ts';
import { cleanLine, fitUnits } from './text.ts';

/** What an author decides about a version besides its words. */
export interface Answers {
  /** E-mail addresses. */
  readonly asked: readonly string[];
  readonly owes: boolean;
}

export const NO_ANSWERS: Answers = { asked: [], owes: false };

const ASKED = { block: 'asked', action: 'asked' } as const;
const AFTER = { block: 'after', action: 'after' } as const;
const OWES = 'owes';

/** Where an error about the colleagues stands. */
export const ASKED_BLOCK = ASKED.block;

/** What the latest version says already: the next one goes on from there. */
export function answersOf(mention: Mention, person: Person, handbook: Handbook): Answers {
  const version = mention.draft?.versions.findLast(({ replaces }) => replaces === null);
  if (version === undefined) return NO_ANSWERS;
  const known = colleaguesOf(mention, person, handbook).map(({ email }) => email);
  return { asked: version.asked.filter((email) => known.includes(email)), owes: version.owes };
}

export function readAnswers(view: DialogState): Answers {
  const after = chosenOf(view, AFTER.block, AFTER.action);
  return { asked: chosenOf(view, ASKED.block, ASKED.action), owes: after.includes(OWES) };
}

export function afterSending(owes: boolean): InputBlock {
  const waits = option('We wait for the customer', 'waits');
  const update = option('We owe an update', OWES);
  return {
    type: 'input',
    block_id: AFTER.block,
    label: plain('After sending'),
    element: {
      type: 'radio_buttons',
      action_id: AFTER.action,
      options: [waits, update],
      initial_option: owes ? update : waits,
    },
  };
}

export function askSomebody(
  asked: readonly string[],
  mention: Mention,
  person: Person,
  handbook: Handbook,
): InputBlock[] {
  const colleagues = colleaguesOf(mention, person, handbook);
  if (colleagues.length === 0) return [];
  const options = colleagues.map(({ name, email }) => option(cleanLine(name), email));
  const chosen = options.filter(({ value }) => asked.includes(value ?? ''));
  return [
    {
      type: 'input',
      block_id: ASKED.block,
      optional: true,
      label: plain('Ask somebody first'),
      hint: plain('They get it in a direct message. It goes out once all of them agree.'),
      element: {
        type: 'multi_static_select',
        action_id: ASKED.action,
        placeholder: plain('Nobody'),
        ...choices(options),
        ...(chosen.length === 0 ? {} : { initial_options: chosen }),
      },
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

/** One list takes 100 options; a larger company is listed in groups, from one name to another. */
function choices(
  options: PlainTextOption[],
): Pick<MultiStaticSelect, 'options'> | Pick<MultiStaticSelect, 'option_groups'> {
  if (options.length <= LIMITS.options) return { options };
  const groups: PlainTextOption[][] = [];
  for (let from = 0; from < options.length; from += LIMITS.options) {
    groups.push(options.slice(from, from + LIMITS.options));
  }
  return {
    option_groups: groups.slice(0, LIMITS.options).map((group) => ({
      label: plain(
        fitUnits(`${initial(group.at(0))} – ${initial(group.at(-1))}`, LIMITS.optionText),
      ),
      options: group,
    })),
  };
}

function initial(entry: PlainTextOption | undefined): string {
  return [...(entry?.text.text ?? '')].slice(0, 12).join('');
}
