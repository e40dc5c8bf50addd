/** The draft on a card or in a request to review: its words, and what it waits for. */

import type { Card, CardDraft } from '../../core/card.ts';
import { isBlank } from '../../core/words.ts';
import { SHOWN } from './limits.ts';
import { bold, type Inline, instantAt, italic, lines, type Part, quote, words } from './rich.ts';
import { clean, cleanLine, inline, shorten } from './text.ts';

export function draftParts(card: Card, graphemes: number, timezone: string): Part[] {
  const { draft } = card;
  if (draft === null) return [];
  return [
    ...lines([[...bold(`Draft ${draft.version}`), ...words(` by ${cleanLine(draft.author)}`)]]),
    ...draftWords(draft, graphemes),
    ...lines([accepted(draft), approvals(draft), hold(draft), progress(card, draft, timezone)]),
  ];
}

export function draftWords(draft: CardDraft, graphemes: number): Part[] {
  const text = clean(draft.text ?? '').trim();
  if (isBlank(text)) return lines([italic('The words are no longer kept')]);
  return quote(shorten(text, graphemes).text);
}

/** "Sam accepted 1 warning: selling, "upgrade"" */
export function accepted(draft: CardDraft): Inline[] {
  const { length } = draft.accepted;
  if (length === 0) return [];
  const warnings = draft.accepted.map((warning) => cleanLine(warning)).join('; ');
  const count = length === 1 ? '1 warning' : `${length} warnings`;
  const text = `${cleanLine(draft.author)} accepted ${count}: ${warnings}`;
  return words(shorten(text, SHOWN.sentence).text);
}

export function approvals(draft: CardDraft): Inline[] {
  const by = draft.approvedBy.map((name) => cleanLine(name)).join(', ');
  const done = by === '' ? '' : `Approved by ${by}. `;
  const waiting = draft.waitingFor.map((name) => cleanLine(name));
  const missing = draft.needed - draft.approvedBy.length;
  if (waiting.length === 0 || draft.hold !== null) return words(done.trim());
  const number = missing > 1 ? `${missing} of ` : '';
  return words(`${done}Waiting for ${number}${listed(waiting)}`);
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} or ${rest} more`;
  const last = shown.at(-1) ?? '';
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} or ${last}` : last;
}

function hold(draft: CardDraft): Inline[] {
  if (draft.hold === null) return [];
  const { text } = shorten(cleanLine(draft.hold.sentence), SHOWN.sentence);
  return bold(text);
}

function progress(card: Card, draft: CardDraft, timezone: string): Inline[] {
  const source = inline(card.source, SHOWN.name);
  switch (card.status) {
    case 'scheduled':
      return scheduled(card, draft, source, timezone);
    case 'publishing':
      if (draft.attempts < 2) return words('It is going out now.');
      return words(`Attempt ${draft.attempts}; ${source} does not answer yet.`);
    case 'unsure':
      return words(
        `${source} did not say whether it went out. Look at the post, then say so here.`,
      );
    case 'unclaimed':
    case 'claimed':
    case 'in_review':
    case 'answered':
    case 'dismissed':
    case 'resolved':
      return [];
    default:
      return card.status satisfies never;
  }
}

function scheduled(card: Card, draft: CardDraft, source: string, timezone: string): Inline[] {
  if (card.sendAt === null) return [];
  if (card.pause !== null) {
    return [
      ...bold('Waits: publishing is paused'),
      ...words(` by ${cleanLine(card.pause.by)} `),
      ...instantAt(card.pause.at, 'since', timezone),
      ...words('. It goes out once a lead resumes it; Withdraw stops it.'),
    ];
  }
  const at = instantAt(card.sendAt, 'seconds', timezone);
  if (draft.attempts === 0) {
    return [...bold('Goes out at '), ...at, ...words('. Withdraw stops it.')];
  }
  return [
    ...words(`${source} did not take it yet. Attempt ${draft.attempts + 1} at `),
    ...at,
    ...words('; Withdraw stops it.'),
  ];
}
