/** What monitoring reads, while a mention goes from its post to its reply. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgresHouse, type PostgresHouse } from '../support/postgres-house.ts';
import { type Staff, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

let house: PostgresHouse;
let staff: Staff;

beforeAll(async () => {
  house = await openPostgresHouse({
    handbook: (text) => text.replace('question: { approvals: 0 }', 'question: { approvals: 1 }'),
  });
  staff = staffOf(house.sandbox);
});
afterAll(() => house.close());

type Samples = ReadonlyMap<string, number>;

/** The samples of the page, by name and labels as they stand there. */
async function scrape(): Promise<Samples> {
  const response = await fetch(`${house.heed.url}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const lines = (await response.text()).split('\n').filter((line) => /^[a-z]/.test(line));
  return new Map(
    lines.map((line) => {
      const [, name = '', value = ''] = /^(.+) (\S+)$/.exec(line) ?? [];
      return [name, Number(value)];
    }),
  );
}

async function sample(name: string): Promise<number | undefined> {
  return (await scrape()).get(name);
}

const shows = (name: string, value: number) =>
  until(`${name} being ${value}`, async () => (await sample(name)) === value);

const TAKEN = 'heed_posts_total{source="website",taken="opened"}';
const LOGGED = 'heed_posts_total{source="website",taken="logged"}';
const open = (status: string) => `heed_mentions_open{status="${status}"}`;

test('before anything happened all figures are there and zero', async () => {
  const samples = await scrape();
  for (const name of [
    TAKEN,
    open('unclaimed'),
    open('unsure'),
    LOGGED,
    'heed_mentions_logged_lately',
    'heed_effects_waiting{kind="publish"}',
    'heed_effects_failed{kind="show"}',
    'heed_replies_total{source="website",outcome="done"}',
    'heed_lanes_blocked',
    'heed_publishing_paused',
  ]) {
    expect([name, samples.get(name)]).toEqual([name, 0]);
  }
  expect(samples.get('heed_database_up')).toBe(1);
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(0);
});

test('a post counts as taken, and its mention as open where it stands', async () => {
  house.sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text: 'How much is it?' });
  const { ts } = await staff.card('care', 'How much is it?');
  await shows(TAKEN, 1);
  await shows(open('unclaimed'), 1);
  expect(await sample('heed_source_last_post_timestamp_seconds{source="website"}')).toBeGreaterThan(
    Date.now() / 1000 - 60,
  );
  await staff.press('thandi', 'care', ts, 'Claim');
  await shows(open('claimed'), 1);
  await shows(open('unclaimed'), 0);
});

test('a like counts as logged, and not as open', async () => {
  house.sandbox.square.post({ customer: 'u-2', postId: 'black-friday', kind: 'like', text: '' });
  await shows(LOGGED, 1);
  await shows('heed_mentions_logged_lately', 1);
  expect(await sample(TAKEN)).toBe(1);
  expect(await sample(open('logged'))).toBeUndefined();
});

test('presses are timed from their arrival to their acknowledgement', async () => {
  expect(await sample('heed_acknowledgement_seconds_count{kind="press"}')).toBe(1);
  const under = 'heed_acknowledgement_seconds_bucket{le="3",kind="press"}';
  expect(await sample(under)).toBe(1);
});

test('effects are timed by kind and result, and none is left', async () => {
  await shows('heed_effects_waiting{kind="show"}', 0);
  const shown = await sample('heed_effect_seconds_count{kind="show",result="done"}');
  expect(shown).toBeGreaterThanOrEqual(2);
});

test('what was given up, what is blocked and what waits is asked of the database', async () => {
  await house.query(
    `insert into lane_parent (key, next_at) values ('p', now()) on conflict do nothing`,
  );
  await house.query(
    `insert into lane (key, parent, next_at, blocked) values ('l', 'p', now() + interval '1 day', 'no channel')`,
  );
  const row = (key: string, state: string) =>
    `insert into outbox (key, kind, target, lane, rank, due_at, generation, attempts, state)
     values ('${key}', 'story', 'x', 'l', now(), now() - interval '90 seconds', 1, 0, '${state}')`;
  await house.query(row('waits', 'ready'));
  await house.query(row('gone', 'dead'));
  await shows('heed_effects_waiting{kind="story"}', 1);
  const samples = await scrape();
  expect(samples.get('heed_effects_failed{kind="story"}')).toBe(1);
  expect(samples.get('heed_effects_oldest_seconds{kind="story"}')).toBeGreaterThan(89);
  expect(samples.get('heed_lanes_blocked')).toBe(1);
});

test('nothing on the page names a person or quotes anybody', async () => {
  const text = await (await fetch(`${house.heed.url}/metrics`)).text();
  expect(text).not.toMatch(/thandi|lerato|How much/i);
});
