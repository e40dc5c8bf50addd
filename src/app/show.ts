/**
 * Makes a surface message look as it should now. Reads the current state first, so it may run at
 * any time and any number of times; where what stands there matches already, it makes no call.
 */
import { stillAsked } from '../core/approvals.ts';
import { cardOf } from '../core/card.ts';
import { departmentOf, type Handbook, nameOf, type Person, personOf } from '../core/handbook.ts';
import {
  approvalsOf,
  type DraftVersion,
  hasApproved,
  type Mention,
  wasJoined,
} from '../core/mention.ts';
import { permits } from '../core/permits.ts';
import { listed } from '../core/sentences.ts';
import { passBoundary } from './boundary.ts';
import { callView } from './call-view.ts';
import type { House } from './house.ts';
import { noticeOf } from './notices.ts';
import { overviewOf } from './overview.ts';
import { readPause } from './pause.ts';
import type { Loaded, Place, SurfaceMessage, SurfaceMessageChange } from './ports.ts';
import { showRequest } from './requests.ts';
import { type Mark, type Rendered, type Surface, SurfaceFault, type View } from './surface-port.ts';
import { fateOf, replaced } from './version-fate.ts';

/** How far back a card counts how often its author came to us. */
const LATELY_MS = 30 * 24 * 60 * 60_000;

export async function show(house: House, surface: Surface, message: SurfaceMessage): Promise<void> {
  const view = await viewOf(house, message);
  if (view === null) return;
  const rendered = await surface.render(view);
  if (message.kind === 'home') return publishHome(house, surface, message, rendered);
  if (message.ref === null) {
    await bring(house, surface, message, rendered, isPast(view));
    return;
  }
  if (message.hash === rendered.hash) return;
  try {
    await surface.update(message.ref, rendered);
  } catch (error) {
    if (!(error instanceof SurfaceFault) || error.kind.type !== 'gone') throw error;
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
  await house.store.updateSurfaceMessage(message.id, { hash: rendered.hash });
}

/** Nothing can stand there twice, so an answer that was lost needs no looking for. */
async function publishHome(
  house: House,
  surface: Surface,
  message: SurfaceMessage,
  rendered: Rendered,
): Promise<void> {
  if (message.hash === rendered.hash) return;
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
      await surface.update(found, rendered);
      await standsNow(house, message, { ref: found, hash: rendered.hash, postingSince: null });
      return;
    }
  }
  if (past) return;
  if (message.postingSince === null) {
    await house.store.updateSurfaceMessage(message.id, { postingSince: house.now() });
  }
  passBoundary('intended', message.id);
  const ref = await surface.post(message.place, rendered, mark);
  passBoundary('called', message.id);
  await standsNow(house, message, { ref, hash: rendered.hash, postingSince: null });
  passBoundary('recorded', message.id);
}

/** What only says that something is over need not be posted where it never stood. */
function isPast(view: View): boolean {
  switch (view.type) {
    case 'stub':
      return true;
    case 'review':
      return view.settled !== null;
    case 'call':
      return view.standing.type === 'settled';
    case 'card':
    case 'notice':
    case 'home':
      return false;
    default:
      return view satisfies never;
  }
}

/** A new card has a place now: what it left behind, and its author's other cards, can point to it. */
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
    const context = { now: house.now(), actor: { type: 'heed' } } as const;
    const standing = pointing.filter((card) => card.ref !== null);
    if (standing.length > 0) await tx.enqueue(standing.map((card) => showRequest(card, context)));
  });
}

async function viewOf(house: House, message: SurfaceMessage): Promise<View | null> {
  switch (message.kind) {
    case 'card':
      return cardView(house, message);
    case 'review':
      return reviewView(house, message);
    case 'call':
      return callView(house, message.subject);
    case 'notice':
      return noticeOf(house.store, message.subject);
    case 'home':
      return homeView(house, message);
    default:
      return message.kind satisfies never;
  }
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

async function cardView(house: House, message: SurfaceMessage): Promise<View | null> {
  const loaded = await house.store.readMention(message.subject);
  if (loaded === null) return null;
  const { mention } = loaded;
  if (wasJoined(mention)) return joinedView(house, mention);
  if (message.placement === mention.placement) return wholeCard(house, loaded, message);
  const current = await house.store.cardOf(mention.id, mention.placement);
  const movedTo = current?.ref ?? null;
  const to = departmentOf(house.handbook(), mention.department)?.name ?? mention.department;
  return { type: 'stub', ref: mention.ref, to, movedTo };
}

async function wholeCard(
  { store, handbook, now }: House,
  { mention, words }: Loaded,
  place: Place,
): Promise<View> {
  const author = await store.authorRecord(mention, now() - LATELY_MS);
  const ids = author.others.map(({ id }) => id);
  const others = await store.cardRefs(ids, place);
  const pause = mention.status === 'scheduled' ? await readPause(store) : null;
  return { type: 'card', card: cardOf(mention, words, handbook(), { pause, author }), others };
}

/** Points to the mention that has its messages now. */
async function joinedView(house: House, { id, ref }: Mention): Promise<View | null> {
  const history = await house.store.history(id, 0);
  const joined = history.findLast(({ event }) => event.type === 'joined')?.event;
  if (joined?.type !== 'joined') return null;
  const into = await house.store.readMention(joined.into);
  const card = into && (await house.store.cardOf(joined.into, into.mention.placement));
  return { type: 'stub', ref, to: joined.ref, movedTo: card?.ref ?? null };
}

async function reviewView(house: House, message: SurfaceMessage): Promise<View | null> {
  const found = await house.store.findVersion(message.subject);
  if (found === null) return null;
  const loaded = await house.store.readMention(found.mention);
  if (loaded === null) return null;
  const { mention, words } = loaded;
  const handbook = house.handbook();
  const card = cardOf(mention, words, handbook);
  const version = mention.draft?.versions.find((one) => one.id === message.subject);
  const reader = personOf(handbook, message.place.replace(/^@/, ''));
  const isAsked = reader !== null && version?.asked.includes(reader.email) === true;
  return {
    type: 'review',
    card,
    version: found.n,
    settled:
      version === undefined
        ? await fateOf(house.store, mention.id, message.subject)
        : settledSentence(mention, version, reader, handbook),
    askedBy: isAsked ? (card.draft?.askedBy ?? null) : null,
    mayEdit: reader !== null && permits(reader, mention, 'edit_and_approve', handbook).ok,
  };
}

/** What became of a version that somebody was asked to review; null while their review is wanted. */
function settledSentence(
  mention: Mention,
  version: DraftVersion,
  reader: Person | null,
  handbook: Handbook,
): string | null {
  const { draft, status } = mention;
  if (draft?.versions.at(-1)?.n !== version.n) return replaced(version.n);
  if (draft.hold !== null) {
    const card = cardOf(mention, new Map(), handbook);
    if (draft.hold.type !== 'changes_requested') return card.draft?.hold?.sentence ?? 'Held back.';
    return `${nameOf(handbook, draft.hold.by)} asked for changes.`;
  }
  const approvers = version.reviews.flatMap(({ person, verdict }) =>
    verdict === 'approved' ? [nameOf(handbook, person)] : [],
  );
  if (status !== 'in_review') {
    return approvers.length === 0 ? 'It is on its way.' : `Approved by ${approvers.join(' and ')}.`;
  }
  if (reader === null) {
    return 'You are not in the handbook any more, so nobody waits for your review.';
  }
  const mine = hasApproved(version, reader.email);
  const missing = Math.max(0, version.needed - approvalsOf(version));
  const waits = waitsFor(version, handbook);
  if (mine)
    return `You approved it. ${missing > 0 ? `${missing} more to go. ` : ''}${waits}`.trim();
  if (missing > 0 || stillAsked(version, handbook).includes(reader.email)) {
    return null;
  }
  return `${approvers.length === 0 ? '' : `Approved by ${approvers.join(' and ')}. `}${waits}`;
}

/** "It waits for Kabelo, whom Thandi asked." */
function waitsFor(version: DraftVersion, handbook: Handbook): string {
  const still = stillAsked(version, handbook).map((email) => nameOf(handbook, email));
  if (still.length === 0 || version.askedBy === null) return '';
  return `It waits for ${listed(still)}, whom ${nameOf(handbook, version.askedBy)} asked.`;
}
