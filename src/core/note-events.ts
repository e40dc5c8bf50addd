/** What becomes of a mention's notes. */
import type { MentionEvent } from './events.ts';
import type { Note } from './mention.ts';

export type NoteEvent = Extract<
  MentionEvent,
  { type: 'noted' } | { type: 'note_edited' } | { type: 'note_deleted' }
>;

export function isAboutNotes(event: MentionEvent): event is NoteEvent {
  return event.type === 'noted' || event.type === 'note_edited' || event.type === 'note_deleted';
}

export function notesAfter(notes: readonly Note[], event: NoteEvent): readonly Note[] {
  switch (event.type) {
    case 'noted':
      return [...notes, event.note];
    case 'note_edited': {
      const { content, editedAt } = event;
      return change(notes, event.note, { content, editedAt });
    }
    case 'note_deleted': {
      const { note: id, by, deletedAt } = event;
      const gone = { content: null, deletedAt };
      if (notes.some((note) => note.id === id)) return change(notes, id, gone);
      return [...notes, { id, by, at: deletedAt, editedAt: null, ...gone }];
    }
    default:
      return event satisfies never;
  }
}

function change(notes: readonly Note[], id: string, to: Partial<Note>): readonly Note[] {
  return notes.map((note) => (note.id === id ? { ...note, ...to } : note));
}
