/** One plain insert a call, by the driver that Heed uses and with as many connections. */
import postgres from 'postgres';
import { z } from 'zod';
import { answerQuestions } from './child.ts';
import { aComment } from './desk.ts';
import { rateOf } from './rounds.ts';

const orders = z.object({ databaseUrl: z.string(), inserts: z.number(), callers: z.number() });
export type InsertOrders = z.infer<typeof orders>;

const CONNECTIONS = 10;

let client: postgres.Sql | null = null;

async function open(url: string): Promise<postgres.Sql> {
  const opened = postgres(url, { max: CONNECTIONS, onnotice: () => undefined });
  await opened`create table if not exists comment (id text primary key, text text not null)`;
  return opened;
}

answerQuestions(async (question) => {
  const { databaseUrl, inserts, callers } = orders.parse(question);
  const sql = client ?? (await open(databaseUrl));
  client = sql;
  const rows = Array.from({ length: inserts }, (_, n) => ({
    id: crypto.randomUUID(),
    text: String(aComment(n)['text']),
  }));
  return rateOf(rows, callers, (row) => sql`insert into comment ${sql(row)}`);
});

process.once('SIGTERM', () => process.exit(0));
