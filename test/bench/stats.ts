/**
 * A week's figures beside those of the week before, over 1,000,000 stored mentions against over
 * 10,000, with the same two weeks in both.
 *
 * Two databases, alike but for what came in before: a mention every ten minutes, so a thousand a
 * week, a tenth of them kept off the desk and one in a hundred of the last two thousand open. Each
 * that was on the desk has a clock that ended, or ran out, and two events that are counted.
 */
import postgres from 'postgres';
import { readReport } from '../../src/app/statistics.ts';
import { openStore } from '../../src/store/open.ts';
import { aHandbook } from '../support/cast.ts';
import type { Figure } from './figure.ts';
import { compare, median } from './rounds.ts';
import type { Stage } from './stage.ts';

const FEW = 10_000;
const MANY = 1_000_000;
const ROUNDS = 9;
const REPORTS = 10;
/** The Monday after the week. */
const NOW = Date.UTC(2026, 10, 23);
const WEEK = { year: 2026, number: 47 };

export async function measureStats(stage: Stage): Promise<readonly Figure[]> {
  const few = await openHouse(stage, FEW);
  const many = await openHouse(stage, MANY);
  const compared = await compare({ rounds: ROUNDS, baseline: few, value: many });
  const goal = { is: 'below', ratio: 1.5 } as const;
  return [{ name: 'stats', unit: 'ms', ...compared, goal, wrong: [] }];
}

/** Answers what measures the median of several reports, in ms. */
async function openHouse(stage: Stage, stored: number): Promise<() => Promise<number>> {
  const databaseUrl = await stage.database();
  const { store } = await openStore({ databaseUrl });
  stage.after(() => store.close());
  await fill(databaseUrl, stored);
  const handbook = aHandbook();
  return async () => {
    const times: number[] = [];
    for (let n = 0; n < REPORTS; n += 1) {
      const begun = performance.now();
      const { report } = await readReport(store, handbook, { week: WEEK, department: null }, NOW);
      times.push(performance.now() - begun);
      if (report.figures.in.total < 900) throw new Error('the week is not there');
    }
    return median(times);
  };
}

async function fill(databaseUrl: string, stored: number): Promise<void> {
  const client = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  const now = new Date(NOW).toISOString();
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
  await client`vacuum analyze`;
  await client.end();
}
