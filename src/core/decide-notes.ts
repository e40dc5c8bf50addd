/**
 * Notes: what staff write to each other in the thread of a card. They change no state, are never
 * part of the conversation with the customer, and follow what stands in the thread: a note that was
 * edited says the new words only, one that was deleted says nothing. Surfaces may tell of a change
 * before they tell of the note, and of anything twice.
 */
import {
  accept,
  type Context,
  type Decision,
  type PersonCommand,
  refuse,
  type SystemCommand,
} from './commands.ts';
import type { Person } from './handbook.ts';
import type { Instant, Mention, Note } from './mention.ts';

export function decideNote(
  mention: Mention,
  command: PersonCommand & { type: 'note' },
  person: Person,
  context: Context,
): Decision {
  const known = findNote(mention, command.note);
  if (known === null) return keep(command, person, context);
  if (known.by !== person.email) {
    return refuse('not_allowed', 'Only whoever wrote a note can change it.');
  }
  const { text, editedAt } = command;
  return editedAt === null ? accept([]) : edit(known, text, editedAt, context);
}

export function decideNoteChange(
  mention: Mention,
  command: SystemCommand & { type: 'edit_note' | 'delete_note' },
  context: Context,
): Decision {
  const known = findNote(mention, command.note);
  switch (command.type) {
    case 'edit_note':
      return known === null ? accept([]) : edit(known, command.text, command.editedAt, context);
    case 'delete_note': {
      if (known !== null && known.deletedAt !== null) return accept([]);
      const { note, by } = command;
      return accept([{ type: 'note_deleted', note, by, deletedAt: context.now }]);
    }
    default:
      return command satisfies never;
  }
}

function keep(
  { note, text, at, editedAt }: PersonCommand & { type: 'note' },
  person: Person,
  context: Context,
): Decision {
  const content = context.newId();
  const kept: Note = { id: note, by: person.email, at, content, editedAt, deletedAt: null };
  return accept([{ type: 'noted', note: kept }], new Map([[content, text]]));
}

function edit(known: Note, text: string, editedAt: Instant, context: Context): Decision {
  if (known.deletedAt !== null) return accept([]);
  if (known.editedAt !== null && known.editedAt >= editedAt) return accept([]);
  const content = context.newId();
  return accept(
    [{ type: 'note_edited', note: known.id, content, editedAt }],
    new Map([[content, text]]),
  );
}

function findNote({ notes }: Mention, id: string): Note | null {
  return notes.find((note) => note.id === id) ?? null;
}
