/** In a key contact's reminder: what the clock called them for, each with the buttons for it. */
import type { Line, Shelf } from '../core/overview.ts';
import { actionRow } from './card-actions.ts';
import { kindName } from './card-page.ts';
import { dueLine } from './deadline-words.ts';
import { draftInLine } from './draft-parts.ts';
import { authorName, said } from './exchange.ts';
import { SHOWN } from './limits.ts';
import { whoHas } from './lists.ts';
import { type Medium, refLink } from './medium.ts';
import { type Block, bold, instantAt, lines, type Part, paragraph, words } from './page.ts';
import { cleanLine, shorten } from './text.ts';

interface Size {
  readonly most: number;
  readonly graphemes: number;
}

const MOST = 5;

/** "40 overdue are yours to see to"; none where nothing is. */
export function calledSentence({ lines: shown, more, counted }: Shelf): readonly string[] {
  const count = shown.length + more;
  if (count === 0) return [];
  const are = count === 1 ? 'is' : 'are';
  return [`${count}${counted ? '' : '+'} overdue ${are} yours to see to`];
}

/** @param isAlone nothing stands above but the sentence that says as much */
export function calledShelf(
  { lines: all, more, counted }: Shelf,
  size: Size,
  isAlone: boolean,
  medium: Medium,
): Block[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, Math.min(MOST, size.most));
  const left = all.length - shown.length + more;
  const rest = `and ${counted ? '' : 'at least '}${left} more: /heed mine`;
  return [
    ...(isAlone ? [] : paragraph(lines([bold('Overdue, yours to see to')]))),
    ...shown.flatMap((one) => calledLine(one, size.graphemes, medium)),
    ...(left === 0 ? [] : paragraph(lines([words(rest)]))),
  ];
}

/** "H-1042 · Lerato · Complaint · with Sam", when it was due, why and since when they are called. */
function calledLine({ card, since, standsAt }: Line, graphemes: number, medium: Medium): Block[] {
  const { timezone } = medium;
  const has = shorten(whoHas(card), SHOWN.sentence).text;
  const about = [authorName(card), kindName(card), has].join(' · ');
  const why = shorten(cleanLine(card.escalation?.reason ?? ''), SHOWN.sentence).text;
  const parts: Part[] = [
    ...lines([
      [...refLink(card.ref, standsAt, medium), ...words(` · ${about}`)],
      dueLine(card.deadlines, timezone),
      [...words(`${why} You were called `.trimStart()), ...instantAt(since, 'day', timezone)],
    ]),
    ...said(card, graphemes),
    ...draftInLine(card, 'called'),
  ];
  return [...paragraph(parts), ...actionRow(card, 'called')];
}
