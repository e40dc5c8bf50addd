/** The few parts of Block Kit that Heed draws with. Texts must be clean already. */
import type {
  Button,
  KnownBlock,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  RichTextElement,
  RichTextQuote,
  RichTextSection,
} from '@slack/types';
import { type ClockFormat, dateElement, formatFor, partsOf } from './clock.ts';
import { LIMITS } from './limits.ts';
import { clean, fitUnits } from './text.ts';

export type Inline = RichTextElement;
export type Part = RichTextSection | RichTextQuote;

export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

/** Slack refuses an empty text. */
export function words(text: string): Inline[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

export function bold(text: string): Inline[] {
  return text === '' ? [] : [{ type: 'text', text, style: { bold: true } }];
}

export function italic(text: string): Inline[] {
  return text === '' ? [] : [{ type: 'text', text, style: { italic: true } }];
}

/** The label is ours, never the author's: a foreign label could lie about where the link leads. */
export function link(label: string, url: string): Inline[] {
  return [{ type: 'link', url, text: label }];
}

export function instantAt(at: number, format: ClockFormat, timezone: string): Inline[] {
  return [dateElement(at, format, timezone)];
}

/** A sentence of the core's, its instants in the reader's own zone. */
export function sentence(text: string, now: number, timezone: string): Inline[] {
  return partsOf(text).flatMap((part) =>
    part.type === 'text'
      ? words(clean(part.text))
      : instantAt(part.at, formatFor(part.at, now, timezone), timezone),
  );
}

export function line(...elements: readonly Inline[][]): Part {
  return { type: 'rich_text_section', elements: elements.flat() };
}

/** Several lines in one section. */
export function lines(rows: readonly (readonly Inline[])[]): Part[] {
  const kept = rows.filter((row) => row.length > 0);
  if (kept.length === 0) return [];
  const elements = kept.flatMap((row, index) =>
    index === 0 ? [...row] : [...words('\n'), ...row],
  );
  return [{ type: 'rich_text_section', elements }];
}

export function quote(text: string): Part[] {
  return text === '' ? [] : [{ type: 'rich_text_quote', elements: words(text) }];
}

export function richText(parts: readonly Part[], blockId?: string): RichTextBlock[] {
  if (parts.length === 0) return [];
  const id = blockId === undefined ? {} : { block_id: blockId };
  return [{ type: 'rich_text', ...id, elements: [...parts] }];
}

export function option(label: string, value: string): PlainTextOption {
  return { text: plain(fitUnits(label, LIMITS.optionText)), value };
}

export function button(label: string, actionId: string, value: string): Button {
  return { type: 'button', text: plain(label), action_id: actionId, value };
}

/** All texts in the blocks, in UTF-16 units: what Slack's limit on a message counts. */
export function textLength(blocks: readonly KnownBlock[]): number {
  return lengthOf(blocks);
}

function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + lengthOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === 'text' && typeof inner === 'string' ? inner.length : lengthOf(inner)),
    0,
  );
}
