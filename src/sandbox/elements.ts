import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** Block Kit's text objects and interactive elements; an unknown key is an error, as in Slack. */

export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

const url = z.string().max(LIMITS.url).refine(URL.canParse, 'must be a valid URL');
const style = z.enum(['primary', 'danger']).optional();

const confirm = z
  .strictObject({
    title: plainText(LIMITS.confirmTitle).optional(),
    text: anyText(LIMITS.confirmText),
    confirm: plainText(LIMITS.confirmButton).optional(),
    deny: plainText(LIMITS.confirmButton).optional(),
    style,
  })
  .optional();

const actionId = z.string().min(1).max(LIMITS.actionId).optional();
const focus = z.boolean().optional();
const placeholder = plainText(LIMITS.placeholder).optional();

const plainOption = z.strictObject({
  text: plainText(LIMITS.optionText),
  value: z.string().max(LIMITS.optionValue),
  description: plainText(LIMITS.optionText).optional(),
});
const anyOption = plainOption.extend({
  text: anyText(LIMITS.optionText),
  description: anyText(LIMITS.optionText).optional(),
});
export type Option = z.infer<typeof anyOption>;

function isAmong(wanted: Option | undefined, options: readonly Option[] | undefined): boolean {
  if (!wanted) return true;
  return (options ?? []).some(
    (option) => option.value === wanted.value && option.text.text === wanted.text.text,
  );
}

export const imageElement = z.strictObject({
  type: z.literal('image'),
  image_url: url.refine((text) => /^https?:/.test(text), 'must be an http(s) URL'),
  alt_text: z.string().max(LIMITS.altText),
});

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(LIMITS.buttonText),
  action_id: actionId,
  value: z.string().max(LIMITS.buttonValue).optional(),
  url: url.optional(),
  style,
  confirm,
  accessibility_label: z.string().max(LIMITS.accessibilityLabel).optional(),
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  options: z
    .array(plainOption.extend({ url: url.optional() }))
    .min(1)
    .max(LIMITS.overflowOptions),
  confirm,
});

const optionGroup = z.strictObject({
  label: plainText(LIMITS.optionText),
  options: z.array(plainOption).min(1).max(LIMITS.options),
});

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: actionId,
    placeholder,
    options: z.array(plainOption).min(1).max(LIMITS.options).optional(),
    option_groups: z.array(optionGroup).min(1).max(LIMITS.options).optional(),
    initial_option: plainOption.optional(),
    confirm,
    focus_on_load: focus,
  })
  .refine((select) => (select.options === undefined) !== (select.option_groups === undefined), {
    message: 'must define either `options` or `option_groups`',
  })
  .refine((select) => isAmong(select.initial_option, optionsOf(select)), {
    message: '`initial_option` must be one of the options',
    path: ['initial_option'],
  });

const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    action_id: actionId,
    placeholder,
    options: z.array(plainOption).min(1).max(LIMITS.options).optional(),
    option_groups: z.array(optionGroup).min(1).max(LIMITS.options).optional(),
    initial_options: z.array(plainOption).min(1).optional(),
    max_selected_items: z.number().int().min(1).optional(),
    confirm,
    focus_on_load: focus,
  })
  .refine((select) => (select.options === undefined) !== (select.option_groups === undefined), {
    message: 'must define either `options` or `option_groups`',
  })
  .refine((select) => (select.initial_options ?? []).every((o) => isAmong(o, optionsOf(select))), {
    message: '`initial_options` must be among the options',
    path: ['initial_options'],
  })
  .refine((select) => (select.initial_options ?? []).length <= mostOf(select), {
    message: '`initial_options` must not be more than `max_selected_items`',
    path: ['initial_options'],
  });

/** How many options of a multi-select may be chosen. */
export function mostOf(select: { readonly max_selected_items?: number | undefined }): number {
  return select.max_selected_items ?? Number.POSITIVE_INFINITY;
}

const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  action_id: actionId,
  placeholder,
  initial_user: z.string().optional(),
  confirm,
  focus_on_load: focus,
});

const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    action_id: actionId,
    options: z.array(anyOption).min(1).max(LIMITS.choices),
    initial_options: z.array(anyOption).min(1).optional(),
    confirm,
    focus_on_load: focus,
  })
  .refine((boxes) => (boxes.initial_options ?? []).every((o) => isAmong(o, boxes.options)), {
    message: '`initial_options` must be among the options',
    path: ['initial_options'],
  });

const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    action_id: actionId,
    options: z.array(anyOption).min(1).max(LIMITS.choices),
    initial_option: anyOption.optional(),
    confirm,
    focus_on_load: focus,
  })
  .refine((radio) => isAmong(radio.initial_option, radio.options), {
    message: '`initial_option` must be one of the options',
    path: ['initial_option'],
  });

const dateTimePicker = z.strictObject({
  type: z.literal('datetimepicker'),
  action_id: actionId,
  initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
  confirm,
  focus_on_load: focus,
});

const dispatchActionConfig = z
  .strictObject({
    trigger_actions_on: z
      .array(z.enum(['on_enter_pressed', 'on_character_entered']))
      .min(1)
      .max(2),
  })
  .optional();

const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    action_id: actionId,
    placeholder,
    initial_value: z.string().max(LIMITS.inputText).optional(),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(LIMITS.inputText).optional(),
    max_length: z.number().int().min(1).max(LIMITS.inputText).optional(),
    dispatch_action_config: dispatchActionConfig,
    focus_on_load: focus,
  })
  .refine((input) => (input.initial_value ?? '').length <= (input.max_length ?? LIMITS.inputText), {
    message: '`initial_value` must not be longer than `max_length`',
    path: ['initial_value'],
  });

const urlTextInput = z.strictObject({
  type: z.literal('url_text_input'),
  action_id: actionId,
  placeholder,
  initial_value: z.string().max(LIMITS.inputText).optional(),
  dispatch_action_config: dispatchActionConfig,
  focus_on_load: focus,
});

export const accessory = z.discriminatedUnion('type', [
  imageElement,
  button,
  overflow,
  staticSelect,
  multiStaticSelect,
  usersSelect,
  checkboxes,
  radioButtons,
]);

/** A multi-select stands in sections and inputs, never in a row of actions. */
export const actionsElement = z.discriminatedUnion('type', [
  button,
  overflow,
  staticSelect,
  usersSelect,
  checkboxes,
  radioButtons,
  dateTimePicker,
]);

export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  urlTextInput,
  staticSelect,
  multiStaticSelect,
  usersSelect,
  checkboxes,
  radioButtons,
  dateTimePicker,
]);

export type Element = z.infer<typeof actionsElement> | z.infer<typeof inputElement>;

/** The options somebody can choose from, groups flattened; none for what is no choice. */
export function optionsOf(element: {
  readonly options?: readonly Option[] | undefined;
  readonly option_groups?: readonly { readonly options: readonly Option[] }[] | undefined;
}): readonly Option[] {
  return element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
}
