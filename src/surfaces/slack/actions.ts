/** What Slack sends when somebody presses, submits or closes something: parsed, and as a command. */
import { z } from 'zod';
import { readPress, readRow } from '../../front/press.ts';
import type { Chosen } from '../../front/press-commands.ts';

const option = z.object({ value: z.string() });

const field = z.object({
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
  selected_date_time: z.number().nullish(),
});

const view = z.object({
  id: z.string(),
  /** `modal` or `home`. */
  type: z.string().default('modal'),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  state: z
    .object({ values: z.record(z.string(), z.record(z.string(), field)).default({}) })
    .default({ values: {} }),
  blocks: z
    .array(
      z.object({
        block_id: z.string().optional(),
        element: z
          .object({
            action_id: z.string().optional(),
            initial_value: z.string().optional(),
            initial_option: option.optional(),
            initial_options: z.array(option).optional(),
          })
          .optional(),
      }),
    )
    .default([]),
});
export type DialogState = z.infer<typeof view>;

const who = {
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
};

const press = z
  .object({
    ...who,
    type: z.literal('block_actions'),
    trigger_id: z.string(),
    response_url: z.url().optional(),
    view: view.optional(),
    actions: z
      .array(field.extend({ type: z.string(), action_id: z.string(), block_id: z.string() }))
      .min(1),
  })
  .transform((body) => ({ ...body, presser: presserOf(body) }));
export type Press = z.infer<typeof press>;

const dialog = z
  .object({ ...who, type: z.enum(['view_submission', 'view_closed']), view })
  .transform((body) => ({ ...body, presser: presserOf(body) }));
export type Dialog = z.infer<typeof dialog>;

export interface Presser {
  readonly id: string;
  /** The workspace that the person belongs to; null where Slack does not say. */
  readonly team: string | null;
}

function presserOf(body: {
  readonly user: { readonly id: string; readonly team_id?: string | undefined };
  readonly team?: { readonly id: string } | null | undefined;
}): Presser {
  return { id: body.user.id, team: body.user.team_id ?? body.team?.id ?? null };
}

export function parsePress(body: unknown): Press | null {
  return press.safeParse(body).data ?? null;
}

export function parseDialog(body: unknown): Dialog | null {
  return dialog.safeParse(body).data ?? null;
}

/** Null where it is nothing that Heed drew. */
export function chosenIn({ actions }: Press): Chosen | null {
  const [action] = actions;
  if (action === undefined) return null;
  const option = action.selected_option?.value ?? null;
  if (action.type === 'static_select') {
    const row = readRow(action.block_id);
    return row === null ? null : { ...row, action: 'category', chosen: option };
  }
  const pressed = readPress(action.value ?? option ?? '');
  return pressed === null ? null : { ...pressed, chosen: null };
}

/**
 * What stands in a field. A field that came with an update of the dialog and was left as it was
 * is missing from the state (bolt-js 1258): then it is what it came with.
 */
export function valueIn(state: DialogState, block: string, action: string): string {
  const entry = state.state.values[block]?.[action];
  const came = elementIn(state, block);
  const initial = came?.initial_option?.value ?? came?.initial_value;
  return entry?.selected_option?.value ?? entry?.value ?? initial ?? '';
}

/** The same for what was chosen, by the options' values. */
export function chosenOf(state: DialogState, block: string, action: string): readonly string[] {
  const entry = state.state.values[block]?.[action];
  const initial = elementIn(state, block);
  const one = entry === undefined ? initial?.initial_option : entry.selected_option;
  const many = entry === undefined ? initial?.initial_options : entry.selected_options;
  return [...(many ?? []), ...(one ? [one] : [])].map(({ value }) => value);
}

export function initialIn(state: DialogState, block: string): string {
  return elementIn(state, block)?.initial_value ?? '';
}

function elementIn(state: DialogState, block: string) {
  return state.blocks.find((one) => one.block_id === block)?.element;
}
