/** Forms as Slack's modals, and what comes back of them. */
import type { InputBlock, KnownBlock, ModalView, MultiStaticSelect } from '@slack/types';
import type { Field, Filled, Form, Input } from '../../front/form.ts';
import type { Option } from '../../front/page.ts';
import { fitUnits } from '../../front/text.ts';
import { chosenOf, type DialogState, valueIn } from './actions.ts';
import { drawBlock, drawOption, plain } from './draw.ts';
import { LIMITS } from './limits.ts';

export function drawForm(form: Form): ModalView {
  const { id, title, submit, close, carried, saves, parts } = form;
  return {
    type: 'modal',
    title: plain(title),
    callback_id: id,
    ...(carried === '' ? {} : { private_metadata: carried }),
    ...(submit === null ? {} : { submit: plain(submit) }),
    ...(close === null ? {} : { close: plain(close) }),
    ...(saves ? { notify_on_close: true } : {}),
    blocks: parts.map(
      (part): KnownBlock => (part.type === 'field' ? drawField(part, saves) : drawBlock(part)),
    ),
  };
}

/** A field is the one element of its block, and both have its name. */
function drawField({ id, label, hint, isOptional, input }: Field, saves: boolean): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    ...(hint === undefined ? {} : { hint: plain(hint) }),
    ...(isOptional === true ? { optional: true } : {}),
    ...(input.type === 'text' && saves ? { dispatch_action: true } : {}),
    element: drawInput(id, input, saves),
  };
}

function drawInput(id: string, input: Input, saves: boolean): InputBlock['element'] {
  switch (input.type) {
    case 'text':
      return {
        type: 'plain_text_input',
        action_id: id,
        multiline: input.isLong,
        max_length: input.longest,
        ...focus(input.isFirst),
        ...(input.placeholder === undefined ? {} : { placeholder: plain(input.placeholder) }),
        ...(input.initial === '' ? {} : { initial_value: input.initial }),
        ...(saves
          ? { dispatch_action_config: { trigger_actions_on: ['on_character_entered'] } }
          : {}),
      };
    case 'link':
      return {
        type: 'url_text_input',
        action_id: id,
        placeholder: plain('https://…'),
        ...focus(input.isFirst),
        ...(input.initial === '' ? {} : { initial_value: input.initial }),
      };
    case 'one': {
      const options = input.options.map(drawOption);
      const initial = options.find(({ value }) => value === input.chosen);
      const chosen = initial === undefined ? {} : { initial_option: initial };
      const isList = input.isList === true || options.length > LIMITS.radioOptions;
      const type = isList ? 'static_select' : 'radio_buttons';
      return { type, action_id: id, options, ...chosen };
    }
    case 'several': {
      const chosen = input.options.filter(({ value }) => input.chosen.includes(value));
      return {
        type: 'multi_static_select',
        action_id: id,
        placeholder: plain(input.placeholder),
        ...choices(input.options),
        ...(chosen.length === 0 ? {} : { initial_options: chosen.map(drawOption) }),
      };
    }
    case 'ticks': {
      const options = input.options.map(drawOption);
      const chosen = options.filter(({ value }) => input.chosen.includes(value ?? ''));
      const ticked = chosen.length === 0 ? {} : { initial_options: chosen };
      return { type: 'checkboxes', action_id: id, options, ...ticked };
    }
    case 'moment':
      return { type: 'datetimepicker', action_id: id };
    default:
      return input satisfies never;
  }
}

function focus(isFirst: boolean | undefined): { focus_on_load?: true } {
  return isFirst === true ? { focus_on_load: true } : {};
}

/** One list takes 100 options; a larger company is listed in groups, from one name to another. */
function choices(
  options: readonly Option[],
): Pick<MultiStaticSelect, 'options'> | Pick<MultiStaticSelect, 'option_groups'> {
  if (options.length <= LIMITS.options) return { options: options.map(drawOption) };
  const groups: (readonly Option[])[] = [];
  for (let from = 0; from < options.length; from += LIMITS.options) {
    groups.push(options.slice(from, from + LIMITS.options));
  }
  return {
    option_groups: groups.slice(0, LIMITS.options).map((group) => ({
      label: plain(
        fitUnits(`${initial(group.at(0))} – ${initial(group.at(-1))}`, LIMITS.optionText),
      ),
      options: group.map(drawOption),
    })),
  };
}

function initial(entry: Option | undefined): string {
  return [...(entry?.label ?? '')].slice(0, 12).join('');
}

/** What stands in a modal, by its fields. */
export function filledIn(view: DialogState): Filled {
  return {
    id: view.callback_id,
    carried: view.private_metadata,
    textOf: (field) => valueIn(view, field, field),
    choicesOf: (field) => chosenOf(view, field, field),
    momentOf(field) {
      const seconds = view.state.values[field]?.[field]?.selected_date_time ?? null;
      return seconds === null ? null : seconds * 1000;
    },
    fields: Object.keys(view.state.values),
  };
}
