/** Lines in threads that nobody can read back. */
import { and, asc, eq } from 'drizzle-orm';
import type { PostedLines } from '../app/conversation-port.ts';
import { answering } from './away.ts';
import type { Database } from './database.ts';
import { postedLine } from './surface-schema.ts';

export function createPostedLines(database: Database): PostedLines {
  return {
    remember: (message, { seq, ref }) =>
      answering(async () => {
        const { channel, ts } = ref;
        await database
          .insert(postedLine)
          .values({ message, seq, channel, ts })
          .onConflictDoNothing();
      }),
    of: (message) =>
      answering(async () => {
        const rows = await database
          .select()
          .from(postedLine)
          .where(eq(postedLine.message, message))
          .orderBy(asc(postedLine.seq), asc(postedLine.ts));
        return rows.map(({ seq, channel, ts }) => ({ seq, ref: { channel, ts } }));
      }),
    forget: (message, { ref }) =>
      answering(async () => {
        await database
          .delete(postedLine)
          .where(and(eq(postedLine.message, message), eq(postedLine.ts, ref.ts)));
      }),
  };
}
