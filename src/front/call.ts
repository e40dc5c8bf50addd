/** The direct message by which a key contact is called. */
import type { View } from '../app/surface-port.ts';
import { actionButton, shownActions, ticketOf } from './card-actions.ts';
import { kindName } from './card-page.ts';
import { dueLine } from './deadline-words.ts';
import { draftInLine } from './draft-parts.ts';
import { byline, exchangeParts } from './exchange.ts';
import { SHOWN } from './limits.ts';
import { fitting, type Medium } from './medium.ts';
import { type Block, bold, line, lines, link, paragraph, quote, row, words } from './page.ts';
import { writeRow } from './press.ts';
import { clean, cleanLine, inline, shorten } from './text.ts';

type Call = View & { type: 'call' };

/** What a key contact may do about it at once; the rest stands on the card. */
const ACTIONS = ['reply', 'claim', 'approve', 'assign', 'open_post'] as const;

export function callSentence({ card, standing }: Call): string {
  const sentence =
    standing.type === 'settled'
      ? standing.sentence
      : `${calling(standing.by)} ${card.ref}, ${card.standing}`;
  return shorten(cleanLine(sentence), SHOWN.sentence).text;
}

function calling(by: string | null): string {
  return by === null ? 'Overdue:' : `${inline(by, SHOWN.name)} needs your help with`;
}

export function callBlocks(view: Call, medium: Medium): readonly Block[] {
  const drawn = [SHOWN.newest, 100].map((most) => () => drawCall(view, most, medium));
  const least = () => paragraph(lines([bold(callSentence(view))]));
  return fitting([...drawn, least], medium);
}

function drawCall(view: Call, graphemes: number, medium: Medium): Block[] {
  const { card, standing } = view;
  const { timezone } = medium;
  const target = medium.linkTo(view.at);
  const about = [kindName(card), cleanLine(card.department.name), card.ref].join(' · ');
  const head = [
    bold(callSentence(view)),
    [...words(about), ...(target === null ? [] : [...words(' · '), ...link('Open card', target)])],
  ];
  if (standing.type === 'settled') return paragraph(lines(head));
  const size = { messages: 3, newest: graphemes, earlier: Math.min(graphemes, SHOWN.earlier) };
  return [
    ...paragraph([
      ...lines(head),
      ...lines([dueLine(card.deadlines, timezone)]),
      ...quote(shorten(clean(standing.reason ?? ''), graphemes).text),
      line(byline(card, timezone)),
      ...exchangeParts(card, size, timezone),
      ...draftInLine(card, 'called'),
    ]),
    ...callRow(view),
  ];
}

function callRow({ card }: Call): Block[] {
  const offered = shownActions(card);
  const elements = ACTIONS.filter((action) => offered.includes(action)).map((action, index) =>
    actionButton(card, action, index === 0),
  );
  return row(writeRow(ticketOf(card), 0), elements);
}
