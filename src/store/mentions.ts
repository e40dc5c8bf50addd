/** Finding and reading mentions. Writing them is in `save-mention.ts`. */
import { and, asc, desc, eq, gt, inArray, isNotNull, notInArray } from 'drizzle-orm';
import type { KnownPost, Loaded, WaitingReply } from '../app/ports.ts';
import type { RecordedEvent } from '../core/events.ts';
import type { Attempt, Draft, DraftVersion, Message, Words } from '../core/mention.ts';
import type { Database } from './database.ts';
import { readEvent } from './event-data.ts';
import {
  readAttemptRow,
  readDraftRow,
  readMentionRow,
  readMessageRow,
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
  review,
} from './schema.ts';

/** Locks the mention's row, so that what is read stays as it is until the transaction ends. */
export async function lockMention(database: Database, id: string): Promise<Loaded | null> {
  const [row] = await database.select().from(mention).where(eq(mention.id, id)).for('update');
  return row === undefined ? null : await load(database, row);
}

/** A consistent picture without a lock. */
export async function readMention(database: Database, id: string): Promise<Loaded | null> {
  return await database.transaction(
    async (tx) => {
      const [row] = await tx.select().from(mention).where(eq(mention.id, id));
      return row === undefined ? null : await load(tx, row);
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function load(database: Database, row: typeof mention.$inferSelect): Promise<Loaded> {
  const messages = await loadMessages(database, row.id);
  const words = await loadWords(database, row.id);
  const openDraft = await loadOpenDraft(database, row.id);
  return { mention: readMentionRow(row, messages, openDraft), words };
}

async function loadMessages(database: Database, id: string): Promise<readonly Message[]> {
  const rows = await database
    .select()
    .from(message)
    .where(eq(message.mention, id))
    .orderBy(asc(message.position));
  return rows.map(readMessageRow);
}

async function loadWords(database: Database, id: string): Promise<Words> {
  const rows = await database.select().from(content).where(eq(content.mention, id));
  return new Map(rows.map((row) => [row.id, row.text]));
}

async function loadOpenDraft(database: Database, id: string): Promise<Draft | null> {
  const rows = await database
    .select({ draft, version: draftVersion, review })
    .from(draft)
    .leftJoin(draftVersion, eq(draftVersion.draft, draft.id))
    .leftJoin(review, eq(review.version, draftVersion.id))
    .where(and(eq(draft.mention, id), eq(draft.state, 'open')))
    .orderBy(asc(draftVersion.n), asc(review.position));
  const [first] = rows;
  if (first === undefined) return null;
  const versions = new Map(rows.flatMap(({ version }) => (version ? [[version.id, version]] : [])));
  const attempts = await loadAttempts(database, [...versions.keys()]);
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

export async function readOwnedMentions(
  database: Database,
): Promise<readonly { id: string; owner: string }[]> {
  const rows = await database
    .select({ id: mention.id, owner: mention.owner })
    .from(mention)
    .where(and(isNotNull(mention.owner), notInArray(mention.status, ['dismissed', 'resolved'])));
  return rows.flatMap(({ id, owner }) => (owner === null ? [] : { id, owner }));
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
