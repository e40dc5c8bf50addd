/** The log costs what a page shows, however much was ever logged; a search may look at all of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LoggedQuery } from '../../src/app/store-port.ts';
import { countLogged, listLogged } from '../../src/store/logged.ts';
import { openWatched, type WatchedDatabase } from '../support/watched-database.ts';

const STORED = 60_000;
const LATELY = 100;
const MOST = 11;

let watched: WatchedDatabase;

/** A minute apart, the newest now; every hundredth is of Deliveries. */
beforeAll(async () => {
  watched = await openWatched();
  const { client } = watched;
  await client`insert into mention (id, ref, source, network, thread_root, author, author_handle,
    author_name, status, logged, department, floor, cycle, placement, answered, heard,
    answers_through, last_seq, opened_at)
    select 'm' || n, 'H-' || n, 's', 'webhook', n::text, 'u', 'lerato', 'Lerato', 'logged', 'rule',
      case when n % 100 = 0 then 'deliveries' else 'care' end, 0, 1, 1, false, 1, 0, 3,
      now() - n * interval '1 minute'
    from generate_series(1, ${STORED}) as n`;
  await client`insert into content (id, mention, text)
    select 'c' || n, 'm' || n, 'Look at this vase, number ' || n || '.'
    from generate_series(1, ${STORED}) as n`;
  await client`insert into message (id, mention, position, source, external_id, direction, kind,
    content, attachments, posted_at, received_at, approved_by)
    select 'p' || n, 'm' || n, 0, 's', 'p' || n, 'inbound', 'repost', 'c' || n, '[]', now(), now(), '[]'
    from generate_series(1, ${STORED}) as n`;
  await client`analyze`;
});

afterAll(() => watched.close());

const TABLES = ['mention', 'message', 'content'];

function ask(change: Partial<LoggedQuery>): Promise<readonly string[]> {
  const query = { departments: null, words: [], before: Date.now() + 60_000, skip: 0, most: MOST };
  return listLogged(watched.database, { ...query, ...change });
}

test.each<[string, Partial<LoggedQuery>, number]>([
  ['the first page', {}, 5 * MOST],
  ['the tenth', { skip: 90 }, 100 + 5 * MOST],
  ['a department’s own', { departments: ['care'] }, 5 * MOST],
  ['a department’s that is rarely logged', { departments: ['deliveries'] }, 5 * MOST],
  ['a common word', { words: ['VASE'] }, 5 * MOST],
])('%s looks at little more than it shows', async (_, change, most) => {
  const rows = await watched.rowsLookedAt(TABLES, async () => {
    expect(await ask(change)).toHaveLength(MOST);
  });
  expect(rows).toBeGreaterThanOrEqual(MOST);
  expect(rows).toBeLessThanOrEqual(most);
});

test('a word that stands in one place is found, and nothing is looked at twice', async () => {
  const rows = await watched.rowsLookedAt(TABLES, async () => {
    expect(await ask({ words: ['lerato', `number ${STORED}.`] })).toEqual([`m${STORED}`]);
  });
  expect(rows).toBeLessThan(3.1 * STORED);
});

test('what is counted is what came lately', async () => {
  const since = Date.now() - (LATELY + 0.5) * 60_000;
  const rows = await watched.rowsLookedAt(TABLES, async () => {
    expect(await countLogged(watched.database, null, since)).toEqual([
      { because: 'rule', kind: 'repost', count: LATELY },
    ]);
  });
  expect(rows).toBeLessThan(4 * LATELY);
});
