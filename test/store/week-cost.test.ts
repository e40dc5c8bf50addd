/** A week's figures cost what the week holds, however long the history. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  listMissed,
  readFirstOpened,
  readOpenFigures,
  readWeekFigures,
} from '../../src/store/week-figures.ts';
import { openWatched, type WatchedDatabase } from '../support/watched-database.ts';

const STORED = 30_000;
const MINUTE = 60_000;
/** One came in each minute, so this many lie in the time that is asked for. */
const IN_WEEK = 200;
const TO = Date.UTC(2026, 0, 1);
const SPAN = { from: TO - IN_WEEK * MINUTE, to: TO };

let watched: WatchedDatabase;

/** A tenth is logged; of the others one in a hundred is open. Each has a clock that is over and one that ran out. */
beforeAll(async () => {
  watched = await openWatched();
  const { client } = watched;
  const newest = new Date(TO + (STORED / 2) * MINUTE).toISOString();
  await client`insert into mention (id, ref, source, network, thread_root, author, author_handle,
    author_name, status, logged, department, floor, cycle, placement, answered, heard,
    answers_through, last_seq, opened_at)
    select 'm' || n, 'H-' || n, 's', 'webhook', n::text, 'u', 'u', 'u',
      case when n % 10 = 0 then 'logged' when n % 100 = 1 then 'unclaimed' else 'resolved' end,
      case when n % 10 = 0 then 'rule' end, (array['care', 'deliveries'])[1 + n % 2], 0, 1, 1, true,
      1, 0, 3, ${newest}::timestamptz - n * interval '1 minute'
    from generate_series(1, ${STORED}) as n`;
  await client`insert into message (id, mention, position, source, direction, kind, attachments,
    posted_at, received_at, approved_by)
    select 'p' || id, id, 0, 's', 'inbound', 'comment', '[]', now(), now(), '[]' from mention`;
  await client`insert into sla_instance (mention, metric, n, cycle, state, started_at, target, due_at,
    warn_at, warned, ended_at, open_ms, cause)
    select id, metric, 1, 1, state, opened_at, 1, opened_at, '[]', 0, opened_at, 1, 'claimed'
    from mention, (values ('first_reply_time', 'achieved'), ('review_time', 'breached')) as of (metric, state)`;
  await client`insert into event (mention, seq, type, format, at, actor, handbook, data)
    select id, seq, (array['opened', 'claimed', 'submitted'])[seq], 1, opened_at, 'heed', 'a',
      '{"by": "sam@acme.example"}' from mention, generate_series(1, 3) as seq`;
  await client`analyze`;
});

afterAll(() => watched.close());

const TABLES = ['mention', 'message', 'sla_instance', 'event'];

test.each([null, 'care'])('of %s, only what happened then is looked at', async (department) => {
  const rows = await watched.rowsLookedAt(TABLES, async () => {
    const found = await readWeekFigures(watched.database, {
      span: SPAN,
      days: [SPAN.from],
      department,
    });
    const arrived = found.arrived.reduce((sum, { count }) => sum + count, 0);
    expect(arrived).toBe(department === null ? 0.9 * IN_WEEK : IN_WEEK / 2 - (IN_WEEK / 10) * 1);
  });
  // Mentions twice, clocks four times and deeds; of a department, most of them with their mention.
  expect(rows).toBeGreaterThan(IN_WEEK);
  expect(rows).toBeLessThan(14 * IN_WEEK);
});

test('the missed are listed from the latest on', async () => {
  const rows = await watched.rowsLookedAt(TABLES, async () => {
    const asked = { span: SPAN, departments: ['care', 'deliveries'], sensitiveIn: [] };
    expect(await listMissed(watched.database, { ...asked, skip: 0, most: 11 })).toHaveLength(11);
  });
  expect(rows).toBeLessThan(2.5 * IN_WEEK);
});

test('the first that ever came is looked up, and what is open costs what is open', async () => {
  const first = await watched.rowsLookedAt(TABLES, () => readFirstOpened(watched.database));
  expect(first).toBe(1);
  const open = await watched.rowsLookedAt(TABLES, async () => {
    expect((await readOpenFigures(watched.database, null)).count).toBe(STORED / 100);
  });
  expect(open).toBeLessThan((3 * STORED) / 100);
});
