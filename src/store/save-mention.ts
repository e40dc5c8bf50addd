/**
 * Writing a mention: what differs between the state before and after. States are immutable, so
 * what is the same object did not change.
 */
import { and, eq, gte, inArray, isNull } from 'drizzle-orm';
import type { MentionSave } from '../app/transaction-port.ts';
import type { Draft, DraftVersion, Instant, Mention, Words } from '../core/mention.ts';
import { replaced } from './columns.ts';
import type { Database } from './database.ts';
import { saveDeadlines } from './deadlines.ts';
import { eventRow } from './event-data.ts';
import {
  attemptRow,
  draftRow,
  mentionRow,
  messageRow,
  noteRow,
  reviewRow,
  versionRow,
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
 * The caller holds the mention's lock, or opens a new one. Throws when `before` is not what stands
 * in the database.
 */
export async function saveMention(
  database: Database,
  { before, after, recorded, words }: MentionSave,
): Promise<void> {
  const lastAt = recorded.at(-1)?.at ?? null;
  // They go out at once, in this order: what refers to a row goes out after that row. All of them
  // end before one that failed ends the transaction, as nothing may be asked on it afterwards.
  const written = await Promise.allSettled([
    saveState(database, before, after),
    saveWords(database, after, words),
    saveMessages(database, before, after),
    saveNotes(database, before, after),
    saveDraft(database, before?.draft ?? null, after.draft, after, lastAt),
    saveDeadlines(database, before, after),
    saveEvents(database, after, recorded),
    eraseDropped(database, before, after),
  ]);
  for (const write of written) if (write.status === 'rejected') throw write.reason;
}

async function saveWords(database: Database, { id }: Mention, words: Words): Promise<void> {
  if (words.size === 0) return;
  const rows = [...words].map(([key, text]) => ({ id: key, mention: id, text }));
  await database
    .insert(content)
    .values(rows)
    .onConflictDoUpdate({ target: content.id, set: replaced(content) });
}

async function saveEvents(
  database: Database,
  { id }: Mention,
  recorded: MentionSave['recorded'],
): Promise<void> {
  if (recorded.length > 0) {
    await database.insert(event).values(recorded.map((one) => eventRow(id, one)));
  }
}

async function saveState(
  database: Database,
  before: Mention | null,
  after: Mention,
): Promise<void> {
  const row = mentionRow(after);
  if (before === null) {
    await database.insert(mention).values(row);
    return;
  }
  const known = mentionRow(before);
  const changed = Object.fromEntries(
    Object.entries(row).filter(([column, value]) => value !== Reflect.get(known, column)),
  );
  if (Object.keys(changed).length === 0) return;
  const written = await database
    .update(mention)
    .set(changed)
    .where(and(eq(mention.id, after.id), eq(mention.lastSeq, before.seq)))
    .returning({ id: mention.id });
  if (written.length === 0) throw new Error(`mention ${after.id} changed without its lock`);
}

async function saveMessages(
  database: Database,
  before: Mention | null,
  after: Mention,
): Promise<void> {
  const kept = new Set(after.messages.map(({ id }) => id));
  const gone = (before?.messages ?? []).flatMap(({ id }) => (kept.has(id) ? [] : [id]));
  if (gone.length > 0) await database.delete(message).where(inArray(message.id, gone));
  const rows = after.messages.flatMap((one, position) =>
    one === before?.messages[position] ? [] : [messageRow(one, after, position)],
  );
  if (rows.length === 0) return;
  await database
    .insert(message)
    .values(rows)
    .onConflictDoUpdate({ target: message.id, set: replaced(message) });
}

async function saveNotes(
  database: Database,
  before: Mention | null,
  after: Mention,
): Promise<void> {
  const rows = after.notes.flatMap((one, position) =>
    one === before?.notes[position] ? [] : [noteRow(one, after, position)],
  );
  if (rows.length === 0) return;
  await database
    .insert(note)
    .values(rows)
    .onConflictDoUpdate({ target: [note.mention, note.id], set: replaced(note) });
}

async function saveDraft(
  database: Database,
  before: Draft | null,
  after: Draft | null,
  of: Mention,
  at: Instant | null,
): Promise<void> {
  if (before === after) return;
  if (before !== null && before.id !== after?.id) await closeDraft(database, before, at);
  if (after === null) return;
  await database
    .insert(draft)
    .values(draftRow(after, of))
    .onConflictDoUpdate({ target: draft.id, set: replaced(draft) });
  const known = before?.id === after.id ? before.versions : [];
  for (const [index, version] of after.versions.entries()) {
    await saveVersion(database, known[index] ?? null, version, after);
  }
}

/** A draft leaves the mention when its reply is out, and its open attempt ends with that. */
async function closeDraft(database: Database, { id }: Draft, at: Instant | null): Promise<void> {
  await database.update(draft).set({ state: 'closed' }).where(eq(draft.id, id));
  await database
    .update(attempt)
    .set({ outcome: 'published', endedAt: at })
    .where(and(eq(attempt.draft, id), isNull(attempt.outcome)));
}

async function saveVersion(
  database: Database,
  before: DraftVersion | null,
  after: DraftVersion,
  of: Draft,
): Promise<void> {
  if (before === after) return;
  await database
    .insert(draftVersion)
    .values(versionRow(after, of))
    .onConflictDoUpdate({ target: draftVersion.id, set: replaced(draftVersion) });
  if (before?.reviews !== after.reviews) await saveReviews(database, before, after);
  if (before?.attempts !== after.attempts) await saveAttempts(database, before, after, of);
}

async function saveReviews(
  database: Database,
  before: DraftVersion | null,
  { id, reviews }: DraftVersion,
): Promise<void> {
  if (before !== null && before.reviews.length > reviews.length) {
    await database
      .delete(review)
      .where(and(eq(review.version, id), gte(review.position, reviews.length)));
  }
  const rows = reviews.flatMap((one, position) =>
    one === before?.reviews[position] ? [] : [reviewRow(one, id, position)],
  );
  if (rows.length === 0) return;
  await database
    .insert(review)
    .values(rows)
    .onConflictDoUpdate({ target: [review.version, review.position], set: replaced(review) });
}

/** In order: the one that ended is written before the one that begins, as only one may be open. */
async function saveAttempts(
  database: Database,
  before: DraftVersion | null,
  { id, attempts }: DraftVersion,
  of: Draft,
): Promise<void> {
  const rows = attempts.flatMap((one, index) =>
    one === before?.attempts[index] ? [] : [attemptRow(one, of, id)],
  );
  if (rows.length === 0) return;
  await database
    .insert(attempt)
    .values(rows)
    .onConflictDoUpdate({ target: attempt.id, set: replaced(attempt) });
}

/** What the customer edited or took back is not kept, nor what staff did of their notes. */
async function eraseDropped(
  database: Database,
  before: Mention | null,
  after: Mention,
): Promise<void> {
  const kept = new Set([...after.messages, ...after.notes].map((one) => one.content));
  const theirs = before?.messages.filter(({ direction }) => direction === 'inbound') ?? [];
  const dropped = [...theirs, ...(before?.notes ?? [])].flatMap(({ content: id }) =>
    id !== null && !kept.has(id) ? [id] : [],
  );
  if (dropped.length === 0) return;
  await database.delete(content).where(inArray(content.id, dropped));
}
