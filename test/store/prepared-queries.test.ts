import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openConnection, storeOn } from '../../src/store/open.ts';
import { openTestStore } from '../support/databases.ts';

const PREPARED = 'select statement from pg_prepared_statements';

test('a query is prepared once for its connection, inside a transaction too', async () => {
  const open = await openTestStore('postgres');
  const { store } = open;
  for (const key of ['a', 'b', 'c']) await store.readSetting(key);
  await store.transaction(async (tx) => {
    for (const key of ['a', 'b', 'c']) await tx.writeSetting(key, 'x');
  });
  const rows = await open.query(PREPARED);
  const of = (table: string) =>
    rows.filter(({ statement }) => String(statement).includes(`"${table}"`)).length;
  expect(of('setting')).toBe(2);
  await open.close();
});

test('?prepare=false in the link keeps the driver from it', async () => {
  const open = await openTestStore('postgres');
  const databaseUrl = `${open.databaseUrl}?prepare=false`;
  const connection = await openConnection({ databaseUrl, migrate: false });
  const { store } = storeOn(connection);
  await store.writeSetting('a', 'kept');
  expect(await store.readSetting('a')).toBe('kept');
  expect([...Object(await connection.database.execute(sql.raw(PREPARED)))]).toEqual([]);
  await store.close();
  await open.close();
});
