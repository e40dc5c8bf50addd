import { pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** What came round by the clock on the wall and was begun, such as a week's digest. */
export const occasion = pgTable('occasion', {
  key: text().primaryKey(),
  at: instant().notNull(),
});
