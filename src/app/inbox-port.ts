/** What came in and may come again: it is acted on once, and answered the same. */
import type { Instant } from '../core/mention.ts';

export type Begun =
  /** Nobody has it: whoever was told so acts, and answers or lets go of it. */
  | { readonly type: 'new' }
  | { readonly type: 'in_hand' }
  | { readonly type: 'answered'; readonly answer: unknown };

export interface Inbox {
  begin(key: string, now: Instant): Promise<Begun>;
  answer(key: string, answer: unknown): Promise<void>;
  /** Nothing was done: when it comes again it is new. */
  letGo(key: string): Promise<void>;
}
