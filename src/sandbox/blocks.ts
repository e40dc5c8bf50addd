import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { dataVisualization } from './charts.ts';
import type { Element } from './elements.ts';
import {
  accessory,
  actionsElement,
  anyText,
  imageElement,
  inputElement,
  plainText,
} from './elements.ts';
import { LIMITS } from './limits.ts';
import { richText } from './rich-text.ts';

const blockId = z.string().min(1).max(LIMITS.blockId).optional();
const label = plainText(LIMITS.label);

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(LIMITS.sectionText).optional(),
    fields: z.array(anyText(LIMITS.fieldText)).min(1).max(LIMITS.sectionFields).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    message: 'missing required field: text or fields',
  });

const header = z.strictObject({
  type: z.literal('header'),
  block_id: blockId,
  text: plainText(LIMITS.header),
});

const context = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [imageElement, ...anyText(LIMITS.sectionText).options]))
    .min(1)
    .max(LIMITS.contextElements),
});

const divider = z.strictObject({ type: z.literal('divider'), block_id: blockId });

const image = imageElement.extend({
  alt_text: z.string().min(1).max(LIMITS.altText),
  block_id: blockId,
  title: plainText(LIMITS.imageTitle).optional(),
});

const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: blockId,
  elements: z.array(actionsElement).min(1).max(LIMITS.actionsElements),
});

const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label,
  hint: label.optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});

const rich = richText.extend({ block_id: blockId });
const chart = dataVisualization.extend({ block_id: blockId });
const messageBlock = z.discriminatedUnion('type', [
  section,
  header,
  context,
  divider,
  image,
  actions,
  rich,
  chart,
]);
const modalBlock = z.discriminatedUnion('type', [...messageBlock.options, input]);
export type Block = z.infer<typeof modalBlock>;

/** The elements of one block that a person can press, choose or fill. */
export function elementsIn(block: Block): readonly Element[] {
  switch (block.type) {
    case 'actions':
      return block.elements;
    case 'input':
      return [block.element];
    case 'section':
      return block.accessory && block.accessory.type !== 'image' ? [block.accessory] : [];
    default:
      return [];
  }
}

function checkUnique(blocks: readonly Block[], context: z.RefinementCtx): void {
  const ids = new Set<string>();
  let focused = 0;
  for (const [index, block] of blocks.entries()) {
    if (block.block_id !== undefined && ids.has(block.block_id)) {
      context.addIssue({
        code: 'custom',
        path: [index, 'block_id'],
        message: `\`block_id\` already exists: ${block.block_id}`,
      });
    }
    if (block.block_id !== undefined) ids.add(block.block_id);
    const actionIds = elementsIn(block).flatMap((element) => element.action_id ?? []);
    if (new Set(actionIds).size < actionIds.length) {
      context.addIssue({
        code: 'custom',
        path: [index, 'elements'],
        message: '`action_id` must be unique within a block',
      });
    }
    focused += elementsIn(block).filter((e) => 'focus_on_load' in e && e.focus_on_load).length;
  }
  if (blocks.filter(({ type }) => type === 'data_visualization').length > LIMITS.messageCharts) {
    context.addIssue({ code: 'custom', message: 'too many data_visualization blocks' });
  }
  if (focused > 1) {
    context.addIssue({ code: 'custom', message: '`focus_on_load` may be set only once' });
  }
}

/** Slack names blocks and elements that the app did not name. */
function fillIds(blocks: Block[]): Block[] {
  const filled = structuredClone(blocks);
  for (const block of filled) {
    block.block_id ??= randomBytes(4).toString('base64url');
    for (const element of elementsIn(block)) {
      element.action_id ??= randomBytes(4).toString('base64url');
    }
  }
  return filled;
}

export const messageBlocks = z
  .array(messageBlock)
  .max(LIMITS.messageBlocks)
  .superRefine(checkUnique)
  .transform((blocks) => fillIds(blocks));

export const viewBlocks = z
  .array(modalBlock)
  .max(LIMITS.viewBlocks)
  .superRefine(checkUnique)
  .transform((blocks) => fillIds(blocks));

/** Characters of all `text` in the blocks, whatever their depth. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === 'text' && typeof inner === 'string' ? inner.length : textLength(inner)),
    0,
  );
}

/**
 * What Slack says of each fault, such as
 * `[ERROR] must be less than 3001 characters [json-pointer:/blocks/2/text/text]`.
 * @param error of a parse with `reportInput: true`
 */
export function describeFaults(error: z.ZodError, prefix = ''): string[] {
  return error.issues.map((issue) => {
    const missing = issue.code === 'invalid_type' && issue.input === undefined;
    const path = missing ? issue.path.slice(0, -1) : issue.path;
    const pointer = prefix + path.map((part) => `/${String(part)}`).join('');
    const what = missing
      ? `missing required field: ${String(issue.path.at(-1) ?? 'body')}`
      : describeFault(issue);
    return `[ERROR] ${what}${pointer === '' ? '' : ` [json-pointer:${pointer}]`}`;
  });
}

function describeFault(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? `must be less than ${Number(issue.maximum) + 1} characters`
        : `no more than ${issue.maximum} items allowed`;
    case 'too_small':
      return issue.origin === 'string'
        ? `must be more than ${Number(issue.minimum) - 1} characters`
        : `no fewer than ${issue.minimum} items allowed`;
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return 'unsupported type';
    case 'invalid_type':
      return `must be a ${issue.expected}`;
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    default:
      return issue.message;
  }
}
