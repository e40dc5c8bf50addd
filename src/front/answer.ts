/** What a form that was filled in is answered with. */
import type { Form } from './form.ts';

export type Answer =
  | { readonly type: 'close' }
  /** Under one field of the form, which keeps what was typed. */
  | {
      readonly type: 'error';
      readonly field: string;
      /** Plain text. */
      readonly sentence: string;
      readonly typed: string;
    }
  /** In its place. */
  | { readonly type: 'form'; readonly form: Form };
