/** Forms as the cards of Teams' dialogs, and what comes back of them. */
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Field, Filled, Form, Input } from '../../front/form.ts';
import { lines, loud, type Option, paragraph, words } from '../../front/page.ts';
import { type AdaptiveCard, type CardPart, cardWith, drawBlock } from './draw.ts';

export interface Dialog {
  readonly title: string;
  readonly card: AdaptiveCard;
}

/** Where a moment's time of day stands beside its date. */
const TIME = ':time';

export function drawForm(form: Form): Dialog {
  const { id, title, submit, carried, saves, parts } = form;
  const body = parts.flatMap((part) => (part.type === 'field' ? drawField(part) : drawBlock(part)));
  const send = (label: string, how: 'submit' | 'save'): CardPart => ({
    type: 'Action.Submit',
    title: label,
    data: { form: id, carried, how },
    ...(how === 'save' ? { associatedInputs: 'auto' } : { style: 'positive' }),
  });
  const actions = [
    ...(submit === null ? [] : [send(submit, 'submit')]),
    ...(saves ? [send('Save for later', 'save')] : []),
  ];
  return { title, card: cardWith(body, actions) };
}

function drawField({ id, label, hint, isOptional, input }: Field): CardPart[] {
  const required = isOptional === true ? {} : REQUIRED;
  const said = hint === undefined ? [] : drawBlock({ type: 'note', text: hint });
  return [...drawInput({ id, label, ...required }, input), ...said];
}

const REQUIRED = { isRequired: true, errorMessage: 'This is needed.' } as const;

function drawInput(
  named: { readonly id: string; readonly label: string },
  input: Input,
): CardPart[] {
  switch (input.type) {
    case 'text':
      return [
        {
          type: 'Input.Text',
          ...named,
          isMultiline: input.isLong,
          maxLength: input.longest,
          ...(input.placeholder === undefined ? {} : { placeholder: input.placeholder }),
          ...(input.initial === '' ? {} : { value: input.initial }),
        },
      ];
    case 'link':
      return [
        {
          ...{ type: 'Input.Text', ...named, style: 'Url', placeholder: 'https://…' },
          ...(input.initial === '' ? {} : { value: input.initial }),
        },
      ];
    case 'one': {
      const style = input.isList === true || input.options.length > 10 ? 'compact' : 'expanded';
      const chosen = input.chosen === null ? {} : { value: input.chosen };
      const choices = input.options.map(({ label, value }) => ({ title: label, value }));
      return [{ type: 'Input.ChoiceSet', ...named, style, choices, ...chosen, wrap: true }];
    }
    case 'several':
    case 'ticks':
      return [several(named, input, input.type === 'several' ? 'compact' : 'expanded')];
    case 'moment':
      return [
        { type: 'Input.Date', ...named },
        { type: 'Input.Time', id: `${named.id}${TIME}`, label: 'At what time?', value: '09:00' },
      ];
    default:
      return input satisfies never;
  }
}

/** Teams joins what was chosen by commas, so that no value may hold one. */
function several(
  named: { readonly id: string; readonly label: string },
  { options, chosen }: { readonly options: readonly Option[]; readonly chosen: readonly string[] },
  style: 'compact' | 'expanded',
): CardPart {
  const choices = options.map(({ label, value }) => ({
    title: label,
    value: encodeURIComponent(value),
  }));
  const known = chosen.filter((one) => options.some(({ value }) => value === one));
  const value = known.length === 0 ? {} : { value: known.map(encodeURIComponent).join(',') };
  return {
    type: 'Input.ChoiceSet',
    ...named,
    style,
    isMultiSelect: true,
    choices,
    ...value,
    wrap: true,
  };
}

const submitted = z.looseObject({
  form: z.string(),
  carried: z.string(),
  how: z.enum(['submit', 'save']).default('submit'),
});

export interface Submitted extends Filled {
  readonly how: 'submit' | 'save';
}

/** Null for what no form of Heed's sends. */
export function readSubmitted(data: unknown, timezone: string): Submitted | null {
  const parsed = submitted.safeParse(data);
  if (!parsed.success) return null;
  const { form, carried, how, ...given } = parsed.data;
  const textOf = (field: string) => {
    const value = given[field];
    return typeof value === 'string' ? value : '';
  };
  return {
    id: form,
    carried,
    how,
    textOf,
    choicesOf: (field) =>
      textOf(field)
        .split(',')
        .filter((value) => value !== '')
        .map(decodeURIComponent),
    momentOf(field) {
      const at = DateTime.fromISO(`${textOf(field)}T${textOf(`${field}${TIME}`) || '09:00'}`, {
        zone: timezone,
      });
      return at.isValid ? at.toMillis() : null;
    },
    fields: Object.keys(given),
  };
}

/** The form as it was filled in, with what is wrong said at its head. */
export function refill(form: Form, filled: Filled, sentence: string): Form {
  const notice = paragraph(lines([loud(words(sentence))]));
  const parts = form.parts.map((part) =>
    part.type === 'field' ? { ...part, input: filledInput(part.id, part.input, filled) } : part,
  );
  return { ...form, carried: filled.carried, parts: [...notice, ...parts] };
}

function filledInput(id: string, input: Input, filled: Filled): Input {
  switch (input.type) {
    case 'text':
    case 'link':
      return { ...input, initial: filled.textOf(id) };
    case 'one':
      return { ...input, chosen: filled.textOf(id) || input.chosen };
    case 'several':
    case 'ticks':
      return { ...input, chosen: filled.choicesOf(id) };
    case 'moment':
      return input;
    default:
      return input satisfies never;
  }
}
