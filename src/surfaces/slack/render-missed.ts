/** Behind the button Show: the clocks that ran out in a week, with links to their cards. */
import type { KnownBlock } from '@slack/types';
import type { MissedPage } from '../../app/statistics.ts';
import { METRIC_NAMES } from '../../core/deadline.ts';
import { durationWords } from '../../core/duration.ts';
import { CAUSES } from '../../stats/tell.ts';
import { LIMITS, SHOWN } from './limits.ts';
import { type Linking, refLink } from './links.ts';
import type { Payload } from './payload.ts';
import { kindName } from './render-card.ts';
import { authorName } from './render-exchange.ts';
import { STATS, type StatsTicket, statsButton } from './render-stats.ts';
import {
  bold,
  instantAt,
  italic,
  lines,
  type Part,
  quote,
  richText,
  textLength,
  words,
} from './rich.ts';
import { cleanLine, escapeMrkdwn, shorten } from './text.ts';

interface MissedContext {
  readonly timezone: string;
  readonly links: Linking;
}

type Line = MissedPage['lines'][number];

/** How much of each text, until it fits into one message. */
const SIZES = [SHOWN.preview, 40, 0];

export function missedPayload(page: MissedPage, context: MissedContext): Payload {
  const drawn = SIZES.map((graphemes) => draw(page, context, graphemes));
  const fits = drawn.find((blocks) => textLength(blocks) <= LIMITS.blocksText);
  return {
    text: escapeMrkdwn(title(page)),
    blocks: fits ?? richText(lines([words(title(page))])),
  };
}

function draw(page: MissedPage, context: MissedContext, graphemes: number): KnownBlock[] {
  const { isPart, lines: missed } = page;
  const part = isPart ? italic('Those of your departments; sensitive ones for their owners.') : [];
  return [
    ...richText(lines([bold(title(page)), part])),
    ...missed.flatMap((line) => richText(linesOf(line, context, graphemes))),
    ...turning(page),
  ];
}

function title({ asked, lines: missed }: MissedPage): string {
  const { week, page } = asked;
  const number = Number(week.slice(-2));
  if (missed.length === 0 && page === 0) return `Nothing missed in week ${number} is yours to see`;
  return `Missed in week ${number}, the latest first${page === 0 ? '' : `, page ${page + 1}`}`;
}

function linesOf(line: Line, { timezone, links }: MissedContext, graphemes: number): Part[] {
  const { card, clock, standsAt } = line;
  const who = `${authorName(card)} · ${kindName(card)} · ${cleanLine(card.department.name)}`;
  return [
    ...lines([
      [...refLink(card.ref, standsAt, links), ...words(` · ${who}`)],
      [
        ...words(`${METRIC_NAMES[clock.metric]} was due `),
        ...instantAt(clock.dueAt, 'day', timezone),
        ...words(`, ${ending(line)} · ${CAUSES[clock.cause]}`),
      ],
    ]),
    ...said(line, graphemes),
  ];
}

function ending({ clock: { dueAt, endedAt } }: Line): string {
  return endedAt === null ? 'still open' : `over ${durationWords(endedAt - dueAt)} later`;
}

/** The customer's first words that stand. */
function said({ card }: Line, graphemes: number): Part[] {
  if (graphemes === 0) return [];
  const theirs = card.exchange.filter(
    ({ direction, deleted }) => direction === 'inbound' && !deleted,
  );
  const text = theirs.map((one) => cleanLine(one.text ?? '')).find((one) => one !== '') ?? '';
  return text === '' ? [] : quote(shorten(text, graphemes).text);
}

function turning({ asked, hasMore }: MissedPage): KnownBlock[] {
  const to = (label: string, action: string, page: number) =>
    statsButton(label, action, { ...asked, page } satisfies StatsTicket);
  const elements = [
    ...(asked.page > 0 ? [to('Later', STATS.later, asked.page - 1)] : []),
    ...(hasMore ? [to('Earlier', STATS.earlier, asked.page + 1)] : []),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: 'stats:pages', elements }];
}
