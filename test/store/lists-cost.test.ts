/** The lists cost what is listed, however much waits. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SHELF_STATES } from '../../src/core/overview.ts';
import { listCalled, listFollowUps, listMentions } from '../../src/store/lists.ts';
import { openWatched, type WatchedDatabase } from '../support/watched-database.ts';

/** A fifth of them open or answered, the rest long over. */
const STORED = 60_000;
const LISTED = 15;
/** Counting ends at a thousand; the rest is the list itself and what an index page brings along. */
const MOST_ROWS = 1_000 + 20 * LISTED;

let watched: WatchedDatabase;

beforeAll(async () => {
  watched = await openWatched();
  const { client } = watched;
  await client`insert into mention (id, ref, source, network, thread_root, author, author_handle,
    author_name, status, owner, department, floor, cycle, placement, answered, heard,
    answers_through, last_seq, opened_at, waiting_since)
    select 'm' || n, 'H-' || n, 's', 'webhook', n::text, 'u', 'u', 'u',
      coalesce((array['unclaimed', 'claimed', 'in_review', 'answered'])[1 + n % 20], 'resolved'),
      case when n % 20 = 0 then null else 'p' || (n / 20) % 2 end,
      (array['care', 'deliveries'])[1 + (n / 20) % 2], 0, 1, 1, false, 1, 0, 2,
      now() - n * interval '1 second', now() - n * interval '1 second'
    from generate_series(1, ${STORED}) as n`;
  await client`analyze`;
});

afterAll(() => watched.close());

test.each([
  ['unclaimed', { departments: ['care', 'deliveries'], sensitiveIn: [] }],
  ['in_hand', { departments: ['care', 'deliveries'], sensitiveIn: [] }],
  ['review', { departments: ['care'], sensitiveIn: [] }],
  ['mine', { owner: 'p1' }],
  ['answered', { owner: 'p0' }],
] as const)('%s looks at no more than it lists and counts', async (shelf, of) => {
  const rows = await watched.rowsLookedAt(['mention'], async () => {
    const listed = await listMentions(watched.database, of, SHELF_STATES[shelf], LISTED);
    expect(listed).toMatchObject({ total: 1_000, counted: false });
    expect(listed.ids).toHaveLength(LISTED);
  });
  expect(rows).toBeGreaterThanOrEqual(LISTED);
  expect(rows).toBeLessThan(MOST_ROWS);
});

test('the few that are sensitive are found without looking through the others', async () => {
  await watched.client`update mention set sensitive = true where id = 'm20'`;
  const of = { departments: [], sensitiveIn: ['care', 'deliveries'] };
  const rows = await watched.rowsLookedAt(['mention'], async () => {
    const listed = await listMentions(watched.database, of, SHELF_STATES.unclaimed, LISTED);
    expect(listed).toEqual({ ids: ['m20'], total: 1, counted: true });
  });
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThan(5);
});

test.each([
  ['unclaimed', { departments: ['care', 'deliveries'], sensitiveIn: [] }],
  ['mine', { owner: 'p1' }],
] as const)(
  'what presses on %s is found without looking through what does not',
  async (shelf, of) => {
    await watched.client`update mention set pressing_due_at = now() - interval '1 minute'
    where id in ('m1', 'm20', 'm21', 'm22', 'm40', 'm62')`;
    await watched.client`analyze mention`;
    const states = [SHELF_STATES[shelf].flat()];
    const rows = await watched.rowsLookedAt(['mention'], async () => {
      const listed = await listMentions(watched.database, of, states, LISTED, 'pressing');
      expect(listed.ids.length).toBeGreaterThan(0);
      expect(listed).toMatchObject({ total: listed.ids.length, counted: true });
    });
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(20);
  },
);

test.each([
  ['called_by_clock', "update mention set called_by_clock = 'p7'", listCalled],
  ['follow_up', "update mention set follow_up = 'asked', owner = 'p7'", listFollowUps],
] as const)('what somebody is asked to see to is found by %s alone', async (_, update, list) => {
  const { client, database } = watched;
  await client.unsafe(`${update} where id in ('m3', 'm24', 'm45')`);
  await client`analyze mention`;
  const rows = await watched.rowsLookedAt(['mention'], async () => {
    expect((await list(database, 'p7', LISTED)).ids.toSorted()).toEqual(['m24', 'm3', 'm45']);
    expect(await list(database, 'p7', 2)).toMatchObject({ total: 3, counted: true });
  });
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThan(20);
});
