/** What a surface asks of Heed on behalf of the person who pressed. */

import type { Card } from '../core/card.ts';
import type { Actor, PersonCommand, Refusal } from '../core/commands.ts';
import type { Handbook, Person } from '../core/handbook.ts';
import type { Mention } from '../core/mention.ts';

export interface Glance {
  readonly mention: Mention;
  readonly card: Card;
  /** What the reply dialog starts with: what was typed last, else the version that did not go out. */
  readonly draftText: string;
  /** What the dialog for a correction starts with: the one that did not go out, else what stands. */
  readonly correctionText: string;
  /** Longest reply on this network, in graphemes; what a surface's own input allows may be less. */
  readonly replyLength: number;
}

export type Handled =
  | { readonly ok: true; readonly glance: Glance; readonly changed: boolean }
  /** No glance for a mention that is not here, or that whoever asks may not see. */
  | { readonly ok: false; readonly refusal: Refusal; readonly glance: Glance | null };

export type Looked =
  | { readonly ok: true; readonly glance: Glance }
  | { readonly ok: false; readonly sentence: string };

/** The answer to whoever turned a switch; `{at:…}` stands for an instant in their zone. */
export interface Switched {
  readonly ok: boolean;
  readonly sentence: string;
}

export interface Desk {
  handbook(): Handbook;
  /** Decides and stores. Throws `StoreAway` when the database does not answer; nothing is changed then. */
  handle(mention: string, command: PersonCommand, actor: Actor): Promise<Handled>;
  /** Stops all publishing, and lets it go on. Throws `StoreAway` when the database does not answer. */
  pause(person: Person): Promise<Switched>;
  resume(person: Person): Promise<Switched>;
  look(mention: string, person: Person): Promise<Looked>;
}

/** The database does not answer. Nothing was changed; trying again can help. */
export class StoreAway extends Error {
  constructor(cause: unknown) {
    super('The database does not answer.', { cause });
    this.name = 'StoreAway';
  }
}
