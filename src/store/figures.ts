/** What waits, for monitoring: each figure costs what is open, not what is stored. */
import { and, count, eq, isNotNull, min, notInArray, or, sql } from 'drizzle-orm';
import type { EffectFigures, Figures, MentionFigures } from '../app/store-port.ts';
import type { Instant, Status } from '../core/mention.ts';
import type { Database } from './database.ts';
import { countLoggedSince } from './logged.ts';
import { lane, laneParent, outbox } from './outbox-schema.ts';
import { Statuses } from './rows.ts';
import { mention } from './schema.ts';

export async function readFigures(
  database: Database,
  now: Instant,
): Promise<Omit<Figures, 'paused'>> {
  return {
    mentions: await countOpen(database),
    loggedLately: await countLoggedSince(database, now - LATELY_MS),
    effects: await countEffects(database, now),
    blockedLanes: await countBlocked(database),
  };
}

const LATELY_MS = 7 * 24 * 60 * 60_000;

async function countOpen(database: Database): Promise<readonly MentionFigures[]> {
  const rows = await database
    .select({ status: mention.status, count: count() })
    .from(mention)
    .where(notInArray(mention.status, [...OVER]))
    .groupBy(mention.status);
  const counts = new Map(rows.map((row) => [row.status, row.count]));
  return OPEN.map((status) => ({ status, count: counts.get(status) ?? 0 }));
}

const OVER: readonly Status[] = ['dismissed', 'resolved', 'logged'];
const OPEN = Statuses.options.filter((one) => !OVER.includes(one));

async function countEffects(database: Database, now: Instant): Promise<readonly EffectFigures[]> {
  const rows = await database
    .select({
      kind: outbox.kind,
      state: outbox.state,
      count: count(),
      since: min(outbox.dueAt),
    })
    .from(outbox)
    .groupBy(outbox.kind, outbox.state);
  return outbox.kind.enumValues.map((kind) => {
    const of = (state: 'ready' | 'dead') =>
      rows.find((row) => row.kind === kind && row.state === state);
    const since = of('ready')?.since ?? now;
    return {
      kind,
      waiting: of('ready')?.count ?? 0,
      failed: of('dead')?.count ?? 0,
      oldestMs: Math.max(0, now - since),
    };
  });
}

async function countBlocked(database: Database): Promise<number> {
  const [row] = await database
    .select({ count: count() })
    .from(lane)
    .innerJoin(laneParent, eq(laneParent.key, lane.parent))
    .where(
      and(
        or(isNotNull(lane.blocked), isNotNull(laneParent.blocked)),
        sql`exists (select 1 from ${outbox} where ${outbox.lane} = ${lane.key} and ${outbox.state} = 'ready')`,
      ),
    );
  return row?.count ?? 0;
}
