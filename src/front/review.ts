/** The direct message that asks a reviewer, and what stays of it once it is settled. */
import type { View } from '../app/surface-port.ts';
import { actionButton, shownActions, ticketOf } from './card-actions.ts';
import { kindName } from './card-page.ts';
import { accepted, approvals, draftTitle, draftWords, owed } from './draft-parts.ts';
import { byline, exchangeParts } from './exchange.ts';
import { SHOWN } from './limits.ts';
import { fitting, type Medium } from './medium.ts';
import { noteParts } from './notes.ts';
import { type Block, bold, type Inline, lines, type Part, paragraph, row, words } from './page.ts';
import { writeRow } from './press.ts';
import { cleanLine, shorten } from './text.ts';

type Review = View & { type: 'review' };

const REVIEW_ACTIONS = ['approve', 'edit_and_approve', 'request_changes'] as const;

export function reviewSentence({ card, version, settled, askedBy }: Review): string {
  if (settled !== null) return `${card.ref}: ${shorten(cleanLine(settled), SHOWN.sentence).text}`;
  if (askedBy !== null) return `${cleanLine(askedBy)} asks you to agree to ${card.ref}`;
  const author = card.draft?.version === version ? ` by ${cleanLine(card.draft.author)}` : '';
  return `Please review ${card.ref}, version ${version}${author}`;
}

export function reviewBlocks(view: Review, medium: Medium): readonly Block[] {
  const sizes = [SHOWN.draft * 2, SHOWN.draft, 100];
  const drawn = sizes.map((most) => () => drawReview(view, most, medium.timezone));
  const least = () => paragraph(lines([bold(reviewSentence(view))]));
  return fitting([...drawn, least], medium);
}

function drawReview(view: Review, graphemes: number, timezone: string): Block[] {
  const { card, settled } = view;
  const title = ['Review', kindName(card), cleanLine(card.department.name), card.ref].join(' · ');
  const size = { messages: 3, newest: graphemes, earlier: Math.min(graphemes, SHOWN.earlier) };
  if (settled !== null) {
    const said = shorten(cleanLine(settled), SHOWN.sentence).text;
    return paragraph([...lines([bold(title), byline(card, timezone), bold(said)])]);
  }
  return [
    ...paragraph([
      ...lines([bold(title), byName(view), byline(card, timezone)]),
      ...exchangeParts(card, size, timezone),
    ]),
    ...paragraph(draftToReview(view, graphemes)),
    ...paragraph(noteParts(card, timezone)),
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

function reviewRow({ card, mayEdit }: Review): Block[] {
  const offered = shownActions(card);
  const elements = REVIEW_ACTIONS.filter(
    (action) => offered.includes(action) && (mayEdit || action !== 'edit_and_approve'),
  ).map((action, index) => actionButton(card, action, index === 0));
  return row(writeRow(ticketOf(card), 0), elements);
}
