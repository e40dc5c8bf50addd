/** What staff write in the thread of a card, as it arrives: late, twice, in the wrong order. */
import { describe, expect, test } from 'vitest';
import { cardOf } from '../../src/core/card.ts';
import type { Command } from '../../src/core/commands.ts';
import { isUntouched } from '../../src/core/mention.ts';
import { storyOf } from '../../src/core/story.ts';
import { HEED, type Name, NOON } from '../support/cast.ts';
import { aPlay, type Play } from '../support/play.ts';

type Note = Command & { type: 'note' };

const note = (change: Partial<Note> = {}): Note => ({
  type: 'note',
  note: 'n-1',
  text: 'She rang us too.',
  at: NOON,
  editedAt: null,
  ...change,
});
const remove = (id = 'n-1', by = 'sam@acme.example'): Command => ({
  type: 'delete_note',
  note: id,
  by,
});

const notesOf = (play: Play) => cardOf(play.mention, play.words, play.handbook).notes;
const texts = (play: Play) => notesOf(play).latest.map(({ text }) => text);

test('a note stands on the card with who wrote it and when, and in no line of the story', () => {
  const play = aPlay().does('tumi', note());
  expect(notesOf(play)).toEqual({
    count: 1,
    latest: [{ by: 'Tumi', at: NOON, text: 'She rang us too.' }],
  });
  expect(storyOf(play.history, play.handbook)).toEqual([]);
  expect(JSON.stringify(play.history)).not.toContain('rang');
});

test('the last three are shown in the order they were written in, and all are counted', () => {
  const play = aPlay();
  for (const n of [4, 1, 3, 2]) {
    play.does('sam', note({ note: `n-${n}`, text: `note ${n}`, at: NOON + n }));
  }
  expect(notesOf(play).count).toBe(4);
  expect(texts(play)).toEqual(['note 2', 'note 3', 'note 4']);
});

describe('a note that arrives', () => {
  test('twice is one note', () => {
    const play = aPlay().does('sam', note());
    expect(play.tries('sam', note())).toMatchObject({ ok: true, events: [] });
  });

  test('edited says the new words, and an older edit changes nothing', () => {
    const play = aPlay().does('sam', note());
    play.does('sam', note({ text: 'Twice.', editedAt: NOON + 2 }));
    play.does('sam', note({ text: 'Once.', editedAt: NOON + 1 }));
    expect(texts(play)).toEqual(['Twice.']);
  });

  test('after its own edit is the edited one', () => {
    const play = aPlay().does('sam', note({ text: 'Twice.', editedAt: NOON + 2 }));
    play.does('sam', note());
    expect(texts(play)).toEqual(['Twice.']);
    expect(notesOf(play).count).toBe(1);
  });

  test('after its own deletion is not kept', () => {
    const play = aPlay().does(HEED, remove()).does('sam', note());
    play.does('sam', note({ editedAt: NOON + 9 }));
    expect(notesOf(play)).toEqual({ count: 0, latest: [] });
    expect([...play.words.values()]).not.toContain('She rang us too.');
  });
});

test('a deleted note is gone from the card, and deleting it again is nothing new', () => {
  const play = aPlay().does('sam', note()).does(HEED, remove());
  expect(notesOf(play).count).toBe(0);
  expect(play.mention.notes).toMatchObject([{ content: null, deletedAt: play.now - 1_000 }]);
  expect(play.tries(HEED, remove())).toMatchObject({ ok: true, events: [] });
});

test.each<[string, Name]>([
  ['another of the department', 'ana'],
  ['a lead', 'lena'],
])('%s cannot put words into a colleague’s note', (_who, name) => {
  const play = aPlay().does('sam', note());
  const decision = play.tries(name, note({ text: 'No.', editedAt: NOON + 1 }));
  expect(decision).toMatchObject({ ok: false, refusal: { code: 'not_allowed' } });
});

test('what its author changes after leaving the department is followed, and nothing begun', () => {
  const play = aPlay().does('sam', note());
  const edit = { type: 'edit_note', note: 'n-1', text: 'Twice.', editedAt: NOON + 1 } as const;
  expect(texts(play.does(HEED, edit))).toEqual(['Twice.']);
  expect(play.tries(HEED, { ...edit, note: 'n-2' })).toMatchObject({ ok: true, events: [] });
});

test('a note between two clicks makes them no less a double click', () => {
  const play = aPlay({ status: 'answered' });
  const resolve = { type: 'resolve', outcome: 'solved' } as const;
  play.does('sam', resolve).does('ana', note());
  expect(play.tries('sam', resolve)).toMatchObject({ ok: true, events: [] });
});

test('a dialog that was open while somebody wrote a note is not stale', () => {
  const play = aPlay({ status: 'claimed' });
  const { seen } = play;
  play.does('ana', note());
  expect(play.tries('sam', { type: 'submit', text: 'Sorry.', seen, ticked: [] })).toMatchObject({
    ok: true,
  });
});

test('a mention with a note is not untouched, until the note is taken back', () => {
  const play = aPlay().does('sam', note());
  expect(isUntouched(play.mention)).toBe(false);
  expect(isUntouched(play.does(HEED, remove()).mention)).toBe(true);
});
