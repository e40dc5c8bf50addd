import { z } from 'zod';
import { entry } from './views.ts';

const id = z.string().min(1);
const who = { as: id };

/** Everything a person can do in the workspace. */
export const act = z.discriminatedUnion('type', [
  z.object({
    ...who,
    ...entry.shape,
    type: z.literal('press'),
    channel: id.optional(),
    ts: id.optional(),
    viewId: id.optional(),
    blockId: id,
    actionId: id,
  }),
  z.object({
    ...who,
    ...entry.shape,
    type: z.literal('input'),
    viewId: id,
    blockId: id,
    actionId: id,
  }),
  z.object({
    ...who,
    type: z.literal('submit'),
    viewId: id,
    values: z.record(z.string(), z.record(z.string(), entered())).optional(),
  }),
  z.object({ ...who, type: z.literal('close'), viewId: id }),
  z.object({ ...who, type: z.literal('slash'), channel: id, text: z.string().startsWith('/') }),
  z.object({
    ...who,
    type: z.literal('message'),
    channel: id,
    threadTs: id.optional(),
    text: z.string().min(1).max(40_000),
  }),
  z.object({
    ...who,
    type: z.literal('edit'),
    channel: id,
    ts: id,
    text: z.string().min(1).max(40_000),
  }),
  z.object({ ...who, type: z.literal('delete'), channel: id, ts: id }),
  z.object({ ...who, type: z.literal('shortcut'), channel: id, ts: id, callbackId: id }),
  z.object({ ...who, type: z.literal('read'), channel: id }),
  z.object({ ...who, type: z.literal('home') }),
]);
export type Act = z.infer<typeof act>;
export type ActInput = z.input<typeof act>;
export type ActOf<Type extends Act['type']> = Extract<Act, { type: Type }>;

export type ActResult = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** A field in a submission: as in `state.values`, or as an entry. */
function entered() {
  const option = z.object({ value: z.string() }).transform((o) => o.value);
  return z
    .object({
      ...entry.shape,
      selected_option: option.nullable(),
      selected_options: z.array(option),
      selected_user: z.string().nullable(),
      selected_date_time: z.number().nullable(),
    })
    .partial()
    .transform((field) => ({
      value: field.value,
      selectedOption: field.selectedOption ?? field.selected_option,
      selectedOptions: field.selectedOptions ?? field.selected_options,
      selectedUser: field.selectedUser ?? field.selected_user,
      selectedDateTime: field.selectedDateTime ?? field.selected_date_time,
    }));
}
