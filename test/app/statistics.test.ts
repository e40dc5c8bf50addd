/** A week worked out by hand: what is counted, how it is told, and who sees which of the missed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStatistics } from '../../src/app/statistics.ts';
import { tick } from '../../src/app/tick.ts';
import { METRIC_NAMES } from '../../src/core/deadline.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import type { Report } from '../../src/stats/report.ts';
import { type TellLine, tellReport, titleOf } from '../../src/stats/tell.ts';
import { aHandbook, type Name, PEOPLE, withDesk } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { ANYTHING, type Intake, intakeInto } from '../support/intake.ts';

const MINUTE = 60_000;
const PLACE = { surface: 'slack', tenant: 'T1' };

function handbook(): Handbook {
  const routing = [
    { ...ANYTHING, kind: ['like', 'repost'], outcome: 'log' as const },
    { ...ANYTHING, words: ['broken'], category: 'complaint' },
  ];
  const base = withDesk(aHandbook({ routing }), ['lena'], true);
  const targets = { first_reply_time: 60 * MINUTE, review_time: 30 * MINUTE };
  return { ...base, sla: { ...base.sla, targets } };
}

function said({ parts }: TellLine): string {
  return parts.map((part) => (part.type === 'mention' ? part.ref : part.text)).join('');
}

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  const ids = new Map<string, string>();

  function at(time: string): number {
    const moment = Date.parse(`2026-11-${time}:00Z`);
    intake.wait(moment - intake.house.now());
    return moment;
  }

  /** It comes in a second later. */
  async function posted(name: string, time: string, text = 'Hello.', kindOf = 'comment') {
    const postedAt = at(time);
    const post = { externalId: name, text, kind: kindOf, postedAt };
    const author = { externalId: name, handle: name, name, followers: null };
    ids.set(name, await intake.open(post, { author }));
  }

  const id = (name: string) => ids.get(name) ?? name;
  const statistics = () => createStatistics(() => intake.house);

  async function report(typed: string): Promise<Report> {
    const asked = await statistics().read(typed, PLACE);
    if (!asked.ok) throw new Error(asked.sentence);
    return asked.stats.report;
  }

  async function missed(who: Name, department: string | null = null, page = 0) {
    const asked = { week: '2026-W47', department, page, at: intake.house.now() };
    const found = await statistics().missed(asked, PEOPLE[who], PLACE);
    if (!found.ok) throw new Error(found.sentence);
    return found.page;
  }

  async function listed(who: Name, department: string | null = null): Promise<readonly string[]> {
    const { lines } = await missed(who, department);
    return lines.map(({ card, clock }) => {
      const name = [...ids].find(([, one]) => one === card.mention)?.[0];
      return `${name} ${METRIC_NAMES[clock.metric]} ${clock.cause}`;
    });
  }

  beforeAll(async () => {
    open = await openTestStore(kind);
    intake = intakeInto(open);
    intake.follow(handbook());
    await posted('b1', '10T10:00');
    at('10T10:40');
    await intake.answer(id('b1'), 'r-b1');
    await posted('b2', '11T10:00');
    await intake.do(id('b2'), { type: 'dismiss', reason: 'spam' });

    await posted('in time', '16T09:00');
    at('16T09:20');
    await intake.answer(id('in time'), 'r-1');
    await posted('late in review', '16T10:00', 'It came broken.');
    at('16T10:10');
    await intake.submit(id('late in review'));
    at('16T11:30');
    await tick(intake.house);
    at('16T11:40');
    const version = (await intake.begin(id('late in review'))).draft?.versions.at(-1)?.id ?? '';
    const sent = { type: 'sent', version, externalId: 'r-2', link: null } as const;
    await intake.run(id('late in review'), sent);
    await posted('never claimed', '17T10:00');
    at('17T12:00');
    await tick(intake.house);
    at('18T10:00');
    await intake.do(id('never claimed'), { type: 'claim' }, 'ana');
    await intake.do(id('never claimed'), { type: 'dismiss', reason: 'not about us' }, 'ana');
    await posted('claimed and left', '18T10:01');
    await intake.do(id('claimed and left'), { type: 'claim' }, 'ana');
    await posted('thanked', '19T10:00', 'How lovely.');
    at('19T10:05');
    await intake.do(id('thanked'), { type: 'category', category: 'praise' });
    await intake.answer(id('thanked'), 'r-3');
    at('19T10:30');
    await intake.do(id('thanked'), { type: 'resolve', outcome: 'solved' });
    await posted('like', '19T11:00', '', 'like');
    await posted('second like', '19T11:01', '', 'like');
    await posted('repost', '19T11:02', '', 'repost');
    await posted('moved', '20T10:00');
    await intake.do(id('moved'), { type: 'transfer', department: 'deliveries' });
    await intake.do(id('moved'), { type: 'dismiss', reason: 'spam' }, 'dora');
    await posted('last minute', '22T23:30');
    await posted('next week', '23T00:10');
    at('23T09:30');
  });
  afterAll(() => open.close());

  test('every figure is what it is by hand', async () => {
    const { figures, before, ...rest } = await report('');
    expect(rest).toMatchObject({ week: '2026-W47', soFar: false, department: null });
    expect(rest.openNow).toMatchObject({ count: 3 });
    expect(rest.openNow.oldest?.since).toBe('2026-11-18T10:01:00.000+00:00');
    expect(figures).toMatchObject({
      week: '2026-W47',
      from: '2026-11-16T00:00:00.000+00:00',
      to: '2026-11-23T00:00:00.000+00:00',
      in: { total: 7, answered: 3, dismissed: 2, open: 2 },
      bySource: [{ count: 7 }],
      byCategory: [
        { id: null, count: 5 },
        { id: 'complaint', count: 1 },
        { id: 'praise', count: 1 },
      ],
      byDepartment: [
        { id: 'care', count: 6 },
        { id: 'deliveries', count: 1 },
      ],
      dismissedFor: [
        { id: 'not about us', count: 1 },
        { id: 'spam', count: 1 },
      ],
      notCarded: {
        total: 3,
        byKind: [
          { id: 'like', count: 2 },
          { id: 'repost', count: 1 },
        ],
      },
      missed: { total: 4, in_review: 2, unclaimed: 1, claimed: 1 },
    });
    const [first, review, resolution, ...others] = figures.metrics;
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      metric: 'first_reply_time',
      ...{ inTime: 2, missed: 3, compliance: 0.4 },
      causes: { in_review: 1, unclaimed: 1, claimed: 1 },
      times: { count: 4, clock: { medianMs: 60.5 * MINUTE } },
    });
    // Of 5.5, 20.5, 100.5 and 1,440 minutes, seven tenths of the way between the last two.
    expect(first?.times?.openHours.p90Ms).toBeCloseTo(1_038.15 * MINUTE);
    expect(review).toMatchObject({
      metric: 'review_time',
      ...{ inTime: 0, missed: 1, compliance: 0 },
      causes: { in_review: 1, unclaimed: 0, claimed: 0 },
      times: { count: 1, openHours: { medianMs: 90 * MINUTE } },
    });
    expect(resolution).toMatchObject({
      metric: 'total_resolution_time',
      ...{ inTime: 0, missed: 0, compliance: null, times: { count: 1 } },
    });
    expect(figures.people).toEqual([
      { person: PEOPLE.sam.email, claimed: 3, answered: 3, reviewed: 0 },
      { person: PEOPLE.ana.email, claimed: 2, answered: 0, reviewed: 0 },
      { person: PEOPLE.dora.email, claimed: 1, answered: 0, reviewed: 0 },
      { person: PEOPLE.rita.email, claimed: 0, answered: 0, reviewed: 1 },
    ]);
    expect(figures.firstReplies.map(({ date, inTime, late }) => [date, inTime, late])).toEqual([
      ['2026-11-16', 1, 1],
      ['2026-11-17', 0, 1],
      ['2026-11-18', 0, 1],
      ['2026-11-19', 1, 0],
      ['2026-11-20', 0, 0],
      ['2026-11-21', 0, 0],
      ['2026-11-22', 0, 0],
    ]);
    expect(before).toMatchObject({
      week: '2026-W46',
      in: { total: 2, answered: 1, dismissed: 1, open: 0 },
      metrics: [{ metric: 'first_reply_time', inTime: 1, missed: 0, compliance: 1 }],
    });
  });

  test('it is told in lines, beside the week before', async () => {
    const found = await report('last week');
    const now = intake.house.now();
    expect(titleOf(found, handbook())).toBe('Acme, week 47 (against week 46)');
    const [oldest] = await open.query(
      `select ref from mention where id = '${id('claimed and left')}'`,
    );
    const source = String(found.figures.bySource[0]?.id);
    expect(tellReport(found, handbook(), now).map(said)).toEqual([
      '7 in (+5): 3 answered (+2), 2 dismissed (+1), 2 still open (+2)',
      `Open now, whenever it came in: 3, the oldest ${String(oldest?.['ref'])} for 4 days 23 h`,
      'First reply in time 40 % (−60), 2 of 5 · median 1 h 1 min (was 41 min) · 9 of 10 within 17 h 18 min',
      'Review in time 0 %, 0 of 1 · median 1 h 30 min · 9 of 10 within 1 h 30 min',
      'Resolution median 30 min · 9 of 10 within 30 min',
      'Missed 4 (+4): 2 waiting in review (+2), 1 unclaimed (+1), 1 claimed and left (+1)',
      `By source: ${source} 7 (+5)`,
      'By category: none 5 (+3), Complaint 1 (+1), Praise 1 (+1)',
      'By department: Care 6 (+4), Deliveries 1 (+1)',
      'Dismissed for: not about us 1 (+1), spam 1 (±0)',
      'Not carded: 3 (+3) (like 2, repost 1)',
      'Sam claimed 3 (+1) and answered 3 (+2)',
      'Ana claimed 2 (+2)',
      'Dora claimed 1 (+1)',
      'Rita reviewed 1 (+1)',
    ]);
  });

  test('of one department, only what is with it', async () => {
    const { figures, openNow } = await report('2026-W47 deliveries');
    expect(figures.in).toEqual({ total: 1, answered: 0, dismissed: 1, open: 0 });
    expect(figures).toMatchObject({ metrics: [], missed: { total: 0 }, notCarded: { total: 0 } });
    expect(openNow).toEqual({ count: 0, oldest: null });
  });

  test('the week that still runs is held against the same part of the one before', async () => {
    const { figures, before, soFar } = await report('this week');
    expect([soFar, figures.in.total, figures.firstReplies.length]).toEqual([true, 1, 1]);
    expect(before.to).toBe('2026-11-16T09:30:00.001+00:00');
    expect(before.in).toMatchObject({ total: 1, answered: 1 });
    expect(before.missed.total).toBe(0);
    // Due at half past midnight, in this week and not in that in which it was posted.
    expect(figures.missed).toEqual({ total: 2, in_review: 0, unclaimed: 2, claimed: 0 });
  });

  test('the missed are listed, the latest due first, to those whose departments they are in', async () => {
    const all = [
      'claimed and left First reply claimed',
      'never claimed First reply unclaimed',
      'late in review First reply in_review',
      'late in review Review in_review',
    ];
    expect(await listed('lena')).toEqual(all);
    expect(await listed('adam', 'care')).toEqual(all);
    expect(await listed('dirk')).toEqual([]);
    expect((await missed('dirk')).isPart).toBe(true);
    expect(await listed('lena', 'deliveries')).toEqual([]);
  });

  test('a sensitive one is counted for all and shown to its owners alone', async () => {
    await intake.do(id('claimed and left'), { type: 'make_sensitive' }, 'lena');
    const { figures, openNow } = await report('');
    // Ana may not see it, so nobody has it by now, and nobody was told yet that it was missed.
    expect(figures.missed).toEqual({ total: 4, in_review: 2, unclaimed: 2, claimed: 0 });
    expect(openNow.count).toBe(3);
    expect(openNow.oldest?.since).toBe('2026-11-22T23:30:00.000+00:00');
    expect((await listed('lena'))[0]).toContain('claimed and left');
    expect((await listed('ana'))[0]).toContain('never claimed');
    expect((await listed('adam'))[0]).toContain('never claimed');
  });
});
