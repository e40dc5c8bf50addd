/**
 * Makes a surface message look as it should now. Reads the current state first, so it may run at
 * any time and any number of times; where what stands there matches already, it makes no call.
 */
import { NOBODY_AWAY } from '../core/absence.ts';
import { openBeside } from '../core/audience.ts';
import { cardOf } from '../core/card.ts';
import { departmentOf, personOf } from '../core/handbook.ts';
import { type Mention, wasJoined } from '../core/mention.ts';
import { passBoundary } from './boundary.ts';
import { callSubject } from './call-subject.ts';
import { callView } from './call-view.ts';
import { dutyView } from './duty-view.ts';
import type { House } from './house.ts';
import { noticeOf } from './notices.ts';
import { showRequest, storyRequest } from './outbox-rows.ts';
import { overviewOf } from './overview.ts';
import { readPause } from './pause.ts';
import { reminderView } from './reminders.ts';
import { reviewView } from './review-view.ts';
import { createStatistics } from './statistics.ts';
import type { Place, SurfaceMessage, SurfaceMessageChange } from './surface-message.ts';
import { type Mark, type Rendered, type Surface, SurfaceFault, type View } from './surface-port.ts';
import type { Loaded, Transaction } from './transaction-port.ts';
import { isWithdrawn, joinedInto } from './withdrawn.ts';

/** How far back a card counts how often its author came to us. */
const LATELY_MS = 30 * 24 * 60 * 60_000;

export async function show(
  house: House,
  surface: Surface,
  message: SurfaceMessage,
  mayWait = false,
): Promise<void> {
  const view = await viewOf(house, surface, message);
  if (view === null) return;
  const rendered = await surface.render(view);
  if (message.kind === 'home') return publishHome(house, surface, message, rendered);
  if (message.ref === null) {
    await bring(house, surface, message, rendered, isPast(view));
    return;
  }
  if (message.hash === rendered.hash) return;
  await forgetDrawn(house, message);
  try {
    await surface.update(message.ref, rendered, mayWait);
  } catch (error) {
    if (!(error instanceof SurfaceFault) || error.kind.type !== 'gone') throw error;
    // Its thread outlives a card that somebody deleted.
    if (view.type === 'moved') return standsMoved(house, message, rendered);
    await house.store.updateSurfaceMessage(message.id, { ref: null, postingSince: null });
    await bring(
      house,
      surface,
      { ...message, ref: null, postingSince: null },
      rendered,
      isPast(view),
    );
    return;
  }
  passBoundary('called', message.id);
  if (view.type === 'moved') return standsMoved(house, message, rendered);
  await house.store.updateSurfaceMessage(message.id, { hash: rendered.hash });
}

/** No drawing's hash; unlike null it says that something was drawn. */
const UNKNOWN = '';

/**
 * From the call on until its end is recorded nobody knows what stands there. Were the last hash
 * kept, what goes back to how it looked before would be taken for drawn after a lost answer.
 */
async function forgetDrawn({ store }: House, { id, hash }: SurfaceMessage): Promise<void> {
  if (hash === null || hash === UNKNOWN) return;
  await store.updateSurfaceMessage(id, { hash: UNKNOWN });
}

/** The lines of its thread are cleared where they are told, so that none comes after. */
async function standsMoved(
  { store, now }: House,
  message: SurfaceMessage,
  { hash }: Rendered,
): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.updateSurfaceMessage(message.id, { hash });
    if (message.kind === 'card') await tx.enqueue([storyRequest(message, { now: now() })]);
  });
}

/** Nothing can stand there twice, so an answer that was lost needs no looking for. */
async function publishHome(
  house: House,
  surface: Surface,
  message: SurfaceMessage,
  rendered: Rendered,
): Promise<void> {
  if (message.hash === rendered.hash) return;
  await forgetDrawn(house, message);
  await surface.publish(message.place, rendered);
  passBoundary('called', message.id);
  await house.store.updateSurfaceMessage(message.id, { hash: rendered.hash });
  passBoundary('recorded', message.id);
}

/** Posts a message that is not known to stand anywhere; looks first if it may stand there after all. */
async function bring(
  house: House,
  surface: Surface,
  message: SurfaceMessage,
  rendered: Rendered,
  past: boolean,
): Promise<void> {
  const mark: Mark = { message: message.id, seq: 0 };
  if (message.postingSince !== null) {
    const [found, ...extra] = await surface.find(message.place, mark, message.postingSince);
    for (const ref of extra) await surface.remove(ref);
    if (found !== undefined) {
      // Before it is drawn anew, which not every surface's mark outlives.
      await standsNow(house, message, { ref: found, hash: null, postingSince: null });
      await surface.update(found, rendered, false);
      await house.store.updateSurfaceMessage(message.id, { hash: rendered.hash });
      return;
    }
  }
  if (past) return;
  const ref = await surface.post(message.place, rendered, mark, async () => {
    if (message.postingSince === null) {
      await house.store.updateSurfaceMessage(message.id, { postingSince: house.now() });
    }
    passBoundary('intended', message.id);
  });
  passBoundary('called', message.id);
  await standsNow(house, message, { ref, hash: rendered.hash, postingSince: null });
  passBoundary('recorded', message.id);
}

/** What only says that something is over need not be posted where it never stood. */
function isPast(view: View): boolean {
  switch (view.type) {
    case 'stub':
    case 'moved':
      return true;
    case 'review':
      return view.settled !== null;
    case 'call':
      return view.standing.type === 'settled';
    case 'reminder':
      return [view.mine, view.review, view.called.lines, view.touchBase, view.ending].every(
        (list) => list.length === 0,
      );
    case 'card':
    case 'duty':
    case 'digest':
    case 'notice':
    case 'home':
      return false;
    default:
      return view satisfies never;
  }
}

/**
 * A new card has a place now: what it left behind, the call of a key contact, and its author's other
 * cards can point to it.
 */
async function standsNow(
  house: House,
  message: SurfaceMessage,
  change: SurfaceMessageChange,
): Promise<void> {
  await house.store.transaction(async (tx) => {
    const mention =
      message.kind === 'card' ? (await tx.loadMention(message.subject))?.mention : null;
    await tx.updateSurfaceMessage(message.id, change);
    if (!mention) return;
    const earlier = await tx.surfaceMessages('card', mention.id);
    const pointing = earlier.filter((card) => card.placement < message.placement);
    for (const other of await tx.openMentionsBeside(mention)) {
      pointing.push(...(await tx.surfaceMessages('card', other)));
    }
    const context = { now: house.now(), mayWait: true };
    const standing = pointing.filter((card) => card.ref !== null);
    // One that is on its way may have been drawn already.
    standing.push(...(await callsFor(tx, mention)));
    if (standing.length > 0) await tx.enqueue(standing.map((one) => showRequest(one, context)));
  });
}

async function callsFor(
  tx: Transaction,
  { id, escalation }: Mention,
): Promise<readonly SurfaceMessage[]> {
  if (escalation === null) return [];
  const subject = callSubject({ mention: id, reason: escalation.reason });
  return tx.surfaceMessages('call', subject);
}

async function viewOf(
  house: House,
  surface: Surface,
  message: SurfaceMessage,
): Promise<View | null> {
  switch (message.kind) {
    case 'card':
      return cardView(house, message);
    case 'review':
      return reviewView(house, message);
    case 'call':
      return callView(house, message);
    case 'reminder':
      return reminderView(house, message);
    case 'duty':
      return dutyView(house, surface, message);
    case 'digest':
      return digestView(house, message);
    case 'notice':
      return noticeOf(house.store, message.subject);
    case 'home':
      return homeView(house, message);
    default:
      return message.kind satisfies never;
  }
}

/** Null where there is nothing to tell of that week: Heed was not there yet. */
async function digestView(
  house: House,
  { subject, surface, tenant }: SurfaceMessage,
): Promise<View | null> {
  const asked = await createStatistics(() => house).again(subject, null, { surface, tenant });
  if (!asked.ok) return null;
  return { type: 'digest', stats: asked.stats, handbook: house.handbook() };
}

/** Null for somebody who left the handbook: what they see then is told when they look. */
async function homeView(
  house: House,
  { subject, surface, tenant }: SurfaceMessage,
): Promise<View | null> {
  const person = personOf(house.handbook(), subject);
  if (person === null) return null;
  return { type: 'home', overview: await overviewOf(house, person, { surface, tenant }) };
}

/** The whole card, or what is left of it where it stood. */
export async function cardView(house: House, message: SurfaceMessage): Promise<View | null> {
  const loaded = await house.store.readMention(message.subject);
  if (loaded === null) return null;
  const { mention } = loaded;
  if (await isWithdrawn(house.store, mention, message.placement)) {
    return { type: 'moved', ref: mention.ref };
  }
  if (wasJoined(mention)) return joinedView(house, mention, message.surface);
  if (mention.status === 'logged') return null;
  if (message.placement === mention.placement) return wholeCard(house, loaded, message);
  const current = await house.store.cardOf(mention.id, mention.placement, message.surface);
  const movedTo = current?.ref ?? null;
  const to = departmentOf(house.handbook(), mention.department)?.name ?? mention.department;
  return { type: 'stub', ref: mention.ref, to, movedTo };
}

async function wholeCard(
  { store, handbook, now }: House,
  { mention, words }: Loaded,
  place: Place,
): Promise<View> {
  const beside = openBeside(mention, handbook());
  const author = await store.authorRecord(mention, now() - LATELY_MS, beside);
  const ids = author.others.map(({ id }) => id);
  const others = await store.cardRefs(ids, place);
  const pause = mention.status === 'scheduled' ? await readPause(store) : null;
  const mute = await store.muteOf(mention.source, mention.author.externalId, now());
  const concerns = mention.owner !== null || mention.status === 'in_review';
  const away = concerns ? await store.absent(now()) : NOBODY_AWAY;
  const around = { pause, author, mute, away };
  return { type: 'card', card: cardOf(mention, words, handbook(), around), others };
}

/** Points to the mention that has its messages now. */
async function joinedView(
  { store }: House,
  mention: Mention,
  surface: string,
): Promise<View | null> {
  const into = await joinedInto(store, mention);
  if (into === null) return null;
  const card = await store.cardOf(into.id, into.placement, surface);
  return { type: 'stub', ref: mention.ref, to: into.ref, movedTo: card?.ref ?? null };
}
