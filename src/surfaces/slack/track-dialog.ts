/** The dialog in which somebody adds what no source saw. */
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Sighting } from '../../app/track.ts';
import type { Handbook } from '../../core/handbook.ts';
import { type DialogState, valueIn } from './actions.ts';
import { LIMITS } from './limits.ts';
import { CALLBACKS, modal } from './modals.ts';
import { type Inline, lines, option, plain, richText } from './rich.ts';
import { clean, fitUnits, webLink } from './text.ts';

const ACTION = 'value';
const NO_CATEGORY = '-';
const LONGEST_NAME = 100;

export interface TrackDialog {
  readonly sighting: Sighting;
  readonly handbook: Handbook;
  /** Why it is asked again. */
  readonly notice: Inline[];
  /** Where the answer goes once the dialog is closed. */
  readonly responseUrl: string | null;
}

export function trackDialog(dialog: TrackDialog): ModalView {
  const { sighting, handbook, notice, responseUrl } = dialog;
  return {
    ...modal('Track in Heed', [
      ...richText(lines([notice])),
      linkInput(sighting.link),
      textInput(sighting.text),
      authorInput(sighting.author),
      ...choices(sighting, handbook),
    ]),
    callback_id: CALLBACKS.track,
    private_metadata: responseUrl ?? '',
    submit: plain('Track'),
    close: plain('Cancel'),
  };
}

/** What stands in the dialog. */
export function sightingIn(view: DialogState): Sighting {
  const value = (field: keyof Sighting) => valueIn(view, field, ACTION);
  const category = value('category');
  return {
    link: value('link'),
    text: value('text'),
    author: value('author'),
    department: value('department'),
    category: category === NO_CATEGORY || category === '' ? null : category,
  };
}

function block(field: keyof Sighting, label: string) {
  return { type: 'input', block_id: field, label: plain(label) } as const;
}

function linkInput(link: string): InputBlock {
  const given = webLink(link, LIMITS.url);
  return {
    ...block('link', 'Link'),
    element: {
      type: 'url_text_input',
      action_id: ACTION,
      placeholder: plain('https://…'),
      ...(given === null ? {} : { initial_value: link.trim() }),
    },
  };
}

function textInput(text: string): InputBlock {
  const initial = fitUnits(clean(text).trim(), LIMITS.inputText);
  return {
    ...block('text', 'What was said'),
    element: {
      type: 'plain_text_input',
      action_id: ACTION,
      multiline: true,
      max_length: LIMITS.inputText,
      ...(initial === '' ? {} : { initial_value: initial }),
    },
  };
}

function authorInput(author: string): InputBlock {
  return {
    ...block('author', 'Who said it'),
    element: {
      type: 'plain_text_input',
      action_id: ACTION,
      max_length: LONGEST_NAME,
      placeholder: plain('A name, or a @handle'),
      ...(author === '' ? {} : { initial_value: author }),
    },
  };
}

function choices({ department, category }: Sighting, handbook: Handbook): KnownBlock[] {
  const departments = handbook.departments.map(({ id, name }) => option(clean(name), id));
  const categories = handbook.categories.map(({ id, name }) => option(clean(name), id));
  return [
    { ...block('department', 'Department'), element: select(departments, department) },
    {
      ...block('category', 'Category'),
      element: select([option('No category', NO_CATEGORY), ...categories], category ?? NO_CATEGORY),
    },
  ];
}

function select(options: readonly PlainTextOption[], chosen: string) {
  const shown = options.slice(0, LIMITS.options);
  const initial = shown.find(({ value }) => value === chosen);
  return {
    type: 'static_select' as const,
    action_id: ACTION,
    options: shown,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}
