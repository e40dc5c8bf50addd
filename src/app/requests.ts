/** From what must be done to rows of the outbox: which messages are concerned. */
import { channelOf } from '../core/audience.ts';
import type { Effect } from '../core/effects.ts';
import type { EventType, RecordedEvent } from '../core/events.ts';
import { departmentOf } from '../core/handbook.ts';
import type { Instant, Mention } from '../core/mention.ts';
import { endOfShift } from '../core/shifts.ts';
import { callSubject } from './call-subject.ts';
import { personalMessages } from './one-surface.ts';
import type { EffectRequest } from './outbox-port.ts';
import {
  homesByTheClock,
  publishRequest,
  type RequestContext,
  showRequest,
  storyRequest,
} from './outbox-rows.ts';
import { reminderRequests, settledReminders } from './reminder-requests.ts';
import type { Store } from './store-port.ts';
import type { SurfaceMessage, SurfaceMessageKind } from './surface-message.ts';
import type { Transaction } from './transaction-port.ts';

/**
 * What changes the line about a mention on the other cards of its author. A new one shows there
 * once its own card stands; what lasts for seconds, as sending does, is not worth a call.
 */
const MOVES: readonly EventType[] = [
  ...(['joined', 'woken', 'claimed', 'released', 'assigned', 'transferred', 'submitted'] as const),
  ...(['held', 'changes_requested', 'withdrawn', 'retried', 'review_reopened'] as const),
  ...(['published', 'corrected', 'reply_deleted', 'publish_refused', 'publish_unknown'] as const),
  ...(['said_not_sent', 'answered_elsewhere', 'resolved', 'dismissed'] as const),
  ...(['reopened', 'owner_left', 'returned', 'made_sensitive', 'made_ordinary'] as const),
  ...(['restored', 'muted', 'unmuted', 'touched_base'] as const),
];

/** Answers what was requested. */
export async function requestEffects(
  tx: Transaction,
  mention: Mention,
  recorded: readonly RecordedEvent[],
  effects: readonly Effect[],
  context: RequestContext,
): Promise<readonly EffectRequest[]> {
  const requests = new Map<string, EffectRequest>();
  const wanted = await Promise.all([
    ...effects.map((effect) => requestsFor(tx, mention, recorded, effect, context)),
    requestsBeside(tx, mention, recorded, context),
    homeRequests(tx, recorded, context),
    endingRequests(tx, mention, recorded, context),
  ]);
  for (const request of wanted.flat()) {
    const known = requests.get(request.key);
    // What is to be told and settled at once is told.
    if (known === undefined || request.rank < known.rank) requests.set(request.key, request);
  }
  const all = [...requests.values()];
  if (all.length > 0) await tx.enqueue(all);
  return all;
}

/** The cards of the author's other mentions say where this one stands, and that they are muted. */
async function requestsBeside(
  tx: Transaction,
  mention: Mention,
  recorded: readonly RecordedEvent[],
  { now }: RequestContext,
): Promise<readonly EffectRequest[]> {
  const moved = recorded.some(({ event }) => MOVES.includes(event.type));
  if (!moved || mention.status === 'logged') return [];
  const requests: EffectRequest[] = [];
  // Nowhere may a line of it stay; of anything else, what is closed may keep what it said.
  const wholly = recorded.some(({ event }) => event.type === 'made_sensitive');
  const others = await (wholly ? tx.mentionsBeside(mention) : tx.openMentionsBeside(mention));
  for (const other of others) {
    const cards = await tx.surfaceMessages('card', other);
    const current = cards.filter((card) => card.ref !== null);
    requests.push(...current.map((card) => showRequest(card, { now, mayWait: true })));
  }
  return requests;
}

/** Whoever did something sees it on their Home tab, if they ever opened it. */
async function homeRequests(
  tx: Transaction,
  recorded: readonly RecordedEvent[],
  context: RequestContext,
): Promise<readonly EffectRequest[]> {
  const { actor, mayWait } = context;
  if (actor.type !== 'person' || mayWait || recorded.length === 0) return [];
  const homes = await tx.surfaceMessages('home', actor.person.email);
  return homes.map((home) => showRequest(home, context));
}

/** Before a department closes its people's reminders say all that they have there. */
async function endingRequests(
  tx: Transaction,
  mention: Mention,
  recorded: readonly RecordedEvent[],
  context: RequestContext,
): Promise<readonly EffectRequest[]> {
  const { actor, handbook, now } = context;
  const hours = departmentOf(handbook, mention.department)?.hours ?? 'always';
  if (recorded.length === 0 || endOfShift(hours, now) === null) return [];
  const acting = actor.type === 'person' ? [actor.person.email] : [];
  const concerned = [...acting, ...(mention.owner === null ? [] : [mention.owner])];
  const requests: EffectRequest[] = [];
  for (const email of [...new Set(concerned)].toSorted()) {
    requests.push(...(await settledReminders(tx, email, context)));
  }
  return requests;
}

async function requestsFor(
  tx: Transaction,
  mention: Mention,
  recorded: readonly RecordedEvent[],
  effect: Effect,
  context: RequestContext,
): Promise<readonly EffectRequest[]> {
  switch (effect.type) {
    case 'show_card':
    case 'tell_story': {
      const cards = await cardsAt(tx, mention, effect.placement, recorded, context);
      return cards.map((card) =>
        effect.type === 'show_card' ? showRequest(card, context) : storyRequest(card, context),
      );
    }
    case 'ask_review':
      return directMessages(tx, 'review', effect.version, effect.recipient, context);
    case 'call_contact':
      return directMessages(tx, 'call', callSubject(effect), effect.recipient, context);
    case 'remind':
      return reminderRequests(tx, effect.recipient, context);
    case 'settle_reminders':
      return settledReminders(tx, effect.recipient, context);
    case 'redraw_lists': {
      const homes = await tx.homeTabs();
      const theirs = homes.filter(({ subject }) => effect.people.includes(subject));
      return homesByTheClock(theirs, context.now);
    }
    case 'settle_call': {
      const messages = await tx.surfaceMessages('call', callSubject(effect));
      return messages.map((message) => showRequest(message, context));
    }
    case 'settle_reviews': {
      const messages = await tx.surfaceMessages('review', effect.version);
      return messages.map((message) => showRequest(message, context));
    }
    case 'redraw_all': {
      const shown = [...(await tx.messagesAbout(mention.id)), ...(await tx.homeTabs())];
      return shown.map((message) => showRequest(message, context));
    }
    case 'publish':
      return [publishRequest({ version: effect.version, source: mention.source }, effect.at)];
    default:
      return effect satisfies never;
  }
}

async function directMessages(
  tx: Transaction,
  kind: SurfaceMessageKind,
  subject: string,
  recipient: string,
  context: RequestContext,
): Promise<readonly EffectRequest[]> {
  const messages = await personalMessages(tx, { kind, subject, recipient }, context.places);
  return messages.map((message) => showRequest(message, context));
}

/** The cards of one placement; the current one is made where it is missing. */
async function cardsAt(
  tx: Transaction,
  mention: Mention,
  placement: number,
  recorded: readonly RecordedEvent[],
  { handbook, places }: RequestContext,
): Promise<readonly SurfaceMessage[]> {
  const known = (await tx.surfaceMessages('card', mention.id)).filter(
    (message) => message.placement === placement,
  );
  if (placement < mention.placement) return known;
  const cards = [...known];
  for (const { surface, tenant } of places) {
    if (known.some((card) => card.surface === surface && card.tenant === tenant)) continue;
    const channel = channelOf(mention, handbook, surface);
    if (channel === null) continue;
    const key = { surface, tenant, kind: 'card', subject: mention.id, placement } as const;
    const before = (recorded[0]?.seq ?? 1) - 1;
    cards.push(await tx.ensureSurfaceMessage({ ...key, place: `#${channel}` }, before));
  }
  return cards;
}

/** Draws the cards of a mention again although nothing happened: what a surface shows went stale. */
export async function requestRedraw(store: Store, mention: string, now: Instant): Promise<void> {
  const cards = await store.transaction((tx) => tx.surfaceMessages('card', mention));
  for (const { id } of cards) await store.updateSurfaceMessage(id, { hash: null });
  if (cards.length === 0) return;
  const requests = cards.map((card) => showRequest(card, { now, mayWait: true }));
  await store.transaction((tx) => tx.enqueue(requests));
}
