import { sql } from 'drizzle-orm';
import type { Budget } from '../app/outbox-port.ts';
import type { Instant } from '../core/mention.ts';
import type { Database } from './database.ts';
import { budget } from './outbox-schema.ts';

/**
 * Takes one call by the generic cell rate algorithm: each call moves the moment at which the budget
 * is full again by `everyMs`, and none is given that would move it beyond the burst. Answers 0, or
 * the ms to wait. One statement, so that all processes count together.
 */
export async function takeBudget(
  database: Database,
  key: string,
  { everyMs, burst, leaves = 0 }: Budget,
  now: Instant,
): Promise<number> {
  const nowMs = sql`${now}::double precision`;
  const every = sql`${everyMs}::double precision`;
  const ahead = sql`${(burst - leaves - 1) * everyMs}::double precision`;
  // A clock that was once far ahead must not close the budget until then.
  const fullAt = sql`least(${budget.fullAt}, ${nowMs} + ${burst * everyMs}::double precision)`;
  const waitMs = sql`greatest(0, ceil(${fullAt} - ${ahead} - ${nowMs}))`;
  const [row] = await database
    .insert(budget)
    .values({ key, fullAt: now + everyMs, waitMs: 0 })
    .onConflictDoUpdate({
      target: budget.key,
      set: {
        fullAt: sql`case when ${waitMs} > 0 then ${fullAt} else greatest(${fullAt}, ${nowMs}) + ${every} end`,
        waitMs,
      },
    })
    .returning({ waitMs: budget.waitMs });
  if (row === undefined) throw new Error('an insert that answered no row');
  return row.waitMs;
}
