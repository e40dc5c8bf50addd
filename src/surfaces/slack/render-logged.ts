/** The answer to `/heed logged`: what is kept off the desk, and who is muted. */
import type { Button, KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { LoggedPage } from '../../app/logged.ts';
import type { LoggedLine, MutedLine } from '../../core/logbook.ts';
import { readCarried } from './carried.ts';
import { LIMITS, SHOWN } from './limits.ts';
import type { Payload } from './payload.ts';
import { LABELS } from './press.ts';
import { shownActions } from './render-actions.ts';
import { authorName, handleOf } from './render-exchange.ts';
import {
  bold,
  button,
  type Inline,
  instantAt,
  italic,
  lines,
  type Part,
  quote,
  richText,
  textLength,
  words,
} from './rich.ts';
import { clean, cleanLine, escapeMrkdwn, inline, shorten, webLink } from './text.ts';

/** What a button of the list carries: where its reader is, and what they pressed on. */
const carried = z.object({
  words: z.string(),
  page: z.number().int().nonnegative(),
  before: z.number(),
  mention: z.string().optional(),
});
export type LogTicket = z.infer<typeof carried>;

export const LOG = {
  restore: 'log_restore',
  unmute: 'log_unmute',
  older: 'log_older',
  newer: 'log_newer',
  post: 'log_post',
} as const;

/** Null for what no button of the list carries. */
export function readLogTicket(value: string): LogTicket | null {
  return readCarried(value, carried);
}

interface LogContext {
  readonly timezone: string;
  /** What came of a press. */
  readonly notice: Inline[];
}

/** How much of each text, until it fits into one message. */
const SIZES = [SHOWN.preview, 40, 0];

export function logPayload(page: LoggedPage, context: LogContext): Payload {
  const text = escapeMrkdwn(summary(page));
  const drawn = SIZES.map((graphemes) => draw(page, context, graphemes));
  const fits = drawn.find((blocks) => textLength(blocks) <= LIMITS.blocksText);
  return { text, blocks: fits ?? richText(lines([words(summary(page))])) };
}

function draw(page: LoggedPage, context: LogContext, graphemes: number): KnownBlock[] {
  const { mutes, lines: logged } = page;
  const many = new Set(logged.map(({ card }) => card.department.id)).size > 1;
  return [
    ...richText(lines([context.notice.map(loud), words(summary(page))])),
    ...mutes.flatMap((mute) => mutedBlocks(mute, page, context.timezone)),
    ...(page.moreMutes ? richText(lines([italic('More mutes end later than these.')])) : []),
    ...richText(lines([bold(title(page))])),
    ...logged.flatMap((one) => loggedBlocks(one, page, many, graphemes, context.timezone)),
    ...turning(page),
  ];
}

function loud(part: Inline): Inline {
  return part.type === 'text' ? (bold(part.text)[0] ?? part) : part;
}

const MOST_KINDS = 6;

/** "Kept off the desk in the last 7 days: 643 (repost 502, like 138, comment of a muted author 3)." */
function summary({ lately }: LoggedPage): string {
  const total = lately.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return 'Nothing was kept off the desk in the last 7 days.';
  const named = lately.slice(0, MOST_KINDS).map(({ kind, because, count }) => {
    const whose = because === 'muted' ? ' of muted authors' : '';
    return `${kindName(kind)}${whose} ${count}`;
  });
  const rest = lately.slice(MOST_KINDS).reduce((sum, { count }) => sum + count, 0);
  const all = rest === 0 ? named : [...named, `others ${rest}`];
  return `Kept off the desk in the last 7 days: ${total} (${all.join(', ')}).`;
}

function kindName(kind: string): string {
  const name = inline(kind, SHOWN.name);
  return name === '' ? 'post' : name;
}

function title({ question, lines: logged }: LoggedPage): string {
  const { words: typed, page } = question;
  const about = typed === '' ? '' : ` about "${inline(typed, SHOWN.name)}"`;
  if (logged.length === 0 && page === 0) return `Nothing is logged${about}.`;
  return `Logged${about}, the newest first${page === 0 ? '' : `, page ${page + 1}`}`;
}

function mutedBlocks(mute: MutedLine, page: LoggedPage, timezone: string): KnownBlock[] {
  const name = inline(mute.name, SHOWN.name);
  const reason = shorten(cleanLine(mute.reason ?? ''), SHOWN.preview).text;
  const row = [
    ...bold(`${name} (@${inline(mute.handle, SHOWN.handle)})`),
    ...words(` on ${inline(mute.source, SHOWN.name)} is muted until `),
    ...instantAt(mute.until, 'day', timezone),
    ...words(` by ${cleanLine(mute.by)}${reason === '' ? '' : `, because: ${reason}`}`),
  ];
  const said = richText(lines([row]));
  if (!mute.mayEnd) return said;
  const elements = [pressed(LABELS.unmute, LOG.unmute, page, mute.mention)];
  return [...said, { type: 'actions', block_id: `log:mute:${mute.mention}`, elements }];
}

function loggedBlocks(
  line: LoggedLine,
  page: LoggedPage,
  departments: boolean,
  graphemes: number,
  timezone: string,
): KnownBlock[] {
  const { card, kind, at, because } = line;
  const { exchange } = card;
  const head = [
    ...bold(card.ref),
    ...words(` · ${authorName(card)}${handleOf(card)} · ${kindName(kind)} · `),
    ...instantAt(at, 'since', timezone),
    ...words(` · ${inline(card.source, SHOWN.name)}`),
    ...words(departments ? ` · ${cleanLine(card.department.name)}` : ''),
    ...words(exchange.length > 1 ? ` · ${exchange.length} posts` : ''),
    ...words(because === 'muted' ? ' · the author is muted' : ' · by a routing rule'),
  ];
  const elements = buttonsOf(line, page);
  const row = { type: 'actions', block_id: `log:${card.mention}`, elements } as const;
  return [
    ...richText([...lines([head]), ...said(line, graphemes)]),
    ...(elements.length > 0 ? [row] : []),
  ];
}

/** The newest words that stand. */
function said({ card }: LoggedLine, graphemes: number): Part[] {
  const standing = card.exchange.filter(({ deleted }) => !deleted);
  if (standing.length === 0) return lines([italic('Deleted at the source')]);
  const texts = standing.map(({ text }) => cleanLine(clean(text ?? '')));
  const text = texts.findLast((one) => one !== '') ?? '';
  return text === '' || graphemes === 0 ? [] : quote(shorten(text, graphemes).text);
}

function buttonsOf({ card }: LoggedLine, page: LoggedPage): Button[] {
  return shownActions(card).flatMap((action): Button[] => {
    if (action === 'restore') return [pressed(LABELS.restore, LOG.restore, page, card.mention)];
    const url = action === 'open_post' ? webLink(card.link, LIMITS.url) : null;
    return url === null ? [] : [{ ...button(LABELS.open_post, LOG.post, 'post'), url }];
  });
}

function pressed(label: string, action: string, page: LoggedPage, mention: string): Button {
  const ticket: LogTicket = { ...page.question, mention };
  return button(label, action, JSON.stringify(ticket));
}

function turning({ question, hasOlder }: LoggedPage): KnownBlock[] {
  const to = (label: string, action: string, page: number) =>
    button(label, action, JSON.stringify({ ...question, page } satisfies LogTicket));
  const elements = [
    ...(question.page > 0 ? [to('Newer', LOG.newer, question.page - 1)] : []),
    ...(hasOlder ? [to('Older', LOG.older, question.page + 1)] : []),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: 'log:pages', elements }];
}
