/** The direct message that asks a reviewer, and what stays of it once it is settled. */
import type { KnownBlock } from '@slack/types';
import type { View } from '../../app/surface-port.ts';
import { LIMITS, SHOWN } from './limits.ts';
import { writeRow } from './press.ts';
import { actionButton, shownActions, ticketOf } from './render-actions.ts';
import { kindName } from './render-card.ts';
import { accepted, approvals, draftTitle, draftWords, owed } from './render-draft.ts';
import { byline, exchangeParts } from './render-exchange.ts';
import { noteParts } from './render-notes.ts';
import { bold, type Inline, lines, type Part, richText, textLength, words } from './rich.ts';
import { cleanLine, shorten } from './text.ts';

type Review = View & { type: 'review' };

const REVIEW_ACTIONS = ['approve', 'edit_and_approve', 'request_changes'] as const;

export function reviewSentence({ card, version, settled, askedBy }: Review): string {
  if (settled !== null) return `${card.ref}: ${shorten(cleanLine(settled), SHOWN.sentence).text}`;
  if (askedBy !== null) return `${cleanLine(askedBy)} asks you to agree to ${card.ref}`;
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
  const title = ['Review', kindName(card), cleanLine(card.department.name), card.ref].join(' · ');
  const size = { messages: 3, newest: graphemes, earlier: Math.min(graphemes, SHOWN.earlier) };
  if (settled !== null) {
    const said = shorten(cleanLine(settled), SHOWN.sentence).text;
    return richText([...lines([bold(title), byline(card, timezone), bold(said)])]);
  }
  return [
    ...richText([
      ...lines([bold(title), byName(view), byline(card, timezone)]),
      ...exchangeParts(card, size, timezone),
    ]),
    ...richText(draftToReview(view, graphemes)),
    ...richText(noteParts(card, timezone)),
    ...reviewRow(view),
  ];
}

/** Why somebody reads this who may never have reviewed anything. */
function byName({ askedBy }: Review): Inline[] {
  if (askedBy === null) return [];
  return words(`${cleanLine(askedBy)} asked for you by name: it goes out only once you agree.`);
}

function draftToReview({ card, version }: Review, graphemes: number): Part[] {
  const { draft } = card;
  if (draft === null || draft.version !== version) return [];
  const needs = draft.needed === 1 ? ', needs 1 approval' : `, needs ${draft.needed} approvals`;
  const author = ` by ${cleanLine(draft.author)}${draft.needed === 0 ? '' : needs}`;
  const head = [...bold(draftTitle(draft)), ...words(author)];
  return [
    ...lines([head]),
    ...draftWords(draft, graphemes),
    ...lines([accepted(draft), owed(card), approvals(draft)]),
  ];
}

function reviewRow({ card, mayEdit }: Review): KnownBlock[] {
  const offered = shownActions(card);
  const elements = REVIEW_ACTIONS.filter(
    (action) => offered.includes(action) && (mayEdit || action !== 'edit_and_approve'),
  ).map((action, index) => actionButton(card, action, index === 0));
  if (elements.length === 0) return [];
  return [{ type: 'actions', block_id: writeRow(ticketOf(card), 0), elements }];
}
