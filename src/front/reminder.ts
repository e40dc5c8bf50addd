/** What of somebody's is near or was missed, or is for them to see to, each with its buttons. */
import type { Ending, View } from '../app/surface-port.ts';
import type { Line, ShelfName } from '../core/overview.ts';
import { calledSentence, calledShelf } from './called.ts';
import { actionRow } from './card-actions.ts';
import { kindName } from './card-page.ts';
import { dueLine, quietShortly } from './deadline-words.ts';
import { draftInLine } from './draft-parts.ts';
import { authorName, said } from './exchange.ts';
import { handOverBlock } from './hand-over.ts';
import { SHOWN } from './limits.ts';
import { fitting, type Medium, refLink } from './medium.ts';
import { type Block, bold, instantAt, lines, type Part, paragraph, words } from './page.ts';
import { cleanLine, shorten } from './text.ts';

type Reminder = View & { type: 'reminder' };

/** How many lines of each list, and how much of what they wrote, until it fits into one message. */
const SIZES = [
  { most: 8, graphemes: SHOWN.preview },
  { most: 8, graphemes: SHOWN.name },
  { most: 5, graphemes: SHOWN.preview },
  { most: 4, graphemes: SHOWN.name },
  { most: 2, graphemes: SHOWN.name },
  { most: 1, graphemes: SHOWN.name },
] as const;
type Size = (typeof SIZES)[number];

const MOST_TO_TOUCH = 5;

export function reminderSentence(view: Reminder): string {
  const { mine, review, called, touchBase, ending, superseded } = view;
  if (superseded) return 'A newer reminder stands below.';
  const parts = [
    ...(mine.length === 0
      ? []
      : [`${mine.length} of yours ${mine.length === 1 ? 'is' : 'are'} due`]),
    ...(review.length === 0 ? [] : [`${drafts(review.length)} for your review`]),
    ...calledSentence(called),
    ...ending.map(
      ({ department, lines: left }) =>
        `${left.length} of yours open in ${cleanLine(department)}, which closes soon`,
    ),
    ...(touchBase.length === 0 ? [] : [`${touchBase.length} to touch base with`]),
  ];
  return parts.length === 0 ? 'Nothing of yours is due soon.' : parts.join(', ');
}

function drafts(count: number): string {
  return count === 1 ? '1 draft waits' : `${count} drafts wait`;
}

export function reminderBlocks(view: Reminder, medium: Medium): readonly Block[] {
  const head = paragraph(lines([bold(reminderSentence(view))]));
  // Once nothing is due it is not drawn anew, and would count what they held then.
  const isAboutSomething = view.mine.length + view.review.length + view.ending.length > 0;
  const drawn = SIZES.map((size) => () => [
    ...head,
    ...shelf(view.mine, 'mine', size, medium),
    ...shelf(view.review, 'review', size, medium),
    ...calledShelf(view.called, size, !isAboutSomething, medium),
    ...view.ending.flatMap((one) => endingShelf(one, size, medium)),
    ...touchBaseShelf(view.touchBase, size, medium),
    ...(isAboutSomething ? handOverAll(view.held) : []),
  ]);
  return fitting([...drawn, () => head], medium);
}

/** Apart from the buttons of the last line, which it is not about alone. */
function handOverAll(count: number): Block[] {
  const row = handOverBlock(count);
  return row.length === 0 ? [] : [{ type: 'divider' }, ...row];
}

/** "Care closes today at 17:00. Still yours:" */
function endingShelf(
  { department, closesAt, lines: left }: Ending,
  size: Size,
  medium: Medium,
): Block[] {
  const at = instantAt(closesAt, 'day', medium.timezone);
  const head = [...words(`${cleanLine(department)} closes `), ...at, ...words('. Still yours:')];
  return [...paragraph(lines([head])), ...shelf(left, 'mine', size, medium)];
}

function shelf(
  all: readonly Line[],
  name: ShelfName,
  { most, graphemes }: Size,
  medium: Medium,
): Block[] {
  const shown = all.slice(0, most);
  const left = all.length - shown.length;
  const rest = left === 0 ? [] : paragraph(lines([words(`and ${left} more: /heed mine`)]));
  return [...shown.flatMap((one) => reminderLine(one, name, graphemes, medium)), ...rest];
}

/** What is over, apart from what is due. */
function touchBaseShelf(all: readonly Line[], { most, graphemes }: Size, medium: Medium): Block[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, Math.min(MOST_TO_TOUCH, most));
  const left = all.length - shown.length;
  return [
    ...paragraph(lines([bold('Touch base')])),
    ...shown.flatMap((one) => reminderLine(one, 'touch_base', graphemes, medium)),
    ...(left === 0 ? [] : paragraph(lines([words(`and ${left} more: /heed mine`)]))),
  ];
}

/** "H-1042 · Lerato · Complaint · draft saved", when it is due, what they wrote, and the buttons. */
function reminderLine(
  { card, standsAt }: Line,
  shelf: ShelfName,
  graphemes: number,
  medium: Medium,
): Block[] {
  const { timezone } = medium;
  const quiet = shelf === 'mine' ? quietShortly(card, timezone) : [];
  const about = [
    ...[authorName(card), kindName(card)],
    ...(card.saved ? ['draft saved'] : []),
    ...(shelf === 'touch_base' ? [shorten(cleanLine(card.standing), SHOWN.sentence).text] : []),
  ];
  const parts: Part[] = [
    ...lines([
      [...refLink(card.ref, standsAt, medium), ...words(` · ${about.join(' · ')}`)],
      [...dueLine(card.deadlines, timezone), ...quiet],
    ]),
    ...said(card, graphemes),
    ...draftInLine(card, shelf),
  ];
  return [...paragraph(parts), ...actionRow(card, shelf)];
}
