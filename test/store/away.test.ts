import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StoreAway } from '../../src/app/desk.ts';
import type { EffectRequest } from '../../src/app/outbox-port.ts';
import { openStore } from '../../src/store/open.ts';
import { NOON as NOW } from '../support/cast.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';

let server: PostgresServer;
let databaseUrl = '';
let running = true;

beforeAll(async () => {
  server = await startPostgres();
  await server.createDatabase('heed');
  databaseUrl = `${server.url}/heed`;
  await (await openStore({ databaseUrl })).store.close();
});

afterAll(() => server.remove());

async function stop(): Promise<void> {
  if (running) await server.stop();
  running = false;
}

async function start(): Promise<void> {
  if (!running) await server.start();
  running = true;
}

function effect(key: string): EffectRequest {
  return { key, kind: 'show', target: key, lane: 'l', parent: 'p', rank: NOW, dueAt: NOW };
}

async function administer<T>(work: (client: postgres.Sql) => Promise<T>): Promise<T> {
  const client = postgres(databaseUrl, { max: 1 });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function keysInOutbox(): Promise<readonly string[]> {
  return administer(async (client) => {
    const rows = await client<{ key: string }[]>`select key from outbox`;
    return rows.map(({ key }) => key);
  });
}

/** Ends the connection of the transaction that enqueued last. */
async function cutTransaction(state: 'idle in transaction' | 'active'): Promise<void> {
  await administer((client) =>
    until('the transaction to be cut', async () => {
      const cut = await client`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'heed' and state = ${state} and wait_event_type is not null
          and query like ${state === 'active' ? '%advisory%' : '%notify%'}`;
      return cut.length > 0;
    }),
  );
}

function collecting() {
  const lines: string[] = [];
  const add = (_: object, message: string) => {
    lines.push(message);
  };
  return { lines, log: { info: add, warn: add } };
}

test('a database that is away at the start is waited for, and the log says so', async () => {
  await stop();
  const { lines, log } = collecting();
  const opening = openStore({ databaseUrl }, log);
  await until('the second try', () => lines.length >= 2);
  await start();
  const { store } = await opening;
  await store.check();
  await store.close();
  expect(lines[0]).toBe('The database does not answer yet (ECONNREFUSED); trying again in 1 s');
  expect(lines[1]).toBe('The database does not answer yet (ECONNREFUSED); trying again in 2 s');
});

test('the waiting ends when the signal says so', async () => {
  await stop();
  const { lines, log } = collecting();
  const end = new AbortController();
  const opening = openStore({ databaseUrl, signal: end.signal }, log);
  const ended = expect(opening).rejects.toThrow(/abort/i);
  await until('the first try', () => lines.length >= 1);
  end.abort();
  await ended;
  await start();
});

test('a wrong password is not waited for', async () => {
  await start();
  const { lines, log } = collecting();
  const wrong = databaseUrl.replace(/:[^:@]+@/, ':wrong@');
  await expect(openStore({ databaseUrl: wrong }, log)).rejects.toThrow(/password/);
  expect(lines).toEqual([]);
});

test('a database that goes away in between fails calls with StoreAway, and works again when it is back', async () => {
  await start();
  const { store, outbox } = await openStore({ databaseUrl });
  let woken = 0;
  await outbox.onEnqueued(() => {
    woken += 1;
  });
  await store.writeSetting('publishing', 'paused');
  await stop();
  for (const call of [
    () => store.readSetting('publishing'),
    () => store.transaction((tx) => tx.nextRef()),
    () => outbox.claim(NOW, 60_000),
    () => store.check(),
  ]) {
    const error: unknown = await call().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreAway);
    expect(error).toMatchObject({ cause: expect.any(Error) });
  }
  const before = woken;
  await start();
  await until('an answer', () => store.readSetting('publishing').catch(() => null));
  await until('being woken once by the new connection', () => woken > before);
  const heard = woken;
  await store.transaction((tx) => tx.enqueue([effect('a')]));
  await until('being woken by what was enqueued', () => woken > heard);
  await store.close();
});

test('a transaction that loses the database on the way fails whole', async () => {
  await start();
  const { store, outbox } = await openStore({ databaseUrl });
  let stopping = Promise.resolve();
  const cut = store.transaction(async (tx) => {
    await tx.enqueue([effect('lost')]);
    stopping = stop();
    await stopping;
    await tx.nextRef();
  });
  await expect(cut).rejects.toBeInstanceOf(StoreAway);
  await stopping;
  await start();
  await until('an answer', () =>
    outbox.nextDue(NOW).then(
      () => true,
      () => false,
    ),
  );
  const keys = await keysInOutbox();
  expect(keys).not.toContain('lost');
  await store.close();
});

test.each(['between two queries', 'in the middle of a query'])(
  'a transaction whose connection is cut %s writes nothing, there or in another one',
  async (when) => {
    await start();
    const { store } = await openStore({ databaseUrl });
    const blocker = Promise.withResolvers<void>();
    const blocking = store.transaction(async (tx) => {
      await tx.lockThreads('website', ['blocked']);
      await blocker.promise;
    });
    const { promise: cutting, resolve: isOpen } = Promise.withResolvers<void>();
    const { promise: wasCut, resolve: goOn } = Promise.withResolvers<void>();
    const cut = store.transaction(async (tx) => {
      await tx.enqueue([effect('cut')]);
      isOpen();
      if (when === 'in the middle of a query') await tx.lockThreads('website', ['blocked']);
      await wasCut;
      await tx.enqueue([effect('cut')]);
    });
    const failed = expect(cut).rejects.toBeInstanceOf(StoreAway);
    await cutting;
    await cutTransaction(when === 'in the middle of a query' ? 'active' : 'idle in transaction');
    await failed;
    // The driver opens the same connection again for these. It may tell one of them, before it
    // begins, what the old connection ended with.
    const others = Array.from({ length: 30 }, (_, n) =>
      until(`transaction ${n}`, () =>
        store
          .transaction((tx) => tx.enqueue([effect(`other-${when}-${n}`)]))
          .then(
            () => true,
            (error) => !(error instanceof StoreAway) && Promise.reject(error),
          ),
      ),
    );
    goOn();
    blocker.resolve();
    await Promise.all([...others, blocking]);
    const keys = await keysInOutbox();
    expect(keys).not.toContain('cut');
    expect(keys.filter((key) => key.startsWith(`other-${when}`))).toHaveLength(30);
    await store.close();
  },
);

test('a statement that hangs is ended', async () => {
  await start();
  const { store } = await openStore({ databaseUrl });
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: locked, resolve: hasLock } = Promise.withResolvers<void>();
  const holding = store.transaction(async (tx) => {
    await tx.lockThreads('website', ['thread-1']);
    hasLock();
    await held;
  });
  await locked;
  const waiting = store.transaction((tx) => tx.lockThreads('website', ['thread-1']));
  await expect(waiting).rejects.toBeInstanceOf(StoreAway);
  release();
  await holding;
  await store.close();
}, 40_000);
