/** Key contacts who are called because nobody has answered for some time. */
import { describe, expect, test } from 'vitest';
import type { Handbook, Targets } from '../../src/core/handbook.ts';
import type { WeeklyHours } from '../../src/core/hours.ts';
import { nextLook, nextMoment } from '../../src/core/sla.ts';
import { HEED, NOON, PEOPLE } from '../support/cast.ts';
import {
  answered,
  HOUR,
  lines,
  MINUTE,
  opened,
  TARGETS,
  TICK,
  within,
} from '../support/clocked.ts';
import type { Play } from '../support/play.ts';

const LADDER = [PEOPLE.lena.email, PEOPLE.adam.email, PEOPLE.rita.email];

/** Care's ladder is Lena, Adam, Rita, each with so much time for the one below. */
function climbing(
  contactsAfterMs: readonly (number | null)[],
  hours: WeeklyHours | 'always' = 'always',
  targets: Targets = { first_reply_time: HOUR },
): Handbook {
  const handbook = within(targets);
  const departments = handbook.departments.map((one) =>
    one.id === 'care' ? { ...one, hours, contacts: LADDER, contactsAfterMs } : one,
  );
  return { ...handbook, departments };
}

function missed(handbook: Handbook): Play {
  return opened(handbook).does('sam', { type: 'claim' }).waits(HOUR).does(HEED, TICK);
}

function called(play: Play): string | null {
  return play.mention.escalation?.to ?? null;
}

describe('when a deadline stays missed', () => {
  const play = () => missed(climbing([null, 30 * MINUTE, 20 * MINUTE]));

  test('the next is called after their time, each once', () => {
    const lena = play();
    expect([called(lena), lena.mention.escalation?.rung]).toEqual([LADDER[0], 1]);
    const at = lena.mention.escalation?.at ?? 0;
    expect(nextMoment(lena.mention)).toBe(at + 30 * MINUTE);
    lena.waits(29 * MINUTE).does(HEED, TICK);
    expect(called(lena)).toBe(LADDER[0]);
    lena.waits(MINUTE).does(HEED, TICK).does(HEED, TICK);
    expect(lena.mention.escalation).toMatchObject({ rung: 2, to: LADDER[1], by: 'heed' });
    const reason = lena.mention.escalation?.reason ?? '';
    expect(lena.words.get(reason)).toBe('Nobody has answered yet.');
    expect(lines(lena).at(-1)).toBe('This was escalated to Adam. The card says why.');
    lena.waits(20 * MINUTE).does(HEED, TICK);
    expect(called(lena)).toBe(LADDER[2]);
    expect(nextMoment(lena.mention)).toBeNull();
    expect(lena.happened.filter((type) => type === 'escalated')).toHaveLength(3);
  });

  test('a call by hand gives whoever was called their time too', () => {
    const byHand = play().waits(20 * MINUTE);
    byHand.does('sam', { type: 'escalate', reason: 'He is a lawyer.' });
    expect(called(byHand)).toBe(LADDER[1]);
    byHand.waits(19 * MINUTE).does(HEED, TICK);
    expect(called(byHand)).toBe(LADDER[1]);
    byHand.waits(MINUTE).does(HEED, TICK);
    expect(called(byHand)).toBe(LADDER[2]);
  });

  test('one who has it already is passed over, and so is their time', () => {
    const own = opened(climbing([null, 30 * MINUTE, 20 * MINUTE])).does('adam', { type: 'claim' });
    own.waits(HOUR).does(HEED, TICK);
    own.waits(20 * MINUTE).does(HEED, TICK);
    expect(called(own)).toBe(LADDER[2]);
  });

  test('an answer ends the waiting', () => {
    const done = play().submits('sam').begins().sends();
    expect(done.status).toBe('answered');
    expect(nextMoment(done.mention)).toBeNull();
    expect(called(done.waits(HOUR).does(HEED, TICK))).toBeNull();
  });

  test('what is no longer missed calls nobody', () => {
    const review = { first_reply_time: 24 * HOUR, review_time: HOUR };
    const draft = opened(climbing([null, MINUTE], 'always', review), 'complaint');
    draft.does('sam', { type: 'claim' }).submits('sam').waits(HOUR).does(HEED, TICK);
    expect(called(draft)).toBe(LADDER[0]);
    draft.does('rita', { type: 'request_changes', seen: draft.seen, reason: 'Say sorry.' });
    expect(called(draft.waits(HOUR).does(HEED, TICK))).toBe(LADDER[0]);
  });
});

test('without a time, waiting calls nobody: one is called for each missed deadline', () => {
  const play = missed(climbing([null, null, MINUTE]));
  expect(play.mention.moments.rung).toBeNull();
  expect(called(play.waits(9 * HOUR).does(HEED, TICK))).toBe(LADDER[0]);
});

test('somebody with a time is called after it, whatever else is missed meanwhile', () => {
  const targets = { first_reply_time: HOUR, total_resolution_time: 70 * MINUTE };
  const play = missed(climbing([null, 30 * MINUTE], 'always', targets));
  play.waits(10 * MINUTE).does(HEED, TICK);
  expect(called(play)).toBe(LADDER[0]);
  expect(called(play.waits(20 * MINUTE).does(HEED, TICK))).toBe(LADDER[1]);
});

test('the time of the first counts from the deadline', () => {
  const play = missed(climbing([15 * MINUTE]));
  expect(play.mention.escalation).toBeNull();
  expect(nextMoment(play.mention)).toBe(NOON + HOUR + 15 * MINUTE);
  play.waits(15 * MINUTE).does(HEED, TICK);
  expect(called(play)).toBe(LADDER[0]);
  expect(play.words.get(play.mention.escalation?.reason ?? '')).toBe('The first reply is overdue.');
});

test('a call before the deadline gives nobody less time than from the deadline', () => {
  const play = opened(climbing([null, 30 * MINUTE])).does('sam', { type: 'claim' });
  play.does('sam', { type: 'escalate', reason: 'He is a lawyer.' }).waits(HOUR).does(HEED, TICK);
  expect(called(play)).toBe(LADDER[0]);
  expect(nextMoment(play.mention)).toBe(NOON + HOUR + 30 * MINUTE);
});

test('the time counts in opening hours, and nobody is called outside them', () => {
  const saturday = { from: 11 * 60, to: 13 * 60 + 15 };
  const weekday = { from: 8 * 60, to: 17 * 60 };
  const week = [...Array.from({ length: 5 }, () => [weekday]), [saturday], []];
  const play = missed(climbing([null, 30 * MINUTE], { zone: 'UTC', week, special: () => null }));
  expect(called(play)).toBe(LADDER[0]);
  const monday = Date.parse('2026-11-23T08:00:00Z');
  const calledAt = play.mention.escalation?.at ?? 0;
  const due = monday + 30 * MINUTE - (NOON + 75 * MINUTE - calledAt);
  expect(nextMoment(play.mention)).toBe(due);
  play.now = due + 10 * HOUR;
  expect(called(play.does(HEED, TICK))).toBe(LADDER[0]);
  expect(nextLook(play.mention, play.handbook, play.now)).toBe(monday + 24 * HOUR);
  play.now = monday + 24 * HOUR;
  expect(called(play.does(HEED, TICK))).toBe(LADDER[1]);
});

test('another handbook moves the moment', () => {
  const play = missed(climbing([null, 30 * MINUTE]));
  play.handbook = climbing([null, 2 * HOUR]);
  play.waits(30 * MINUTE).does(HEED, TICK);
  expect(called(play)).toBe(LADDER[0]);
  expect(nextMoment(play.mention)).toBe((play.mention.escalation?.at ?? 0) + 2 * HOUR);
});

test('after an outage the time may be over when the miss is told', () => {
  const play = opened(climbing([30 * MINUTE, 30 * MINUTE])).does('sam', { type: 'claim' });
  play
    .waits(9 * HOUR)
    .does(HEED, TICK)
    .does(HEED, TICK);
  expect(play.mention.escalation).toMatchObject({ rung: 1, to: LADDER[0] });
});

test('what is answered is left alone while it waits for the customer', () => {
  const handbook = climbing([null, MINUTE], 'always', TARGETS);
  const play = answered(opened(handbook))
    .waits(25 * HOUR)
    .does(HEED, TICK);
  expect([called(play), play.mention.moments.rung]).toEqual([null, null]);
});
