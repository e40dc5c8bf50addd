/** What somebody fills in: a few blocks to read, fields with their answers, and one way on. */
import type { Block, Option } from './page.ts';

export interface Form {
  /** Which form it is. */
  readonly id: string;
  readonly title: string;
  /** Null for one that only says something. */
  readonly submit: string | null;
  /** Null where the surface's own words will do. */
  readonly close: string | null;
  /** Comes back with the answers. */
  readonly carried: string;
  /** What is typed in it is saved as it is typed. */
  readonly saves: boolean;
  readonly parts: readonly (Block | Field)[];
}

export interface Field {
  readonly type: 'field';
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly isOptional?: boolean;
  readonly input: Input;
}

export type Input =
  | {
      readonly type: 'text';
      readonly isLong: boolean;
      readonly longest: number;
      readonly initial: string;
      readonly placeholder?: string;
      /** Where somebody begins to type. */
      readonly isFirst?: boolean;
    }
  | { readonly type: 'link'; readonly initial: string; readonly isFirst?: boolean }
  /** A few to pick from at a glance, or a list. */
  | {
      readonly type: 'one';
      readonly options: readonly Option[];
      readonly chosen: string | null;
      readonly isList?: true;
    }
  | {
      readonly type: 'several';
      readonly placeholder: string;
      readonly options: readonly Option[];
      readonly chosen: readonly string[];
    }
  | {
      readonly type: 'ticks';
      readonly options: readonly Option[];
      readonly chosen: readonly string[];
    }
  | { readonly type: 'moment' };

/** A form that came back. */
export interface Filled {
  readonly id: string;
  readonly carried: string;
  /** What stands in a field; empty where nothing does. */
  readonly textOf: (field: string) => string;
  readonly choicesOf: (field: string) => readonly string[];
  /** In ms; null where nothing was chosen. */
  readonly momentOf: (field: string) => number | null;
  /** The fields by name. */
  readonly fields: readonly string[];
}
