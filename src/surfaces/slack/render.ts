/** Every kind of view, as Slack's blocks. */
import { createHash } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import type { Rendered, View } from '../../app/surface-port.ts';
import { hasMoved } from '../../core/audience.ts';
import { LIMITS } from './limits.ts';
import { cardLink, type Linking } from './links.ts';
import type { Payload } from './payload.ts';
import { callBlocks, callSentence } from './render-call.ts';
import { cardBlocks, cardSentence } from './render-card.ts';
import { dutyBlocks, dutySentence } from './render-duty.ts';
import { reminderBlocks, reminderSentence } from './render-reminder.ts';
import { reviewBlocks, reviewSentence } from './render-review.ts';
import { statsPayload } from './render-stats.ts';
import { bold, lines, link, richText, words } from './rich.ts';
import { clean, cleanLine, escapeMrkdwn, fitUnits } from './text.ts';

export interface RenderContext extends Linking {
  readonly timezone: string;
}

/** What stands in messages; a Home tab is no message. */
export type MessageView = Exclude<View, { type: 'home' }>;

export function renderView(view: MessageView, context: RenderContext): Rendered {
  const payload = draw(view, context);
  const hash = createHash('sha256').update(JSON.stringify(payload)).digest('hex');
  return { hash, payload, confidential: view.type === 'card' && view.card.sensitive };
}

function draw(view: MessageView, context: RenderContext): Payload {
  switch (view.type) {
    case 'card':
      return payload(cardSentence(view.card), cardBlocks(view, context));
    case 'stub':
      return stub(view, cardLink(view.movedTo, context));
    case 'moved': {
      const sentence = hasMoved(view);
      return payload(sentence, richText(lines([words(sentence)])));
    }
    case 'review':
      return payload(reviewSentence(view), reviewBlocks(view, context.timezone));
    case 'call':
      return payload(callSentence(view), callBlocks(view, context));
    case 'reminder':
      return payload(reminderSentence(view), reminderBlocks(view, context));
    case 'duty':
      return payload(dutySentence(view), dutyBlocks(view, context.timezone));
    case 'digest': {
      const { stats, handbook } = view;
      return statsPayload(stats, { handbook, links: context, standing: { type: 'digest' } });
    }
    case 'notice': {
      const title = cleanLine(view.title);
      const text = fitUnits(clean(view.text).trim(), LIMITS.inputText);
      return payload(title, richText(lines([bold(title), words(text)])));
    }
    default:
      return view satisfies never;
  }
}

function stub(view: View & { type: 'stub' }, href: string | null): Payload {
  const sentence = `Moved to ${cleanLine(view.to)} · ${view.ref}`;
  const row =
    href === null ? words(sentence) : [...words(`${sentence} · `), ...link('Open card', href)];
  return payload(sentence, richText(lines([row])));
}

function payload(sentence: string, blocks: readonly KnownBlock[]): Payload {
  return { text: escapeMrkdwn(fitUnits(sentence, LIMITS.fallbackText)), blocks };
}
