/** A notebook that knows no card and keeps nothing. */
import type { Notebook } from '../../src/app/notes.ts';

export function emptyNotebook(): Notebook {
  return {
    mentionAt: async () => null,
    write: async () => ({ type: 'kept' }),
    erase: async () => {},
    cards: async () => [],
    isNews: async () => true,
    readThrough: async () => null,
    markRead: async () => {},
  };
}
