/** The draft on a card or in a request to review: its words, and what it waits for. */

import type { Card } from '../core/card.ts';
import type { CardDraft } from '../core/card-draft.ts';
import type { ShelfName } from '../core/overview.ts';
import { listed } from '../core/sentences.ts';
import { isBlank } from '../core/words.ts';
import { SHOWN } from './limits.ts';
import { bold, type Inline, instantAt, italic, lines, type Part, quote, words } from './page.ts';
import { clean, cleanLine, inline, shorten } from './text.ts';

export function draftParts(card: Card, graphemes: number, timezone: string): Part[] {
  const { draft } = card;
  if (draft === null) return [];
  return [
    ...lines([[...bold(draftTitle(draft)), ...words(` by ${cleanLine(draft.author)}`)]]),
    ...draftWords(draft, graphemes),
    ...lines([
      accepted(draft),
      owed(card),
      approvals(draft),
      hold(draft),
      progress(card, draft, timezone),
    ]),
  ];
}

/** "Draft 2", "Correction 3 of our reply", "Deletion 4 of our reply" */
export function draftTitle({ version, changes }: CardDraft): string {
  switch (changes) {
    case null:
      return `Draft ${version}`;
    case 'correct':
      return `Correction ${version} of our reply`;
    case 'delete':
      return `Deletion ${version} of our reply`;
    default:
      return changes satisfies never;
  }
}

/** The reason, where the version deletes: it may be left out. */
export function draftWords(draft: CardDraft, graphemes: number): Part[] {
  const text = clean(draft.text ?? '').trim();
  if (isBlank(text) && draft.changes === 'delete' && draft.text !== null) return [];
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

/** What comes after it, where that is more than waiting for the customer. */
export function owed({ draft, author }: Card): Inline[] {
  if (draft?.owes !== true) return [];
  return words(`Once it is out, we owe ${inline(author.name, SHOWN.name)} an update.`);
}

/** "Waiting for Rita or Lena, and for Kabelo, whom Thandi asked" */
export function approvals(draft: CardDraft): Inline[] {
  const by = draft.approvedBy.map((name) => cleanLine(name)).join(', ');
  const done = by === '' ? '' : `Approved by ${by}. `;
  const waiting = [reviewers(draft), colleagues(draft)].filter((part) => part !== '');
  if (waiting.length === 0 || draft.hold !== null) return words(done.trim());
  return words(`${done}Waiting for ${waiting.join(', and for ')}`);
}

function reviewers({ waitingFor, missing }: CardDraft): string {
  if (waitingFor.length === 0) return '';
  const number = missing > 1 ? `${missing} of ` : '';
  return `${number}${oneOf(waitingFor.map((name) => cleanLine(name)))}`;
}

function colleagues({ asked, askedBy }: CardDraft): string {
  if (asked.length === 0) return '';
  const names = listed(asked.map((name) => cleanLine(name)));
  return askedBy === null ? names : `${names}, whom ${cleanLine(askedBy)} asked`;
}

function oneOf(names: readonly string[]): string {
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
    case 'logged':
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
    const what = draft.changes === 'delete' ? 'Our reply is deleted at ' : 'Goes out at ';
    return [...bold(what), ...at, ...words('. Withdraw stops it.')];
  }
  return [
    ...words(`${source} did not take it yet. Attempt ${draft.attempts + 1} at `),
    ...at,
    ...words('; Withdraw stops it.'),
  ];
}

/** What a reviewer decides on; what holds its owner up. */
export function draftInLine(card: Card, shelf: ShelfName): Part[] {
  const { draft } = card;
  if (draft === null) return [];
  if (shelf === 'review' || card.actions.includes('approve')) {
    const head = [...bold(`Draft ${draft.version}`), ...words(` by ${cleanLine(draft.author)}`)];
    return [...lines([head]), ...draftWords(draft, SHOWN.draft), ...lines([accepted(draft)])];
  }
  const held = draft.hold === null ? '' : cleanLine(draft.hold.sentence);
  return lines([bold(shorten(held, SHOWN.preview).text), approvals(draft)]);
}
