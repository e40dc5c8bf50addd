/** In a key contact's reminder: what the clock called them for, each with the buttons for it. */
import type { KnownBlock } from '@slack/types';
import type { Line, Shelf } from '../../core/overview.ts';
import { SHOWN } from './limits.ts';
import { type Linking, refLink } from './links.ts';
import { stampRow } from './press.ts';
import { actionRow } from './render-actions.ts';
import { kindName } from './render-card.ts';
import { dueLine } from './render-deadlines.ts';
import { draftInLine } from './render-draft.ts';
import { authorName, said } from './render-exchange.ts';
import { whoHas } from './render-lists.ts';
import { bold, instantAt, lines, type Part, richText, words } from './rich.ts';
import { cleanLine, shorten } from './text.ts';

interface CalledContext extends Linking {
  readonly timezone: string;
}

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
  context: CalledContext,
): KnownBlock[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, Math.min(MOST, size.most));
  const left = all.length - shown.length + more;
  const rest = `and ${counted ? '' : 'at least '}${left} more: /heed mine`;
  return [
    ...(isAlone ? [] : richText(lines([bold('Overdue, yours to see to')]))),
    ...shown.flatMap((one) => calledLine(one, size.graphemes, context)),
    ...(left === 0 ? [] : richText(lines([words(rest)]))),
  ];
}

/** "H-1042 · Lerato · Complaint · with Sam", when it was due, why and since when they are called. */
function calledLine(
  { card, since, standsAt }: Line,
  graphemes: number,
  context: CalledContext,
): KnownBlock[] {
  const { timezone } = context;
  const has = shorten(whoHas(card), SHOWN.sentence).text;
  const about = [authorName(card), kindName(card), has].join(' · ');
  const why = shorten(cleanLine(card.escalation?.reason ?? ''), SHOWN.sentence).text;
  const parts: Part[] = [
    ...lines([
      [...refLink(card.ref, standsAt, context), ...words(` · ${about}`)],
      dueLine(card.deadlines, timezone),
      [...words(`${why} You were called `.trimStart()), ...instantAt(since, 'day', timezone)],
    ]),
    ...said(card, graphemes),
    ...draftInLine(card, 'called'),
  ];
  const rows = actionRow(card).map((row) => ({
    ...row,
    block_id: stampRow(row.block_id ?? '', 'called'),
  }));
  return [...richText(parts), ...rows];
}
