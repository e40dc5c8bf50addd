/** Rows of the outbox: in which lane an effect waits, and how urgent it is. */
import type { Actor } from '../core/commands.ts';
import type { Handbook } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import type { ClaimedEffect, EffectRequest } from './outbox-port.ts';
import type { Place, SurfaceMessage } from './surface-message.ts';

/**
 * So long a redraw that nobody waits for stands back behind what somebody does. A thousand cards that
 * the clock or a new handbook changed fill a surface's budget for that long, and whoever is to hear
 * of something hears before; where there is nothing before it, a redraw is made at once.
 */
const REDRAW_PATIENCE_MS = 30 * 60_000;

/** Whether an effect, as it was requested below, still stands back. */
export function standsBack({ rank }: ClaimedEffect, now: Instant): boolean {
  return rank > now;
}

export interface RequestContext {
  readonly handbook: Handbook;
  readonly places: readonly Place[];
  readonly actor: Actor;
  /** Nobody looks out for it: what is awaited goes before. */
  readonly mayWait: boolean;
  /** Nobody did anything, and the clock looks at others as well. */
  readonly byClock?: boolean;
  readonly now: Instant;
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

/** Much becomes near at once, and each tab is drawn once for all of it. */
const GATHER_MS = 5_000;
/** However many tabs there are, the clock takes half of what a surface draws in a minute. */
const BETWEEN_TABS_MS = 1_300;

/** Home tabs that say something else because time went by, not because somebody pressed. */
export function homesByTheClock(
  homes: readonly SurfaceMessage[],
  now: Instant,
): readonly EffectRequest[] {
  const dueAt = now + Math.max(GATHER_MS, homes.length * BETWEEN_TABS_MS);
  return homes.map((home) => ({
    ...showRequest(home, { now, mayWait: true }),
    rank: now + REDRAW_PATIENCE_MS,
    dueAt,
  }));
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
