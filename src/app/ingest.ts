/**
 * What a source brings: a new post, an edit, a deletion, in any order and any number of times.
 * A post joins the mention of its author in its thread; where there is none, one is opened and
 * routed. Nothing is dropped: what no rule catches goes to the default department.
 */
import type { Command, Post } from '../core/commands.ts';
import { route } from '../core/routing.ts';
import { decideAndSave, type House } from './handle.ts';
import type { KnownAuthor, KnownPost, Transaction } from './ports.ts';

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
  readonly type: 'opened' | 'joined' | 'edited' | 'deleted' | 'repeated' | 'own';
  readonly mention: string | null;
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
  return taken;
}

async function take(house: House, tx: Transaction, incoming: Incoming): Promise<Taken> {
  const { source, post } = incoming;
  await tx.lockThreads(source, await possibleRoots(tx, incoming));
  const known = await tx.findPost(source, post.externalId);
  if (known !== null) return takeAgain(house, tx, incoming, known);
  if (incoming.deleted) {
    await tx.rememberDeletion(source, post.externalId, house.now());
    return { type: 'deleted', mention: null };
  }
  if (await tx.wasDeleted(source, post.externalId)) return { type: 'repeated', mention: null };
  await tx.saveAuthor(source, incoming.author);
  const threadRoot = await rootOf(tx, incoming);
  const id = await tx.findMention(source, threadRoot, incoming.author.externalId);
  const command: Command =
    id === null ? await opening(house, tx, incoming, threadRoot) : { type: 'receive', post };
  const loaded = id === null ? null : await tx.loadMention(id);
  const mention = await decideOrThrow(house, tx, loaded, command, source);
  return { type: id === null ? 'opened' : 'joined', mention };
}

async function takeAgain(
  house: House,
  tx: Transaction,
  { source, post, deleted }: Incoming,
  known: KnownPost,
): Promise<Taken> {
  if (known.direction === 'outbound') return { type: 'own', mention: known.mention };
  const command = changeOf(post, deleted);
  if (command === null) return { type: 'repeated', mention: known.mention };
  const loaded = await tx.loadMention(known.mention);
  await decideOrThrow(house, tx, loaded, command, source);
  return { type: deleted ? 'deleted' : 'edited', mention: known.mention };
}

function changeOf(post: Post, deleted: boolean): Command | null {
  const { externalId, text, attachments, editedAt } = post;
  if (deleted) return { type: 'delete_post', externalId };
  if (editedAt === null) return null;
  return { type: 'edit_post', externalId, text, attachments, editedAt };
}

async function decideOrThrow(
  house: House,
  tx: Transaction,
  loaded: Awaited<ReturnType<Transaction['loadMention']>>,
  command: Command,
  source: string,
): Promise<string> {
  const outcome = await decideAndSave(house, tx, loaded, command, { type: 'source', source });
  if (!outcome.ok) throw new Error(`a post was refused: ${outcome.refusal.sentence}`);
  return outcome.loaded.mention.id;
}

async function opening(
  house: House,
  tx: Transaction,
  { source, network, post, author, language }: Incoming,
  threadRoot: string,
): Promise<Command> {
  const { department, category } = route(
    { text: post.text, source, network, kind: post.kind, language, authorHandle: author.handle },
    house.handbook(),
  );
  const { externalId, handle, name } = author;
  return {
    type: 'open',
    ref: await tx.nextRef(),
    source,
    network,
    threadRoot,
    author: { externalId, handle, name },
    department,
    category,
    post,
  };
}

/** Every root that this post could turn out to belong to; locked in one order by everybody. */
async function possibleRoots(tx: Transaction, incoming: Incoming): Promise<readonly string[]> {
  const { post, threadId } = incoming;
  const roots = [post.externalId, post.parentId, threadId, await rootOf(tx, incoming)];
  return [...new Set(roots.filter((root) => root !== null))].sort();
}

/**
 * The thread a post belongs to: as the source says; else where its parent stands; else where a
 * known answer to it already stands (it arrived late); else its parent, or itself, begins one.
 */
async function rootOf(tx: Transaction, { source, post, threadId }: Incoming): Promise<string> {
  if (threadId !== null) return threadId;
  const parent = post.parentId === null ? null : await tx.findPost(source, post.parentId);
  if (parent !== null) return parent.threadRoot;
  const answer = await tx.threadOfAnswerTo(source, post.externalId);
  return answer ?? post.parentId ?? post.externalId;
}
