/**
 * The few parts of which everything is made that staff read and press, whichever surface draws it.
 * Texts must be clean already; a surface escapes what it parses.
 */
import { type ClockFormat, formatFor, partsOf, plainTime } from './clock.ts';
import { LIMITS } from './limits.ts';
import { clean, fitUnits } from './text.ts';

export type Inline =
  | { readonly type: 'text'; readonly text: string; readonly style?: 'bold' | 'italic' }
  /** The label is ours, never the author's: a foreign label could lie about where the link leads. */
  | { readonly type: 'link'; readonly url: string; readonly text: string; readonly bold?: true }
  /** `plain` is for where a reader's own zone is not known: the handbook's. */
  | {
      readonly type: 'instant';
      readonly at: number;
      readonly format: ClockFormat;
      readonly plain: string;
    }
  /** Near or missed, by one sign in colour. */
  | { readonly type: 'sign'; readonly sign: Sign }
  /** A channel as the handbook names it. */
  | { readonly type: 'channel'; readonly channel: string };

export type Sign = 'imminent' | 'breached';

export type Part =
  | { readonly type: 'line'; readonly elements: readonly Inline[] }
  | { readonly type: 'quote'; readonly elements: readonly Inline[] }
  | { readonly type: 'list'; readonly items: readonly (readonly Inline[])[] };

export interface Option {
  readonly label: string;
  readonly value: string;
}

export interface Button {
  readonly type: 'button';
  readonly label: string;
  /** What kind of press it is. */
  readonly id: string;
  /** What it carries. */
  readonly value: string;
  /** Opens a link beside telling of the press. */
  readonly url?: string;
  /** The next step for a customer. */
  readonly isMain?: boolean;
  /** Asked once more before the press is told. */
  readonly confirm?: Confirm;
}

export interface Confirm {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

/** Chosen is done: the press carries the option's value. */
export interface Select {
  readonly type: 'select';
  readonly label: string;
  readonly id: string;
  readonly options: readonly Option[];
  readonly chosen: Option | null;
}

/** What stands behind ⋯. */
export interface Menu {
  readonly type: 'menu';
  readonly id: string;
  readonly entries: readonly Button[];
  /** What cannot be done, and why; null where there is nothing to say of it. */
  readonly note: string | null;
  /** Opens a dialog with all of this, for a surface that cannot hold it behind ⋯. */
  readonly more: Button;
}

export type Element = Button | Select | Menu;

export interface Row {
  readonly type: 'row';
  /** Says what the row is about; the same for one row wherever it is drawn. */
  readonly id: string;
  readonly elements: readonly Element[];
}

export interface Chart {
  readonly type: 'chart';
  readonly title: string;
  readonly categories: readonly string[];
  readonly series: readonly {
    readonly name: string;
    /** As many as there are categories. */
    readonly values: readonly number[];
  }[];
}

export type Block =
  | { readonly type: 'text'; readonly id?: string; readonly parts: readonly Part[] }
  | { readonly type: 'heading'; readonly text: string }
  /** Small print. */
  | { readonly type: 'note'; readonly text: string }
  /** A line with its button at the side. */
  | {
      readonly type: 'figure';
      readonly id: string;
      readonly elements: readonly Inline[];
      readonly button: Button | null;
    }
  | { readonly type: 'divider' }
  | Row
  | Chart;

export interface Page {
  /** Plain, for notifications and screen readers. */
  readonly sentence: string;
  readonly blocks: readonly Block[];
}

/** Nothing stands for an empty text. */
export function words(text: string): Inline[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

export function bold(text: string): Inline[] {
  return text === '' ? [] : [{ type: 'text', text, style: 'bold' }];
}

export function italic(text: string): Inline[] {
  return text === '' ? [] : [{ type: 'text', text, style: 'italic' }];
}

/** A sentence with its words in bold. */
export function loud(elements: readonly Inline[]): Inline[] {
  return elements.map((one) => (one.type === 'text' ? { ...one, style: 'bold' } : one));
}

export function link(label: string, url: string): Inline[] {
  return [{ type: 'link', url, text: label }];
}

export function instantAt(at: number, format: ClockFormat, timezone: string): Inline[] {
  return [{ type: 'instant', at, format, plain: plainTime(at, format, timezone) }];
}

/** A sentence of the core's, its instants in the reader's own zone. */
export function sentence(text: string, now: number, timezone: string): Inline[] {
  return partsOf(text).flatMap((part) =>
    part.type === 'text'
      ? words(clean(part.text))
      : instantAt(part.at, formatFor(part.at, now, timezone), timezone),
  );
}

export function line(...elements: readonly (readonly Inline[])[]): Part {
  return { type: 'line', elements: elements.flat() };
}

/** Several lines in one part. */
export function lines(rows: readonly (readonly Inline[])[]): Part[] {
  const kept = rows.filter((row) => row.length > 0);
  if (kept.length === 0) return [];
  const elements = kept.flatMap((row, index) =>
    index === 0 ? [...row] : [...words('\n'), ...row],
  );
  return [{ type: 'line', elements }];
}

export function quote(text: string): Part[] {
  return text === '' ? [] : [{ type: 'quote', elements: words(text) }];
}

export function list(items: readonly (readonly Inline[])[]): Part[] {
  return items.length === 0 ? [] : [{ type: 'list', items }];
}

export function paragraph(parts: readonly Part[], id?: string): Block[] {
  if (parts.length === 0) return [];
  return [{ type: 'text', ...(id === undefined ? {} : { id }), parts }];
}

export function option(label: string, value: string): Option {
  return { label: fitUnits(label, LIMITS.optionText), value };
}

export function button(label: string, id: string, value: string): Button {
  return { type: 'button', label, id, value };
}

/** Nothing where there is nothing to press. */
export function row(id: string, elements: readonly Element[]): Block[] {
  return elements.length === 0 ? [] : [{ type: 'row', id, elements }];
}
