/** A last week to look back at: what was answered in time, and what was missed. */

import { spanOf, weekAt, weekBefore } from '../../src/stats/week.ts';
import { exampleHandbook } from './house.ts';
import type { PostgresHouse } from './postgres-house.ts';
import { staffOf } from './staff.ts';

/** The only one with words and a card; all the others have neither. */
export const BROKEN = 'The vase came broken.';

/**
 * 33 came in: 20 were answered in time, 12 were missed, of which `H-2021`, the last, is sensitive
 * and the earliest is the one with a card, and one is open.
 */
export async function fillLastWeek(house: PostgresHouse): Promise<void> {
  const { timezone } = exampleHandbook(house.sandbox.replyUrl);
  const monday = spanOf(weekBefore(weekAt(Date.now(), timezone)), timezone).from;
  const hours = (count: string) =>
    `(timestamptz '${new Date(monday).toISOString()}' + (${count}) * interval '1 hour')`;
  const comment = {
    customer: 'u-2',
    postId: 'black-friday',
    kind: 'comment',
    text: BROKEN,
  } as const;
  house.sandbox.square.post(comment);
  await staffOf(house.sandbox).card('care', BROKEN);
  await house.query(`update mention set opened_at = ${hours('1')}, waiting_since = ${hours('1')}`);
  await house.query(`update sla_instance set started_at = ${hours('1')}, target = 3600000,
    due_at = ${hours('2')}, state = 'breached', cause = 'unclaimed'
    where metric = 'first_reply_time'`);
  const columns = `(id, ref, source, network, thread_root, author, author_handle, author_name,
    department, floor, cycle, placement, heard, answers_through, last_seq, status, answered,
    sensitive, opened_at, waiting_since)`;
  const row = (id: string) => `'${id}' || n, 'H-20' || n, 'website', 'webhook', '${id}' || n,
    '${id}' || n, 'aisha', 'Aisha Diallo', 'care', 0, 1, 1, 1, 0, 2`;
  await house.query(`insert into mention ${columns} select ${row('m')}, 'unclaimed', false, n = 21,
    ${hours('n')}, ${hours('n')} from generate_series(10, 21) as n`);
  await house.query(`insert into mention ${columns} select ${row('a')}, 'answered', true, false,
    ${hours('7 * (n - 30)')}, ${hours('7 * (n - 30)')} from generate_series(30, 49) as n`);
  const clock = `(mention, metric, n, cycle, state, started_at, target, due_at, warn_at, warned,
    ended_at, open_ms, cause)`;
  await house.query(`insert into sla_instance ${clock} select 'm' || n, 'first_reply_time', 1, 1,
    'breached', ${hours('n')}, 3600000, ${hours('10 * (n - 10)')}, '[]', 0, null, null,
    (array['unclaimed', 'in_review', 'claimed'])[1 + n % 3] from generate_series(11, 21) as n`);
  await house.query(`insert into sla_instance ${clock} select 'a' || n, 'first_reply_time', 1, 1,
    'achieved', ${hours('7 * (n - 30)')}, 3600000, ${hours('7 * (n - 30) + 9')}, '[]', 0,
    ${hours('7 * (n - 30) + 2')}, n * 60000, null from generate_series(30, 49) as n`);
  await house.query(`insert into event (mention, seq, type, format, at, actor, handbook, data)
    select 'a' || n, seq, (array['claimed', 'published'])[seq], 1, ${hours('7 * (n - 30)')}, 'heed',
      'a', jsonb_build_object('by', who, 'message', jsonb_build_object('writtenBy', who))
    from generate_series(30, 49) as n, generate_series(1, 2) as seq,
      lateral (select (array['thandi', 'noor'])[1 + n % 2] || '@acme.example' as who) as people`);
}
