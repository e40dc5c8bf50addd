/** The Home tab, and the answers to `/heed queue` and `/heed mine`. */
import type { Mine, Queue } from '../app/overview.ts';
import type { Card } from '../core/card.ts';
import type { DueSoon, Health, Line, Overview, Shelf, ShelfName } from '../core/overview.ts';
import { isBlank } from '../core/words.ts';
import { actionRow } from './card-actions.ts';
import { kindName } from './card-page.ts';
import { dueShortly, quietShortly } from './deadline-words.ts';
import { draftInLine } from './draft-parts.ts';
import { authorName, newestText, said } from './exchange.ts';
import { SHOWN } from './limits.ts';
import { fitting, type Medium, refLink } from './medium.ts';
import {
  type Block,
  bold,
  type Inline,
  instantAt,
  line,
  lines,
  list,
  type Page,
  type Part,
  paragraph,
  words,
} from './page.ts';
import { clean, cleanLine, shorten } from './text.ts';

/** Ends every Home tab. Without a time: one that changes would have it published for nothing. */
const FRESHNESS =
  'Brought up to date when you open this tab, after what you do, and when something is nearly due.';

export function homeBlocks(overview: Overview, medium: Medium): Block[] {
  const { due, mine, review, unclaimed, touchBase, departments, health } = overview;
  const where = departments.map((name) => cleanLine(name)).join(', ');
  const names = departments.length > 1;
  const nobody = where === '' ? 'You are in no department.' : `Nobody waits in ${where}.`;
  const shelf = (title: string, name: ShelfName, shown: Shelf, empty: string, command: string) => [
    ...header(title, shown),
    ...(shown.lines.length === 0 ? note(isAbove(name, due) ? ABOVE : empty) : []),
    ...shown.lines.flatMap((one) => homeLine(one, name, names, medium)),
    ...(shown.more > 0 ? note(`${more(shown)}: ${command}`) : []),
  ];
  return [
    ...(due.lines.length === 0 ? [] : header('Due soon', due)),
    ...due.lines.flatMap((one) => homeLine(one, one.shelf, names, medium)),
    ...(due.more > 0 ? note(`${more(due)}: /heed mine, /heed queue`) : []),
    ...shelf('Mine', 'mine', mine, 'You have nothing in hand.', '/heed mine'),
    ...(review === null
      ? []
      : shelf('Awaiting my review', 'review', review, 'No draft waits for you.', '/heed mine')),
    ...shelf('Unclaimed in my departments', 'unclaimed', unclaimed, nobody, '/heed queue'),
    ...(touchBase.lines.length === 0
      ? []
      : shelf('Touch base', 'touch_base', touchBase, '', '/heed mine')),
    ...(health === null ? [] : healthBlocks(health)),
    ...note(FRESHNESS),
  ];
}

const ABOVE = 'All of it stands above.';

function isAbove(name: ShelfName, { lines }: DueSoon): boolean {
  return lines.some(({ shelf }) => shelf === name);
}

/** For somebody who has no lists: a sentence. */
export function sentenceBlocks(sentence: string): Block[] {
  return paragraph(lines([words(clean(sentence))]));
}

function header(title: string, shelf: Shelf | DueSoon): Block[] {
  const count = shelf.lines.length + shelf.more;
  const shown = count === 0 ? '' : ` (${count}${shelf.counted ? '' : '+'})`;
  return [{ type: 'heading', text: `${title}${shown}` }];
}

function note(text: string): Block[] {
  return [{ type: 'note', text }];
}

function more({ more: count, counted }: Shelf | DueSoon): string {
  return `and ${counted ? '' : 'at least '}${count} more`;
}

function homeLine(
  { card, since, standsAt }: Line,
  shelf: ShelfName,
  departments: boolean,
  medium: Medium,
): Block[] {
  const { timezone } = medium;
  const head = line(
    refLink(card.ref, standsAt, medium),
    words(` · ${[authorName(card), ...about(card, departments)].join(' · ')} · `),
    sinceWords(card, shelf),
    instantAt(since, 'since', timezone),
    dueShortly(card.deadlines, timezone),
    shelf === 'mine' ? quietShortly(card, timezone) : [],
  );
  const parts: Part[] = [head, ...said(card, SHOWN.preview), ...draftInLine(card, shelf)];
  return [...paragraph(parts), ...actionRow(card, shelf)];
}

function about(card: Card, departments: boolean): readonly string[] {
  const category = kindName(card);
  return departments ? [category, cleanLine(card.department.name)] : [category];
}

function sinceWords(card: Card, shelf: ShelfName): Inline[] {
  switch (shelf) {
    case 'mine':
      return words(card.status === 'claimed' ? 'yours since ' : `${card.standing}, yours since `);
    case 'review':
      return words('in review since ');
    case 'unclaimed':
      return words('waits since ');
    case 'in_hand':
      return words(`${whoHas(card)} since `);
    case 'answered':
      return words('answered ');
    case 'called':
      return words(`${whoHas(card)}, you were called `);
    case 'touch_base':
      return words('resolved ');
    default:
      return shelf satisfies never;
  }
}

/** "with Sam (away)", "in review, with Sam", "nobody has this". */
export function whoHas({ owner, status, standing }: Card): string {
  if (owner === null) return 'nobody has this';
  const here = cleanLine(standing);
  return status === 'claimed' ? here : `${here}, with ${cleanLine(owner.name)}`;
}

function healthBlocks({ sources, elsewhere }: Health): Block[] {
  const all = sources.map(({ id, canReply, trouble }) => {
    const can = canReply ? 'takes replies' : 'is read only, answers are given elsewhere';
    const well = trouble.length === 0 ? '. No problem is known.' : '.';
    return [
      bold(cleanLine(id)),
      words(` ${can}${well}`),
      ...trouble.map((one) => words(` ${shortly(one)}`)),
    ].flat();
  });
  const others = elsewhere.map((one) => words(shortly(one)));
  return [
    { type: 'heading', text: 'Sources and problems' },
    ...paragraph(lines([...all, ...others])),
  ];
}

function shortly(sentence: string): string {
  return shorten(cleanLine(sentence), SHOWN.trouble).text;
}

/* ---------- answers to commands: one line each, no buttons ---------- */

interface Listing {
  readonly title: string;
  readonly shelf: Shelf;
  readonly name: ShelfName;
  /** What else would show the rest. */
  readonly rest: string;
}

export function queuePage(queue: Queue, departments: readonly string[], medium: Medium): Page {
  const where = departments.map((name) => cleanLine(name)).join(', ');
  const rest = departments.length > 1 ? ' Name a department to see fewer: /heed queue care' : '';
  const listings: readonly Listing[] = [
    { title: `Unclaimed in ${where}`, shelf: queue.unclaimed, name: 'unclaimed', rest },
    { title: `In hand in ${where}`, shelf: queue.inHand, name: 'in_hand', rest },
  ];
  const empty = `Nothing is open in ${where}.`;
  return listPage(listings, empty, departments.length > 1, medium);
}

export function minePage(
  { mine, review, called, touchBase, answered }: Mine,
  medium: Medium,
): Page {
  const listings: readonly Listing[] = [
    { title: 'Mine', shelf: mine, name: 'mine', rest: '' },
    ...(review === null
      ? []
      : [{ title: 'Awaiting my review', shelf: review, name: 'review', rest: '' } as const]),
    { title: 'Overdue, yours to see to', shelf: called, name: 'called', rest: '' },
    { title: 'Touch base', shelf: touchBase, name: 'touch_base', rest: '' },
    { title: 'Answered, waiting for the customer', shelf: answered, name: 'answered', rest: '' },
  ];
  return listPage(
    listings,
    'You have nothing in hand. /heed queue shows what waits.',
    true,
    medium,
  );
}

/** How much of each text, and of each list, until it fits into one message. */
const SIZES = [
  { text: 80, most: 25 },
  { text: 30, most: 25 },
  { text: 0, most: 10 },
] as const;

function listPage(
  listings: readonly Listing[],
  empty: string,
  departments: boolean,
  medium: Medium,
): Page {
  const filled = listings.filter(({ shelf }) => shelf.lines.length > 0);
  const counts = filled.map(({ title, shelf }) => `${title}: ${shelf.lines.length + shelf.more}`);
  const sentence = filled.length === 0 ? empty : counts.join(' · ');
  if (filled.length === 0) return { sentence, blocks: sentenceBlocks(empty) };
  const drawn = SIZES.map(
    (size) => () => filled.flatMap((one) => listBlocks(one, size, departments, medium)),
  );
  return { sentence, blocks: fitting([...drawn, () => sentenceBlocks(sentence)], medium) };
}

function listBlocks(
  { title, shelf, name, rest }: Listing,
  size: (typeof SIZES)[number],
  departments: boolean,
  medium: Medium,
): Block[] {
  const shown = shelf.lines.slice(0, size.most);
  const all = { ...shelf, lines: shown, more: shelf.more + shelf.lines.length - shown.length };
  const { timezone } = medium;
  const items = shown.map(({ card, since, standsAt }) => [
    ...refLink(card.ref, standsAt, medium),
    ...words(` · ${[authorName(card), ...about(card, departments)].join(' · ')} · `),
    ...sinceWords(card, name),
    ...instantAt(since, 'since', timezone),
    ...dueShortly(card.deadlines, timezone),
    ...(name === 'mine' ? quietShortly(card, timezone) : []),
    ...excerpt(card, size.text),
  ]);
  const left = all.more > 0 ? lines([words(`${more(all)}.${rest}`)]) : [];
  return paragraph([...lines([bold(title)]), ...list(items), ...left]);
}

function excerpt(card: Card, graphemes: number): Inline[] {
  const text = cleanLine(newestText(card) ?? '');
  if (graphemes === 0 || isBlank(text)) return [];
  return words(`\n${shorten(text, graphemes).text}`);
}
