/** The Home tab, and the answers to `/heed queue` and `/heed mine`. */
import type { KnownBlock, RichTextSection } from '@slack/types';
import type { Mine, Queue } from '../../app/overview.ts';
import type { Card } from '../../core/card.ts';
import type { DueSoon, Health, Line, Overview, Shelf, ShelfName } from '../../core/overview.ts';
import { isBlank } from '../../core/words.ts';
import { LIMITS, SHOWN } from './limits.ts';
import { type Linking, refLink } from './links.ts';
import type { Payload } from './payload.ts';
import { stampRow } from './press.ts';
import { actionRow } from './render-actions.ts';
import { kindName } from './render-card.ts';
import { dueShortly, quietShortly } from './render-deadlines.ts';
import { draftInLine } from './render-draft.ts';
import { authorName, newestText, said } from './render-exchange.ts';
import {
  bold,
  type Inline,
  instantAt,
  line,
  lines,
  type Part,
  plain,
  richText,
  textLength,
  words,
} from './rich.ts';
import { clean, cleanLine, escapeMrkdwn, shorten } from './text.ts';

export interface ListContext {
  readonly timezone: string;
  readonly links: Linking;
}

/** Ends every Home tab. Without a time: one that changes would have it published for nothing. */
const FRESHNESS =
  'Brought up to date when you open this tab, after what you do, and when something is nearly due.';

export function homeBlocks(overview: Overview, context: ListContext): KnownBlock[] {
  const { due, mine, review, unclaimed, touchBase, departments, health } = overview;
  const where = departments.map((name) => cleanLine(name)).join(', ');
  const names = departments.length > 1;
  const nobody = where === '' ? 'You are in no department.' : `Nobody waits in ${where}.`;
  const shelf = (title: string, name: ShelfName, shown: Shelf, empty: string, command: string) => [
    ...header(title, shown),
    ...(shown.lines.length === 0 ? note(isAbove(name, due) ? ABOVE : empty) : []),
    ...shown.lines.flatMap((one) => homeLine(one, name, names, context)),
    ...(shown.more > 0 ? note(`${more(shown)}: ${command}`) : []),
  ];
  return [
    ...(due.lines.length === 0 ? [] : header('Due soon', due)),
    ...due.lines.flatMap((one) => homeLine(one, one.shelf, names, context)),
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
export function sentenceBlocks(sentence: string): KnownBlock[] {
  return richText(lines([words(clean(sentence))]));
}

function header(title: string, shelf: Shelf | DueSoon): KnownBlock[] {
  const count = shelf.lines.length + shelf.more;
  const shown = count === 0 ? '' : ` (${count}${shelf.counted ? '' : '+'})`;
  return [{ type: 'header', text: plain(`${title}${shown}`) }];
}

function note(text: string): KnownBlock[] {
  return [{ type: 'context', elements: [plain(text)] }];
}

function more({ more: count, counted }: Shelf | DueSoon): string {
  return `and ${counted ? '' : 'at least '}${count} more`;
}

function homeLine(
  { card, since, standsAt }: Line,
  shelf: ShelfName,
  departments: boolean,
  { links, timezone }: ListContext,
): KnownBlock[] {
  const head = line(
    refLink(card.ref, standsAt, links),
    words(` · ${[authorName(card), ...about(card, departments)].join(' · ')} · `),
    sinceWords(card, shelf),
    instantAt(since, 'since', timezone),
    dueShortly(card.deadlines, timezone),
    shelf === 'mine' ? quietShortly(card, timezone) : [],
  );
  const parts: Part[] = [head, ...said(card, SHOWN.preview), ...draftInLine(card, shelf)];
  const rows = actionRow(card).map((row) => ({
    ...row,
    block_id: stampRow(row.block_id ?? '', shelf),
  }));
  return [...richText(parts), ...rows];
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

function healthBlocks({ sources, elsewhere }: Health): KnownBlock[] {
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
    { type: 'header', text: plain('Sources and problems') },
    ...richText(lines([...all, ...others])),
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

export function queuePayload(
  queue: Queue,
  departments: readonly string[],
  context: ListContext,
): Payload {
  const where = departments.map((name) => cleanLine(name)).join(', ');
  const rest = departments.length > 1 ? ' Name a department to see fewer: /heed queue care' : '';
  const listings: readonly Listing[] = [
    { title: `Unclaimed in ${where}`, shelf: queue.unclaimed, name: 'unclaimed', rest },
    { title: `In hand in ${where}`, shelf: queue.inHand, name: 'in_hand', rest },
  ];
  const empty = `Nothing is open in ${where}.`;
  return listPayload(listings, empty, departments.length > 1, context);
}

export function minePayload(
  { mine, review, called, touchBase, answered }: Mine,
  context: ListContext,
): Payload {
  const listings: readonly Listing[] = [
    { title: 'Mine', shelf: mine, name: 'mine', rest: '' },
    ...(review === null
      ? []
      : [{ title: 'Awaiting my review', shelf: review, name: 'review', rest: '' } as const]),
    { title: 'Overdue, yours to see to', shelf: called, name: 'called', rest: '' },
    { title: 'Touch base', shelf: touchBase, name: 'touch_base', rest: '' },
    { title: 'Answered, waiting for the customer', shelf: answered, name: 'answered', rest: '' },
  ];
  return listPayload(
    listings,
    'You have nothing in hand. /heed queue shows what waits.',
    true,
    context,
  );
}

/** How much of each text, and of each list, until it fits into one message. */
const SIZES = [
  { text: 80, most: 25 },
  { text: 30, most: 25 },
  { text: 0, most: 10 },
] as const;

function listPayload(
  listings: readonly Listing[],
  empty: string,
  departments: boolean,
  context: ListContext,
): Payload {
  const filled = listings.filter(({ shelf }) => shelf.lines.length > 0);
  const counts = filled.map(({ title, shelf }) => `${title}: ${shelf.lines.length + shelf.more}`);
  const sentence = filled.length === 0 ? empty : counts.join(' · ');
  const text = escapeMrkdwn(sentence);
  if (filled.length === 0) return { text, blocks: sentenceBlocks(empty) };
  for (const size of SIZES) {
    const blocks = filled.flatMap((one) => listBlocks(one, size, departments, context));
    if (textLength(blocks) <= LIMITS.blocksText) return { text, blocks };
  }
  return { text, blocks: sentenceBlocks(sentence) };
}

function listBlocks(
  { title, shelf, name, rest }: Listing,
  size: (typeof SIZES)[number],
  departments: boolean,
  { links, timezone }: ListContext,
): KnownBlock[] {
  const shown = shelf.lines.slice(0, size.most);
  const all = { ...shelf, lines: shown, more: shelf.more + shelf.lines.length - shown.length };
  const items = shown.map(
    ({ card, since, standsAt }): RichTextSection => ({
      type: 'rich_text_section',
      elements: [
        ...refLink(card.ref, standsAt, links),
        ...words(` · ${[authorName(card), ...about(card, departments)].join(' · ')} · `),
        ...sinceWords(card, name),
        ...instantAt(since, 'since', timezone),
        ...dueShortly(card.deadlines, timezone),
        ...(name === 'mine' ? quietShortly(card, timezone) : []),
        ...excerpt(card, size.text),
      ],
    }),
  );
  const [block] = richText(lines([bold(title)]));
  const list = { type: 'rich_text_list', style: 'bullet', elements: items } as const;
  const left = all.more > 0 ? lines([words(`${more(all)}.${rest}`)]) : [];
  return block === undefined ? [] : [{ ...block, elements: [...block.elements, list, ...left] }];
}

function excerpt(card: Card, graphemes: number): Inline[] {
  const text = cleanLine(newestText(card) ?? '');
  if (graphemes === 0 || isBlank(text)) return [];
  return words(`\n${shorten(text, graphemes).text}`);
}
