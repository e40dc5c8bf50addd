/** A notebook that knows no card, a tracker that knows no link, a log and figures of nothing, empty hands. */

import type { Absences } from '../../src/app/absences.ts';
import type { HandOver } from '../../src/app/hand-over.ts';
import type { Logbook } from '../../src/app/logged.ts';
import type { Notebook } from '../../src/app/notes.ts';
import type { Statistics } from '../../src/app/statistics.ts';
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

export function emptyLogbook(): Logbook {
  return {
    read: async (_person, question) => ({
      question: { ...question, before: question.before ?? 0 },
      lately: [],
      mutes: [],
      moreMutes: false,
      lines: [],
      hasOlder: false,
    }),
  };
}

export function emptyTracker(): Tracker {
  return {
    find: async () => null,
    suggest: () => ({ department: 'care', category: null }),
    track: async () => ({ type: 'refused', field: 'link', sentence: 'Nothing is kept here.' }),
  };
}

export function emptyStatistics(): Statistics {
  const nothing = { ok: false, sentence: 'Nothing has come in yet.' } as const;
  return { read: async () => nothing, again: async () => nothing, missed: async () => nothing };
}

export function emptyHands(): HandOver {
  return { count: async () => 0, all: async () => ({ handed: [], kept: [] }) };
}

export function emptyAbsences(): Absences {
  return {
    goAway: async () => ({ ok: false, sentence: 'Nobody goes away here.' }),
    comeBack: async () => 'Nobody was away.',
    standing: async () => [],
  };
}
