/** How much queries look at, by their plans as they ran. */
import type postgres from 'postgres';
import { z } from 'zod';

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

/** Rows of these tables that the queries read, kept or not. */
export async function rowsLookedAt(
  client: postgres.Sql,
  queries: readonly { readonly query: string; readonly params: readonly unknown[] }[],
  tables: readonly string[],
): Promise<number> {
  let rows = 0;
  for (const { query, params } of [...queries]) {
    const answer = await client.unsafe(
      `explain (analyze, format json) ${query}`,
      params as never[],
    );
    rows += rowsOf(Explained.parse([...answer])[0]['QUERY PLAN'][0].Plan, tables);
  }
  return rows;
}

function rowsOf(plan: Plan, tables: readonly string[]): number {
  const removed = plan['Rows Removed by Filter'] ?? 0;
  const own = (plan['Actual Rows'] + removed) * plan['Actual Loops'];
  const here = tables.includes(plan['Relation Name'] ?? '') ? own : 0;
  return here + (plan.Plans ?? []).reduce((sum, inner) => sum + rowsOf(inner, tables), 0);
}
