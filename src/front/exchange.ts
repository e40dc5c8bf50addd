/** Who said what: the customer's words and ours, shortened, with the older ones counted. */

import type { Card, CardMessage } from '../core/card.ts';
import { isBlank } from '../core/words.ts';
import { LIMITS, SHOWN } from './limits.ts';
import {
  type Inline,
  instantAt,
  italic,
  line,
  lines,
  link,
  type Part,
  quote,
  words,
} from './page.ts';
import { clean, cleanLine, hostOf, inline, shorten, webLink } from './text.ts';

export interface ExchangeSize {
  /** How many messages are shown at most. */
  readonly messages: number;
  /** Graphemes of the newest one, and of each other. */
  readonly newest: number;
  readonly earlier: number;
}

export function authorName(card: Card): string {
  return isBlank(card.author.name) ? 'Somebody' : inline(card.author.name, SHOWN.name);
}

export function handleOf(card: Card): string {
  const bare = cleanLine(card.author.handle).replace(/^@+/, '');
  return isBlank(bare) ? '' : ` (@${inline(bare, SHOWN.handle)})`;
}

/** "Lerato M. (@lerato) · website · today at 10:15 · under "Black Friday" · edited" */
export function byline(card: Card, timezone: string): Inline[] {
  const first = card.exchange.find((message) => message.direction === 'inbound');
  return [
    ...words(`${authorName(card)}${handleOf(card)} · ${inline(card.source, SHOWN.name)} · `),
    ...instantAt(card.postedAt, 'day', timezone),
    ...words(under(card.context)),
    ...words(first?.edited === true ? ' · edited' : ''),
  ];
}

/** "our post: Black Friday", as sources say it, reads as under our post "Black Friday". */
function under(context: string | null): string {
  if (context === null || isBlank(context)) return '';
  const [, lead = '', title = ''] = /^(our post)?:?(.*)$/su.exec(cleanLine(context)) ?? [];
  if (isBlank(title)) return '';
  return ` · under ${lead === '' ? '' : `${lead} `}"${inline(title, SHOWN.context)}"`;
}

/**
 * The messages that matter now: what the customer wrote and nobody has answered, and before that
 * our last reply with what it answered.
 */
function recent(card: Card, most: number): readonly CardMessage[] {
  const { exchange } = card;
  const lastOurs = exchange.findLastIndex((message) => message.direction === 'outbound');
  const answered = exchange
    .slice(0, Math.max(0, lastOurs))
    .findLastIndex((message) => message.direction === 'inbound');
  return exchange.slice(Math.max(0, answered)).slice(-most);
}

export function exchangeParts(card: Card, size: ExchangeSize, timezone: string): Part[] {
  const shown = recent(card, size.messages);
  const earlier = card.exchange.length - shown.length;
  const newest = shown.findLast((message) => message.direction === 'inbound');
  const count = earlier === 1 ? '1 earlier message' : `${earlier} earlier messages`;
  return [
    ...(earlier > 0 ? [line(italic(count))] : []),
    ...shown.flatMap((message) =>
      messageParts(card, message, message === newest ? size.newest : size.earlier, timezone),
    ),
  ];
}

function messageParts(card: Card, message: CardMessage, most: number, timezone: string): Part[] {
  const said = quotation(message, most);
  return [
    ...lines([label(card, message, timezone)]),
    ...said.parts,
    ...lines([said.note, ...attachments(message)]),
  ];
}

/** The first message needs none: the byline stands right above it. */
function label(card: Card, message: CardMessage, timezone: string): Inline[] {
  const at = instantAt(message.at, 'day', timezone);
  if (message.direction === 'outbound') return ourLabel(message, at);
  if (message === card.exchange[0]) return [];
  return [
    ...words(`${authorName(card)} wrote `),
    ...at,
    ...words(message.edited ? ' · edited' : ''),
  ];
}

function ourLabel(message: CardMessage, at: readonly Inline[]): Inline[] {
  const view = webLink(message.link, LIMITS.url);
  const by = message.by === null ? '' : cleanLine(message.by);
  const approved = message.approvedBy.map((name) => cleanLine(name)).join(', ');
  const who = approved === '' ? by : `${by}, approved by ${approved}`;
  return [
    ...words(message.elsewhere ? 'Answered elsewhere ' : 'We said '),
    ...at,
    ...words(who.trim() === '' ? '' : ` (${who})`),
    ...words(message.edited && !message.deleted ? ' · corrected' : ''),
    ...(view === null || message.deleted ? [] : [...words(' · '), ...link('View', view)]),
  ];
}

function quotation(message: CardMessage, most: number): { parts: Part[]; note: Inline[] } {
  if (message.deleted) {
    const ours = message.direction === 'outbound';
    return { parts: [], note: italic(ours ? 'We deleted this reply' : 'Deleted at the source') };
  }
  if (message.elsewhere && message.text === null) return { parts: [], note: [] };
  if (message.text === null) return { parts: [], note: italic('The words are no longer kept') };
  const { text, cut } = shorten(clean(message.text).trim(), most);
  const post = webLink(message.link, LIMITS.url);
  if (isBlank(text)) {
    return { parts: [], note: message.attachments.length > 0 ? [] : italic(wordless(message)) };
  }
  const whole = cut && post !== null ? link('Open post', post) : [];
  return { parts: quote(text), note: whole.length > 0 ? [...italic('Shortened. '), ...whole] : [] };
}

/** What somebody did without a word, as the source calls it: "Like, no words". */
function wordless({ kind }: CardMessage): string {
  const name = inline(kind, SHOWN.name);
  if (name === '' || kind === 'comment') return 'No words';
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}, no words`;
}

const KINDS: Readonly<Record<string, string>> = {
  image: 'Photo',
  photo: 'Photo',
  video: 'Video',
  audio: 'Recording',
};

/** Links, never images: one that cannot be fetched would have Slack reject the whole message. */
function attachments(message: CardMessage): Inline[][] {
  const shown = message.attachments.slice(0, 5);
  const rest = message.attachments.length - shown.length;
  const rows = shown.map(({ kind, url, alt }): Inline[] => {
    const name = KINDS[kind] ?? 'File';
    const href = webLink(url, LIMITS.url);
    const says = isBlank(alt) ? '' : `: ${inline(alt, SHOWN.alt)}`;
    if (href === null) return words(`${name}${says}`);
    return [...link(name, href), ...words(`${says} · ${hostOf(href)}`)];
  });
  return rest > 0 ? [...rows, words(`and ${rest} more`)] : rows;
}

/** The customer's newest words that stand. */
export function newestText(card: Card): string | null {
  const newest = card.exchange.findLast((one) => one.direction === 'inbound' && !one.deleted);
  return newest === undefined ? null : clean(newest.text ?? '').trim();
}

export function said(card: Card, graphemes: number): Part[] {
  const text = newestText(card);
  if (text === null) return lines([italic('Deleted at the source')]);
  return isBlank(text) ? lines([italic('No words')]) : quote(shorten(text, graphemes).text);
}
