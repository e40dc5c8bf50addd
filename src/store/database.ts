import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/**
 * Either database, or a transaction on it. Queries are written against this type once. What
 * `execute` answers differs between the two, so queries that return rows use `select`.
 */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** An open database: queries, the wake-up call of the outbox, and the end. */
export interface Connection {
  readonly kind: 'embedded' | 'postgres';
  readonly database: Database;
  /** Calls back at each notification on the channel, and once after a connection was lost. */
  listen(channel: string, listener: () => void): Promise<void>;
  close(): Promise<void>;
}

/** The part of a logger that the store needs. */
export interface StoreLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
