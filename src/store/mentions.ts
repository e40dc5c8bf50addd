/** Finding and reading mentions. Writing them is in `save-mention.ts`. */
import { and, asc, desc, eq, gt, inArray, isNotNull, notInArray } from 'drizzle-orm';
import type { AskingMention, OwnedMention } from '../app/store-port.ts';
import type { KnownPost, Loaded, WaitingReply } from '../app/transaction-port.ts';
import type { Deadline } from '../core/deadline.ts';
import type { RecordedEvent } from '../core/events.ts';
import type { Attempt, Draft, DraftVersion, Message, Note, Words } from '../core/mention.ts';
import type { Database } from './database.ts';
import { loadDeadlines } from './deadlines.ts';
import { readEvent } from './event-data.ts';
import { Texts } from './json-columns.ts';
import {
  readAttemptRow,
  readDraftRow,
  readMentionRow,
  readMessageRow,
  readNoteRow,
  readReviewRow,
  readVersionRow,
} from './rows.ts';
import {
  attempt,
  content,
  draft,
  draftVersion,
  event,
  mention,
  message,
  note,
  review,
} from './schema.ts';

/**
 * Locks the mention's row, so that what is read stays as it is until the transaction ends. All
 * queries go out at once, and the others read what is true once the first has its lock; it is begun
 * by hand, as one that is merely awaited goes out a moment later.
 */
export async function lockMention(database: Database, id: string): Promise<Loaded | null> {
  const locked = database.select().from(mention).where(eq(mention.id, id)).for('update').execute();
  const [rows, parts] = await Promise.all([locked, readParts(database, [id])]);
  return compose(rows, parts)[0] ?? null;
}

/** A consistent picture without a lock. */
export async function readMention(database: Database, id: string): Promise<Loaded | null> {
  return (await readMentions(database, [id]))[0] ?? null;
}

/** The same of several at once, in the order asked for; those that do not exist are left out. */
export async function readMentions(
  database: Database,
  ids: readonly string[],
): Promise<readonly Loaded[]> {
  if (ids.length === 0) return [];
  return await database.transaction(
    async (tx) => {
      const reading = tx
        .select()
        .from(mention)
        .where(inArray(mention.id, [...ids]));
      const [rows, parts] = await Promise.all([reading, readParts(tx, ids)]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return compose(
        ids.flatMap((id) => byId.get(id) ?? []),
        parts,
      );
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

interface Parts {
  readonly messages: ByMention<readonly Message[]>;
  readonly notes: ByMention<readonly Note[]>;
  readonly words: ByMention<Words>;
  readonly drafts: ByMention<Draft>;
  readonly deadlines: ByMention<readonly Deadline[]>;
}

/** However many mentions there are, it takes as many queries as for one; they go out at once. */
async function readParts(database: Database, ids: readonly string[]): Promise<Parts> {
  const [messages, notes, words, drafts, deadlines] = await Promise.all([
    loadMessages(database, ids),
    loadNotes(database, ids),
    loadWords(database, ids),
    loadOpenDrafts(database, ids),
    loadDeadlines(database, ids),
  ]);
  return { messages, notes, words, drafts, deadlines };
}

function compose(
  rows: readonly (typeof mention.$inferSelect)[],
  { messages, notes, words, drafts, deadlines }: Parts,
): readonly Loaded[] {
  return rows.map((row) => ({
    mention: readMentionRow(
      row,
      messages.get(row.id) ?? [],
      notes.get(row.id) ?? [],
      drafts.get(row.id) ?? null,
      deadlines.get(row.id) ?? [],
    ),
    words: words.get(row.id) ?? new Map(),
  }));
}

type ByMention<Value> = ReadonlyMap<string, Value>;

async function loadMessages(
  database: Database,
  ids: readonly string[],
): Promise<ByMention<readonly Message[]>> {
  const rows = await database
    .select()
    .from(message)
    .where(inArray(message.mention, [...ids]))
    .orderBy(asc(message.mention), asc(message.position));
  const grouped = Map.groupBy(rows, (row) => row.mention);
  return new Map([...grouped].map(([id, all]) => [id, all.map(readMessageRow)]));
}

async function loadNotes(
  database: Database,
  ids: readonly string[],
): Promise<ByMention<readonly Note[]>> {
  const rows = await database
    .select()
    .from(note)
    .where(inArray(note.mention, [...ids]))
    .orderBy(asc(note.position));
  const grouped = Map.groupBy(rows, (row) => row.mention);
  return new Map([...grouped].map(([id, all]) => [id, all.map(readNoteRow)]));
}

async function loadWords(database: Database, ids: readonly string[]): Promise<ByMention<Words>> {
  const rows = await database
    .select()
    .from(content)
    .where(inArray(content.mention, [...ids]));
  const grouped = Map.groupBy(rows, (row) => row.mention);
  return new Map(
    [...grouped].map(([id, all]) => [id, new Map(all.map((row) => [row.id, row.text]))]),
  );
}

async function loadOpenDrafts(
  database: Database,
  ids: readonly string[],
): Promise<ByMention<Draft>> {
  const rows = await database
    .select({ draft, version: draftVersion, review })
    .from(draft)
    .leftJoin(draftVersion, eq(draftVersion.draft, draft.id))
    .leftJoin(review, eq(review.version, draftVersion.id))
    .where(and(inArray(draft.mention, [...ids]), eq(draft.state, 'open')))
    .orderBy(asc(draftVersion.n), asc(review.position));
  const versions = rows.flatMap(({ version }) => (version ? [version.id] : []));
  const attempts = await loadAttempts(database, [...new Set(versions)]);
  const drafts = new Map<string, Draft>();
  for (const [id, all] of Map.groupBy(rows, (row) => row.draft.mention)) {
    const opened = readDraft(all, attempts);
    if (opened !== null) drafts.set(id, opened);
  }
  return drafts;
}

interface DraftJoin {
  readonly draft: typeof draft.$inferSelect;
  readonly version: typeof draftVersion.$inferSelect | null;
  readonly review: typeof review.$inferSelect | null;
}

function readDraft(
  rows: readonly DraftJoin[],
  attempts: ReadonlyMap<string, readonly Attempt[]>,
): Draft | null {
  const [first] = rows;
  if (first === undefined) return null;
  const versions = new Map(rows.flatMap(({ version }) => (version ? [[version.id, version]] : [])));
  return readDraftRow(
    first.draft,
    [...versions.values()].map((version): DraftVersion => {
      const reviews = rows.flatMap((row) => (row.review?.version === version.id ? row.review : []));
      return readVersionRow(version, reviews.map(readReviewRow), attempts.get(version.id) ?? []);
    }),
  );
}

/** By version, in order. */
async function loadAttempts(
  database: Database,
  versions: readonly string[],
): Promise<ReadonlyMap<string, readonly Attempt[]>> {
  if (versions.length === 0) return new Map();
  const rows = await database
    .select()
    .from(attempt)
    .where(inArray(attempt.version, [...versions]))
    .orderBy(asc(attempt.n));
  const grouped = Map.groupBy(rows, (row) => row.version);
  return new Map([...grouped].map(([version, tries]) => [version, tries.map(readAttemptRow)]));
}

export async function findVersion(
  database: Database,
  id: string,
): Promise<{ mention: string; n: number } | null> {
  const [row] = await database
    .select({ mention: draft.mention, n: draftVersion.n })
    .from(draftVersion)
    .innerJoin(draft, eq(draft.id, draftVersion.draft))
    .where(eq(draftVersion.id, id));
  return row ?? null;
}

/** In order, without those that only a newer version of Heed understands. */
export async function readHistory(
  database: Database,
  id: string,
  after: number,
): Promise<readonly RecordedEvent[]> {
  const rows = await database
    .select()
    .from(event)
    .where(and(eq(event.mention, id), gt(event.seq, after)))
    .orderBy(asc(event.seq));
  return rows.flatMap((row) => readEvent(row) ?? []);
}

export async function readOwnedMentions(database: Database): Promise<readonly OwnedMention[]> {
  const { id: of, owner: by, sensitive, department } = mention;
  const rows = await database
    .select({ id: of, owner: by, sensitive, department })
    .from(mention)
    .where(and(isNotNull(mention.owner), notInArray(mention.status, ['dismissed', 'resolved'])));
  return rows.flatMap(({ owner, ...row }) => (owner === null ? [] : { ...row, owner }));
}

/** By the latest version, of those that are in review. */
export async function readAskingMentions(database: Database): Promise<readonly AskingMention[]> {
  const { id: of, sensitive, department } = mention;
  const rows = await database
    .selectDistinctOn([mention.id], { id: of, sensitive, department, asked: draftVersion.asked })
    .from(mention)
    .innerJoin(draft, and(eq(draft.mention, mention.id), eq(draft.state, 'open')))
    .innerJoin(draftVersion, eq(draftVersion.draft, draft.id))
    .where(eq(mention.status, 'in_review'))
    .orderBy(asc(mention.id), desc(draftVersion.n));
  return rows.flatMap(({ asked: texts, ...row }) => {
    const asked = Texts.parse(texts);
    return asked.length === 0 ? [] : [{ ...row, asked }];
  });
}

export async function findMention(
  database: Database,
  source: string,
  threadRoot: string,
  author: string,
): Promise<string | null> {
  const [row] = await database
    .select({ id: mention.id })
    .from(mention)
    .where(
      and(
        eq(mention.source, source),
        eq(mention.threadRoot, threadRoot),
        eq(mention.author, author),
      ),
    );
  return row?.id ?? null;
}

export async function findPost(
  database: Database,
  source: string,
  externalId: string,
): Promise<KnownPost | null> {
  const [row] = await database
    .select({
      mention: message.mention,
      threadRoot: mention.threadRoot,
      direction: message.direction,
    })
    .from(message)
    .innerJoin(mention, eq(mention.id, message.mention))
    .where(and(eq(message.source, source), eq(message.externalId, externalId)));
  return row ?? null;
}

/** The mention of a customer's post that stands at one of these addresses. */
export async function findPostByLink(
  database: Database,
  links: readonly string[],
): Promise<string | null> {
  const [row] = await database
    .select({ mention: message.mention })
    .from(message)
    .where(and(inArray(message.link, [...links]), eq(message.direction, 'inbound')))
    .orderBy(asc(message.receivedAt))
    .limit(1);
  return row?.mention ?? null;
}

export async function findMentionsIn(
  database: Database,
  source: string,
  threadRoot: string,
): Promise<readonly { id: string; author: string }[]> {
  return await database
    .select({ id: mention.id, author: mention.author })
    .from(mention)
    .where(and(eq(mention.source, source), eq(mention.threadRoot, threadRoot)))
    .orderBy(asc(mention.id));
}

export async function findWaitingReplies(database: Database): Promise<readonly WaitingReply[]> {
  return await database
    .selectDistinctOn([mention.id], {
      mention: mention.id,
      source: mention.source,
      version: draftVersion.id,
      sendAt: mention.sendAt,
    })
    .from(mention)
    .innerJoin(draft, and(eq(draft.mention, mention.id), eq(draft.state, 'open')))
    .innerJoin(draftVersion, eq(draftVersion.draft, draft.id))
    .where(inArray(mention.status, ['scheduled', 'publishing']))
    .orderBy(asc(mention.id), desc(draftVersion.n));
}
