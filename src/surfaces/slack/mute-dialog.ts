/** The dialog in which somebody mutes an author: why, and until when. */
import type { InputBlock, ModalView } from '@slack/types';
import type { Card } from '../../core/card.ts';
import type { Instant } from '../../core/mention.ts';
import type { MuteMistake } from '../../core/mute.ts';
import { type DialogState, valueIn } from './actions.ts';
import { about, CALLBACKS, modal } from './modals.ts';
import { LABELS, writePress } from './press.ts';
import { ticketOf } from './render-actions.ts';
import { authorName } from './render-exchange.ts';
import { lines, option, plain, richText, words } from './rich.ts';
import { clean, fitUnits } from './text.ts';

export const MUTE_FIELDS = { reason: 'reason', until: 'until', date: 'date' } as const;
const ACTION = 'value';
const LONGEST_REASON = 500;

const DAY_MS = 24 * 60 * 60_000;
const LENGTHS = [
  { label: '1 day', value: 'day', ms: DAY_MS },
  { label: '1 week', value: 'week', ms: 7 * DAY_MS },
  { label: '1 month', value: 'month', ms: 30 * DAY_MS },
] as const;
const UNTIL_DATE = 'date';

export function muteDialog(card: Card): ModalView {
  const what = `Nothing more from ${authorName(card)} comes to the desk until then; /heed logged shows it. What somebody is working on goes on as before, and nothing is hidden in public.`;
  return {
    ...modal(LABELS.mute, [
      ...richText([...about(card), ...lines([words(what)])]),
      reasonInput(card),
      ...untilInputs(),
    ]),
    callback_id: CALLBACKS.mute,
    private_metadata: writePress('mute', ticketOf(card)),
    submit: plain('Mute'),
    close: plain('Cancel'),
  };
}

function reasonInput({ mute, sensitive }: Card): InputBlock {
  const standing = fitUnits(clean(mute?.reason ?? '').trim(), LONGEST_REASON);
  return {
    type: 'input',
    block_id: MUTE_FIELDS.reason,
    label: plain('Why?'),
    hint: plain(
      sensitive
        ? 'This is sensitive, so it is kept on record and stands on no card.'
        : 'Your colleagues read this on the card.',
    ),
    element: {
      type: 'plain_text_input',
      action_id: ACTION,
      multiline: true,
      max_length: LONGEST_REASON,
      focus_on_load: true,
      ...(standing === '' ? {} : { initial_value: standing }),
    },
  };
}

function untilInputs(): InputBlock[] {
  const options = [
    ...LENGTHS.map(({ label, value }) => option(label, value)),
    option('Until a date', UNTIL_DATE),
  ];
  return [
    {
      type: 'input',
      block_id: MUTE_FIELDS.until,
      label: plain('For how long?'),
      element: { type: 'radio_buttons', action_id: ACTION, options },
    },
    {
      type: 'input',
      block_id: MUTE_FIELDS.date,
      label: plain('Which date?'),
      hint: plain('Only for "Until a date", 90 days ahead at most.'),
      optional: true,
      element: { type: 'datetimepicker', action_id: ACTION },
    },
  ];
}

/** What stands in the dialog; no end where none was chosen. */
export function muteIn(
  view: DialogState,
  now: Instant,
): { readonly reason: string; readonly until: Instant | null } {
  const reason = valueIn(view, MUTE_FIELDS.reason, ACTION);
  const chosen = valueIn(view, MUTE_FIELDS.until, ACTION);
  const length = LENGTHS.find(({ value }) => value === chosen);
  if (length !== undefined) return { reason, until: now + length.ms };
  const seconds = view.state.values[MUTE_FIELDS.date]?.[ACTION]?.selected_date_time ?? null;
  return { reason, until: chosen === UNTIL_DATE && seconds !== null ? seconds * 1000 : null };
}

/** The field that a mistake is said under. */
export function blockFor({ field }: MuteMistake, view: DialogState): string {
  if (field === 'reason') return MUTE_FIELDS.reason;
  const byDate = valueIn(view, MUTE_FIELDS.until, ACTION) === UNTIL_DATE;
  return byDate ? MUTE_FIELDS.date : MUTE_FIELDS.until;
}
