/**
 * Somebody at a desk whose Heed may be gone at any moment: each act is looked at and, where it has
 * not taken effect, done again. The same in every surface.
 */
import type { StaffName } from '../support/staff.ts';
import type { Reach } from './reach.ts';

export interface Hand {
  readonly reach: Reach;
  /** All that the card says which can be worked on, wherever it stands; empty while there is none. */
  says(tag: string): string;
  /** Which message that card is; null while there is none. */
  standsAs(tag: string): string | null;
  /** What its head says of it, such as "with Sam Botha". */
  standing(tag: string): string;
  press(who: StaffName, tag: string, label: string): Promise<void>;
  /** Presses under the direct message that says this, while it can be pressed. */
  pressRequest(who: StaffName, saying: string, label: string): Promise<void>;
  /** Opens the dialog of this button, fills it in and submits it. */
  fillIn(who: StaffName, where: Where, label: string, given: Given): Promise<void>;
  /** Has what is theirs shown: the Home tab, or where there is none the list of it. */
  openOwn(who: StaffName): Promise<void>;
  /** In its thread: one note that stays, one that is edited, one that is taken back. */
  writeNotes(who: StaffName, tag: string): Promise<void>;
  /** Types a command until its answer comes. */
  command(who: StaffName, word: string, answer: RegExp): Promise<void>;
}

/** The card about this, or the direct message that says this. */
export type Where = { readonly card: string } | { readonly request: string };

export interface Given {
  readonly text?: string;
  /** The label of the one thing that is chosen, or its beginning. */
  readonly choice?: string;
  /** A colleague who is asked as well. */
  readonly asked?: StaffName | null;
}
