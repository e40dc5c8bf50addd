/** The tables of the outbox; how they work together is told in `outbox.ts`. */
import { sql } from 'drizzle-orm';
import { doublePrecision, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, words } from './columns.ts';

/** What waits to be done outside the database. */
export const outbox = pgTable(
  'outbox',
  {
    key: text().primaryKey(),
    kind: text({ enum: ['show', 'story', 'publish'] }).notNull(),
    target: text().notNull(),
    lane: text().notNull(),
    rank: instant().notNull(),
    dueAt: instant('due_at').notNull(),
    generation: integer().notNull(),
    attempts: integer().notNull(),
    state: text({ enum: ['ready', 'dead'] }).notNull(),
    error: words(),
  },
  (table) => [
    // claim: a lane's most urgent effect, however many wait behind it.
    // `due_at` is in it so that what is not due yet is passed over without being fetched.
    index('outbox_head')
      .on(table.lane, table.rank, table.dueAt, table.key)
      .where(sql`${table.state} = 'ready'`),
    // nextDue: when a lane's next effect is due.
    index('outbox_due').on(table.lane, table.dueAt).where(sql`${table.state} = 'ready'`),
    // readTroubles: what failed, waiting or given up.
    index('outbox_trouble').on(table.lane).where(sql`${table.error} is not null`),
  ],
);

/** What runs one after the other. Whoever holds the lease performs the lane's head. */
export const lane = pgTable('lane', {
  key: text().primaryKey(),
  parent: text()
    .notNull()
    .references(() => laneParent.key),
  nextAt: instant('next_at').notNull(),
  lease: text(),
  leasedUntil: instant('leased_until'),
  /** Why it waits for somebody to mend something. */
  blocked: words(),
});

/** A workspace or a source: blocked, it keeps all its lanes back but one probe at a time. */
export const laneParent = pgTable('lane_parent', {
  key: text().primaryKey(),
  nextAt: instant('next_at').notNull(),
  blocked: words(),
});

/** Calls that all processes share a limit for, counted by the generic cell rate algorithm. */
export const budget = pgTable('budget', {
  key: text().primaryKey(),
  /** When the budget would be full again: epoch ms, with fractions. */
  fullAt: doublePrecision('full_at').notNull(),
  /** What the last call was told: 0, or the ms to wait. */
  waitMs: doublePrecision('wait_ms').notNull(),
});
