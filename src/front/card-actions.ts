/** The rows of a card that can be pressed. */
import type { Card } from '../core/card.ts';
import type { CardAction } from '../core/offers.ts';
import { LIMITS } from './limits.ts';
import { type Block, type Button, button, type Menu, option, row, type Select } from './page.ts';
import { LABELS, MORE, stampRow, type Ticket, writePress, writeRow } from './press.ts';
import { webLink } from './text.ts';

/** What may stand out: the next step for a customer, never a way back or past a question. */
const MAIN: readonly CardAction[] = [
  ...(['reply', 'claim', 'approve', 'retry', 'resolve', 'touch_base'] as const),
];

/** The actions of a card that can be shown: "Open post" needs a link that can be followed. */
export function shownActions(card: Card): readonly CardAction[] {
  const post = webLink(card.link, LIMITS.url);
  return card.actions.filter((action) => action !== 'open_post' || post !== null);
}

export function ticketOf(card: Card): Ticket {
  return { mention: card.mention, seen: card.seen };
}

/** What takes a card away from here is not to be pressed by mistake. */
const MENU_ONLY: readonly CardAction[] = ['make_sensitive', 'make_ordinary'];

function buttonActions(card: Card): readonly CardAction[] {
  const actions = shownActions(card).filter((action) => !MENU_ONLY.includes(action));
  const fits = actions.length <= LIMITS.rowButtons + 1;
  return fits ? actions : actions.slice(0, LIMITS.rowButtons);
}

/** What stands behind ⋯. */
export function menuActions(card: Card): readonly CardAction[] {
  const near = buttonActions(card);
  return shownActions(card).filter((action) => !near.includes(action));
}

/**
 * The first few as buttons, the rest behind ⋯; one of them is the main thing.
 *
 * @param place sets rows about one mention apart, where several stand in one message
 */
export function actionRow(card: Card, place: string | null = null): Block[] {
  const near = buttonActions(card);
  const rest = menuActions(card);
  if (near.length + rest.length === 0) return [];
  const main = near.find((action) => action !== 'thanks_close');
  const behind = rest.length > 0 || card.unchangeable !== null ? [menu(card, rest)] : [];
  const id = writeRow(ticketOf(card), 0);
  return row(place === null ? id : stampRow(id, place), [
    ...near.map((action) => elementFor(card, action, action === main)),
    ...behind,
  ]);
}

function elementFor(card: Card, action: CardAction, isMain: boolean): Button | Select {
  return action === 'category' ? categorySelect(card) : actionButton(card, action, isMain);
}

export function actionButton(card: Card, action: CardAction, isMain: boolean): Button {
  const plainButton = button(LABELS[action], action, writePress(action, ticketOf(card)));
  const post = action === 'open_post' ? webLink(card.link, LIMITS.url) : null;
  const main = isMain && MAIN.includes(action);
  return {
    ...plainButton,
    ...(post === null ? {} : { url: post }),
    ...(main ? { isMain: true } : {}),
  };
}

function categorySelect(card: Card): Select {
  const options = card.categories.slice(0, LIMITS.options).map(({ id, name }) => option(name, id));
  const chosen = options.find((one) => one.value === card.category?.id) ?? null;
  return { type: 'select', id: 'category', label: LABELS.category, options, chosen };
}

function menu(card: Card, rest: readonly CardAction[]): Menu {
  return {
    type: 'menu',
    id: MORE,
    entries: rest.map((action) => actionButton(card, action, false)),
    note: card.unchangeable,
    more: button('More…', MORE, writePress(MORE, ticketOf(card))),
  };
}
