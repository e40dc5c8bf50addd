/** Performs one effect and says what became of it. The dispatcher leases it and records the result. */
import { backOff } from './backoff.ts';
import { readCallSubject } from './call-subject.ts';
import { StoreAway } from './desk.ts';
import type { House } from './house.ts';
import { tellAdmins } from './notices.ts';
import type { ClaimedEffect, EffectResult } from './outbox-port.ts';
import { standsBack, whereOf } from './outbox-rows.ts';
import { publish, type Sources } from './publish.ts';
import { show } from './show.ts';
import type { SurfaceMessage } from './surface-message.ts';
import { type Surface, SurfaceFault } from './surface-port.ts';
import { tellStory } from './tell.ts';
import { missPerson } from './unreachable.ts';

/** How long a blocked lane rests before it is probed. */
const PROBE_MS = 5 * 60_000;
/** Failures that nobody understands end in the hands of the admins. */
const MOST_FAILURES = 10;
const CARD_WAIT_MS = 1_000;

export interface Performer extends House {
  readonly surfaces: () => readonly Surface[];
  readonly sources: Sources;
}

export async function perform(performer: Performer, effect: ClaimedEffect): Promise<EffectResult> {
  const about: About = { effect: effect.key, mention: null };
  try {
    const result = await attempt(performer, effect, about);
    performer.log.info({ ...about, result: result.type }, 'effect performed');
    return result;
  } catch (error) {
    if (error instanceof StoreAway) throw error;
    tellLog(performer, effect, about, error);
    return resultOf(performer, effect, error);
  }
}

/** Waiting for one's turn is no failure: a busy channel does it all day. */
function tellLog(
  { log }: Performer,
  { attempts }: ClaimedEffect,
  about: About,
  error: unknown,
): void {
  if (error instanceof SurfaceFault && error.kind.type === 'again') {
    const { message, kind } = error;
    return log.info({ ...about, reason: message, afterMs: kind.afterMs }, 'effect waits');
  }
  log.warn({ ...about, attempts, err: error }, 'effect failed');
}

/** What every line of the log about an effect carries. */
interface About {
  readonly effect: string;
  mention: string | null;
}

async function attempt(
  performer: Performer,
  effect: ClaimedEffect,
  about: About,
): Promise<EffectResult> {
  if (effect.kind === 'publish') {
    about.mention = (await performer.store.findVersion(effect.target))?.mention ?? null;
    return publish(performer, performer.sources, effect.target);
  }
  const message = await performer.store.surfaceMessage(effect.target);
  if (message === null) return { type: 'done' };
  about.mention = await mentionOf(performer, message);
  const surface = surfaceFor(performer, message);
  if (surface === null) {
    return {
      type: 'dead',
      error: `no ${message.surface} workspace ${message.tenant} is connected`,
    };
  }
  if (effect.kind === 'show') {
    await show(performer, surface, message, standsBack(effect, performer.now()));
    return { type: 'done' };
  }
  const told = await tellStory(performer, surface, message);
  if (told === 'told') return { type: 'done' };
  const wait = told === 'no_card_yet' ? CARD_WAIT_MS : 0;
  return { type: 'again', at: performer.now() + wait, failure: null, rests: 'effect' };
}

async function mentionOf({ store }: Performer, message: SurfaceMessage): Promise<string | null> {
  switch (message.kind) {
    case 'card':
      return message.subject;
    case 'review':
      return (await store.findVersion(message.subject))?.mention ?? null;
    case 'call':
      return readCallSubject(message.subject)?.mention ?? null;
    case 'reminder':
    case 'duty':
    case 'digest':
    case 'notice':
    case 'home':
      return null;
    default:
      return message.kind satisfies never;
  }
}

function surfaceFor(performer: Performer, message: SurfaceMessage): Surface | null {
  const matches = (one: Surface) => one.name === message.surface && one.tenant === message.tenant;
  return performer.surfaces().find(matches) ?? null;
}

async function resultOf(
  performer: Performer,
  effect: ClaimedEffect,
  error: unknown,
): Promise<EffectResult> {
  const { now } = performer;
  const reason = error instanceof Error ? error.message : String(error);
  if (!(error instanceof SurfaceFault)) {
    if (effect.attempts + 1 >= MOST_FAILURES) return die(performer, effect, reason);
    const at = now() + backOff(effect.attempts + 1);
    return { type: 'again', at, failure: reason, rests: 'effect' };
  }
  const { kind } = error;
  switch (kind.type) {
    case 'again': {
      const rests =
        kind.scope === 'effect' && standsBack(effect, now()) ? ('patient' as const) : kind.scope;
      return { type: 'again', at: now() + kind.afterMs, failure: null, rests };
    }
    case 'away': {
      const at = now() + backOff(effect.attempts + 1);
      return { type: 'again', at, failure: reason, rests: 'effect' };
    }
    case 'blocked':
      if (kind.scope === 'lane') await reportBlock(performer, effect, reason);
      return { type: 'blocked', scope: kind.scope, error: reason, at: now() + PROBE_MS };
    case 'unreachable':
      return giveUpOn(performer, effect, reason);
    case 'final':
    case 'gone':
      return die(performer, effect, reason);
    default:
      return kind satisfies never;
  }
}

async function die(
  performer: Performer,
  effect: ClaimedEffect,
  reason: string,
): Promise<EffectResult> {
  performer.log.error({ effect: effect.key, reason }, 'effect given up');
  if (await isNotice(performer, effect)) return { type: 'dead', error: reason };
  await tellAdmins(performer, `dead:${effect.key}`, {
    title: 'Heed could not show something',
    text: `${reason}\nIt has stopped trying. The mention itself is safe.`,
  });
  return { type: 'dead', error: reason };
}

/** Nobody is there to read it. */
async function giveUpOn(
  performer: Performer,
  effect: ClaimedEffect,
  reason: string,
): Promise<EffectResult> {
  const message = await performer.store.surfaceMessage(effect.target);
  if (message === null || !message.place.startsWith('@') || message.kind === 'home') {
    return die(performer, effect, reason);
  }
  performer.log.error({ effect: effect.key, reason }, 'somebody cannot be written to');
  const became = await missPerson(performer, message, reason);
  return became === 'moved' ? { type: 'done' } : { type: 'dead', error: reason };
}

/** Once a day for each place. */
async function reportBlock(
  performer: Performer,
  effect: ClaimedEffect,
  reason: string,
): Promise<void> {
  performer.log.error({ effect: effect.key, lane: effect.lane, reason }, 'lane blocked');
  if (await isNotice(performer, effect)) return;
  const day = new Date(performer.now()).toISOString().slice(0, 10);
  await tellAdmins(performer, `blocked:${whereOf(effect.lane)}:${day}`, {
    title: 'Heed cannot post in a channel',
    text: `${reason}\nEverything that belongs there waits, and Heed tries again every five minutes.`,
  });
}

/** A notice that cannot be shown is not told by another notice. */
async function isNotice(performer: Performer, effect: ClaimedEffect): Promise<boolean> {
  if (effect.kind === 'publish') return false;
  const message = await performer.store.surfaceMessage(effect.target);
  return message?.kind === 'notice';
}
