/** The small forms: one question each, with enough of the mention to know what it is about. */
import type { Glance } from '../app/desk.ts';
import { type Absence, absenceOf } from '../core/absence.ts';
import { transfersFrom, worksOn } from '../core/audience.ts';
import type { Card, CardMessage } from '../core/card.ts';
import { type Handbook, nameOf, type Person } from '../core/handbook.ts';
import { nextContact } from '../core/ladder.ts';
import type { Mention } from '../core/mention.ts';
import { actionButton, menuActions, ticketOf } from './card-actions.ts';
import { plainTime } from './clock.ts';
import { draftTitle, draftWords } from './draft-parts.ts';
import { authorName, exchangeParts, handleOf } from './exchange.ts';
import type { Field, Form } from './form.ts';
import { LIMITS, SHOWN } from './limits.ts';
import {
  type Block,
  bold,
  type Inline,
  italic,
  lines,
  option,
  type Part,
  paragraph,
  quote,
  row,
  words,
} from './page.ts';
import { LABELS, type Pressed, type Ticket, writePress, writeRow } from './press.ts';
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

/** Which form it is. */
export const FORMS = {
  reply: 'reply',
  question: 'question',
  said: 'said',
  more: 'more',
  track: 'track',
  mute: 'mute',
} as const;

/** The one answer of a small form. */
export const CHOICE = 'choice';

/** Opened at once when the answer takes longer than somebody can be kept waiting. */
export function waiting(): Form {
  return telling('Heed', FORMS.said, paragraph(lines([words('One moment…')])));
}

/** A form that only says something, with what was typed so that nothing is lost. */
export function said(elements: readonly Inline[], typed: string | null): Form {
  const parts: Part[] = [...lines([elements])];
  if (typed !== null && typed.trim() !== '') {
    parts.push(...lines([bold('What you wrote')]), ...quote(clean(typed)));
  }
  return telling('Heed', FORMS.said, paragraph(parts));
}

function telling(title: string, id: string, parts: readonly Block[]): Form {
  const rest = { submit: null, close: 'Close', carried: '', saves: false };
  return { id, title: fitUnits(title, LIMITS.title), parts, ...rest };
}

/** What doesn't fit on the card. */
export function moreForm(card: Card): Form {
  const elements = menuActions(card).map((action) =>
    action === 'category'
      ? { ...actionButton(card, action, false), value: writePress(action, ticketOf(card)) }
      : actionButton(card, action, false),
  );
  const nothing = paragraph(lines([words('There is nothing else to do at the moment.')]));
  const pressed = row(writeRow(ticketOf(card), 1), elements);
  const note = card.unchangeable === null ? [] : lines([italic(card.unchangeable)]);
  return telling(`More on ${card.ref}`, FORMS.more, [
    ...paragraph(about(card)),
    ...(elements.length === 0 ? nothing : pressed),
    ...paragraph(note),
  ]);
}

export function questionForm(
  question: Question,
  ticket: Ticket,
  glance: Glance,
  handbook: Handbook,
  person: Person,
  away: readonly Absence[],
): Form {
  const { card } = glance;
  const parts = [...about(card), ...extra(question, card, handbook.timezone)];
  const pressed: Pressed = { ...ticket, action: question };
  return {
    id: FORMS.question,
    title: fitUnits(LABELS[question], LIMITS.title),
    submit: SUBMITS[question],
    close: 'Cancel',
    carried: writePress(pressed.action, pressed),
    saves: false,
    parts: [...paragraph(parts), field(question, glance, handbook, person, away)],
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

function field(
  question: Question,
  { card, mention }: Glance,
  handbook: Handbook,
  person: Person,
  away: readonly Absence[],
): Field {
  switch (question) {
    case 'request_changes':
      return textField('What should change?', 'The author reads this on the card.');
    case 'delete':
      return {
        ...textField('Why?', 'Whoever approves it reads this. A lead needs no approval.'),
        isOptional: true,
      };
    case 'escalate':
      return textField(
        'What do they need to know?',
        escalationHint(mention, handbook, person, away),
      );
    case 'answered_elsewhere':
      return {
        ...{ type: 'field', id: CHOICE, label: 'Link of the answer' },
        input: { type: 'link', initial: '', isFirst: true },
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

function textField(label: string, hint: string): Field {
  const input = {
    type: 'text',
    isLong: true,
    longest: LIMITS.inputText,
    initial: '',
    isFirst: true,
  } as const;
  return { type: 'field', id: CHOICE, label, hint, input };
}

function choice(label: string, entries: readonly (readonly [string, string])[]): Field {
  const options = entries
    .slice(0, LIMITS.options)
    .map(([name, value]) => option(clean(name), value));
  return { type: 'field', id: CHOICE, label, input: { type: 'one', options, chosen: null } };
}
