/** The form in which somebody mutes an author: why, and until when. */
import type { Card } from '../core/card.ts';
import type { Instant } from '../core/mention.ts';
import type { MuteMistake } from '../core/mute.ts';
import { ticketOf } from './card-actions.ts';
import { authorName } from './exchange.ts';
import type { Field, Filled, Form } from './form.ts';
import { lines, option, paragraph, words } from './page.ts';
import { LABELS, writePress } from './press.ts';
import { about, FORMS } from './questions.ts';
import { clean, fitUnits } from './text.ts';

export const MUTE_FIELDS = { reason: 'reason', until: 'until', date: 'date' } as const;
const LONGEST_REASON = 500;

const DAY_MS = 24 * 60 * 60_000;
const LENGTHS = [
  { label: '1 day', value: 'day', ms: DAY_MS },
  { label: '1 week', value: 'week', ms: 7 * DAY_MS },
  { label: '1 month', value: 'month', ms: 30 * DAY_MS },
] as const;
const UNTIL_DATE = 'date';

export function muteForm(card: Card): Form {
  const what = `Nothing more from ${authorName(card)} comes to the desk until then; /heed logged shows it. What somebody is working on goes on as before, and nothing is hidden in public.`;
  return {
    id: FORMS.mute,
    title: LABELS.mute,
    carried: writePress('mute', ticketOf(card)),
    submit: 'Mute',
    close: 'Cancel',
    saves: false,
    parts: [
      ...paragraph([...about(card), ...lines([words(what)])]),
      reasonField(card),
      ...untilFields(),
    ],
  };
}

function reasonField({ mute, sensitive }: Card): Field {
  return {
    type: 'field',
    id: MUTE_FIELDS.reason,
    label: 'Why?',
    hint: sensitive
      ? 'This is sensitive, so it is kept on record and stands on no card.'
      : 'Your colleagues read this on the card.',
    input: {
      type: 'text',
      isLong: true,
      longest: LONGEST_REASON,
      initial: fitUnits(clean(mute?.reason ?? '').trim(), LONGEST_REASON),
      isFirst: true,
    },
  };
}

function untilFields(): Field[] {
  const options = [
    ...LENGTHS.map(({ label, value }) => option(label, value)),
    option('Until a date', UNTIL_DATE),
  ];
  return [
    {
      type: 'field',
      id: MUTE_FIELDS.until,
      label: 'For how long?',
      input: { type: 'one', options, chosen: null },
    },
    {
      type: 'field',
      id: MUTE_FIELDS.date,
      label: 'Which date?',
      hint: 'Only for "Until a date", 90 days ahead at most.',
      isOptional: true,
      input: { type: 'moment' },
    },
  ];
}

/** What stands in it; no end where none was chosen. */
export function muteIn(
  filled: Filled,
  now: Instant,
): { readonly reason: string; readonly until: Instant | null } {
  const reason = filled.textOf(MUTE_FIELDS.reason);
  const chosen = filled.textOf(MUTE_FIELDS.until);
  const length = LENGTHS.find(({ value }) => value === chosen);
  if (length !== undefined) return { reason, until: now + length.ms };
  return { reason, until: chosen === UNTIL_DATE ? filled.momentOf(MUTE_FIELDS.date) : null };
}

/** The field that a mistake is said under. */
export function fieldAtFault({ field }: MuteMistake, filled: Filled): string {
  if (field === 'reason') return MUTE_FIELDS.reason;
  const byDate = filled.textOf(MUTE_FIELDS.until) === UNTIL_DATE;
  return byDate ? MUTE_FIELDS.date : MUTE_FIELDS.until;
}
