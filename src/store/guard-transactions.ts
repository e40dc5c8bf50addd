/**
 * Keeps a transaction away from a connection that is gone.
 *
 * postgres 3.4 goes on using a transaction's connection after it closed: the next query, or the
 * driver's own ROLLBACK, writes to a socket that is null and ends the process, or runs inside
 * another transaction once the connection was made anew (porsager/postgres issues 1208 and 1216).
 * So a transaction that lost its connection is refused every further query, and never comes back
 * to the driver, which has rejected it already and would only roll back what the server forgot.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import { connectionLost, endsConnection } from './away.ts';

type Work = (tx: TransactionSql) => Promise<unknown>;

/** Changes `begin` of this client, which is how drizzle starts every transaction. */
export function guardTransactions(client: Sql): void {
  const begin = client.begin.bind(client);
  Object.assign(client, {
    begin: (work: Work) => beginGuarded((guarded) => begin(guarded), work),
  });
}

async function beginGuarded(begin: (work: Work) => Promise<unknown>, work: Work): Promise<unknown> {
  const connection = { lost: false };
  const outcome = begin(async (tx) => {
    refuseOnceLost(tx, connection);
    try {
      const result = await work(tx);
      return connection.lost ? await never() : result;
    } catch (error) {
      // Where the reason is the connection's end, the driver says so in this turn of the loop.
      await nextTurn();
      if (connection.lost || endsConnection(error)) return await never();
      throw error;
    }
  });
  try {
    return await outcome;
  } catch (error) {
    connection.lost = true;
    throw error;
  }
}

function refuseOnceLost(tx: TransactionSql, connection: { readonly lost: boolean }): void {
  const unsafe = tx.unsafe.bind(tx);
  Object.assign(tx, {
    unsafe: (...query: Parameters<typeof unsafe>) => {
      if (connection.lost) throw connectionLost();
      return unsafe(...query);
    },
  });
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
