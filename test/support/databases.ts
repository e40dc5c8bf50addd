/**
 * Both databases for tests: `describe.each(DATABASES)('on %s', (kind) => …)`.
 *
 * The embedded one is started once in a test file and emptied for each store; on Postgres each
 * store has a database of its own. Open one store at a time of the embedded kind.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, inject } from 'vitest';
import type { Connection } from '../../src/store/database.ts';
import { connectEmbedded } from '../../src/store/embedded.ts';
import { type OpenStore, openConnection, storeOn } from '../../src/store/open.ts';
import { TEMPLATE } from './postgres.ts';
import { copyPreparedFolder } from './prepared-folder.ts';

export type DatabaseKind = OpenStore['kind'];

export const DATABASES: readonly DatabaseKind[] = ['embedded', 'postgres'];

export interface TestStore extends OpenStore {
  /** Null for the embedded database. */
  readonly databaseUrl: string | null;
  /** Rows of any SQL, to look behind the store's back. */
  query(text: string): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A fresh store with no rows. Close it before the next. */
export function openTestStore(kind: DatabaseKind): Promise<TestStore> {
  return kind === 'embedded' ? openEmbedded() : openPostgres();
}

/** A database of its own with all tables and no rows; `drop` removes it. */
export async function createPostgresDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name} template ${TEMPLATE}`);
  return {
    url: `${server}/${name}`,
    drop: () => administer(server, `drop database ${name} with (force)`),
  };
}

async function openPostgres(): Promise<TestStore> {
  const { url, drop } = await createPostgresDatabase();
  const connection = await openConnection({ databaseUrl: url, migrate: false });
  return {
    ...storeOn(connection),
    databaseUrl: url,
    query: (text) => rowsOf(connection, text),
    async close() {
      await connection.close();
      await drop();
    },
  };
}

let embedded: Promise<Connection> | null = null;

afterAll(async () => {
  await (await embedded)?.close();
});

async function openEmbedded(): Promise<TestStore> {
  embedded ??= startEmbedded();
  const connection = await embedded;
  await empty(connection);
  return {
    ...storeOn({ ...connection, close: async () => undefined }),
    databaseUrl: null,
    query: (text) => rowsOf(connection, text),
    close: async () => undefined,
  };
}

async function startEmbedded(): Promise<Connection> {
  const dataDir = mkdtempSync(join(tmpdir(), 'heed-test-'));
  await copyPreparedFolder(dataDir);
  const connection = await connectEmbedded(dataDir, false);
  return {
    ...connection,
    async close() {
      await connection.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function empty({ database }: Connection): Promise<void> {
  const tables = await database
    .select({ name: sql<string>`tablename` })
    .from(sql`pg_tables where schemaname = 'public'`);
  const names = tables.map(({ name }) => `"${name}"`).join(', ');
  // Events refuse to be removed; a replica's session is the one that triggers let pass.
  await database.execute(sql.raw('set session_replication_role = replica'));
  await database.execute(sql.raw(`truncate ${names}`));
  await database.execute(sql.raw('alter sequence mention_ref restart'));
  await database.execute(sql.raw('set session_replication_role = default'));
}

async function rowsOf(
  { database }: Connection,
  text: string,
): Promise<readonly Record<string, unknown>[]> {
  const result: unknown = await database.execute(sql.raw(text));
  if (Array.isArray(result)) return [...result];
  return result instanceof Object && 'rows' in result && Array.isArray(result.rows)
    ? result.rows
    : [];
}

async function administer(server: string, statement: string): Promise<void> {
  const client = postgres(`${server}/postgres`, { max: 1, onnotice: () => undefined });
  try {
    await client.unsafe(statement);
  } finally {
    await client.end();
  }
}
