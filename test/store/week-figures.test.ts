/** A year's history made at random: SQL finds in every week what is found by looking at every row. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readReport } from '../../src/app/statistics.ts';
import { METRICS, MISS_CAUSES } from '../../src/core/deadline.ts';
import { spanOf, weekAt, weekBefore, weekName } from '../../src/stats/week.ts';
import { aHandbook } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type PlainHistory, plainWeek } from '../support/plain-week.ts';

const MENTIONS = 400;
const DAY = 86_400_000;
const YEAR = 365 * DAY;
const BEGUN = Date.UTC(2025, 9, 1);
const ZONES = ['Europe/London', 'Africa/Johannesburg', 'Pacific/Apia', 'America/St_Johns'];

/** Any moment of the year, and often one at which a week begins somewhere. */
const moment = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: YEAR }).map((ms) => BEGUN + ms) },
  fc
    .tuple(
      fc.constantFrom(...ZONES),
      fc.integer({ min: 0, max: YEAR }),
      fc.integer({ min: -1, max: 1 }),
    )
    .map(([zone, ms, off]) => spanOf(weekAt(BEGUN + ms, zone), zone).from + off),
);
const span = fc.integer({ min: 0, max: 3 * DAY });

const clock = fc.record({
  metric: fc.constantFrom(...METRICS),
  state: fc.constantFrom('pending', 'imminent', 'breached', 'achieved', 'cancelled'),
  startedAt: moment,
  target: fc.option(span, { freq: 4 }),
  due: span,
  took: span,
  openMs: span,
  ended: fc.boolean(),
  cause: fc.constantFrom(...MISS_CAUSES),
});

const mention = fc.record({
  source: fc.constantFrom('website', 'manual'),
  department: fc.constantFrom('care', 'deliveries', 'gone'),
  category: fc.constantFrom(null, 'praise', 'complaint', 'unheard of'),
  status: fc.constantFrom(
    ...['unclaimed', 'claimed', 'in_review', 'scheduled', 'publishing', 'unsure'],
    ...['answered', 'dismissed', 'resolved', 'logged'],
  ),
  verdict: fc.constantFrom('spam', 'not about us'),
  openedAt: moment,
  joined: fc.boolean(),
  kind: fc.constantFrom('comment', 'like', 'repost'),
  clocks: fc.array(clock, { maxLength: 3 }),
  events: fc.array(
    fc.record({
      type: fc.constantFrom(
        ...['claimed', 'published', 'answered_elsewhere', 'approved', 'changes_requested'],
        ...['submitted', 'released', 'dismissed'],
      ),
      at: moment,
      person: fc.constantFrom('ana', 'sam', 'rita').map((name) => `${name}@acme.example`),
    }),
    { maxLength: 4 },
  ),
});

/** With clocks as they can be: what is over has an end, what is running none. */
const history: fc.Arbitrary<PlainHistory> = fc
  .array(mention, { minLength: MENTIONS, maxLength: MENTIONS })
  .map((all) => ({
    mentions: all.map(({ clocks: _, events: __, joined, ...one }, n) => ({
      ...one,
      id: `m${n}`,
      joined: joined && one.status === 'dismissed',
      verdict: one.status === 'dismissed' ? one.verdict : null,
    })),
    clocks: all.flatMap(({ clocks }, n) =>
      clocks.map(({ due, took, ended, ...one }) => {
        const running = ['pending', 'imminent'].includes(one.state);
        const over = !running && (ended || one.state !== 'breached');
        return {
          ...one,
          mention: `m${n}`,
          dueAt: one.target === null ? null : one.startedAt + due,
          endedAt: over ? one.startedAt + took : null,
          openMs: over ? Math.min(one.openMs, took) : null,
          cause: one.state === 'breached' ? one.cause : null,
        };
      }),
    ),
    events: all.flatMap(({ events }, n) => events.map((one) => ({ ...one, mention: `m${n}` }))),
  }));

function quoted(value: string | number | boolean | null): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function dataOf(type: string, person: string): string {
  const isReply = type === 'published' || type === 'answered_elsewhere';
  const data = isReply
    ? { message: { writtenBy: person }, by: 'who@pressed.example' }
    : { by: person };
  return JSON.stringify(data);
}

async function store({ query }: TestStore, { mentions, clocks, events }: PlainHistory) {
  const insert = (into: string, rows: readonly (readonly (string | number | boolean | null)[])[]) =>
    query(`insert into ${into} values ${rows.map((row) => `(${row.map(quoted)})`).join(', ')}`);
  await insert(
    `mention (id, ref, source, network, thread_root, author, author_handle, author_name, opened_at,
      status, verdict, department, category, floor, cycle, placement, answered, heard,
      answers_through, last_seq)`,
    mentions.map(({ id, source, openedAt, status, verdict, department, category, joined }) => [
      ...[id, `H-${id}`, source, 'webhook', joined ? `joined:${id}` : id, id, 'u', 'u'],
      ...[time(openedAt), status, verdict, department, category],
      ...[0, 1, 1, false, 1, 0, 9],
    ]),
  );
  await insert(
    'message (id, mention, position, source, direction, kind, attachments, posted_at, received_at, approved_by)',
    mentions.map(({ id, source, kind, openedAt }) => [
      ...[`p${id}`, id, 0, source, 'inbound', kind, '[]', time(openedAt), time(openedAt), '[]'],
    ]),
  );
  // One of a kind may be open at a time.
  await query('drop index if exists sla_instance_open');
  await insert(
    'sla_instance (mention, metric, n, cycle, state, started_at, target, due_at, warn_at, warned, ended_at, open_ms, cause)',
    clocks.map((one, n) => [
      ...[one.mention, one.metric, n, 1, one.state, time(one.startedAt), one.target],
      ...[time(one.dueAt), '[]', 0, time(one.endedAt), one.openMs, one.cause],
    ]),
  );
  await insert(
    'event (mention, seq, type, format, at, actor, handbook, data)',
    events.map(({ mention: id, type, at, person }, n) => [
      ...[id, n + 1, type, 1, time(at), 'heed', 'a', dataOf(type, person)],
    ]),
  );
}

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let made: PlainHistory;
  beforeAll(async () => {
    open = await openTestStore(kind);
    const [first] = fc.sample(history, { numRuns: 1, seed: 47 });
    if (first === undefined) throw new Error('nothing was made');
    made = first;
    await store(open, made);
  });
  afterAll(() => open.close());

  test('whatever week and department, both find the same', async () => {
    const asked = fc.record({
      zone: fc.constantFrom(...ZONES),
      now: moment,
      weeksAgo: fc.integer({ min: 0, max: 3 }),
      department: fc.constantFrom(null, 'care', 'deliveries'),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ zone, now, weeksAgo, department }) => {
        const handbook = aHandbook({ timezone: zone });
        let week = weekAt(now, zone);
        for (let n = 0; n < weeksAgo; n += 1) week = weekBefore(week);
        const { report } = await readReport(open.store, handbook, { week, department }, now);
        const { from, to, week: name, ...figures } = report.figures;
        expect([name, report.soFar]).toEqual([weekName(week), weeksAgo === 0]);
        const until = Math.min(now, spanOf(week, zone).to - 1);
        expect(figures).toEqual(rounded(plainWeek(made, zone, { week: name, until, department })));
        expect([Date.parse(from), Date.parse(to)]).toEqual([spanOf(week, zone).from, until + 1]);

        const { from: _, to: end, week: earlier, ...before } = report.before;
        const untilThen = Date.parse(end) - 1;
        const then = { week: earlier, until: untilThen, department };
        expect(before).toEqual(rounded(plainWeek(made, zone, then)));
        expect(earlier).toBe(weekName(weekBefore(week)));
      }),
      { numRuns: 40 },
    );
  });
});

/** Both sides reckon with floating point, not in the same order. */
function rounded<Value>(value: Value): unknown {
  if (typeof value === 'number' && !Number.isInteger(value)) {
    return { asymmetricMatch: (other: unknown) => Math.abs(Number(other) - value) < 1e-3 };
  }
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
}
