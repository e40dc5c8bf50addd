/** What goes back to an invoke: a dialog, or a sentence to whoever pressed. */
import { words } from '../../front/page.ts';
import { said } from '../../front/questions.ts';
import { type Dialog, drawForm } from './draw-form.ts';

/** To an invoke; of anything else the answer is not looked at. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/**
 * The same for a card's dialog and for one out of a message's menu:
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
 */
export function continueWith({ title, card }: Dialog): Answer {
  const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
  const value = { title, width: 'medium', height: 'large', card: content };
  return { status: 200, body: { task: { type: 'continue', value } } };
}

/** In place of the card that was pressed on, for whoever pressed. */
export function inPlaceOfCard(card: object): Answer {
  const type = 'application/vnd.microsoft.card.adaptive';
  return { status: 200, body: { statusCode: 200, type, value: card } };
}

/** Wherever somebody waits for a dialog. */
const DIALOGS = /^(?:task|composeExtension)\//u;

/**
 * A sentence to whoever pressed: beside the card, or where they wait for a dialog, in its place. As
 * a card: of a `message` instead of a dialog Teams shows an empty box (msteams-docs 1732, 6740).
 */
export function message(name: string | undefined, sentence: string): Answer {
  if (DIALOGS.test(name ?? '')) return continueWith(drawForm(said(words(sentence), null)));
  const type = 'application/vnd.microsoft.activity.message';
  return { status: 200, body: { statusCode: 200, type, value: sentence } };
}
