import { z } from 'zod';
import type { Block } from './blocks.ts';
import { elementsIn, viewBlocks } from './blocks.ts';
import type { Element, Option } from './elements.ts';
import { mostOf, optionsOf, plainText } from './elements.ts';
import { LIMITS } from './limits.ts';

export const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(LIMITS.modalTitle),
    submit: plainText(LIMITS.modalTitle).optional(),
    close: plainText(LIMITS.modalTitle).optional(),
    blocks: viewBlocks,
    private_metadata: z.string().max(LIMITS.privateMetadata).optional(),
    callback_id: z.string().max(LIMITS.callbackId).optional(),
    external_id: z.string().max(LIMITS.externalId).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  })
  .refine((view) => view.submit || !view.blocks.some((block) => block.type === 'input'), {
    message: 'must define `submit` to use an `input` block in modals',
    path: ['submit'],
  });
export type Modal = z.infer<typeof modal>;

export const homeView = z.strictObject({
  type: z.literal('home'),
  blocks: viewBlocks,
  private_metadata: z.string().max(LIMITS.privateMetadata).optional(),
  callback_id: z.string().max(LIMITS.callbackId).optional(),
  external_id: z.string().max(LIMITS.externalId).optional(),
});

/** What an app published on its Home tab for one person. */
export interface Home {
  readonly id: string;
  view: z.infer<typeof homeView>;
  hash: string;
  values: Values;
}

/** What a field holds, as in `view.state.values`. */
export interface Value {
  type: string;
  value?: string | null;
  selected_option?: Option | null;
  selected_options?: readonly Option[];
  selected_user?: string | null;
  selected_date_time?: number | null;
}
export type Values = Record<string, Record<string, Value>>;

export interface View {
  readonly id: string;
  readonly user: string;
  readonly root: string;
  readonly previous: string | null;
  modal: Modal;
  hash: string;
  values: Values;
  errors: Record<string, string>;
  pending: boolean;
}

function initialValue(element: Element): Value | null {
  const { type } = element;
  switch (element.type) {
    case 'button':
    case 'overflow':
      return null;
    case 'plain_text_input':
    case 'url_text_input':
      return { type, value: element.initial_value ?? null };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
    default: {
      const never: never = element;
      return never;
    }
  }
}

/**
 * `state.values` of these blocks. A field that was there before under the same block and action
 * keeps what the person entered: Slack ignores a changed initial value then.
 */
export function valuesOf(blocks: readonly Block[], before: Values = {}): Values {
  const values: Values = {};
  for (const block of blocks) {
    for (const element of elementsIn(block)) {
      const { block_id: blockId, action_id: actionId } = { ...block, ...element };
      const initial = initialValue(element);
      if (!initial || blockId === undefined || actionId === undefined) continue;
      const kept = before[blockId]?.[actionId];
      values[blockId] ??= {};
      values[blockId][actionId] = kept?.type === initial.type ? kept : initial;
    }
  }
  return values;
}

const choice = z.union([
  z.string(),
  z.object({ value: z.string() }).transform((option) => option.value),
]);

/** What a person gives a field; options by their value. */
export const entry = z
  .object({
    value: z.string().nullable(),
    selectedOption: choice.nullable(),
    selectedOptions: z.array(choice),
    selectedUser: z.string().nullable(),
    selectedDateTime: z.number().nullable(),
  })
  .partial();
export type Entry = z.infer<typeof entry>;

function chosen(element: Element, value: string | undefined): Option | null {
  const options = 'options' in element || 'option_groups' in element ? optionsOf(element) : [];
  return options.find((option) => option.value === value) ?? null;
}

/** The field after this entry, or null when the element offers no such choice. */
export function enter(element: Element, given: Entry): Value | null {
  const { type } = element;
  switch (element.type) {
    case 'button':
      return { type };
    case 'plain_text_input':
    case 'url_text_input':
      return { type, value: given.value === '' ? null : (given.value ?? null) };
    case 'overflow':
    case 'static_select':
    case 'radio_buttons': {
      const cleared = given.selectedOption === null && element.type !== 'overflow';
      if (cleared) return { type, selected_option: null };
      const option = chosen(element, given.selectedOption ?? given.value ?? undefined);
      return option && { type, selected_option: option };
    }
    case 'checkboxes':
    case 'multi_static_select': {
      const options = (given.selectedOptions ?? []).map((value) => chosen(element, value));
      const known = options.filter((option) => option !== null);
      if (known.length < options.length) return null;
      const tooMany = element.type !== 'checkboxes' && known.length > mostOf(element);
      return tooMany ? null : { type, selected_options: known };
    }
    case 'users_select':
      return { type, selected_user: given.selectedUser || given.value || null };
    case 'datetimepicker':
      return { type, selected_date_time: given.selectedDateTime ?? (Number(given.value) || null) };
    default: {
      const never: never = element;
      return never;
    }
  }
}

function isEmpty(value: Value): boolean {
  const single =
    value.value ?? value.selected_option ?? value.selected_user ?? value.selected_date_time;
  return (single ?? null) === null && (value.selected_options ?? []).length === 0;
}

/** What Slack's client itself says before it bothers the app: blocks by id with a sentence. */
export function inputFaults(view: View): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const block of view.modal.blocks) {
    if (block.type !== 'input' || block.block_id === undefined) continue;
    const { element } = block;
    const value = view.values[block.block_id]?.[element.action_id ?? ''];
    if (!value) continue;
    const empty = isEmpty(value);
    if (empty && !block.optional) faults[block.block_id] = 'Please complete this required field.';
    if (element.type !== 'plain_text_input' || empty) continue;
    const length = value.value?.length ?? 0;
    const most = element.max_length ?? LIMITS.inputText;
    if (length > most) faults[block.block_id] = `Must be at most ${most} characters.`;
    if (length < (element.min_length ?? 0)) {
      faults[block.block_id] = `Must be at least ${element.min_length} characters.`;
    }
  }
  return faults;
}
