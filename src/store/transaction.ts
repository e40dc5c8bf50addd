import { and, eq, sql } from 'drizzle-orm';
import type { KnownAuthor, Transaction } from '../app/transaction-port.ts';
import type { Instant } from '../core/mention.ts';
import { endAbsence, findAbsent, forgetAbsence, saveAbsence } from './absences.ts';
import { findBeside, findOpenBeside } from './author-record.ts';
import type { Database } from './database.ts';
import { lockDue, recheckClocks, recheckFollowUps, scheduleTick } from './deadlines.ts';
import { enqueue } from './enqueue.ts';
import {
  activateHandbook,
  findHandbook,
  lockHandbook,
  readActiveHandbook,
  readOpenMentions,
} from './handbooks.ts';
import {
  findMention,
  findMentionsIn,
  findPost,
  findPostByLink,
  findWaitingReplies,
  lockMention,
} from './mentions.ts';
import { endMute, findMute, saveMute } from './mutes.ts';
import { beginOccasion, findOwnersIn } from './occasions.ts';
import { findPersonLinks } from './people.ts';
import { saveMention } from './save-mention.ts';
import { author, deletedPost } from './schema.ts';
import { holdSetting, readSetting, writeSetting } from './settings.ts';
import {
  dropSurfaceMessage,
  ensureSurfaceMessage,
  findHomeTabs,
  findMessagesAbout,
  findOpenCards,
  findSurfaceMessages,
  lockLatestReminder,
  updateSurfaceMessage,
} from './surface-messages.ts';

/** Locks are taken in this order: a setting, threads, the mention, the handbook, the outbox. */
export function transactionOn(tx: Database): Transaction {
  return {
    lockThreads: (source, threadRoots) => lockThreads(tx, source, threadRoots),
    loadMention: (id) => lockMention(tx, id),
    findMention: (source, threadRoot, by) => findMention(tx, source, threadRoot, by),
    findPost: (source, externalId) => findPost(tx, source, externalId),
    findPostByLink: (links) => findPostByLink(tx, links),
    rememberDeletion: (source, externalId, at) => rememberDeletion(tx, source, externalId, at),
    wasDeleted: (source, externalId) => wasDeleted(tx, source, externalId),
    mentionsIn: (source, threadRoot) => findMentionsIn(tx, source, threadRoot),
    nextRef: () => nextRef(tx),
    saveMention: (save) => saveMention(tx, save),
    saveAuthor: (source, one) => saveAuthor(tx, source, one),
    ensureSurfaceMessage: (message, storyThrough) =>
      ensureSurfaceMessage(tx, message, storyThrough),
    surfaceMessages: (kind, subject) => findSurfaceMessages(tx, kind, subject),
    latestReminder: (recipient, place) => lockLatestReminder(tx, recipient, place),
    personLinks: (email) => findPersonLinks(tx, email),
    dropSurfaceMessage: (id) => dropSurfaceMessage(tx, id),
    messagesAbout: (mention) => findMessagesAbout(tx, mention),
    homeTabs: () => findHomeTabs(tx),
    mentionsBeside: (mention) => findBeside(tx, mention),
    updateSurfaceMessage: (id, change) => updateSurfaceMessage(tx, id, change),
    openMentionsBeside: (mention) => findOpenBeside(tx, mention),
    waitingReplies: () => findWaitingReplies(tx),
    holdSetting: (key, how) => holdSetting(tx, key, how),
    readSetting: (key) => readSetting(tx, key),
    writeSetting: (key, value) => writeSetting(tx, key, value),
    openCards: () => findOpenCards(tx),
    activeHandbook: () => readActiveHandbook(tx),
    findHandbook: (sha) => findHandbook(tx, sha),
    lockHandbook: () => lockHandbook(tx),
    activateHandbook: (sha, text, now) => activateHandbook(tx, sha, text, now),
    openMentions: () => readOpenMentions(tx),
    findMute: (source, by, now) => findMute(tx, source, by, now),
    saveMute: (one) => saveMute(tx, one),
    endMute: (source, by, at) => endMute(tx, source, by, at),
    absent: (now) => findAbsent(tx, now),
    saveAbsence: (absence, now) => saveAbsence(tx, absence, now),
    endAbsence: (email, now) => endAbsence(tx, email, now),
    forgetAbsence: (email, now) => forgetAbsence(tx, email, now),
    lockDue: (id, now) => lockDue(tx, id, now),
    scheduleTick: (id, next) => scheduleTick(tx, id, next),
    recheckFollowUps: (now) => recheckFollowUps(tx, now),
    recheckClocks: (mentions, at) => recheckClocks(tx, mentions, at),
    ownersIn: (department) => findOwnersIn(tx, department),
    beginOccasion: (key, now) => beginOccasion(tx, key, now),
    enqueue: (requests) => enqueue(tx, requests),
  };
}

/** Advisory locks, as a new thread has no row to lock; everybody takes them in one order. */
async function lockThreads(
  tx: Database,
  source: string,
  threadRoots: readonly string[],
): Promise<void> {
  if (threadRoots.length === 0) return;
  const names = JSON.stringify(threadRoots.map((root) => `thread ${source} ${root}`));
  await tx.execute(sql`
    select pg_advisory_xact_lock(lock) from (
      select distinct hashtextextended(name, 0) as lock
      from jsonb_array_elements_text(${names}::jsonb) as name
      order by lock
    ) as locks`);
}

async function nextRef(tx: Database): Promise<string> {
  const [row] = await tx
    .select({ number: sql<string>`number` })
    .from(sql`(select nextval('mention_ref')::text as number) as next`);
  if (row === undefined) throw new Error('a sequence that answered nothing');
  return `H-${row.number}`;
}

async function saveAuthor(
  tx: Database,
  source: string,
  { externalId, handle, name, followers }: KnownAuthor,
): Promise<void> {
  await tx
    .insert(author)
    .values({ source, externalId, handle, name, followers })
    .onConflictDoUpdate({
      target: [author.source, author.externalId],
      set: { handle, name, followers: sql`coalesce(excluded.followers, ${author.followers})` },
    });
}

async function rememberDeletion(
  tx: Database,
  source: string,
  externalId: string,
  at: Instant,
): Promise<void> {
  await tx.insert(deletedPost).values({ source, externalId, at }).onConflictDoNothing();
}

async function wasDeleted(tx: Database, source: string, externalId: string): Promise<boolean> {
  const [row] = await tx
    .select({ at: deletedPost.at })
    .from(deletedPost)
    .where(and(eq(deletedPost.source, source), eq(deletedPost.externalId, externalId)));
  return row !== undefined;
}
