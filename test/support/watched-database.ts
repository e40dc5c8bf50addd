/** A Postgres of one's own that knows what it was asked, and how much it looked at for that. */
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { z } from 'zod';
import type { Database } from '../../src/store/database.ts';
import { createPostgresDatabase } from './databases.ts';

export interface WatchedDatabase {
  /** To fill it; what goes this way is not counted. */
  readonly client: postgres.Sql;
  readonly database: Database;
  /**
   * Rows of these tables, kept or not, that were read by the queries of `work`. Each runs once more
   * to see its plan, and what that changes is taken back.
   */
  rowsLookedAt(tables: readonly string[], work: () => Promise<unknown>): Promise<number>;
  close(): Promise<void>;
}

interface Asked {
  readonly query: string;
  readonly params: readonly unknown[];
}

export async function openWatched(): Promise<WatchedDatabase> {
  const { url, drop } = await createPostgresDatabase();
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  let asked: Asked[] = [];
  const logQuery = (query: string, params: unknown[]) => asked.push({ query, params });
  return {
    client,
    database: drizzle(client, { logger: { logQuery } }),
    async rowsLookedAt(tables, work) {
      asked = [];
      await work();
      const queries = asked.filter(({ query }) => /^(select|with)/.test(query));
      let rows = 0;
      for (const one of queries) rows += rowsOf(await planOf(client, one), tables);
      return rows;
    },
    async close() {
      await client.end();
      await drop();
    },
  };
}

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

const Explained = z.tuple([
  z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.custom<Plan>() })]) }),
]);

async function planOf(client: postgres.Sql, { query, params }: Asked): Promise<Plan> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const undo = new Error('only to see');
  const explaining = client.begin(async (tx) => {
    resolve([...(await tx.unsafe(`explain (analyze, format json) ${query}`, params as never[]))]);
    throw undo;
  });
  await explaining.catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  return Explained.parse(await promise)[0]['QUERY PLAN'][0].Plan;
}

function rowsOf(plan: Plan, tables: readonly string[]): number {
  const removed = plan['Rows Removed by Filter'] ?? 0;
  const own = (plan['Actual Rows'] + removed) * plan['Actual Loops'];
  const here = tables.includes(plan['Relation Name'] ?? '') ? own : 0;
  return here + (plan.Plans ?? []).reduce((sum, inner) => sum + rowsOf(inner, tables), 0);
}
