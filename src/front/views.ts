/** Every kind of view that stands in a message, as a page. */
import type { View } from '../app/surface-port.ts';
import { hasMoved } from '../core/audience.ts';
import { callBlocks, callSentence } from './call.ts';
import { cardBlocks, cardSentence } from './card-page.ts';
import { dutyBlocks, dutySentence } from './duty.ts';
import { LIMITS } from './limits.ts';
import type { Medium } from './medium.ts';
import { type Block, bold, lines, link, type Page, paragraph, words } from './page.ts';
import { reminderBlocks, reminderSentence } from './reminder.ts';
import { reviewBlocks, reviewSentence } from './review.ts';
import { statsPage } from './stats.ts';
import { clean, cleanLine, fitUnits } from './text.ts';

/** What stands in messages; a Home tab is no message. */
export type MessageView = Exclude<View, { type: 'home' }>;

/** As much of it as one message takes. */
export function pageOf(view: MessageView, medium: Medium): Page {
  switch (view.type) {
    case 'card':
      return page(cardSentence(view.card), cardBlocks(view, medium));
    case 'stub':
      return stub(view, medium.linkTo(view.movedTo));
    case 'moved': {
      const sentence = hasMoved(view);
      return page(sentence, paragraph(lines([words(sentence)])));
    }
    case 'review':
      return page(reviewSentence(view), reviewBlocks(view, medium));
    case 'call':
      return page(callSentence(view), callBlocks(view, medium));
    case 'reminder':
      return page(reminderSentence(view), reminderBlocks(view, medium));
    case 'duty':
      return page(dutySentence(view), dutyBlocks(view, medium));
    case 'digest': {
      const { stats, handbook } = view;
      return statsPage(stats, { handbook, medium, standing: { type: 'digest' } });
    }
    case 'notice': {
      const title = cleanLine(view.title);
      const text = fitUnits(clean(view.text).trim(), LIMITS.inputText);
      return page(title, paragraph(lines([bold(title), words(text)])));
    }
    default:
      return view satisfies never;
  }
}

function stub(view: View & { type: 'stub' }, href: string | null): Page {
  const sentence = `Moved to ${cleanLine(view.to)} · ${view.ref}`;
  const row =
    href === null ? words(sentence) : [...words(`${sentence} · `), ...link('Open card', href)];
  return page(sentence, paragraph(lines([row])));
}

function page(sentence: string, blocks: readonly Block[]): Page {
  return { sentence: fitUnits(sentence, LIMITS.sentence), blocks };
}
