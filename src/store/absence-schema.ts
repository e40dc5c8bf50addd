import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** Who is away. One that is over stays until the clock has told everybody of the return. */
export const absence = pgTable(
  'absence',
  {
    email: text().primaryKey(),
    since: instant().notNull(),
    /** Null until they say that they are back. */
    until: instant(),
  },
  // findOver
  (table) => [index('absence_until').on(table.until)],
);
