/** Quiet for whoever has it: what they are not told of meanwhile, and what ends it. */
import { describe, expect, test, vi } from 'vitest';
import { nextMoment } from '../../src/core/sla.ts';
import { HEED, NOON, PEOPLE } from '../support/cast.ts';
import { answered, HOUR, MINUTE, opened, TARGETS, TICK, told, within } from '../support/clocked.ts';
import { aPlay, Play } from '../support/play.ts';
import { inRandomLives } from '../support/random-plays.ts';

vi.setConfig({ testTimeout: 120_000 });

const SNOOZE = { type: 'snooze' } as const;

/** Sam's, with the first warning at half an hour and the second at 48 minutes, due at an hour. */
function sams(): Play {
  return opened().does('sam', { type: 'claim' });
}

const at = (play: Play, minutes: number): Play => {
  play.now = NOON + minutes * MINUTE;
  return play;
};

function effects(play: Play, type: 'remind' | 'settle_reminders'): readonly string[] {
  return play.effects.flatMap((effect) => (effect.type === type ? [effect.recipient] : []));
}

const sam = PEOPLE.sam.email;

describe('while it is quiet', () => {
  test('what is near is recorded, and its owner is not told', () => {
    const play = at(sams(), 25).does('sam', SNOOZE);
    expect(play.mention.snoozedUntil).toBe(NOON + 40 * MINUTE);
    at(play, 30).does(HEED, TICK);
    expect(told(play)).toEqual(['first_reply_time warning 1']);
    expect(effects(play, 'remind')).toEqual([]);
    expect(nextMoment(play.mention)).toBe(NOON + 40 * MINUTE);
    at(play, 40).does(HEED, TICK);
    expect(play.happened.at(-1)).toBe('snooze_ended');
    expect(effects(play, 'remind')).toEqual([sam]);
    expect(play.mention.snoozedUntil).toBeNull();
  });

  test('once a warning was given, the reminder that stands is drawn anew', () => {
    const play = at(sams(), 30).does(HEED, TICK);
    expect(effects(play, 'remind')).toEqual([sam]);
    play.does('sam', SNOOZE);
    expect(effects(play, 'remind')).toEqual([]);
    expect(effects(play, 'settle_reminders')).toEqual([sam]);
  });

  test('what is missed is told at once, ends it, and climbs the ladder', () => {
    const play = at(sams(), 50).does('sam', SNOOZE);
    at(play, 60).does(HEED, TICK);
    expect(told(play).at(-1)).toBe('first_reply_time missed');
    expect(play.mention.snoozedUntil).toBeNull();
    expect(play.mention.escalation).toMatchObject({ rung: 1, by: 'heed' });
    expect(effects(play, 'remind')).toEqual([PEOPLE.lena.email, sam]);
    expect(play.happened).not.toContain('snooze_ended');
  });

  test('its reviewers are reminded as ever', () => {
    const play = opened(within(TARGETS), 'complaint').does('sam', { type: 'claim' });
    at(play, 20).submits('sam').does('sam', SNOOZE);
    at(play, 26).does(HEED, TICK);
    expect(told(play)).toEqual(['review_time warning 1']);
    expect(effects(play, 'remind')).toEqual([PEOPLE.ravi.email, PEOPLE.rita.email]);
  });

  test('another press moves it on, two at once are one', () => {
    const play = at(sams(), 30).does('sam', SNOOZE);
    expect(play.tries('sam', SNOOZE)).toMatchObject({ ok: true, events: [] });
    at(play, 40).does('sam', SNOOZE);
    expect(play.mention.snoozedUntil).toBe(NOON + 55 * MINUTE);
  });
});

describe('it ends', () => {
  test('by the clock without a word where nothing is near', () => {
    const play = sams()
      .does('sam', SNOOZE)
      .waits(16 * MINUTE)
      .does(HEED, TICK);
    expect(play.happened.at(-1)).toBe('snooze_ended');
    expect(effects(play, 'remind')).toEqual([]);
  });

  test('once, however often the clock is looked at', () => {
    const play = at(sams(), 30).does('sam', SNOOZE);
    at(play, 47).does(HEED, TICK).does(HEED, TICK);
    expect(play.happened.filter((type) => type === 'snooze_ended')).toHaveLength(1);
  });

  test.each<[string, (play: Play) => Play]>([
    ['a release', (play) => play.does('sam', { type: 'release' })],
    ['an assignment', (play) => play.does('lena', { type: 'assign', to: PEOPLE.ana.email })],
    ['a transfer', (play) => play.does('sam', { type: 'transfer', department: 'deliveries' })],
    [
      'an answer elsewhere',
      (play) => play.does('sam', { type: 'answered_elsewhere', link: 'https://acme.example/a' }),
    ],
    ['an answer', (play) => play.submits('sam').begins().sends()],
    ['a dismissal', (play) => play.does('sam', { type: 'dismiss', reason: 'spam' })],
  ])('silently with %s', (_how, end) => {
    const play = end(sams().does('sam', SNOOZE));
    expect(play.mention.snoozedUntil).toBeNull();
    expect(play.happened).not.toContain('snooze_ended');
  });

  test('not with a draft that is submitted, withdrawn or held', () => {
    const play = opened(within(TARGETS), 'complaint').does('sam', { type: 'claim' });
    play.does('sam', SNOOZE).submits('sam').hears();
    expect([play.status, play.mention.snoozedUntil !== null]).toEqual(['claimed', true]);
  });

  test('at the opening, where nobody would be there before', () => {
    const handbook = within({ first_reply_time: 4 * HOUR });
    const play = new Play({
      ...handbook,
      departments: handbook.departments.map((one) => ({ ...one, hours: UNTIL_TEN_PAST })),
    });
    play.opens().does('sam', { type: 'claim' }).does('sam', SNOOZE);
    const opening = NOON + 24 * HOUR;
    expect(play.mention.snoozedUntil).toBe(opening);
    play.now = opening;
    expect(play.does(HEED, TICK).happened).toContain('snooze_ended');
  });
});

/** Open on every day for the ten minutes after noon. */
const UNTIL_TEN_PAST = {
  zone: 'UTC',
  week: Array.from({ length: 7 }, () => [{ from: 720, to: 730 }]),
  special: () => null,
};

describe('it is refused', () => {
  test('where nothing is due', () => {
    const play = opened(within({})).does('sam', { type: 'claim' });
    expect(play.tries('sam', SNOOZE)).toMatchObject({
      refusal: { sentence: 'Nothing of H-1042 is due; there is nothing to be quiet about.' },
    });
  });

  test('while nobody has it, and while the customer is waited for', () => {
    expect(opened().tries('sam', SNOOZE)).toMatchObject({ refusal: { code: 'not_now' } });
    expect(answered().tries('sam', SNOOZE)).toMatchObject({ refusal: { code: 'not_now' } });
    expect(aPlay({ status: 'resolved' }).tries('sam', SNOOZE)).toMatchObject({ ok: false });
  });
});

test('whatever happens, only what somebody has in hand is quiet, and nothing missed since', () => {
  let quiet = 0;
  inRandomLives(({ play, before }) => {
    const { snoozedUntil, owner, status } = play.mention;
    if (snoozedUntil === null) return;
    quiet += 1;
    expect(['unclaimed', 'answered', 'dismissed', 'resolved', 'logged']).not.toContain(status);
    if (before.snoozedUntil !== null) expect(owner).toBe(before.owner);
    expect(play.happened.slice(before.seq)).not.toContain('deadline_breached');
  }, 100);
  expect(quiet).toBeGreaterThan(0);
});
