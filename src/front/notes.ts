/** What staff wrote in the thread: a count on the card, the last few where somebody answers. */
import type { Card } from '../core/card.ts';
import { SHOWN } from './limits.ts';
import { bold, type Inline, instantAt, italic, lines, type Part, words } from './page.ts';
import { cleanLine, inline, shorten } from './text.ts';

export function noteCount({ notes }: Card): Inline[] {
  if (notes.count === 0) return [];
  return words(notes.count === 1 ? '1 note in the thread' : `${notes.count} notes in the thread`);
}

/** "Notes: Sam 10:20 │ She rang us too." */
export function noteParts({ notes }: Card, timezone: string): Part[] {
  if (notes.latest.length === 0) return [];
  const earlier = notes.count - notes.latest.length;
  const head = [
    ...bold('Notes'),
    ...words(earlier > 0 ? ` (${earlier} earlier in the thread)` : ''),
  ];
  return lines([
    head,
    ...notes.latest.map(({ by, at, text }) => [
      ...words(`${inline(by, SHOWN.name)} `),
      ...instantAt(at, 'day', timezone),
      ...words(' │ '),
      ...noteWords(text),
    ]),
  ]);
}

function noteWords(text: string | null): Inline[] {
  const said = cleanLine(text ?? '');
  return said === ''
    ? italic('The words are no longer kept')
    : words(shorten(said, SHOWN.note).text);
}
