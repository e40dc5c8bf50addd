/** The direct message that asks a reviewer, and what stays of it once it is settled. */
import type { KnownBlock } from '@slack/types';
import type { View } from '../../app/surface-port.ts';
import type { Card } from '../../core/card.ts';
import { LIMITS, SHOWN } from './limits.ts';
import { writeRow } from './press.ts';
import { actionButton, shownActions, ticketOf } from './render-actions.ts';
import { categoryName } from './render-card.ts';
import { accepted, approvals, draftWords } from './render-draft.ts';
import { byline, exchangeParts } from './render-exchange.ts';
import { noteParts } from './render-notes.ts';
import { bold, lines, type Part, richText, textLength, words } from './rich.ts';
import { cleanLine, shorten } from './text.ts';

type Review = View & { type: 'review' };

const REVIEW_ACTIONS = ['approve', 'edit_and_approve', 'request_changes'] as const;

export function reviewSentence({ card, version, settled }: Review): string {
  if (settled !== null) return `${card.ref}: ${shorten(cleanLine(settled), SHOWN.sentence).text}`;
  const author = card.draft?.version === version ? ` by ${cleanLine(card.draft.author)}` : '';
  return `Please review ${card.ref}, version ${version}${author}`;
}

export function reviewBlocks(view: Review, timezone: string): KnownBlock[] {
  for (const graphemes of [SHOWN.draft * 2, SHOWN.draft, 100]) {
    const blocks = drawReview(view, graphemes, timezone);
    if (textLength(blocks) <= LIMITS.blocksText) return blocks;
  }
  return richText(lines([bold(reviewSentence(view))]));
}

function drawReview(view: Review, graphemes: number, timezone: string): KnownBlock[] {
  const { card, settled } = view;
  const title = ['Review', categoryName(card), cleanLine(card.department.name), card.ref].join(
    ' · ',
  );
  const size = { messages: 3, newest: graphemes, earlier: Math.min(graphemes, SHOWN.earlier) };
  if (settled !== null) {
    const said = shorten(cleanLine(settled), SHOWN.sentence).text;
    return richText([...lines([bold(title), byline(card, timezone), bold(said)])]);
  }
  return [
    ...richText([
      ...lines([bold(title), byline(card, timezone)]),
      ...exchangeParts(card, size, timezone),
    ]),
    ...richText(draftToReview(view, graphemes)),
    ...richText(noteParts(card, timezone)),
    ...reviewRow(card),
  ];
}

function draftToReview({ card, version }: Review, graphemes: number): Part[] {
  const { draft } = card;
  if (draft === null || draft.version !== version) return [];
  const needed = draft.needed === 1 ? 'needs 1 approval' : `needs ${draft.needed} approvals`;
  const head = [...bold(`Draft ${version}`), ...words(` by ${cleanLine(draft.author)}, ${needed}`)];
  return [
    ...lines([head]),
    ...draftWords(draft, graphemes),
    ...lines([accepted(draft), approvals(draft)]),
  ];
}

function reviewRow(card: Card): KnownBlock[] {
  const offered = shownActions(card);
  const elements = REVIEW_ACTIONS.filter((action) => offered.includes(action)).map(
    (action, index) => actionButton(card, action, index === 0),
  );
  if (elements.length === 0) return [];
  return [{ type: 'actions', block_id: writeRow(ticketOf(card), 0), elements }];
}
