/** What is answered closes of itself when nobody says anything. */
import { expect, test, vi } from 'vitest';
import { cardOf } from '../../src/core/card.ts';
import { deadlinesOn } from '../../src/core/card-deadlines.ts';
import type { WeeklyHours } from '../../src/core/hours.ts';
import { nextLook, nextMoment } from '../../src/core/sla.ts';
import { aHandbook, HEED } from '../support/cast.ts';
import { HOUR, lines, MINUTE, TICK } from '../support/clocked.ts';
import { aPlay, type Play } from '../support/play.ts';
import { inRandomLives } from '../support/random-plays.ts';

/** Time to shrink what fails; a run that holds takes a few seconds. */
vi.setConfig({ testTimeout: 120_000 });

const DAY = 24 * HOUR;

function answered(autoResolveMs: number | null = 3 * DAY): Play {
  return aPlay({ status: 'answered', handbook: aHandbook({ autoResolveMs }) });
}

function silentSince({ mention }: Play): number {
  return mention.messages.at(-1)?.receivedAt ?? 0;
}

test('after the silence it is resolved, by nobody, and the thread and the card say so', () => {
  const play = answered();
  const closes = silentSince(play) + 3 * DAY;
  expect([nextMoment(play.mention), deadlinesOn(play.mention).closesAt]).toEqual([closes, closes]);
  play.now = closes - 1;
  expect(play.does(HEED, TICK).status).toBe('answered');
  play.now = closes;
  play.does(HEED, TICK);
  expect(play.status).toBe('resolved');
  expect(play.history.at(-1)).toMatchObject({
    actor: 'heed',
    event: { type: 'resolved', outcome: 'no word for 3 days', silentMs: 3 * DAY },
  });
  expect(lines(play).at(-1)).toBe('Resolved: no word for 3 days.');
  const card = cardOf(play.mention, play.words, play.handbook);
  expect([card.standing, card.deadlines.closesAt]).toEqual(['resolved: no word for 3 days', null]);
  expect(play.effects.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['show_card', 'tell_story']),
  );
  expect(play.effects.map(({ type }) => type)).not.toContain('remind');
});

test('a word of the customer keeps it from closing, and wakes what is closed', () => {
  const early = answered()
    .waits(2 * DAY)
    .hears();
  expect([early.status, early.mention.moments.close]).toEqual(['claimed', null]);
  expect(early.waits(9 * DAY).does(HEED, TICK).status).toBe('claimed');
  const late = answered()
    .waits(3 * DAY)
    .does(HEED, TICK)
    .hears();
  expect([late.status, late.mention.verdict, late.mention.cycle]).toEqual(['claimed', null, 2]);
});

test('another answer of ours puts it off', () => {
  const play = answered().waits(2 * DAY);
  play.does('sam', { type: 'answered_elsewhere', link: 'https://acme.example/there' });
  expect(play.waits(2 * DAY).does(HEED, TICK).status).toBe('answered');
  expect(play.waits(DAY).does(HEED, TICK).status).toBe('resolved');
});

test('a correction of what we said puts it off', () => {
  const play = answered().waits(2 * DAY);
  const text = 'We looked into it.';
  play.does('lena', { type: 'correct', text, seen: play.seen, ticked: [] });
  play.begins().sends();
  expect(play.status).toBe('answered');
  expect(play.waits(2 * DAY).does(HEED, TICK).status).toBe('answered');
  expect(play.waits(DAY).does(HEED, TICK).status).toBe('resolved');
});

test('what a customer edits to a time that is to come does not keep it open', () => {
  const play = answered().does(
    { type: 'source', source: 'website' },
    { type: 'edit_post', externalId: 'c-1', text: 'Oh.', attachments: [], editedAt: 9e12 },
  );
  expect(nextMoment(play.mention)).toBe(silentSince(play) + 3 * DAY);
});

test('with an update owed, or a handbook that says never, it stays', () => {
  const never = answered(null).waits(900 * DAY);
  expect([never.does(HEED, TICK).status, nextMoment(never.mention)]).toEqual(['answered', null]);
  const owing = aPlay({ status: 'claimed', handbook: aHandbook({ autoResolveMs: MINUTE }) });
  const { seen } = owing;
  owing.does('sam', { type: 'submit', text: 'Soon.', seen, ticked: [], owes: true });
  owing.approves('rita').begins().sends().waits(DAY).does(HEED, TICK);
  expect([owing.status, owing.mention.owes]).toEqual(['claimed', true]);
});

test('another handbook moves the moment, and has the card say so', () => {
  const play = answered().waits(4 * DAY);
  play.handbook = aHandbook({ autoResolveMs: 10 * DAY });
  play.does(HEED, TICK);
  expect(play.status).toBe('answered');
  expect(nextMoment(play.mention)).toBe(silentSince(play) + 10 * DAY);
  expect(play.effects).toEqual([expect.objectContaining({ type: 'show_card' })]);
});

test('it closes at night too, also while a missed deadline waits for the opening', () => {
  const office: WeeklyHours = {
    zone: 'UTC',
    week: [...Array.from({ length: 5 }, () => [{ from: 480, to: 1_020 }]), [], []],
    special: () => null,
  };
  const base = aHandbook({ autoResolveMs: 30 * HOUR });
  const handbook = {
    ...base,
    departments: base.departments.map((one) => ({ ...one, hours: office })),
    sla: { ...base.sla, targets: { total_resolution_time: MINUTE } },
  };
  const play = aPlay({ status: 'answered', handbook });
  const monday = Date.parse('2026-11-23T08:00:00Z');
  play.now = monday + 3 * HOUR;
  play.stands({
    ...play.mention,
    messages: play.mention.messages.map((one) => ({ ...one, receivedAt: monday + 2 * HOUR })),
  });
  play.now = monday + 10 * HOUR;
  play.does(HEED, TICK);
  expect(play.status).toBe('answered');
  expect(nextLook(play.mention, handbook, play.now)).toBe(monday + 24 * HOUR);
  play.now = monday + 32 * HOUR;
  expect(play.does(HEED, TICK).status).toBe('resolved');
});

test('whatever happens, only what is answered and owed nothing closes of itself', () => {
  let closed = 0;
  inRandomLives(({ play, before }) => {
    for (const { event } of play.history.slice(before.seq)) {
      if (event.type !== 'resolved' || event.silentMs === null) continue;
      expect([before.status, before.owes]).toEqual(['answered', false]);
      closed += 1;
    }
  });
  expect(closed).toBeGreaterThan(0);
});
