/**
 * What a source brings: a new post, an edit, a deletion, in any order and any number of times.
 * A post joins the mention of its author in its thread; where there is none, one is opened and
 * routed. Nothing is dropped: what no rule catches goes to the default department, and what a rule or
 * a mute keeps off the desk is logged.
 */
import { channelOf } from '../core/audience.ts';
import type { Command, Post } from '../core/commands.ts';
import type { Handbook } from '../core/handbook.ts';
import { type Mention, pendingVersion, type Status, type Words } from '../core/mention.ts';
import {
  type Destination,
  destinationOf,
  type Route,
  route,
  standsApart,
} from '../core/routing.ts';
import { decideAndSave, type Outcome } from './handle.ts';
import type { House } from './house.ts';
import { tellAdmins } from './notices.ts';
import { lockThread, moveToRoot, type Place, type Thread } from './threads.ts';
import type { KnownAuthor, KnownPost, Loaded, Transaction } from './transaction-port.ts';

export interface Incoming {
  readonly source: string;
  readonly network: string;
  readonly post: Post;
  readonly author: KnownAuthor;
  /** The first post of the thread, where the source says it. */
  readonly threadId: string | null;
  readonly language: string | null;
  readonly deleted: boolean;
}

export interface Taken {
  readonly type: 'opened' | 'joined' | 'logged' | 'edited' | 'deleted' | 'repeated' | 'own';
  readonly mention: string | null;
  /** The mention, where it is sensitive and the handbook names nobody for it. */
  readonly unseen?: Mention;
}

/** Throws `StoreAway` when the database does not answer: the sender must try again. */
export async function ingest(house: House, incoming: Incoming): Promise<Taken> {
  const taken = await house.store.transaction((tx) => take(house, tx, incoming));
  house.log.info(
    {
      source: incoming.source,
      post: incoming.post.externalId,
      mention: taken.mention,
      taken: taken.type,
    },
    'post taken in',
  );
  if (taken.unseen !== undefined) await tellUnseen(house, taken.unseen);
  return taken;
}

/** A handbook may have dropped the private desk of what was closed, and is written to again. */
async function tellUnseen(house: House, { id, ref, seq }: Mention): Promise<void> {
  await tellAdmins(house, `unseen:${id}:${seq}`, {
    title: 'Somebody waits whom nobody sees',
    text: `${ref} is sensitive, and the handbook names nobody for it any more. Name a private channel and its owners: sensitive: { channel: { slack: name }, owners: [e-mail addresses] }.`,
  });
}

async function take(house: House, tx: Transaction, incoming: Incoming): Promise<Taken> {
  const { source, post } = incoming;
  const place = placeOf(incoming);
  const thread = await lockThread(tx, place);
  const [known, wasDeleted] = await Promise.all([
    tx.findPost(source, post.externalId),
    tx.wasDeleted(source, post.externalId),
  ]);
  if (known !== null) return takeAgain(house, tx, incoming, known);
  if (incoming.deleted) {
    await tx.rememberDeletion(source, post.externalId, house.now());
    return { type: 'deleted', mention: null };
  }
  if (wasDeleted) return { type: 'repeated', mention: null };
  const own = await takeOwn(house, tx, incoming);
  if (own !== null) return own;
  await tx.saveAuthor(source, incoming.author);
  await moveToRoot(house, tx, place, thread.root);
  return takeNew(house, tx, incoming, thread);
}

function placeOf({ source, post, threadId }: Incoming): Place {
  return { source, externalId: post.externalId, parentId: post.parentId, threadId };
}

async function takeNew(
  house: House,
  tx: Transaction,
  incoming: Incoming,
  { root, part }: Thread,
): Promise<Taken> {
  const { source, post, author } = incoming;
  const [nearest, mute] = await Promise.all([
    tx.findMention(source, part, author.externalId),
    tx.findMute(source, author.externalId, house.now()),
  ]);
  const id =
    nearest ?? (root === part ? null : await tx.findMention(source, root, author.externalId));
  const loaded = id === null ? null : await tx.loadMention(id);
  const handbook = await house.deciding(tx);
  const to = destinationOf(post, routeOf(incoming, handbook), mute !== null);
  if (loaded === null || standsApart(post, to, loaded.mention)) {
    const threadRoot = loaded === null ? root : `logged:${post.externalId}`;
    const command = await opening(tx, incoming, threadRoot, to);
    const { mention } = await decideOrThrow(house, tx, null, command, source);
    return { type: to.log === null ? 'opened' : 'logged', mention };
  }
  const command: Command = { type: 'receive', post, to };
  const { mention, status } = await decideOrThrow(house, tx, loaded, command, source);
  const taken: Taken = { type: status === 'logged' ? 'logged' : 'joined', mention };
  const hasPlace = house
    .places()
    .some(({ surface }) => channelOf(loaded.mention, handbook, surface) !== null);
  return loaded.mention.sensitive && !hasPlace ? { ...taken, unseen: loaded.mention } : taken;
}

async function takeAgain(
  house: House,
  tx: Transaction,
  { source, post, deleted }: Incoming,
  known: KnownPost,
): Promise<Taken> {
  if (known.direction === 'outbound') {
    const ours = await tx.loadMention(known.mention);
    const version = ours === null ? null : versionChanging(ours, post, deleted);
    if (version !== null) {
      await decideOrThrow(house, tx, ours, { type: 'sent', version, ...NOWHERE_NEW }, source);
    }
    return { type: 'own', mention: known.mention };
  }
  const repeated: Taken = { type: 'repeated', mention: known.mention };
  const command = changeOf(post, deleted);
  if (command === null) return repeated;
  const loaded = await tx.loadMention(known.mention);
  const { changed } = await decideOrThrow(house, tx, loaded, command, source);
  return changed ? { type: deleted ? 'deleted' : 'edited', mention: known.mention } : repeated;
}

const NOWHERE_NEW = { externalId: null, link: null } as const;

/** The change of this reply of ours under way, now that the source shows it done. */
function versionChanging({ mention, words }: Loaded, post: Post, deleted: boolean): string | null {
  const version = isOnItsWay(mention) ? pendingVersion(mention) : null;
  const target = mention.messages.find(({ id }) => id === version?.replaces?.message);
  if (version === null || target?.externalId !== post.externalId) return null;
  if (version.replaces?.type === 'delete') return deleted ? version.id : null;
  return !deleted && same(words, version.content, post.text) ? version.id : null;
}

function changeOf(post: Post, deleted: boolean): Command | null {
  const { externalId, text, attachments, editedAt } = post;
  if (deleted) return { type: 'delete_post', externalId };
  if (editedAt === null) return null;
  return { type: 'edit_post', externalId, text, attachments, editedAt };
}

/**
 * Our own reply, come back through the hook under an id that we do not know: the network's answer
 * was lost or is still on its way, or carried no id. It is known by its parent and its words.
 */
async function takeOwn(
  house: House,
  tx: Transaction,
  { source, post, author }: Incoming,
): Promise<Taken | null> {
  const parent = post.parentId === null ? null : await tx.findPost(source, post.parentId);
  if (parent === null) return null;
  const loaded = await tx.loadMention(parent.mention);
  if (loaded === null || loaded.mention.author.externalId === author.externalId) return null;
  const own: Taken = { type: 'own', mention: parent.mention };
  if (hasSaid(loaded, post)) return own;
  const version = versionSaying(loaded, post);
  if (version === null) return null;
  const { externalId, link } = post;
  await decideOrThrow(house, tx, loaded, { type: 'sent', version, externalId, link }, source);
  return own;
}

function hasSaid({ mention, words }: Loaded, post: Post): boolean {
  return mention.messages.some(
    ({ direction, kind, externalId, editedAt, parentId, content }) =>
      direction === 'outbound' &&
      kind === 'reply' &&
      // Some sites give a corrected reply another id and do not say so.
      (externalId === null || editedAt !== null) &&
      parentId === post.parentId &&
      same(words, content, post.text),
  );
}

/** The version under way that says this under this post. */
function versionSaying({ mention, words }: Loaded, post: Post): string | null {
  const version = isOnItsWay(mention) ? pendingVersion(mention) : null;
  if (version === null || version.replaces?.type === 'delete') return null;
  const target = mention.messages.find(({ id }) => id === version.replyTo);
  const under = version.replaces === null ? target?.externalId : target?.parentId;
  if (under !== post.parentId) return null;
  return same(words, version.content, post.text) ? version.id : null;
}

function isOnItsWay({ status }: Mention): boolean {
  return status === 'publishing' || status === 'unsure';
}

function same(words: Words, content: string | null, text: string): boolean {
  return content !== null && words.get(content)?.trim() === text.trim();
}

async function decideOrThrow(
  house: House,
  tx: Transaction,
  loaded: Loaded | null,
  command: Command,
  source: string,
): Promise<{ mention: string; status: Status; changed: boolean }> {
  const outcome: Outcome = await decideAndSave(house, tx, loaded, command, {
    type: 'source',
    source,
  });
  if (!outcome.ok) throw new Error(`a post was refused: ${outcome.refusal.sentence}`);
  const { id, status } = outcome.loaded.mention;
  return { mention: id, status, changed: outcome.changed };
}

function routeOf({ source, network, post, author, language }: Incoming, handbook: Handbook): Route {
  const { text, kind } = post;
  return route({ text, source, network, kind, language, authorHandle: author.handle }, handbook);
}

async function opening(
  tx: Transaction,
  { source, network, post, author }: Incoming,
  threadRoot: string,
  to: Destination,
): Promise<Command> {
  const ref = await tx.nextRef();
  const { externalId, handle, name } = author;
  return {
    type: 'open',
    ref,
    source,
    network,
    threadRoot,
    author: { externalId, handle, name },
    ...to,
    post,
  };
}
