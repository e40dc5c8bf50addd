/** What came in and may come again, with its answer for as long as that can be. */
import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Begun, Inbox } from '../app/inbox-port.ts';
import type { Instant } from '../core/mention.ts';
import { answering } from './away.ts';
import { at } from './columns.ts';
import type { Database } from './database.ts';
import { inbox } from './surface-schema.ts';

/** An answer may hold people's words, so it is not kept longer than it could be asked for again. */
const KEPT_MS = 15 * 60_000;
/** Whoever had it in hand for so long is not there any more. */
const LEFT_MS = 60_000;

export function createInbox(database: Database): Inbox {
  return {
    begin: (key, now) => answering(() => begin(database, key, now)),
    answer: (key, answer) =>
      answering(async () => {
        await database.update(inbox).set({ answer }).where(eq(inbox.key, key));
      }),
    letGo: (key) =>
      answering(async () => {
        await database.delete(inbox).where(and(eq(inbox.key, key), isNull(inbox.answer)));
      }),
  };
}

/** One statement takes it, so that of several processes one acts. */
async function begin(database: Database, key: string, now: Instant): Promise<Begun> {
  await database.delete(inbox).where(lt(inbox.at, now - KEPT_MS));
  const taken = await database
    .insert(inbox)
    .values({ key, answer: null, at: now })
    .onConflictDoUpdate({
      target: inbox.key,
      set: { at: now },
      setWhere: sql`${inbox.answer} is null and ${inbox.at} < ${at(now - LEFT_MS)}`,
    })
    .returning({ key: inbox.key });
  if (taken.length > 0) return { type: 'new' };
  const [row] = await database.select().from(inbox).where(eq(inbox.key, key));
  if (row === undefined) return { type: 'new' };
  return row.answer === null ? { type: 'in_hand' } : { type: 'answered', answer: row.answer };
}
