/** Which clocks of a mention run, when they are due, and how they end. */
import { describe, expect, test, vi } from 'vitest';
import { deadlinesOn } from '../../src/core/card-deadlines.ts';
import { isRunning } from '../../src/core/deadline.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { nextMoment } from '../../src/core/sla.ts';
import { aPost, HEED, NOON, WEBSITE } from '../support/cast.ts';
import {
  all,
  answered,
  HOUR,
  MINUTE,
  opened,
  running,
  TARGETS,
  TICK,
  told,
  within,
} from '../support/clocked.ts';
import { Play } from '../support/play.ts';
import { inRandomLives } from '../support/random-plays.ts';

/** Time to shrink what fails; a run that holds takes a few seconds. */
vi.setConfig({ testTimeout: 120_000 });

describe('the first reply', () => {
  test('is due an hour after the customer posted, however late the post came to us', () => {
    const late = new Play(within(TARGETS)).waits(20 * MINUTE).opens(aPost({ postedAt: NOON }));
    expect(running(late, 'first_reply_time')).toMatchObject({
      ...{ n: 1, cycle: 1, state: 'pending', startedAt: NOON, target: HOUR },
      dueAt: NOON + HOUR,
      warnAt: [NOON + 30 * MINUTE, NOON + 48 * MINUTE],
    });
    expect(running(late, 'next_reply_time')).toBeUndefined();
  });

  test('never starts in the future, whatever the network says', () => {
    const odd = new Play(within(TARGETS)).opens(aPost({ postedAt: NOON + 9 * HOUR }));
    expect(running(odd, 'first_reply_time')?.startedAt).toBe(NOON);
  });

  test('follows the category, else the department, else the default', () => {
    const handbook = within(TARGETS);
    const changed: Handbook = {
      ...handbook,
      departments: handbook.departments.map((one) =>
        one.id === 'care' ? { ...one, targets: { first_reply_time: 2 * HOUR } } : one,
      ),
      categories: handbook.categories.map((one) =>
        one.id === 'complaint' ? { ...one, targets: { first_reply_time: 15 * MINUTE } } : one,
      ),
    };
    expect(running(opened(changed, 'complaint'), 'first_reply_time')?.target).toBe(15 * MINUTE);
    expect(running(opened(changed, 'praise'), 'first_reply_time')?.target).toBe(2 * HOUR);
    const away = opened(changed, 'praise').does('lena', {
      type: 'transfer',
      department: 'deliveries',
    });
    expect(running(away, 'first_reply_time')?.target).toBe(HOUR);
  });

  test('keeps its start when the category changes, and what was told stays told', () => {
    const handbook = within(TARGETS);
    const strict: Handbook = {
      ...handbook,
      categories: handbook.categories.map((one) =>
        one.id === 'question' ? { ...one, targets: { first_reply_time: 20 * MINUTE } } : one,
      ),
    };
    const play = opened(strict)
      .waits(31 * MINUTE)
      .does(HEED, TICK);
    expect(running(play, 'first_reply_time')).toMatchObject({ state: 'imminent', warned: 1 });
    play.does('lena', { type: 'category', category: 'question' });
    const moved = { startedAt: NOON, dueAt: NOON + 20 * MINUTE, warned: 1 };
    expect(running(play, 'first_reply_time')).toMatchObject(moved);
    play.does(HEED, TICK);
    expect(told(play)).toEqual(['first_reply_time warning 1', 'first_reply_time missed']);
  });

  test('is met by a reply in time, and the card says after how long', () => {
    const play = opened().waits(20 * MINUTE);
    answered(play);
    const [first] = all(play, 'first_reply_time');
    expect(first).toMatchObject({ state: 'achieved' });
    expect(deadlinesOn(play.mention).firstReply).toEqual({
      afterMs: (first?.endedAt ?? 0) - NOON,
      inTime: true,
    });
  });

  test('is a miss when the reply is late, though nobody was told', () => {
    const play = answered(opened().waits(2 * HOUR));
    expect(all(play, 'first_reply_time')).toMatchObject([{ state: 'breached' }]);
    expect(told(play)).toEqual([]);
    expect(deadlinesOn(play.mention).firstReply).toMatchObject({ inTime: false });
  });

  test('is met by an answer given elsewhere', () => {
    const link = 'https://acme.example/there';
    const play = opened().does('lena', { type: 'answered_elsewhere', link });
    expect(all(play, 'first_reply_time')).toMatchObject([{ state: 'achieved' }]);
  });

  test('is no longer due once the mention is dismissed, and counts anew once it is reopened', () => {
    const play = opened().does('lena', { type: 'dismiss', reason: 'spam' });
    expect(all(play, 'first_reply_time')).toMatchObject([{ state: 'cancelled' }]);
    expect(nextMoment(play.mention)).toBeNull();
    play.waits(5 * HOUR).does('lena', { type: 'reopen' });
    const reopenedAt = play.now - 1_000;
    const again = { n: 2, cycle: 2, startedAt: reopenedAt, dueAt: reopenedAt + HOUR };
    expect(running(play, 'first_reply_time')).toMatchObject(again);
  });

  test('stays a miss when it is dismissed after it was due', () => {
    const play = opened()
      .waits(2 * HOUR)
      .does('lena', { type: 'dismiss', reason: 'spam' });
    expect(all(play, 'first_reply_time')).toMatchObject([{ state: 'breached' }]);
  });

  test('is not due any more when its author deletes the post', () => {
    const play = opened().does(WEBSITE, { type: 'delete_post', externalId: 'c-1' });
    expect(all(play, 'first_reply_time')).toMatchObject([{ state: 'cancelled' }]);
    play.does('sam', { type: 'claim' });
    expect(running(play, 'first_reply_time')).toBeUndefined();
  });

  test('stays due from the first post while a second one stands', () => {
    const play = opened().waits(MINUTE).hears('c-2');
    play.does(WEBSITE, { type: 'delete_post', externalId: 'c-1' });
    expect(all(play, 'first_reply_time')).toMatchObject([{ state: 'pending', startedAt: NOON }]);
  });

  test('is due no later than the ceiling, whatever the target', () => {
    const slow = opened(within({ first_reply_time: 96 * HOUR }));
    expect(running(slow, 'first_reply_time')?.dueAt).toBe(NOON + 48 * HOUR);
  });

  test('is timed but never due where the handbook sets no target', () => {
    const free = opened(within({}))
      .waits(30 * 24 * HOUR)
      .does(HEED, TICK);
    expect(running(free, 'first_reply_time')).toMatchObject({ dueAt: null, state: 'pending' });
    expect(nextMoment(free.mention)).toBeNull();
    expect(deadlinesOn(free.mention).due).toEqual([]);
  });
});

describe('the next reply', () => {
  test('is due from what the customer writes after our answer, anew each time', () => {
    const play = answered();
    expect(running(play, 'next_reply_time')).toBeUndefined();
    play
      .waits(5 * HOUR)
      .hears('c-2')
      .hears('c-3');
    const since = play.now - 2_000;
    expect(running(play, 'next_reply_time')).toMatchObject({ n: 1, startedAt: since });
    play.submits('sam').begins().sends();
    expect(all(play, 'next_reply_time')).toMatchObject([{ state: 'achieved' }]);
    play.waits(HOUR).hears('c-4');
    expect(running(play, 'next_reply_time')).toMatchObject({ n: 2, startedAt: play.now - 1_000 });
  });

  test('is due from what came while the first reply was being sent, which meets the first', () => {
    const play = opened().does('sam', { type: 'claim' }).submits('sam').begins();
    play.waits(MINUTE).hears('c-2');
    const wroteAt = play.now - 1_000;
    play.sends();
    expect(play.status).toBe('claimed');
    expect(all(play, 'first_reply_time')).toMatchObject([{ state: 'achieved' }]);
    expect(running(play, 'next_reply_time')).toMatchObject({ startedAt: wroteAt });
  });

  test('is not due any more when the mention is resolved without one', () => {
    const play = answered().hears('c-2').does('sam', { type: 'resolve', outcome: 'solved' });
    expect(all(play, 'next_reply_time')).toMatchObject([{ state: 'cancelled' }]);
  });

  test('is due again once our only answer was taken back', () => {
    const play = answered();
    play.does('lena', { type: 'delete', seen: play.seen, reason: 'Wrong customer.' });
    if (play.status === 'in_review') play.approves('rita');
    play.begins().sends();
    expect(running(play, 'next_reply_time')).toMatchObject({ startedAt: play.now - 1_000 });
  });
});

test('an update that we promised is due from our last answer until the next', () => {
  const play = opened().does('sam', { type: 'claim' });
  const text = 'We are looking.';
  play.does('sam', { type: 'submit', text, seen: play.seen, ticked: [], owes: true });
  play.begins().sends();
  const answeredAt = play.now - 1_000;
  const due = { startedAt: answeredAt, dueAt: answeredAt + 2 * HOUR };
  expect(running(play, 'periodic_update_time')).toMatchObject(due);
  play.submits('sam', 'It is on its way.').begins().sends();
  expect(all(play, 'periodic_update_time')).toMatchObject([{ state: 'achieved' }]);
});

describe('a review', () => {
  const submitted = () => opened(within(TARGETS), 'complaint').does('sam', { type: 'claim' });

  test('is due ten minutes after the submit, and met by a verdict', () => {
    const play = submitted().submits('sam');
    const since = play.now - 1_000;
    expect(running(play, 'review_time')).toMatchObject({ dueAt: since + 10 * MINUTE });
    expect(all(play.fork().approves('rita'), 'review_time')).toMatchObject([{ state: 'achieved' }]);
    const { seen } = play;
    play.does('rita', { type: 'request_changes', seen, reason: 'Kinder, please.' });
    expect(all(play, 'review_time')).toMatchObject([{ state: 'achieved' }]);
    play.submits('sam', 'Sorry!');
    expect(running(play, 'review_time')).toMatchObject({ n: 2 });
  });

  test('is due no later than the reply that waits for it', () => {
    const play = submitted()
      .waits(55 * MINUTE)
      .submits('sam');
    expect(running(play, 'review_time')?.dueAt).toBe(NOON + HOUR);
  });

  test('is not awaited any more when the draft is withdrawn', () => {
    const play = submitted().submits('sam').does('sam', { type: 'withdraw' });
    expect(all(play, 'review_time')).toMatchObject([{ state: 'cancelled' }]);
  });
});

test('the resolution is due from the first post, and runs on while the customer is waited for', () => {
  const play = answered();
  expect(running(play, 'total_resolution_time')).toMatchObject({ dueAt: NOON + 24 * HOUR });
  play.does('sam', { type: 'resolve', outcome: 'solved' });
  expect(all(play, 'total_resolution_time')).toMatchObject([{ state: 'achieved' }]);
  play.waits(HOUR).hears('c-2');
  expect(running(play, 'total_resolution_time')).toMatchObject({ n: 2, cycle: 2 });
});

test('nothing is due of what is logged, until it is restored', () => {
  const post = aPost({ postedAt: NOON });
  const play = new Play(within(TARGETS)).opens(post, null, 'care', 'website', { log: 'rule' });
  expect(play.mention.deadlines).toEqual([]);
  play.waits(8 * HOUR).does('lena', { type: 'restore' });
  expect(running(play, 'first_reply_time')).toMatchObject({ startedAt: play.now - 1_000 });
});

test('a mention from before there were deadlines gets its clock with the next act', () => {
  const play = opened();
  const old = { ...play.mention, deadlines: [] };
  const later = play.fork();
  later.stands(old).waits(HOUR).does('sam', { type: 'claim' });
  expect(running(later, 'first_reply_time')).toMatchObject({ state: 'pending' });
});

test('whatever happens, one clock of a kind runs at a time, and what is over stays as it was', () => {
  inRandomLives(({ before, play }) => {
    const { deadlines } = play.mention;
    const open = deadlines.filter(isRunning).map(({ metric }) => metric);
    expect(new Set(open).size).toBe(open.length);
    for (const one of before.deadlines.filter((d) => !isRunning(d)))
      expect(deadlines).toContain(one);
    for (const one of deadlines) {
      expect(one.startedAt).toBeLessThanOrEqual(play.now);
      if (one.endedAt !== null) expect(one.endedAt).toBeGreaterThanOrEqual(one.startedAt);
    }
  }, 100);
});

test('whatever happens, a reply is due exactly while the customer waits for one', () => {
  inRandomLives(({ play }) => {
    const { mention } = play;
    const clocks = (['first_reply_time', 'next_reply_time'] as const).filter((metric) =>
      running(play, metric),
    );
    expect(clocks.length).toBeLessThanOrEqual(1);
    const rests = ['answered', 'dismissed', 'resolved', 'logged'].includes(mention.status);
    if (rests) expect(clocks).toEqual([]);
    if (!mention.answered) expect(clocks).not.toContain('next_reply_time');
    const stands = mention.messages.every(({ deletedAt }) => deletedAt === null);
    if (!rests && stands && !mention.answered) expect(clocks).toEqual(['first_reply_time']);
  });
});
