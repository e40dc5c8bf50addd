/** What the lines of a card's thread are made of. */
import { type Handbook, nameOf } from './handbook.ts';

export type StoryPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'link'; readonly label: string; readonly url: string }
  | { readonly type: 'instant'; readonly at: number }
  /** Somebody who is told: the surface mentions them so that they are notified. */
  | { readonly type: 'nudge'; readonly email: string; readonly name: string }
  /** A group of the surface's own, by its handle or id, whose members are told. */
  | { readonly type: 'nudge_group'; readonly group: string };

export interface StoryLine {
  /** The event's number. */
  readonly seq: number;
  readonly parts: readonly StoryPart[];
  /** Seen in the channel too, not only by who opens the thread. */
  readonly aloud: boolean;
}

export function text(value: string): StoryPart {
  return { type: 'text', text: value };
}

export function person(email: string, handbook: Handbook): StoryPart {
  return { type: 'nudge', email, name: nameOf(handbook, email) };
}
