import { setTimeout as pause } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { reasonAway } from './away.ts';
import type { Connection, StoreLog } from './database.ts';
import { guardTransactions } from './guard-transactions.ts';
import { migrationsFolder } from './migrate.ts';
import { prepareQueries } from './prepare-queries.ts';

/** Milliseconds. No statement may hang Heed, and no forgotten transaction may hold locks. */
const STATEMENT_TIMEOUT_MS = 15_000;
const IDLE_IN_TRANSACTION_MS = 30_000;
const LONGEST_PAUSE_MS = 10_000;

/** `heed` in letters: whoever migrates holds this advisory lock. */
const MIGRATION_LOCK = 0x68656564;

interface Options {
  readonly databaseUrl: string;
  readonly migrates: boolean;
  readonly log: StoreLog;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects to Postgres, and waits for one that does not answer yet until `signal` ends it. One that
 * answers and refuses (a wrong password, no such database) is not waited for.
 */
export async function connectPostgres(options: Options): Promise<Connection> {
  const client = postgres(options.databaseUrl, {
    max: 10,
    connect_timeout: 5,
    idle_timeout: 300,
    backoff: () => 0.5,
    onnotice: () => undefined,
    connection: {
      application_name: 'heed',
      TimeZone: 'UTC',
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
  });
  prepareQueries(client);
  guardTransactions(client);
  try {
    await untilAnswered(options, async () => {
      await client`select 1`;
      if (options.migrates) await migratePostgres(options.databaseUrl);
    });
  } catch (error) {
    await client.end({ timeout: 0 });
    throw error;
  }
  return {
    kind: 'postgres',
    database: drizzle(client),
    async listen(channel, listener) {
      // The driver listens anew whenever it lost the connection, and calls the third argument.
      await client.listen(channel, listener, listener);
    },
    close: () => client.end({ timeout: 5 }),
  };
}

async function untilAnswered(
  { log, signal }: Options,
  attempt: () => Promise<void>,
): Promise<void> {
  for (let pauseMs = 1_000; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    try {
      await attempt();
      return;
    } catch (error) {
      const reason = reasonAway(error);
      if (reason === null) throw error;
      const again = `trying again in ${pauseMs / 1_000} s`;
      log.warn({ reason, pauseMs }, `The database does not answer yet (${reason}); ${again}`);
    }
    await pause(pauseMs, undefined, { signal });
  }
}

/** Brings the tables up to date. Of several processes that start at once, one does it. */
async function migratePostgres(databaseUrl: string): Promise<void> {
  const client = postgres(databaseUrl, {
    max: 1,
    connect_timeout: 5,
    onnotice: () => undefined,
    connection: { application_name: 'heed migrate', statement_timeout: 0 },
  });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(client), { migrationsFolder });
  } finally {
    await client.end({ timeout: 5 });
  }
}
