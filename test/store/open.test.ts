import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, inject, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { createPostgresDatabase } from '../support/databases.ts';

test('the embedded database keeps what was written, and two at once are refused', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'heed-open-'));
  const first = await openStore({ dataDir });
  expect(first.kind).toBe('embedded');
  await first.store.check();
  await first.store.writeSetting('publishing', 'paused');
  await expect(openStore({ dataDir })).rejects.toThrow('Another Heed');
  await first.store.close();
  expect(existsSync(join(dataDir, 'holder.json'))).toBe(false);
  const second = await openStore({ dataDir });
  expect(await second.store.readSetting('publishing')).toBe('paused');
  await second.store.close();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

test('many processes that start at once on an empty postgres make its tables once', async () => {
  const server = inject('postgresUrl');
  const admin = postgres(`${server}/postgres`, { max: 1 });
  await admin.unsafe('create database empty_at_first');
  const databaseUrl = `${server}/empty_at_first`;
  const opened = await Promise.all(Array.from({ length: 5 }, () => openStore({ databaseUrl })));
  await Promise.all(opened.map(({ store }) => store.check()));
  await Promise.all(opened.map(({ store }) => store.close()));
  await admin.unsafe('drop database empty_at_first with (force)');
  await admin.end();
});

test('a database without tables, or without the newest, fails the check with what to do', async () => {
  const { url, drop } = await createPostgresDatabase();
  const { store } = await openStore({ databaseUrl: url, migrate: false });
  await store.check();
  const admin = postgres(url, { max: 1, onnotice: () => undefined });
  await admin`delete from drizzle.__drizzle_migrations where id > 1`;
  await expect(store.check()).rejects.toThrow('heed migrate');
  await admin`drop schema drizzle cascade`;
  await admin.end();
  await expect(store.check()).rejects.toThrow('heed migrate');
  await store.close();
  await drop();
});
