/** The direct message by which a key contact is called. */
import type { KnownBlock } from '@slack/types';
import type { View } from '../../app/surface-port.ts';
import { LIMITS, SHOWN } from './limits.ts';
import { cardLink, type Linking } from './links.ts';
import { writeRow } from './press.ts';
import { actionButton, shownActions, ticketOf } from './render-actions.ts';
import { kindName } from './render-card.ts';
import { dueLine } from './render-deadlines.ts';
import { byline, exchangeParts } from './render-exchange.ts';
import { bold, line, lines, link, quote, richText, textLength, words } from './rich.ts';
import { clean, cleanLine, inline, shorten } from './text.ts';

type Call = View & { type: 'call' };

interface CallContext extends Linking {
  readonly timezone: string;
}

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

export function callBlocks(view: Call, context: CallContext): KnownBlock[] {
  for (const graphemes of [SHOWN.newest, 100]) {
    const blocks = drawCall(view, graphemes, context);
    if (textLength(blocks) <= LIMITS.blocksText) return blocks;
  }
  return richText(lines([bold(callSentence(view))]));
}

function drawCall(view: Call, graphemes: number, context: CallContext): KnownBlock[] {
  const { card, standing } = view;
  const { timezone } = context;
  const target = cardLink(view.at, context);
  const about = [kindName(card), cleanLine(card.department.name), card.ref].join(' · ');
  const head = [
    bold(callSentence(view)),
    [...words(about), ...(target === null ? [] : [...words(' · '), ...link('Open card', target)])],
  ];
  if (standing.type === 'settled') return richText(lines(head));
  const size = { messages: 3, newest: graphemes, earlier: Math.min(graphemes, SHOWN.earlier) };
  return [
    ...richText([
      ...lines(head),
      ...lines([dueLine(card.deadlines, timezone)]),
      ...quote(shorten(clean(standing.reason ?? ''), graphemes).text),
      line(byline(card, timezone)),
      ...exchangeParts(card, size, timezone),
    ]),
    ...callRow(view),
  ];
}

function callRow({ card }: Call): KnownBlock[] {
  const offered = shownActions(card);
  const elements = ACTIONS.filter((action) => offered.includes(action)).map((action, index) =>
    actionButton(card, action, index === 0),
  );
  if (elements.length === 0) return [];
  return [{ type: 'actions', block_id: writeRow(ticketOf(card), 0), elements }];
}
