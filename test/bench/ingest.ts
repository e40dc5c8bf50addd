/**
 * Taking a mention by webhook against one plain insert.
 *
 * Heed gets signed posts over HTTP from twenty callers, each post by somebody else in a thread of
 * its own, and answers once mention, events and effects are committed; the cards go to a Slack at
 * Slack's own pace. The baseline is a process in which twenty callers insert one row of the same
 * text each, by the same driver with as many connections, into the same Postgres, without HTTP.
 */
import { z } from 'zod';
import { signedHeaders } from '../support/hooks.ts';
import { forkChild } from './child.ts';
import { aComment, openDouble, startHeedAt } from './desk.ts';
import type { Figure } from './figure.ts';
import type { InsertOrders } from './insert-subject.ts';
import { compare, rateOf } from './rounds.ts';
import type { Stage } from './stage.ts';

const CALLERS = 20;
const POSTS = 400;
const INSERTS = 8_000;
const ROUNDS = 5;

export async function measureIngest(stage: Stage): Promise<readonly Figure[]> {
  const double = await openDouble(stage, 'slack');
  await startHeedAt(stage, double, { databaseUrl: await stage.database(), haste: 1 });
  const inserter = forkChild(new URL('./insert-subject.ts', import.meta.url), []);
  stage.after(inserter.stop);
  const databaseUrl = await stage.database();
  const orders: InsertOrders = { databaseUrl, inserts: INSERTS, callers: CALLERS };
  const url = `http://127.0.0.1:${double.port}/hooks/website`;
  let posts = 0;
  const compared = await compare({
    rounds: ROUNDS,
    baseline: () => inserter.ask(orders, z.number()),
    value: () => {
      const signed = Array.from({ length: POSTS }, () => {
        posts += 1;
        const body = JSON.stringify(aComment(posts));
        return { body, headers: signedHeaders(double.sandbox.webhookSecret, body) };
      });
      return rateOf(signed, CALLERS, async (request) => {
        const response = await fetch(url, { method: 'POST', ...request });
        await response.arrayBuffer();
        if (response.status !== 202) throw new Error(`Heed answers ${response.status} to a post`);
      });
    },
  });
  const goal = { is: 'above', ratio: 0.4 } as const;
  return [{ name: 'ingest', unit: '/s', ...compared, goal, wrong: [] }];
}
