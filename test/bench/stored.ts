/**
 * What came in over the years: a mention every ten minutes, so a thousand a week, a tenth of them
 * kept off the desk and one in a hundred of the last two thousand open. Each that was on the desk
 * has a clock that ended, or ran out, and two events that are counted.
 */
import postgres from 'postgres';

/** When the last one came in: a Monday's first moment, in epoch ms. */
export const FILLED_AT = Date.UTC(2026, 10, 23);

/** Into an empty store. */
export async function fillStore(databaseUrl: string, stored: number): Promise<void> {
  const client = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  const now = new Date(FILLED_AT).toISOString();
  await client`set synchronous_commit = off`;
  await client`insert into mention (id, ref, source, network, thread_root, author, author_handle,
    author_name, status, logged, department, floor, cycle, placement, answered, heard,
    answers_through, last_seq, opened_at)
    select 'm' || n, 'H-' || n, 'website', 'webhook', 't' || n, 'u' || n, 'u', 'u',
      case when n % 10 = 0 then 'logged' when n < 2000 and n % 100 = 1 then 'unclaimed' else 'resolved' end,
      case when n % 10 = 0 then 'rule' end, (array['care', 'deliveries'])[1 + n % 2], 0, 1, 1, true,
      1, 0, 3, ${now}::timestamptz - n * interval '10 minutes'
    from generate_series(1, ${stored}) as n`;
  await client`insert into message (id, mention, position, source, direction, kind, attachments,
    posted_at, received_at, approved_by)
    select 'p' || id, id, 0, source, 'inbound', 'repost', '[]', opened_at, opened_at, '[]'
    from mention where status = 'logged'`;
  await client`insert into sla_instance (mention, metric, n, cycle, state, started_at, target, due_at,
    warn_at, warned, ended_at, open_ms, cause)
    select id, 'first_reply_time', 1, 1, case when floor(random() * 10) = 0 then 'breached' else 'achieved' end,
      opened_at, 3600000, opened_at + interval '1 hour', '[]', 2, opened_at + random() * interval '1 hour',
      random() * 3600000, 'claimed'
    from mention where status <> 'logged'`;
  await client`insert into event (mention, seq, type, format, at, actor, handbook, data)
    select id, seq, (array['opened', 'claimed', 'published'])[seq], 1, opened_at, 'heed', 'a',
      '{"by": "sam@acme.example", "message": {"writtenBy": "sam@acme.example"}}'
    from mention, generate_series(1, 3) as seq where status <> 'logged'`;
  await client`select setval('mention_ref', ${stored + 1_000})`;
  await client`vacuum analyze`;
  await client.end();
}
