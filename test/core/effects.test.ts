import { describe, expect, test } from 'vitest';
import { reviewersOf } from '../../src/core/reviewers.ts';
import { aHandbook, HEED, type Name, PEOPLE, withApprovals, without } from '../support/cast.ts';
import { aPlay, type Play } from '../support/play.ts';

function asked(play: Play): readonly string[] {
  return play.effects.flatMap((effect) => (effect.type === 'ask_review' ? [effect.recipient] : []));
}

function settled(play: Play): readonly string[] {
  return play.effects.flatMap((effect) =>
    effect.type === 'settle_reviews' ? [effect.version] : [],
  );
}

function cards(play: Play): readonly number[] {
  return play.effects.flatMap((effect) => (effect.type === 'show_card' ? [effect.placement] : []));
}

const emails = (...names: Name[]) => names.map((name) => PEOPLE[name].email);

describe('cards and stories', () => {
  test('whatever happens redraws the card', () => {
    expect(cards(aPlay())).toEqual([1]);
    expect(cards(aPlay().does('sam', { type: 'claim' }))).toEqual([1]);
    expect(cards(aPlay({ status: 'answered' }).hears())).toEqual([1]);
  });

  test('what changes nothing makes nothing necessary', () => {
    const play = aPlay({ status: 'claimed' }).does('sam', { type: 'save_draft', text: 'So' });
    expect(play.does('sam', { type: 'save_draft', text: 'Sorry' }).effects).toEqual([]);
  });

  test('a line is told where there is one to tell', () => {
    const told = (play: Play) => play.effects.some(({ type }) => type === 'tell_story');
    expect(told(aPlay().does('sam', { type: 'claim' }))).toBe(true);
    const typing = aPlay({ status: 'claimed' }).does('sam', { type: 'save_draft', text: 'So' });
    expect(told(typing)).toBe(false);
  });

  test('a transfer redraws the card left behind and makes the new one', () => {
    const play = aPlay({ status: 'claimed' });
    play.does('sam', { type: 'transfer', department: 'deliveries' });
    expect(cards(play)).toEqual([1, 2]);
  });
});

describe('reviews', () => {
  test('a submitted version asks the department’s reviewers and leads but its author', () => {
    expect(asked(aPlay({ status: 'in_review' }))).toEqual(emails('rita', 'ravi', 'lena'));
    expect(asked(aPlay({ status: 'in_review', owner: 'rita' }))).toEqual(emails('ravi', 'lena'));
  });

  test('a version that needs nobody asks nobody', () => {
    expect(asked(aPlay({ status: 'scheduled', category: 'praise' }))).toEqual([]);
  });

  test('where they are too few, the admins are asked too', () => {
    const handbook = without(aHandbook(), 'ravi', 'lena');
    const play = aPlay({ status: 'in_review', category: 'legal', handbook });
    expect(asked(play)).toEqual(emails('rita', 'adam'));
    expect(reviewersOf(play.mention, aHandbook(), [])).not.toContain(PEOPLE.adam.email);
  });

  test('an edited version settles the requests for the one before and asks anew', () => {
    const play = aPlay({ status: 'in_review' });
    const { version } = play;
    play.submits('sam', 'Another text.');
    expect(settled(play)).toEqual([version, play.version]);
    expect(asked(play)).toEqual(emails('rita', 'ravi', 'lena'));
  });

  test('a review, a withdrawal, a follow-up and the reply going out settle the requests', () => {
    const play = aPlay({ status: 'in_review' });
    const { version } = play;
    expect(settled(play.fork().approves('rita'))).toContain(version);
    expect(settled(play.fork().does('sam', { type: 'withdraw' }))).toContain(version);
    expect(settled(play.fork().hears())).toContain(version);
    expect(settled(play.fork().approves('rita').begins().sends())).toContain(version);
  });

  test('back in review, those who approved already are not asked again', () => {
    const play = aPlay({ status: 'scheduled' });
    play.does('sam', { type: 'category', category: 'legal' });
    expect(play.status).toBe('in_review');
    expect(asked(play)).toEqual(emails('ravi', 'lena'));
  });

  test('a category that asks for more than the department has asks the admins too', () => {
    const handbook = without(aHandbook(), 'ravi', 'lena');
    const play = aPlay({ status: 'in_review', handbook });
    expect(asked(play)).toEqual(emails('rita'));
    play.does('sam', { type: 'category', category: 'legal' });
    expect(asked(play)).toContain(PEOPLE.adam.email);
  });

  test('an edit that still needs an approval asks all but its editor', () => {
    const play = aPlay({ status: 'in_review', category: 'legal' });
    const { seen } = play;
    play.does('rita', { type: 'edit_and_approve', text: 'Better.', seen, ticked: [] });
    expect(asked(play)).toEqual(emails('ravi', 'lena'));
  });
});

describe('publishing', () => {
  const publish = (play: Play) => play.effects.filter(({ type }) => type === 'publish');

  test('what is scheduled is published at the end of the undo window', () => {
    const play = aPlay({ status: 'scheduled' });
    const { id, sendAt } = play.mention;
    expect(publish(play)).toEqual([
      { type: 'publish', mention: id, version: play.version, at: sendAt },
    ]);
    expect(sendAt).toBe(play.now - 1_000 + 30_000);
  });

  test('what is in review is not', () => {
    expect(publish(aPlay({ status: 'in_review' }))).toEqual([]);
    const play = aPlay({ status: 'scheduled' });
    play.handbook = withApprovals(play.handbook, { complaint: 2 });
    expect(publish(play.begins())).toEqual([]);
  });

  test('what was postponed is published when it was postponed to', () => {
    const play = aPlay({ status: 'publishing' });
    const because = { type: 'postponed', until: play.now + 5_000 } as const;
    play.does(HEED, { type: 'not_sent', version: play.version, because });
    expect(publish(play)).toMatchObject([{ at: because.until, version: play.version }]);
  });
});

test('effects name things by id and hold no words', () => {
  const play = aPlay({ status: 'in_review' });
  expect(JSON.stringify(play.effects)).not.toContain('Sorry');
  expect(play.words.size).toBeGreaterThan(1);
});
