/**
 * Two and four processes on one Postgres against one: effects a second, and none performed twice.
 *
 * Each process runs the dispatcher as Heed does, eight effects at once; an effect takes as long as
 * a quick answer of Slack. They are spread over many lanes and all become due at one moment. Each
 * number of processes has a database of its own. On a machine with as few cores as processes,
 * Postgres and this program share them, so the goal asks for no more than that a further process
 * does not slow the others down.
 */
import postgres from 'postgres';
import { z } from 'zod';
import type { EffectRequest } from '../../src/app/outbox-port.ts';
import { openStore } from '../../src/store/open.ts';
import { until } from '../support/until.ts';
import { type Child, forkChild } from './child.ts';
import type { DispatchOrders } from './dispatch-subject.ts';
import type { Figure } from './figure.ts';
import { comparedOf, takeTurns } from './rounds.ts';
import type { Stage } from './stage.ts';

const EFFECTS = 1_000;
const LANES = 64;
const ROUNDS = 3;
const HEAD_START_MS = 1_000;
const LONGEST_MS = 60_000;
const ORDERS = { takesMs: 30, concurrency: 8 };

const performed = z.array(z.object({ key: z.string(), at: z.number() }));

export async function measureProcesses(stage: Stage): Promise<readonly Figure[]> {
  const wrong: string[] = [];
  const sides: (() => Promise<number>)[] = [];
  for (const count of [1, 2, 4]) sides.push(await openSide(stage, count, wrong));
  await takeTurns(1, sides);
  const [one = [], two = [], four = []] = await takeTurns(ROUNDS, sides);
  const goal = { is: 'at least', ratio: 1 } as const;
  return [
    { name: 'processes-two', unit: '/s', ...comparedOf(two, one), goal, wrong },
    { name: 'processes-four', unit: '/s', ...comparedOf(four, one), goal, wrong },
  ];
}

/** Answers what measures effects a second; notes what was performed twice. */
async function openSide(
  stage: Stage,
  count: number,
  wrong: string[],
): Promise<() => Promise<number>> {
  const databaseUrl = await stage.database();
  const { store } = await openStore({ databaseUrl });
  stage.after(() => store.close());
  const client = postgres(databaseUrl, { max: 1 });
  stage.after(() => client.end());
  const children = Array.from({ length: count }, () => startDispatcher(stage));
  const orders: DispatchOrders = { databaseUrl, ...ORDERS };
  await Promise.all(children.map((child) => child.ask(orders, z.null())));
  let round = 0;
  return async () => {
    round += 1;
    const dueAt = Date.now() + HEAD_START_MS;
    await store.transaction((tx) => tx.enqueue(effectsDue(dueAt, round)));
    await until('an empty outbox', async () => (await waiting(client)) === 0, LONGEST_MS);
    const told = (await Promise.all(children.map((one) => one.ask('performed', performed)))).flat();
    const twice = told.length - new Set(told.map(({ key }) => key)).size;
    if (twice > 0) wrong.push(`${count} processes performed ${twice} effects twice.`);
    const last = Math.max(...told.map(({ at }) => at));
    return (told.length / (last - dueAt)) * 1_000;
  };
}

function startDispatcher(stage: Stage): Child {
  const child = forkChild(new URL('./dispatch-subject.ts', import.meta.url), []);
  stage.after(child.stop);
  return child;
}

function effectsDue(dueAt: number, round: number): readonly EffectRequest[] {
  return Array.from({ length: EFFECTS }, (_, n) => {
    const key = `${round}-${n}`;
    const lane = `lane-${n % LANES}`;
    return { key, kind: 'show', target: key, lane, parent: 'slack', rank: dueAt + n, dueAt };
  });
}

async function waiting(client: postgres.Sql): Promise<number> {
  const [row] = await client`select count(*)::int as count from outbox`;
  return z.object({ count: z.number() }).parse(row).count;
}
