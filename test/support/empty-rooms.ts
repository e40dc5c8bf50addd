/** A notebook that knows no card, and a tracker that knows no link; neither keeps anything. */
import type { Notebook } from '../../src/app/notes.ts';
import type { Tracker } from '../../src/app/track.ts';

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

export function emptyTracker(): Tracker {
  return {
    find: async () => null,
    suggest: () => ({ department: 'care', category: null }),
    track: async () => ({ type: 'refused', field: 'link', sentence: 'Nothing is kept here.' }),
  };
}
