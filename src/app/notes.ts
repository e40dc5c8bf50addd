/**
 * What staff write in the thread of a card is kept as notes of its mention, and followed there. A
 * thread under the card of a mention that was transferred, or joined to another, counts too.
 */
import type { Person } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import { OUTSIDER } from '../core/sentences.ts';
import { handle } from './handle.ts';
import type { House } from './house.ts';
import type { CardPlace, StandingCard } from './store-port.ts';
import type { MessageRef } from './surface-message.ts';
import { joinedInto } from './withdrawn.ts';

/** Something that stands in a thread now. */
export interface Written {
  readonly thread: MessageRef;
  readonly ts: string;
  readonly text: string;
  readonly at: Instant;
  readonly editedAt: Instant | null;
}

export type Kept =
  | { readonly type: 'kept' }
  /** For whoever wrote it. */
  | { readonly type: 'refused'; readonly sentence: string };

export interface Notebook {
  /** The mention that notes in this thread belong to; null for every thread but a card's. */
  mentionAt(place: CardPlace): Promise<string | null>;
  /**
   * Keeps a note, or what it says by now. `author` is null for somebody who may not act: nothing
   * new is kept of theirs, but a note of theirs that is kept is followed.
   */
  write(mention: string, written: Written, author: Person | null): Promise<Kept>;
  /** Forgets a note; what arrives of it later is not kept either. `author` is as for `write`. */
  erase(mention: string, note: string, author: Person | null): Promise<void>;
  /** Where notes may have been written: the cards of what is open, or was closed since then. */
  cards(surface: string, tenant: string, closedSince: Instant): Promise<readonly StandingCard[]>;
  /** Whether this is the first time that somebody is told so. */
  isNews(key: string): Promise<boolean>;
  /** Until when everything that was written has been taken in; null before the first time. */
  readThrough(): Promise<Instant | null>;
  markRead(through: Instant): Promise<void>;
}

/** A note's id: message ids are unique within a channel only. */
export function noteId(thread: MessageRef, ts: string): string {
  return `${thread.channel}/${thread.ts}/${ts}`;
}

const READ_THROUGH = 'notes_read_through';

/** `house` throws `StoreAway` while Heed is starting. */
export function createNotebook(house: () => House): Notebook {
  return {
    mentionAt: async (place) => mentionAt(house(), place),
    write: async (mention, written, author) => write(house(), mention, written, author),
    erase: async (mention, note, author) => erase(house(), mention, note, author),
    cards: async (...args) => house().store.cardsStanding(...args),
    async isNews(key) {
      const { store, now } = house();
      const known = await store.readSetting(`told:${key}`);
      if (known === null) await store.writeSetting(`told:${key}`, String(now()));
      return known === null;
    },
    async readThrough() {
      const through = Number(await house().store.readSetting(READ_THROUGH));
      return through > 0 ? through : null;
    },
    markRead: async (through) => house().store.writeSetting(READ_THROUGH, String(through)),
  };
}

async function mentionAt({ store }: House, place: CardPlace): Promise<string | null> {
  const id = await store.mentionAt(place);
  const loaded = id === null ? null : await store.readMention(id);
  if (loaded === null) return id;
  return (await joinedInto(store, loaded.mention))?.id ?? null;
}

async function write(
  house: House,
  mention: string,
  { thread, ts, text, at, editedAt }: Written,
  author: Person | null,
): Promise<Kept> {
  const note = noteId(thread, ts);
  const own = author === null ? null : { type: 'person' as const, person: author };
  const kept =
    own && (await handle(house, mention, { type: 'note', note, text, at, editedAt }, own));
  if (kept?.ok) return { type: 'kept' };
  if (editedAt !== null) {
    const change = { type: 'edit_note', note, text, editedAt } as const;
    const { loaded } = await handle(house, mention, change, { type: 'heed' });
    if (loaded?.mention.notes.some((one) => one.id === note)) return { type: 'kept' };
  }
  return { type: 'refused', sentence: kept?.refusal.sentence ?? OUTSIDER };
}

async function erase(
  house: House,
  mention: string,
  note: string,
  author: Person | null,
): Promise<void> {
  const loaded = author === null ? await house.store.readMention(mention) : null;
  const by = author?.email ?? loaded?.mention.notes.find(({ id }) => id === note)?.by;
  if (by === undefined) return;
  await handle(house, mention, { type: 'delete_note', note, by }, { type: 'heed' });
}
