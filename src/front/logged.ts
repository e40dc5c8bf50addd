/** The answer to `/heed logged`: what is kept off the desk, and who is muted. */
import { z } from 'zod';
import type { LoggedPage } from '../app/logged.ts';
import type { LoggedLine, MutedLine } from '../core/logbook.ts';
import { shownActions } from './card-actions.ts';
import { readCarried } from './carried.ts';
import { authorName, handleOf } from './exchange.ts';
import { LIMITS, SHOWN } from './limits.ts';
import { fitting, type Medium } from './medium.ts';
import {
  type Block,
  type Button,
  bold,
  button,
  type Inline,
  instantAt,
  italic,
  lines,
  loud,
  type Page,
  type Part,
  paragraph,
  quote,
  row,
  words,
} from './page.ts';
import { LABELS } from './press.ts';
import { clean, cleanLine, inline, shorten, webLink } from './text.ts';

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
  readonly medium: Medium;
  /** What came of a press. */
  readonly notice: readonly Inline[];
}

/** How much of each text, until it fits into one message. */
const SIZES = [SHOWN.preview, 40, 0];

export function logPage(page: LoggedPage, context: LogContext): Page {
  const sentence = summary(page);
  const drawn = SIZES.map((graphemes) => () => draw(page, context, graphemes));
  const least = () => paragraph(lines([words(sentence)]));
  return { sentence, blocks: fitting([...drawn, least], context.medium) };
}

function draw(page: LoggedPage, context: LogContext, graphemes: number): Block[] {
  const { timezone } = context.medium;
  const { mutes, lines: logged } = page;
  const many = new Set(logged.map(({ card }) => card.department.id)).size > 1;
  return [
    ...paragraph(lines([loud(context.notice), words(summary(page))])),
    ...mutes.flatMap((mute) => mutedBlocks(mute, page, timezone)),
    ...(page.moreMutes ? paragraph(lines([italic('More mutes end later than these.')])) : []),
    ...paragraph(lines([bold(title(page))])),
    ...logged.flatMap((one) => loggedBlocks(one, page, many, graphemes, timezone)),
    ...turning(page),
  ];
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

function mutedBlocks(mute: MutedLine, page: LoggedPage, timezone: string): Block[] {
  const name = inline(mute.name, SHOWN.name);
  const reason = shorten(cleanLine(mute.reason ?? ''), SHOWN.preview).text;
  const told = [
    ...bold(`${name} (@${inline(mute.handle, SHOWN.handle)})`),
    ...words(` on ${inline(mute.source, SHOWN.name)} is muted until `),
    ...instantAt(mute.until, 'day', timezone),
    ...words(` by ${cleanLine(mute.by)}${reason === '' ? '' : `, because: ${reason}`}`),
  ];
  const said = paragraph(lines([told]));
  if (!mute.mayEnd) return said;
  const unmute = pressed(LABELS.unmute, LOG.unmute, page, mute.mention);
  return [...said, ...row(`log:mute:${mute.mention}`, [unmute])];
}

function loggedBlocks(
  line: LoggedLine,
  page: LoggedPage,
  departments: boolean,
  graphemes: number,
  timezone: string,
): Block[] {
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
  return [
    ...paragraph([...lines([head]), ...said(line, graphemes)]),
    ...row(`log:${card.mention}`, buttonsOf(line, page)),
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

function turning({ question, hasOlder }: LoggedPage): Block[] {
  const to = (label: string, action: string, page: number) =>
    button(label, action, JSON.stringify({ ...question, page } satisfies LogTicket));
  const elements = [
    ...(question.page > 0 ? [to('Newer', LOG.newer, question.page - 1)] : []),
    ...(hasOlder ? [to('Older', LOG.older, question.page + 1)] : []),
  ];
  return row('log:pages', elements);
}
