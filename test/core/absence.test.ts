/** What it means that somebody is away: nobody asks, reminds or calls them, and nothing waits for them. */
import { describe, expect, test } from 'vitest';
import type { Absence } from '../../src/core/absence.ts';
import { ALONE, cardOf } from '../../src/core/card.ts';
import { fallsToAway, returnsAt } from '../../src/core/decide-return.ts';
import type { Effect } from '../../src/core/effects.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { askerOf, belongsOn } from '../../src/core/overview.ts';
import { reviewersOf } from '../../src/core/reviewers.ts';
import { storyOf } from '../../src/core/story.ts';
import { aHandbook, HEED, type Name, NOON, PEOPLE } from '../support/cast.ts';
import { HOUR, lines, MINUTE, opened, TARGETS, TICK, within } from '../support/clocked.ts';
import { aPlay, type Play } from '../support/play.ts';

const MONDAY = NOON + 2 * 24 * HOUR;

function away(...names: Name[]): readonly Absence[] {
  return names.map((name) => ({ email: PEOPLE[name].email, until: MONDAY }));
}

function leaves(play: Play, ...names: Name[]): Play {
  play.away = away(...names);
  return play;
}

/** Nobody is there before the Monday. */
function closedUntil(at: number, handbook: Handbook): Handbook {
  const zone = 'UTC';
  const day = [{ from: (at / MINUTE) % 1_440, to: 1_440 }];
  const hours = { zone, week: [day, [], [], [], [], [], []], special: () => null };
  const departments = handbook.departments.map((one) => ({ ...one, hours }));
  return { ...handbook, departments };
}

const emails = (...names: Name[]) => names.map((name) => PEOPLE[name].email).toSorted();

function recipients({ effects }: Play, type: Effect['type']): readonly string[] {
  return effects
    .flatMap((effect) => (effect.type === type && 'recipient' in effect ? effect.recipient : []))
    .toSorted();
}

describe('a claim of somebody away', () => {
  const sams = () => leaves(opened().does('sam', { type: 'claim' }), 'sam');

  test('stays theirs until something of it falls due', () => {
    const play = sams()
      .waits(29 * MINUTE)
      .does(HEED, TICK);
    expect(play.mention).toMatchObject({ status: 'claimed', owner: PEOPLE.sam.email });
  });

  test('is anybody’s again at the next stage, which is told as of something nobody has', () => {
    const play = sams().does('sam', { type: 'save_draft', text: 'We are' });
    play.waits(31 * MINUTE).does(HEED, TICK);
    expect(play.mention).toMatchObject({ status: 'unclaimed', owner: null });
    expect(play.mention.draft?.saved).not.toBeNull();
    expect(lines(play).slice(-2)).toEqual([
      "Sam is away until {2880}; this is anybody's again. The draft is kept.",
      'The first reply is due {60}, in 29 min. Nobody has this.',
    ]);
    expect(storyOf(play.history, play.handbook).at(-1)?.aloud).toBe(true);
    expect(recipients(play, 'remind')).toEqual([]);
    play.does('ana', { type: 'claim' });
    expect(play.words.get(play.mention.draft?.saved ?? '')).toBe('We are');
  });

  test('is counted as left lying when its time was up meanwhile', () => {
    const play = sams()
      .waits(61 * MINUTE)
      .does(HEED, TICK);
    expect(lines(play).slice(-3)).toEqual([
      "Sam is away until {2880}; this is anybody's again.",
      'The first reply was due {60}. Nobody has this.',
      'This was escalated to Lena. The card says why.',
    ]);
    expect(play.mention.deadlines[0]).toMatchObject({ state: 'breached', cause: 'claimed' });
  });

  test('goes back at the next look where its time was up before they went, in open hours', () => {
    const late = opened().does('sam', { type: 'claim' }).waits(HOUR).does(HEED, TICK);
    expect(late.does(HEED, TICK).status).toBe('claimed');
    leaves(late, 'sam').does(HEED, TICK);
    expect(late.status).toBe('unclaimed');
    expect(lines(late).at(-1)).toBe("Sam is away until {2880}; this is anybody's again.");
    expect(late.effects.map(({ type }) => type)).toContain('redraw_lists');
    const night = opened().does('sam', { type: 'claim' }).waits(HOUR).does(HEED, TICK);
    night.handbook = closedUntil(MONDAY, night.handbook);
    leaves(night, 'sam').does(HEED, TICK);
    expect(night.status).toBe('claimed');
    const { mention, handbook, now } = night;
    expect(returnsAt(mention, night.away, handbook, now)).toBe(MONDAY);
    expect(returnsAt(mention, away('ana'), handbook, now)).toBeNull();
  });

  test('is looked at when an act leaves it to them', () => {
    const play = opened(within(TARGETS), 'complaint').does('sam', { type: 'claim' }).submits('sam');
    leaves(play.waits(HOUR).does(HEED, TICK), 'sam');
    const before = play.mention;
    play.does('rita', { type: 'request_changes', seen: play.seen, reason: 'Say sorry.' });
    expect(fallsToAway(before, play.mention, play.away)).toBe(true);
    expect(fallsToAway(before, play.mention, away('ana'))).toBe(false);
    expect(play.does(HEED, TICK).status).toBe('unclaimed');
  });

  test('goes on with its reviewers where it waits for them, and goes out where it is to', () => {
    const play = opened(within(TARGETS), 'complaint').does('sam', { type: 'claim' }).submits('sam');
    leaves(play, 'sam')
      .waits(8 * MINUTE)
      .does(HEED, TICK);
    expect(play.mention).toMatchObject({ status: 'in_review', owner: PEOPLE.sam.email });
    expect(recipients(play, 'remind')).toEqual(emails('rita', 'ravi'));
    play.approves('rita').begins().sends();
    expect(play.status).toBe('answered');
  });

  test('is not theirs when the customer writes again, whatever it was doing', () => {
    for (const status of ['claimed', 'in_review', 'scheduled', 'answered', 'resolved'] as const) {
      const play = leaves(aPlay({ status }), 'sam').hears();
      expect([status, play.mention.owner]).toEqual([status, null]);
      expect(lines(play).at(-1)).toContain("Sam is away until {2880}; this is anybody's again.");
      const nudged = storyOf(play.history, play.handbook).flatMap(({ parts }) =>
        parts.filter(({ type }) => type === 'nudge'),
      );
      expect(nudged).toEqual([]);
    }
  });

  test('stays where what the customer wrote is kept off the desk', () => {
    for (const status of ['claimed', 'answered'] as const) {
      const play = leaves(aPlay({ status }), 'sam').hears('c-2', '', 'rule');
      expect(play.mention).toMatchObject({ status, owner: PEOPLE.sam.email });
    }
  });

  test('says on its card that they are away, and for how long nothing else', () => {
    const { mention, words, handbook } = sams();
    const standing = (these: readonly Absence[]) =>
      cardOf(mention, words, handbook, { ...ALONE, away: these }).standing;
    expect(standing(away('sam'))).toBe('with Sam (away)');
    expect(standing(away('ana'))).toBe('with Sam');
  });
});

describe('a claim of somebody whom nobody can reach', () => {
  const gone = { type: 'owner_gone', owner: PEOPLE.sam.email } as const;

  test('is anybody’s again, which the channel hears', () => {
    const play = aPlay({ status: 'claimed' }).does(HEED, gone);
    expect(play.status).toBe('unclaimed');
    expect(lines(play).at(-1)).toBe("Sam cannot be reached here; this is anybody's again.");
    expect(storyOf(play.history, play.handbook).at(-1)?.aloud).toBe(true);
  });

  test('is not taken from whoever has it by now', () => {
    const play = aPlay({ status: 'claimed' }).does('lena', {
      type: 'assign',
      to: PEOPLE.ana.email,
    });
    expect(play.does(HEED, gone).mention.owner).toBe(PEOPLE.ana.email);
  });
});

describe('a review', () => {
  const asked = (category: 'complaint' | 'legal', ...names: Name[]) =>
    leaves(aPlay({ status: 'claimed', category }), ...names).submits('sam');

  test('is asked of those who are there, while they are enough', () => {
    expect(recipients(asked('complaint', 'rita'), 'ask_review')).toEqual(emails('ravi', 'lena'));
    expect(recipients(asked('legal', 'rita'), 'ask_review')).toEqual(emails('ravi', 'lena'));
  });

  test('is asked of the admins where they are not', () => {
    expect(recipients(asked('legal', 'rita', 'ravi'), 'ask_review')).toEqual(
      emails('lena', 'adam'),
    );
  });

  test('is asked of the key contacts though they are away, and never of nobody', () => {
    const all = asked('complaint', 'rita', 'ravi', 'lena', 'adam');
    expect(recipients(all, 'ask_review')).toEqual(emails('lena', 'adam'));
    const many = asked('legal', 'rita', 'ravi', 'lena', 'adam');
    expect(recipients(many, 'ask_review')).toEqual(emails('lena', 'adam'));
    const alone = aHandbook();
    const departments = alone.departments.map((one) => ({ ...one, contacts: [] }));
    const play = aPlay({ status: 'in_review', handbook: { ...alone, departments } });
    const everybody = reviewersOf(
      play.mention,
      play.handbook,
      away('rita', 'ravi', 'lena', 'adam'),
    );
    expect(everybody.toSorted()).toEqual(emails('rita', 'ravi', 'lena', 'adam'));
  });

  test('counts what somebody approves who is away, or approved before', () => {
    const play = asked('legal', 'rita').approves('rita');
    expect(reviewersOf(play.mention, play.handbook, away('rita', 'ravi'))).toEqual(
      expect.not.arrayContaining([PEOPLE.adam.email]),
    );
    expect(play.approves('lena').status).toBe('scheduled');
  });

  test('stands on the lists of those who are asked', () => {
    const { mention, handbook } = asked('complaint');
    const list = (name: Name, ...names: Name[]) =>
      belongsOn(mention, 'review', askerOf(PEOPLE[name], handbook, null, away(...names)), handbook);
    expect([list('rita'), list('adam')]).toEqual([true, false]);
    expect([list('ravi', 'ravi'), list('rita', 'ravi')]).toEqual([false, true]);
    expect(list('adam', 'rita', 'ravi', 'lena')).toBe(true);
  });
});

describe('the ladder', () => {
  const missed = (...names: Name[]) => {
    const play = leaves(opened().does('sam', { type: 'claim' }), ...names);
    return play.waits(61 * MINUTE).does(HEED, TICK).mention.escalation;
  };

  test('passes over whoever is away for somebody above', () => {
    expect(missed('lena')).toMatchObject({ rung: 2, to: PEOPLE.adam.email });
    expect(missed('adam')).toMatchObject({ rung: 1, to: PEOPLE.lena.email });
  });

  test('calls the last one all the same where nobody is there', () => {
    expect(missed('lena', 'adam')).toMatchObject({ rung: 2, to: PEOPLE.adam.email });
  });

  test('goes back down for somebody who was not called last, and climbs no lower', () => {
    const play = leaves(aPlay(), 'lena').does('sam', { type: 'escalate', reason: 'One.' });
    expect(play.mention.escalation?.to).toBe(PEOPLE.adam.email);
    const departments = play.handbook.departments.map((one) => ({
      ...one,
      contacts: emails('lena', 'adam', 'dirk').toSorted(
        (a, b) => ORDER.indexOf(a) - ORDER.indexOf(b),
      ),
    }));
    play.handbook = { ...play.handbook, departments };
    leaves(play, 'dirk').does('sam', { type: 'escalate', reason: 'Two.' });
    expect(play.mention.escalation).toMatchObject({ rung: 2, to: PEOPLE.lena.email });
  });

  const ORDER = [PEOPLE.lena.email, PEOPLE.adam.email, PEOPLE.dirk.email] as string[];
});

test('nobody away is reminded, whoever is reminded is told when it is settled', () => {
  const play = opened(within(TARGETS), 'complaint').does('sam', { type: 'claim' }).submits('sam');
  leaves(play, 'rita', 'sam')
    .waits(8 * MINUTE)
    .does(HEED, TICK);
  expect(recipients(play, 'remind')).toEqual(emails('ravi'));
  play.approves('ravi');
  expect(recipients(play, 'settle_reminders')).toEqual(
    expect.arrayContaining(emails('rita', 'ravi', 'sam')),
  );
});
