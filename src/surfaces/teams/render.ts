/** Every kind of view, as Teams' cards. */
import type { View } from '../../app/surface-port.ts';
import { actionsFor } from '../../core/offers.ts';
import type { Medium } from '../../front/medium.ts';
import { pageOf } from '../../front/views.ts';
import { drawPage, type Payload } from './draw.ts';
import { LIMITS } from './limits.ts';
import type { IdOf } from './render-line.ts';

/** What Teams asks by itself for those whom a card names. */
export const REFRESH = 'refresh';

export function drawView(view: View, medium: Medium): Payload {
  if (view.type === 'home') throw new Error('Teams has no Home tab');
  return drawPage(pageOf(view, medium));
}

/**
 * As everybody sees it. While a draft waits, whoever could review it is asked for by Teams, and gets
 * the buttons for that alone.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views
 */
export async function drawForAll(view: View, medium: Medium, idOf: IdOf): Promise<Payload> {
  const userIds = view.type === 'card' ? await idsOf(view.card.reviewers, idOf) : [];
  if (view.type !== 'card' || userIds.length === 0) return drawView(view, medium);
  const drawn = drawFor(view, null, medium);
  const data = { id: REFRESH, value: view.card.mention };
  const action = { type: 'Action.Execute', title: 'Refresh', verb: REFRESH, data };
  return { ...drawn, card: { ...drawn.card, refresh: { action, userIds } } };
}

/** @param email null for what everybody sees */
export function drawFor(view: View, email: string | null, medium: Medium): Payload {
  if (view.type !== 'card') return drawView(view, medium);
  const actions = actionsFor(view.card, email);
  return drawView({ ...view, card: { ...view.card, actions } }, medium);
}

/** Those whom Heed has met in Teams. */
async function idsOf(reviewers: readonly { readonly email: string }[], idOf: IdOf) {
  const ids = await Promise.all(reviewers.map(({ email }) => idOf(email)));
  return ids.flatMap((id) => id ?? []).slice(0, LIMITS.refreshed);
}
