/**
 * Has the driver prepare every query once for each connection. Without that, postgres 3.4 asks the
 * server for a query's types first and sends the parameters only after the answer, so each query
 * takes two round trips and is planned anew. Drizzle leaves that out for queries it builds.
 *
 * Behind a pooler that hands connections around between transactions, `?prepare=false` at the end
 * of the database's link keeps the driver from it.
 */
import type { Sql, TransactionSql } from 'postgres';

/** Lists of changing length make ever new queries: longer ones are not worth remembering. */
const MOST_PARAMETERS = 64;

type Work = (tx: TransactionSql) => Promise<unknown>;

/** Changes `unsafe` of this client and of its transactions, which is how drizzle asks everything. */
export function prepareQueries(client: Sql): void {
  prepareIn(client);
  const begin = client.begin.bind(client);
  Object.assign(client, {
    begin: (work: Work) =>
      begin((tx) => {
        prepareIn(tx);
        return work(tx);
      }),
  });
}

function prepareIn(asked: Sql | TransactionSql): void {
  const unsafe = asked.unsafe.bind(asked);
  Object.assign(asked, {
    unsafe: (...[query, parameters = [], options]: Parameters<typeof unsafe>) => {
      const prepare = parameters.length <= MOST_PARAMETERS;
      return unsafe(query, parameters, { ...options, prepare });
    },
  });
}
