/** Behind the button Show: the clocks that ran out in a week, with links to their cards. */
import type { MissedPage } from '../app/statistics.ts';
import { METRIC_NAMES } from '../core/deadline.ts';
import { durationWords } from '../core/duration.ts';
import { CAUSES } from '../stats/tell.ts';
import { kindName } from './card-page.ts';
import { authorName } from './exchange.ts';
import { SHOWN } from './limits.ts';
import { fitting, type Medium, refLink } from './medium.ts';
import {
  type Block,
  bold,
  instantAt,
  italic,
  lines,
  type Page,
  type Part,
  paragraph,
  quote,
  row,
  words,
} from './page.ts';
import { STATS, type StatsTicket, statsButton } from './stats.ts';
import { cleanLine, shorten } from './text.ts';

type Line = MissedPage['lines'][number];

/** How much of each text, until it fits into one message. */
const SIZES = [SHOWN.preview, 40, 0];

export function missedPage(page: MissedPage, medium: Medium): Page {
  const drawn = SIZES.map((graphemes) => () => draw(page, medium, graphemes));
  const least = () => paragraph(lines([words(title(page))]));
  return { sentence: title(page), blocks: fitting([...drawn, least], medium) };
}

function draw(page: MissedPage, medium: Medium, graphemes: number): Block[] {
  const { isPart, lines: missed } = page;
  const part = isPart ? italic('Those of your departments; sensitive ones for their owners.') : [];
  return [
    ...paragraph(lines([bold(title(page)), part])),
    ...missed.flatMap((line) => paragraph(linesOf(line, medium, graphemes))),
    ...turning(page),
  ];
}

function title({ asked, lines: missed }: MissedPage): string {
  const { week, page } = asked;
  const number = Number(week.slice(-2));
  if (missed.length === 0 && page === 0) return `Nothing missed in week ${number} is yours to see`;
  return `Missed in week ${number}, the latest first${page === 0 ? '' : `, page ${page + 1}`}`;
}

function linesOf(line: Line, medium: Medium, graphemes: number): Part[] {
  const { timezone } = medium;
  const { card, clock, standsAt } = line;
  const who = `${authorName(card)} · ${kindName(card)} · ${cleanLine(card.department.name)}`;
  return [
    ...lines([
      [...refLink(card.ref, standsAt, medium), ...words(` · ${who}`)],
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

function turning({ asked, hasMore }: MissedPage): Block[] {
  const to = (label: string, action: string, page: number) =>
    statsButton(label, action, { ...asked, page } satisfies StatsTicket);
  const elements = [
    ...(asked.page > 0 ? [to('Later', STATS.later, asked.page - 1)] : []),
    ...(hasMore ? [to('Earlier', STATS.earlier, asked.page + 1)] : []),
  ];
  return row('stats:pages', elements);
}
