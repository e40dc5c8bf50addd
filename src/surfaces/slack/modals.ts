/** The small dialogs: one question each, with enough of the mention to know what it is about. */
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Glance } from '../../app/desk.ts';
import { type Absence, absenceOf } from '../../core/absence.ts';
import { transfersFrom, worksOn } from '../../core/audience.ts';
import type { Card, CardMessage } from '../../core/card.ts';
import { type Handbook, nameOf, type Person } from '../../core/handbook.ts';
import { nextContact } from '../../core/ladder.ts';
import type { Mention } from '../../core/mention.ts';
import { CHOICE } from './actions.ts';
import { plainTime } from './clock.ts';
import { LIMITS, SHOWN } from './limits.ts';
import { LABELS, type Pressed, type Ticket, writePress, writeRow } from './press.ts';
import { actionButton, menuActions, ticketOf } from './render-actions.ts';
import { draftTitle, draftWords } from './render-draft.ts';
import { authorName, exchangeParts, handleOf } from './render-exchange.ts';
import {
  bold,
  type Inline,
  italic,
  lines,
  option,
  type Part,
  plain,
  quote,
  richText,
  words,
} from './rich.ts';
import { clean, fitUnits, inline } from './text.ts';

/** The actions that ask something, other than the reply dialog's. */
export type Question =
  | 'request_changes'
  | 'resolve'
  | 'dismiss'
  | 'transfer'
  | 'assign'
  | 'category'
  | 'answered_elsewhere'
  | 'delete'
  | 'escalate';

export const CALLBACKS = {
  reply: 'reply',
  question: 'question',
  said: 'said',
  more: 'more',
  track: 'track',
  mute: 'mute',
} as const;

export function modal(title: string, blocks: KnownBlock[]): ModalView {
  return { type: 'modal', title: plain(fitUnits(title, LIMITS.modalTitle)), blocks };
}

/** Opened at once when the answer takes longer than a trigger lives. */
export function waiting(): ModalView {
  const blocks = richText(lines([words('One moment…')]));
  return { ...modal('Heed', blocks), callback_id: CALLBACKS.said, close: plain('Close') };
}

/** A dialog that only says something, with what was typed so that nothing is lost. */
export function said(elements: Inline[], typed: string | null): ModalView {
  const parts: Part[] = [...lines([elements])];
  if (typed !== null && typed.trim() !== '') {
    parts.push(...lines([bold('What you wrote')]), ...quote(clean(typed)));
  }
  return { ...modal('Heed', richText(parts)), callback_id: CALLBACKS.said, close: plain('Close') };
}

/** What doesn't fit on the card. */
export function moreDialog(card: Card): ModalView {
  const elements = menuActions(card).map((action) =>
    action === 'category'
      ? { ...actionButton(card, action, false), value: writePress(action, ticketOf(card)) }
      : actionButton(card, action, false),
  );
  const row: KnownBlock[] =
    elements.length === 0
      ? richText(lines([words('There is nothing else to do at the moment.')]))
      : [{ type: 'actions', block_id: writeRow(ticketOf(card), 1), elements }];
  const note = card.unchangeable === null ? [] : lines([italic(card.unchangeable)]);
  const blocks = [...richText(about(card)), ...row, ...richText(note)];
  return {
    ...modal(`More on ${card.ref}`, blocks),
    callback_id: CALLBACKS.more,
    close: plain('Close'),
  };
}

export function questionDialog(
  question: Question,
  ticket: Ticket,
  glance: Glance,
  handbook: Handbook,
  person: Person,
  away: readonly Absence[],
): ModalView {
  const { card } = glance;
  const parts = [...about(card), ...extra(question, card, handbook.timezone)];
  const pressed: Pressed = { ...ticket, action: question };
  return {
    ...modal(LABELS[question], [
      ...richText(parts),
      input(question, glance, handbook, person, away),
    ]),
    callback_id: CALLBACKS.question,
    private_metadata: writePress(pressed.action, pressed),
    submit: plain(SUBMITS[question]),
    close: plain('Cancel'),
  };
}

const SUBMITS: Readonly<Record<Question, string>> = {
  request_changes: 'Send',
  resolve: 'Resolve',
  dismiss: 'Dismiss',
  transfer: 'Transfer',
  assign: 'Assign',
  category: 'Set category',
  answered_elsewhere: 'Save',
  delete: 'Delete',
  escalate: 'Escalate',
};

/** Who it is and what they said last. */
export function about(card: Card): Part[] {
  const source = inline(card.source, SHOWN.name);
  const newest = card.exchange.findLast((one) => one.direction === 'inbound' && one.text !== null);
  const text = fitUnits(clean(newest?.text ?? '').trim(), SHOWN.preview * 2);
  return [
    ...lines([
      [...bold(card.ref), ...words(` · ${authorName(card)}${handleOf(card)} · ${source}`)],
    ]),
    ...quote(text),
  ];
}

function extra(question: Question, card: Card, timezone: string): Part[] {
  if (question === 'request_changes' && card.draft !== null) {
    const head = [...bold(draftTitle(card.draft)), ...words(` by ${clean(card.draft.author)}`)];
    return [...lines([head]), ...draftWords(card.draft, SHOWN.draft)];
  }
  if (question !== 'resolve' && question !== 'delete') return [];
  const changeable = (one: CardMessage) => !one.deleted && !one.elsewhere;
  const ours = card.exchange
    .filter((one) => one.direction === 'outbound' && (question === 'resolve' || changeable(one)))
    .slice(-1);
  const size = { messages: 1, newest: SHOWN.preview, earlier: SHOWN.preview };
  return exchangeParts({ ...card, exchange: ours }, size, timezone);
}

function input(
  question: Question,
  { card, mention }: Glance,
  handbook: Handbook,
  person: Person,
  away: readonly Absence[],
): InputBlock {
  switch (question) {
    case 'request_changes':
      return textInput('What should change?', 'The author reads this on the card.');
    case 'delete':
      return {
        ...textInput('Why?', 'Whoever approves it reads this. A lead needs no approval.'),
        optional: true,
      };
    case 'escalate':
      return textInput(
        'What do they need to know?',
        escalationHint(mention, handbook, person, away),
      );
    case 'answered_elsewhere':
      return {
        ...block('Link of the answer'),
        element: {
          type: 'url_text_input',
          action_id: CHOICE.action,
          placeholder: plain('https://…'),
          focus_on_load: true,
        },
      };
    case 'resolve':
      return choice(
        'How did it end?',
        handbook.outcomes.map((one) => [one, one]),
      );
    case 'dismiss':
      return choice(
        'Why does it need no answer?',
        handbook.dismissReasons.map((one) => [one, one]),
      );
    case 'transfer':
      return choice(
        'To which department?',
        transfersFrom(mention, handbook).map(({ id, name }) => [name, id]),
      );
    case 'assign':
      return choice(
        'Who should have it?',
        handbook.people
          .filter((person) => worksOn(person, mention, handbook) && person.email !== mention.owner)
          .map(({ name, email }) => [withAbsence(name, absenceOf(email, away), handbook), email]),
      );
    case 'category':
      return choice(
        'Which category?',
        card.categories.map(({ id, name }) => [name, id]),
      );
    default:
      return question satisfies never;
  }
}

/** A lead may know better than to leave somebody out who is away: they are shown as what they are. */
function withAbsence(name: string, absence: Absence | null, { timezone }: Handbook): string {
  if (absence === null) return name;
  if (absence.until === null) return `${name} (away)`;
  return `${name} (away until ${plainTime(absence.until, 'day', timezone)})`;
}

function escalationHint(
  mention: Mention,
  handbook: Handbook,
  person: Person,
  away: readonly Absence[],
): string {
  const next = nextContact(mention, person.email, handbook, away);
  if (!next.ok) return next.sentence;
  return `It goes to ${clean(nameOf(handbook, next.to))} as a direct message, and stands on the card.`;
}

function block(label: string) {
  return { type: 'input', block_id: CHOICE.block, label: plain(label) } as const;
}

function textInput(label: string, hint: string): InputBlock {
  return {
    ...block(label),
    hint: plain(hint),
    element: {
      type: 'plain_text_input',
      action_id: CHOICE.action,
      multiline: true,
      max_length: LIMITS.inputText,
      focus_on_load: true,
    },
  };
}

/** A few to pick from at a glance, many in a list. */
function choice(label: string, entries: readonly (readonly [string, string])[]): InputBlock {
  const options: PlainTextOption[] = entries
    .slice(0, LIMITS.options)
    .map(([name, value]) => option(clean(name), value));
  const element =
    options.length <= LIMITS.radioOptions
      ? ({ type: 'radio_buttons', action_id: CHOICE.action, options } as const)
      : ({ type: 'static_select', action_id: CHOICE.action, options } as const);
  return { ...block(label), element };
}
