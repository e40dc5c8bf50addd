/** What a submitted dialog is answered with. */
import type { ModalView } from '@slack/types';

export type Answer =
  | { readonly type: 'close' }
  /** Under the one field of the dialog, which keeps what was typed. */
  | {
      readonly type: 'error';
      readonly block: string;
      readonly sentence: string;
      readonly typed: string;
    }
  | { readonly type: 'update'; readonly view: ModalView };
