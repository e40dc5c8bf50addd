/**
 * Plain inserts by the driver that Heed uses, with as many connections: as fast as so many callers
 * can, or one for each webhook that a server gets.
 */
import express from 'express';
import postgres from 'postgres';
import { z } from 'zod';
import { answerQuestions } from './child.ts';
import { aComment } from './desk.ts';
import { rateOf } from './rounds.ts';

const orders = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listen'), databaseUrl: z.string(), port: z.number() }),
  z.object({ type: z.literal('insert'), inserts: z.number(), callers: z.number() }),
]);
export type InsertOrders = z.infer<typeof orders>;

const CONNECTIONS = 10;

const comment = z.object({ id: z.string(), text: z.string() });

let sql: postgres.Sql | null = null;

answerQuestions(async (question) => {
  const given = orders.parse(question);
  switch (given.type) {
    case 'listen':
      return listen(given.databaseUrl, given.port);
    case 'insert':
      return insert(given.inserts, given.callers);
    default:
      return given satisfies never;
  }
});

async function listen(databaseUrl: string, port: number): Promise<void> {
  const client = postgres(databaseUrl, { max: CONNECTIONS, onnotice: () => undefined });
  await client`create table comment (id text primary key, text text not null)`;
  sql = client;
  const app = express();
  app.post('/', express.json(), async (request, response) => {
    const row = comment.parse(request.body);
    await client`insert into comment ${client(row)}`;
    response.status(202).json({ taken: 'inserted' });
  });
  await new Promise<void>((resolve) => app.listen(port, '127.0.0.1', () => resolve()));
}

/** Inserts a second. */
function insert(inserts: number, callers: number): Promise<number> {
  const client = sql;
  if (client === null) throw new Error('no database yet');
  const text = String(aComment(0)['text']);
  const rows = Array.from({ length: inserts }, () => ({ id: crypto.randomUUID(), text }));
  return rateOf(rows, callers, (row) => client`insert into comment ${client(row)}`);
}

process.once('SIGTERM', () => process.exit(0));
