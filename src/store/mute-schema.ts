import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, words } from './columns.ts';
import { mention } from './schema.ts';

/** Whose posts are kept off the desk: the latest mute of each author, standing or over. */
export const mute = pgTable(
  'mute',
  {
    source: text().notNull(),
    author: words().notNull(),
    /** On which it was set last: whoever leads there may end it. */
    mention: text()
      .notNull()
      .references(() => mention.id),
    by: text().notNull(),
    /** The content that holds it. */
    reason: text().notNull(),
    from: instant().notNull(),
    until: instant().notNull(),
    /** Null where nobody ended it before its time. */
    endedAt: instant('ended_at'),
  },
  (table) => [
    // findMute
    primaryKey({ columns: [table.source, table.author] }),
    // listMutes
    index('mute_until').on(table.until).where(sql`${table.endedAt} is null`),
  ],
);
