import { sql } from 'drizzle-orm';
import {
  bigint,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { METRICS, MISS_CAUSES } from '../core/deadline.ts';
import { instant, json } from './columns.ts';
import { mention } from './schema.ts';

/** By when something must have happened with a mention, and when it had. */
export const slaInstance = pgTable(
  'sla_instance',
  {
    mention: text()
      .notNull()
      .references(() => mention.id),
    metric: text({ enum: METRICS }).notNull(),
    n: integer().notNull(),
    cycle: integer().notNull(),
    state: text({ enum: ['pending', 'imminent', 'breached', 'achieved', 'cancelled'] }).notNull(),
    startedAt: instant('started_at').notNull(),
    /** Milliseconds of opening hours. */
    target: bigint({ mode: 'number' }),
    dueAt: instant('due_at'),
    warnAt: json('warn_at').notNull(),
    warned: integer().notNull(),
    endedAt: instant('ended_at'),
    /** Milliseconds of opening hours from start to end. */
    openMs: bigint('open_ms', { mode: 'number' }),
    cause: text({ enum: MISS_CAUSES }),
  },
  (table) => [
    // loading a mention
    primaryKey({ columns: [table.mention, table.metric, table.n] }),
    // One clock of a kind at a time.
    uniqueIndex('sla_instance_open')
      .on(table.mention, table.metric)
      .where(sql`${table.endedAt} is null`),
    // readWeekFigures: what ended with what it waited for, or late
    index('sla_instance_ended')
      .on(table.endedAt)
      .where(sql`${table.state} in ('achieved', 'breached')`),
    // readWeekFigures and listMissed: what ran out, told or not
    index('sla_instance_missed')
      .on(table.dueAt)
      .where(sql`${table.state} in ('pending', 'imminent', 'breached')`),
  ],
);
