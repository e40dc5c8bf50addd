/** What the clock brings: warnings, what was missed, and who is called for it. */
import { describe, expect, test, vi } from 'vitest';
import { deadlinesOn } from '../../src/core/card-deadlines.ts';
import type { Targets } from '../../src/core/handbook.ts';
import type { WeeklyHours } from '../../src/core/hours.ts';
import { nextLook } from '../../src/core/sla.ts';
import { storyOf } from '../../src/core/story.ts';
import { aPost, HEED, type Name, NOON, PEOPLE } from '../support/cast.ts';
import {
  answered,
  HOUR,
  lines,
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

/** Whether the channel is told of a deadline, besides the thread. */
function isSaidAloud({ history, handbook }: Play): boolean {
  return storyOf(history, handbook).some(({ aloud }) => aloud);
}

describe('a tick', () => {
  test('tells nothing before its time, and each thing once', () => {
    const play = opened().does('sam', { type: 'claim' });
    play.waits(29 * MINUTE).does(HEED, TICK);
    expect(told(play)).toEqual([]);
    play.waits(MINUTE).does(HEED, TICK).does(HEED, TICK);
    expect(told(play)).toEqual(['first_reply_time warning 1']);
    play.waits(HOUR).does(HEED, TICK).does(HEED, TICK);
    expect(told(play)).toEqual(['first_reply_time warning 1', 'first_reply_time missed']);
    expect(lines(play).slice(-3)).toEqual([
      'The first reply is due {60}, in 30 min. Sam has this.',
      'The first reply was due {60}. Sam has this.',
      'This was escalated to Lena. The card says why.',
    ]);
  });

  test('after an outage tells only the latest of what passed', () => {
    const near = opened()
      .waits(50 * MINUTE)
      .does(HEED, TICK);
    expect(told(near)).toEqual(['first_reply_time warning 2']);
    expect(lines(near).at(-1)).toBe('The first reply is due {60}, in 10 min. Nobody has this.');
    const missed = opened()
      .waits(9 * HOUR)
      .does(HEED, TICK);
    expect(told(missed)).toEqual(['first_reply_time missed']);
    expect([near, missed].map(isSaidAloud)).toEqual([true, false]);
    expect(isSaidAloud(opened().waits(HOUR).does(HEED, TICK))).toBe(true);
    expect(isSaidAloud(opened().does('sam', { type: 'claim' }).waits(HOUR).does(HEED, TICK))).toBe(
      false,
    );
  });

  test('draws the card anew, with what is due next first', () => {
    const play = opened(within(TARGETS), 'complaint').does('sam', { type: 'claim' });
    play
      .waits(20 * MINUTE)
      .submits('sam')
      .waits(9 * MINUTE)
      .does(HEED, TICK);
    expect(play.effects).toContainEqual(expect.objectContaining({ type: 'show_card' }));
    expect(deadlinesOn(play.mention).due).toMatchObject([
      { metric: 'review_time', state: 'imminent' },
      { metric: 'first_reply_time', state: 'pending' },
      { metric: 'total_resolution_time', state: 'pending' },
    ]);
  });

  test('calls the next key contact for what was missed, whoever has it', () => {
    const play = opened().does('sam', { type: 'claim' }).waits(HOUR).does(HEED, TICK);
    const { escalation } = play.mention;
    expect(escalation).toMatchObject({ rung: 1, to: PEOPLE.lena.email, by: 'heed' });
    expect(play.words.get(escalation?.reason ?? '')).toBe('The first reply is overdue.');
    const told = (name: Name) => ({ type: 'remind', recipient: PEOPLE[name].email });
    expect(play.effects).toEqual(expect.arrayContaining([told('lena'), told('sam')]));
    expect(play.effects.map(({ type }) => type)).not.toContain('call_contact');
    expect(lines(play).slice(-2)).toEqual([
      'The first reply was due {60}. Sam has this.',
      'This was escalated to Lena. The card says why.',
    ]);
    play.waits(24 * HOUR).does(HEED, TICK);
    expect(play.mention.escalation).toMatchObject({ rung: 2, to: PEOPLE.adam.email });
    expect(play.effects).toContainEqual(told('adam'));
    const settled = { type: 'settle_reminders', recipient: PEOPLE.lena.email };
    expect(play.effects).toContainEqual(settled);
  });

  test('calls nobody who has it already, nor anybody before the time is up', () => {
    const own = opened().does('lena', { type: 'claim' });
    expect(own.waits(50 * MINUTE).does(HEED, TICK).mention.escalation).toBeNull();
    own.waits(10 * MINUTE).does(HEED, TICK);
    expect(own.mention.escalation).toMatchObject({ to: PEOPLE.adam.email });
  });

  test('calls nobody while the customer is waited for', () => {
    const play = answered()
      .waits(25 * HOUR)
      .does(HEED, TICK);
    expect(told(play)).toEqual(['total_resolution_time missed']);
    expect(play.mention.escalation).toBeNull();
  });

  test('between two clicks on one button makes them no less a double click', () => {
    const play = opened().does('sam', { type: 'claim' }).does('sam', { type: 'release' });
    play.waits(2 * HOUR).does(HEED, TICK);
    expect(play.tries('sam', { type: 'release' })).toMatchObject({ ok: true, events: [] });
  });

  test('sees what another handbook made of it, and has the card drawn anew', () => {
    const play = opened();
    play.handbook = within({ ...TARGETS, first_reply_time: 4 * HOUR });
    play.does(HEED, TICK);
    expect(running(play, 'first_reply_time')?.dueAt).toBe(NOON + 4 * HOUR);
    expect(play.effects).toEqual([expect.objectContaining({ type: 'show_card' })]);
  });
});

describe('outside opening hours', () => {
  /** Monday to Friday from eight to five. */
  const OFFICE: WeeklyHours = {
    zone: 'UTC',
    week: [...Array.from({ length: 5 }, () => [{ from: 480, to: 1_020 }]), [], []],
    special: () => null,
  };
  const FRIDAY_4PM = Date.parse('2026-11-20T16:00:00Z');
  const MONDAY_8AM = Date.parse('2026-11-23T08:00:00Z');

  function atTheOffice(
    targets: Targets,
    category: string | null = null,
    postedAt = FRIDAY_4PM,
  ): Play {
    const handbook = within(targets);
    const play = new Play({
      ...handbook,
      departments: handbook.departments.map((one) => ({ ...one, hours: OFFICE })),
      categories: handbook.categories.map((one) =>
        one.id === 'legal' ? { ...one, hours: 'always' as const } : one,
      ),
    });
    play.now = postedAt;
    return play.opens(aPost({ postedAt }), category);
  }

  test('nobody is disturbed, and at the opening they hear of it', () => {
    const sunday = atTheOffice({ first_reply_time: 5 * HOUR }, null, MONDAY_8AM - 12 * HOUR);
    expect(running(sunday, 'first_reply_time')).toMatchObject({
      dueAt: MONDAY_8AM + 5 * HOUR,
      warnAt: [MONDAY_8AM + 2.5 * HOUR, MONDAY_8AM + 4 * HOUR],
    });
    const missed = atTheOffice({ first_reply_time: HOUR });
    missed.now = FRIDAY_4PM + 20 * HOUR;
    missed.does(HEED, TICK);
    expect(told(missed)).toEqual([]);
    expect(nextLook(missed.mention, missed.handbook, missed.now)).toBe(MONDAY_8AM);
    missed.now = MONDAY_8AM;
    missed.does(HEED, TICK);
    expect(told(missed)).toEqual(['first_reply_time missed']);
  });

  test('what is due at the closing is told at the closing', () => {
    const play = atTheOffice({ first_reply_time: HOUR });
    play.now = FRIDAY_4PM + HOUR + 25_000;
    expect(told(play.does(HEED, TICK))).toEqual(['first_reply_time missed']);
  });

  test('the ceiling of a weekend is warned of before the weekend', () => {
    const play = atTheOffice({ first_reply_time: 24 * HOUR });
    const closing = FRIDAY_4PM + HOUR;
    expect(running(play, 'first_reply_time')).toMatchObject({
      dueAt: FRIDAY_4PM + 48 * HOUR,
      warnAt: [FRIDAY_4PM + 30 * MINUTE, FRIDAY_4PM + 48 * MINUTE, closing],
    });
    play.now = closing + 20_000;
    expect(told(play.does(HEED, TICK))).toEqual(['first_reply_time warning 3']);
  });

  test('a category that is always open is told of at any hour', () => {
    const play = atTheOffice({ first_reply_time: 12 * HOUR }, 'legal');
    play.now = FRIDAY_4PM + 13 * HOUR;
    expect(told(play.does(HEED, TICK))).toEqual(['first_reply_time missed']);
  });

  test('a reply is timed in opening hours, beside the clock on the wall', () => {
    const play = atTheOffice({ first_reply_time: 24 * HOUR });
    play.now = MONDAY_8AM + HOUR;
    const link = 'https://acme.example/there';
    play.does('lena', { type: 'answered_elsewhere', link });
    expect(play.mention.deadlines[0]).toMatchObject({ state: 'breached', openMs: 2 * HOUR });
  });
});

test('the thread nudges whoever is called by somebody, and nobody who is reminded anyway', () => {
  const play = opened().does('sam', { type: 'claim' }).waits(HOUR).does(HEED, TICK);
  const nudged = () =>
    storyOf(play.history, play.handbook).flatMap(({ parts }) =>
      parts.flatMap((part) => (part.type === 'nudge' ? [part.email] : [])),
    );
  expect(nudged()).toEqual([]);
  play.does('sam', { type: 'escalate', reason: 'He is a lawyer.' });
  expect(nudged()).toEqual([PEOPLE.adam.email]);
});

test('whatever happens, a tick leaves nothing to be told of by now', () => {
  inRandomLives(({ play }) => {
    const after = play.after(HEED, TICK);
    expect(nextLook(after, play.handbook, play.now) ?? Infinity).toBeGreaterThan(play.now);
  }, 100);
});

test('whatever happens, a missed deadline is told once, and warnings go forward', () => {
  inRandomLives(({ play, before }) => {
    for (const { event } of play.history.slice(before.seq)) {
      if (event.type !== 'deadline_breached' && event.type !== 'deadline_neared') continue;
      const { metric, n } = event;
      const was = before.deadlines.find((one) => one.metric === metric && one.n === n);
      expect(was?.state).not.toBe('breached');
      if (event.type === 'deadline_neared') expect(event.warning).toBeGreaterThan(was?.warned ?? 0);
    }
  });
});
