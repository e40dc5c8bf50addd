import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { EffectRequest } from '../../src/app/outbox-port.ts';
import { claim, nextDue } from '../../src/store/claim.ts';
import type { Database } from '../../src/store/database.ts';
import { enqueue } from '../../src/store/enqueue.ts';
import { NOON as NOW } from '../support/cast.ts';
import { createPostgresDatabase } from '../support/databases.ts';

/** Effects in the full lane; and how many more rows than that lane's one head may be looked at. */
const BACKLOG = 10_000;
const FEW = 20;

interface Asked {
  readonly query: string;
  readonly params: unknown[];
}

const asked: Asked[] = [];
let client: postgres.Sql;
let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await createPostgresDatabase();
  drop = fresh.drop;
  client = postgres(fresh.url, { max: 2, onnotice: () => undefined });
  const logQuery = (query: string, params: unknown[]) => asked.push({ query, params });
  database = drizzle(client, { logger: { logQuery } });
});

afterAll(async () => {
  await client.end();
  await drop();
});

function fill(lane: string, count: number, change: Partial<EffectRequest> = {}): EffectRequest[] {
  return Array.from({ length: count }, (_, n) => ({
    key: `${lane}-${n}`,
    kind: 'show',
    target: lane,
    lane,
    parent: 'slack:T1',
    rank: NOW + n,
    dueAt: NOW,
    ...change,
  }));
}

async function enqueueInParts(requests: readonly EffectRequest[]): Promise<void> {
  for (let from = 0; from < requests.length; from += 1_000) {
    const part = requests.slice(from, from + 1_000);
    await database.transaction((tx) => enqueue(tx, part));
  }
  await client`analyze`;
}

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

const Explained = z.tuple([
  z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: z.custom<Plan>() })]) }),
]);

/** How many rows of the outbox these questions looked at. */
async function rowsLookedAt(work: () => Promise<unknown>): Promise<number> {
  asked.length = 0;
  await work();
  let rows = 0;
  for (const { query, params } of asked.filter((one) => /^(select|with)/.test(one.query))) {
    rows += rowsIn(await planOf(query, params));
  }
  return rows;
}

/** Runs it once more to see, and takes back what that changed. */
async function planOf(query: string, params: unknown[]): Promise<Plan> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const undo = new Error('only to see');
  const explaining = client.begin(async (tx) => {
    resolve([...(await tx.unsafe(`explain (analyze, format json) ${query}`, params as never[]))]);
    throw undo;
  });
  await explaining.catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  const [
    {
      'QUERY PLAN': [{ Plan: plan }],
    },
  ] = Explained.parse(await promise);
  return plan;
}

function rowsIn(plan: Plan): number {
  const own =
    plan['Relation Name'] === 'outbox'
      ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
      : 0;
  return (plan.Plans ?? []).reduce((sum, part) => sum + rowsIn(part), own);
}

test('what waits in one lane, due or not, is not looked at to find what is next', async () => {
  await enqueueInParts([
    ...fill('full', BACKLOG),
    ...fill('later', BACKLOG, { dueAt: NOW + 60_000 }),
    ...fill('small', 3, { rank: NOW - 1 }),
    ...fill('other', 3, { rank: NOW - 2 }),
  ]);
  const claimed = await rowsLookedAt(async () => {
    expect(await claim(database, NOW, 60_000)).toMatchObject({ lane: 'other' });
  });
  expect(claimed).toBeGreaterThan(0);
  expect(claimed).toBeLessThan(FEW);
  expect(await rowsLookedAt(() => nextDue(database))).toBeLessThan(FEW);
  const second = await rowsLookedAt(async () => {
    expect(await claim(database, NOW, 60_000)).toMatchObject({ lane: 'small' });
    expect(await claim(database, NOW, 60_000)).toMatchObject({ key: 'full-0' });
    expect(await claim(database, NOW, 60_000)).toBeNull();
  });
  expect(second).toBeLessThan(3 * FEW);
});
