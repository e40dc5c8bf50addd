/**
 * Which thread a post belongs to. Where the source doesn't say it, an answer to a post that has
 * not arrived yet begins a thread under that post's id: a guess. When the post comes and turns out
 * to stand in a thread itself, what was gathered under the guess moves there, so that any order of
 * arrival ends in the same mentions.
 */
import type { Actor, Command } from '../core/commands.ts';
import { isUntouched, type Mention, type Message } from '../core/mention.ts';
import { decideAndSave } from './handle.ts';
import type { House } from './house.ts';
import type { Loaded, Transaction } from './transaction-port.ts';

/** Where a post stands, as its source tells it. */
export interface Place {
  readonly source: string;
  readonly externalId: string;
  readonly parentId: string | null;
  /** The first post of the thread, where the source says it. */
  readonly threadId: string | null;
}

export interface Thread {
  readonly root: string;
  /** The part that a mention kept for itself as somebody had it in hand; mostly the root again. */
  readonly part: string;
}

async function threadOf(tx: Transaction, place: Place): Promise<Thread> {
  const { source, externalId, parentId, threadId } = place;
  const parent = parentId === null ? null : await tx.findPost(source, parentId);
  const part = parent?.threadRoot ?? threadId ?? parentId ?? externalId;
  const seen = new Set<string>();
  let root = threadId ?? part;
  while (!seen.has(root)) {
    seen.add(root);
    const above = await tx.findPost(source, root);
    root = above?.threadRoot ?? root;
  }
  return { root, part };
}

/** Takes the locks of everything that this post could touch, and answers where it stands. */
export async function lockThread(tx: Transaction, place: Place): Promise<Thread> {
  const locked = new Set<string>();
  for (;;) {
    const thread = await threadOf(tx, place);
    const needed = [place.externalId, place.parentId, place.threadId, thread.root, thread.part];
    const missing = needed.filter((one) => one !== null && !locked.has(one));
    const roots = [...new Set(missing.filter((one) => one !== null))].sort();
    if (roots.length === 0) return thread;
    await tx.lockThreads(place.source, roots);
    for (const root of roots) locked.add(root);
  }
}

/** What was gathered under a post that turns out to stand in another thread moves there. */
export async function moveToRoot(
  house: House,
  tx: Transaction,
  { source, externalId }: Place,
  root: string,
): Promise<void> {
  if (root === externalId) return;
  const actor: Actor = { type: 'source', source };
  for (const { id, author } of await tx.mentionsIn(source, externalId)) {
    const there = await tx.findMention(source, root, author);
    const [moving, standing] = await loadBoth(tx, id, there);
    if (moving === null) continue;
    if (standing === null)
      await act(house, tx, moving, { type: 'rethread', threadRoot: root }, actor);
    else await join(house, tx, moving, standing, root, actor);
  }
}

/** Locked in one order, before anything is written. */
async function loadBoth(
  tx: Transaction,
  one: string,
  other: string | null,
): Promise<readonly [Loaded | null, Loaded | null]> {
  const loaded = new Map<string, Loaded | null>();
  const ids = other === null ? [one] : [one, other].sort();
  for (const id of ids) loaded.set(id, await tx.loadMention(id));
  return [loaded.get(one) ?? null, other === null ? null : (loaded.get(other) ?? null)];
}

/**
 * One author has two mentions in one thread. The one that nobody has touched goes into the other;
 * of two such, the later into the earlier. Where somebody has each in hand, both stay, and so they do
 * where one is kept off the desk; and nothing that is sensitive goes where others read it.
 */
async function join(
  house: House,
  tx: Transaction,
  moving: Loaded,
  standing: Loaded,
  root: string,
  actor: Actor,
): Promise<void> {
  if ([moving, standing].some(({ mention }) => mention.status === 'logged')) return;
  const [kept, given] = keeperOf(moving, standing);
  if (!isUntouched(given.mention) || reveals(given.mention, kept.mention)) return;
  const { id, ref, source } = kept.mention;
  await act(house, tx, given, { type: 'join', into: id, ref }, actor);
  let into: Loaded = kept;
  for (const message of given.mention.messages) {
    if (message.externalId === null) continue;
    into = await act(house, tx, into, { type: 'receive', post: postOf(message, given) }, actor);
    if (message.deletedAt === null) continue;
    const gone = { type: 'delete_post', externalId: message.externalId } as const;
    into = await act(house, tx, into, gone, actor);
  }
  await act(house, tx, into, { type: 'rethread', threadRoot: root }, actor);
  house.log.info({ source, mention: given.mention.id, into: id }, 'mention joined to another');
}

function keeperOf(one: Loaded, other: Loaded): readonly [kept: Loaded, given: Loaded] {
  const touched = [one, other].filter(({ mention }) => !isUntouched(mention));
  if (touched.length === 1) return touched[0] === one ? [one, other] : [other, one];
  if (reveals(one.mention, other.mention)) return [one, other];
  if (reveals(other.mention, one.mention)) return [other, one];
  return begunAt(one.mention) <= begunAt(other.mention) ? [one, other] : [other, one];
}

/** Whether people could read of the one in the other who may not know of it. */
function reveals(given: Mention, kept: Mention): boolean {
  if (!given.sensitive) return false;
  return !kept.sensitive || given.department !== kept.department;
}

function begunAt({ messages }: Mention): number {
  return messages[0]?.receivedAt ?? 0;
}

function postOf(message: Message, { words }: Loaded) {
  const { parentId, kind, context, attachments, postedAt, editedAt } = message;
  return {
    externalId: message.externalId ?? '',
    text: message.content === null ? '' : (words.get(message.content) ?? ''),
    link: message.link ?? '',
    ...{ parentId, kind, context, attachments, postedAt, editedAt },
  };
}

async function act(
  house: House,
  tx: Transaction,
  loaded: Loaded,
  command: Command,
  actor: Actor,
): Promise<Loaded> {
  const outcome = await decideAndSave(house, tx, loaded, command, actor);
  if (!outcome.ok) throw new Error(`threads could not be joined: ${outcome.refusal.sentence}`);
  return outcome.loaded;
}
