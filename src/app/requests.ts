/** From what must be done to rows of the outbox: which message, which lane, how urgent. */
import { channelOf } from '../core/audience.ts';
import type { Actor } from '../core/commands.ts';
import type { Effect } from '../core/effects.ts';
import type { EventType, RecordedEvent } from '../core/events.ts';
import type { Handbook } from '../core/handbook.ts';
import type { Instant, Mention } from '../core/mention.ts';
import { callSubject } from './call-subject.ts';
import type { ClaimedEffect, EffectRequest } from './outbox-port.ts';
import type { Store } from './store-port.ts';
import type { Place, SurfaceMessage, SurfaceMessageKind } from './surface-message.ts';
import type { Transaction } from './transaction-port.ts';

/** So long a redraw that nobody waits for stands back behind what somebody does. */
const REDRAW_PATIENCE_MS = 60_000;

/** Whether an effect, as it was requested below, still stands back. */
export function standsBack({ rank }: ClaimedEffect, now: Instant): boolean {
  return rank > now;
}

/**
 * What changes the line about a mention on the other cards of its author. A new one shows there
 * once its own card stands; what lasts for seconds, as sending does, is not worth a call.
 */
const MOVES: readonly EventType[] = [
  ...(['joined', 'woken', 'claimed', 'released', 'assigned', 'transferred', 'submitted'] as const),
  ...(['held', 'changes_requested', 'withdrawn', 'retried', 'review_reopened'] as const),
  ...(['published', 'corrected', 'reply_deleted', 'publish_refused', 'publish_unknown'] as const),
  ...(['said_not_sent', 'answered_elsewhere', 'resolved', 'dismissed'] as const),
  ...(['reopened', 'owner_left', 'made_sensitive', 'made_ordinary'] as const),
  ...(['restored', 'muted', 'unmuted'] as const),
];

export interface RequestContext {
  readonly handbook: Handbook;
  readonly places: readonly Place[];
  readonly actor: Actor;
  /** Nobody looks out for it: what is awaited goes before. */
  readonly mayWait: boolean;
  readonly now: Instant;
}

export async function requestEffects(
  tx: Transaction,
  mention: Mention,
  recorded: readonly RecordedEvent[],
  effects: readonly Effect[],
  context: RequestContext,
): Promise<void> {
  const requests = new Map<string, EffectRequest>();
  const wanted = await Promise.all([
    ...effects.map((effect) => requestsFor(tx, mention, recorded, effect, context)),
    requestsBeside(tx, mention, recorded, context),
    homeRequests(tx, recorded, context),
  ]);
  for (const request of wanted.flat()) {
    if (!requests.has(request.key)) requests.set(request.key, request);
  }
  if (requests.size > 0) await tx.enqueue([...requests.values()]);
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
  const messages: SurfaceMessage[] = [];
  for (const { surface, tenant } of context.places) {
    const key = { surface, tenant, kind, subject, placement: 0, place: `@${recipient}` };
    messages.push(await tx.ensureSurfaceMessage(key, 0));
  }
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
  const channel = channelOf(mention, handbook);
  if (channel === null) return known;
  const cards = [...known];
  for (const { surface, tenant } of places) {
    if (known.some((card) => card.surface === surface && card.tenant === tenant)) continue;
    const key = { surface, tenant, kind: 'card', subject: mention.id, placement } as const;
    const before = (recorded[0]?.seq ?? 1) - 1;
    cards.push(await tx.ensureSurfaceMessage({ ...key, place: `#${channel}` }, before));
  }
  return cards;
}

/** Replies of one source go out one after the other. */
export function sourceLane(source: string): string {
  return `source:${source}`;
}

export function publishRequest(
  { version, source }: { readonly version: string; readonly source: string },
  at: Instant,
): EffectRequest {
  return {
    key: `publish:${version}`,
    kind: 'publish',
    target: version,
    lane: sourceLane(source),
    parent: 'sources',
    rank: at,
    dueAt: at,
  };
}

export function showRequest(
  message: SurfaceMessage,
  { now, mayWait }: Pick<RequestContext, 'now' | 'mayWait'>,
): EffectRequest {
  return {
    ...redrawLaneOf(message),
    key: `show:${message.id}`,
    kind: 'show',
    target: message.id,
    rank: mayWait && message.ref !== null ? now + REDRAW_PATIENCE_MS : now,
    dueAt: now,
  };
}

/** A line stands behind the card it belongs to. */
export function storyRequest(
  message: SurfaceMessage,
  { now }: Pick<RequestContext, 'now'>,
): EffectRequest {
  return {
    ...laneOf(message),
    key: `story:${message.id}`,
    kind: 'story',
    target: message.id,
    rank: now + 1,
    dueAt: now,
  };
}

function laneOf(message: SurfaceMessage): { lane: string; parent: string } {
  const parent = `${message.surface}:${message.tenant}`;
  // A Home tab does not wait behind the messages to its person, nor they behind it.
  const aside = message.kind === 'home' ? `home${message.place}` : message.place;
  return { lane: `${parent}:${aside}`, parent };
}

/** So many cards of one channel are drawn anew at once. */
const REDRAW_LANES = 4;

/**
 * A channel takes about one new message a second. Whoever pressed on a card that stands should not
 * wait for those, nor for the other cards that somebody presses on: only what concerns one message
 * must be in order, and one message has one row.
 */
function redrawLaneOf(message: SurfaceMessage): { lane: string; parent: string } {
  const standing = laneOf(message);
  if (message.kind !== 'card' || message.ref === null) return standing;
  const sum = Array.from(message.id).reduce((total, one) => total + (one.codePointAt(0) ?? 0), 0);
  const { surface, tenant, place } = message;
  return { ...standing, lane: `${surface}:${tenant}:cards${place}/${sum % REDRAW_LANES}` };
}

/** Where the effects of a lane are seen: `slack:T0ACME:#care` for all lanes of that channel. */
export function whereOf(lane: string): string {
  return lane.replace(/:cards(#.*)\/\d+$/u, ':$1');
}

/** Draws the cards of a mention again although nothing happened: what a surface shows went stale. */
export async function requestRedraw(store: Store, mention: string, now: Instant): Promise<void> {
  const cards = await store.transaction((tx) => tx.surfaceMessages('card', mention));
  for (const { id } of cards) await store.updateSurfaceMessage(id, { hash: null });
  if (cards.length === 0) return;
  const requests = cards.map((card) => showRequest(card, { now, mayWait: true }));
  await store.transaction((tx) => tx.enqueue(requests));
}
