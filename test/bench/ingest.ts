/**
 * Taking a mention by webhook against one plain insert.
 *
 * Heed gets signed posts over HTTP from twenty callers, each post by somebody else in a thread of
 * its own, and answers once mention, events and effects are committed; the cards go to a Slack at
 * Slack's own pace. There are two baselines, by the same driver with as many connections on the
 * same Postgres: twenty callers that insert one row of the same text each, without HTTP; and a
 * server that gets the same posts and makes one insert of each, which leaves out what any webhook
 * costs.
 */
import { z } from 'zod';
import { signedHeaders } from '../support/hooks.ts';
import { freePort } from '../support/ports.ts';
import { forkChild } from './child.ts';
import { aComment, openDouble, startHeedAt } from './desk.ts';
import type { Figure } from './figure.ts';
import type { InsertOrders } from './insert-subject.ts';
import { comparedOf, rateOf, takeTurns } from './rounds.ts';
import type { Stage } from './stage.ts';

const CALLERS = 20;
const POSTS = 400;
const INSERTS = 4_000;
const ROUNDS = 5;

export async function measureIngest(stage: Stage): Promise<readonly Figure[]> {
  const double = await openDouble(stage, { limits: 'slack' });
  await startHeedAt(stage, double, { databaseUrl: await stage.database(), haste: 1 });
  const hook = `http://127.0.0.1:${double.port}/hooks/website`;
  const inserter = forkChild(new URL('./insert-subject.ts', import.meta.url), []);
  stage.after(inserter.stop);
  const port = await freePort();
  const listen: InsertOrders = { type: 'listen', databaseUrl: await stage.database(), port };
  await inserter.ask(listen, z.null());
  const insert: InsertOrders = { type: 'insert', inserts: INSERTS, callers: CALLERS };

  const { webhookSecret } = double.sandbox;
  let posts = 0;
  const sides = [
    () => inserter.ask(insert, z.number()),
    () => postAll(`http://127.0.0.1:${port}/`),
    () => postAll(hook),
  ];

  function postAll(url: string): Promise<number> {
    const signed = Array.from({ length: POSTS }, () => {
      posts += 1;
      const body = JSON.stringify(aComment(posts));
      return { body, headers: signedHeaders(webhookSecret, body) };
    });
    return rateOf(signed, CALLERS, async (request) => {
      const response = await fetch(url, { method: 'POST', ...request });
      await response.arrayBuffer();
      if (response.status !== 202) throw new Error(`${url} answers ${response.status} to a post`);
    });
  }

  await takeTurns(1, sides);
  const [inserted = [], stored = [], taken = []] = await takeTurns(ROUNDS, sides);
  const goal = { is: 'above', ratio: 0.4 } as const;
  return [
    { name: 'ingest', unit: '/s', ...comparedOf(taken, inserted), goal, wrong: [] },
    { name: 'ingest-webhook', unit: '/s', ...comparedOf(taken, stored), goal, wrong: [] },
  ];
}
