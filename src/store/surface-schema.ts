/** What a surface knows of where it may speak, and what it answered already. */
import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, json, words } from './columns.ts';

/** Channels and personal chats in which the bot was added. */
export const conversation = pgTable(
  'conversation',
  {
    surface: text().notNull(),
    tenant: text().notNull(),
    id: words().notNull(),
    kind: text({ enum: ['channel', 'personal'] }).notNull(),
    /** A channel's. */
    name: words(),
    team: words(),
    teamName: words('team_name'),
    /** Whose personal chat it is: the person's id on the surface. */
    person: words(),
    serviceUrl: words('service_url').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.surface, table.tenant, table.id] }),
    // channelsNamed, and what a team that goes takes along
    index('conversation_team').on(table.surface, table.tenant, table.team),
    // chatWith
    index('conversation_person').on(table.surface, table.tenant, table.person),
  ],
);

/** Lines of threads on surfaces that cannot be asked what stands in a thread. */
export const postedLine = pgTable(
  'posted_line',
  {
    message: text().notNull(),
    seq: integer().notNull(),
    channel: words().notNull(),
    ts: words().notNull(),
  },
  // linesOf, and no line twice
  (table) => [primaryKey({ columns: [table.message, table.seq, table.ts] })],
);

/** Events and invokes that may come again, with what they were answered. */
export const inbox = pgTable(
  'inbox',
  {
    key: words().primaryKey(),
    /** Null while it is being worked on. */
    answer: json(),
    at: instant().notNull(),
  },
  // pruning
  (table) => [index('inbox_at').on(table.at)],
);
