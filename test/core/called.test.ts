/** What stands on the list of the key contact whom the clock called, and for how long. */
import { describe, expect, test } from 'vitest';
import type { Handbook } from '../../src/core/handbook.ts';
import { askerOf, belongsOn, lineOf } from '../../src/core/overview.ts';
import { calledByClock } from '../../src/core/rungs.ts';
import { HEED, type Name, PEOPLE, withDesk } from '../support/cast.ts';
import { HOUR, opened, TARGETS, TICK, within } from '../support/clocked.ts';
import type { Play } from '../support/play.ts';

const FIRST: Handbook = within({ first_reply_time: HOUR });

function missed(handbook = FIRST, by: Name | null = 'sam'): Play {
  const play = opened(handbook);
  if (by !== null) play.does(by, { type: 'claim' });
  return play.waits(HOUR).does(HEED, TICK);
}

const isOn = ({ mention, handbook }: Play, name: Name) =>
  belongsOn(mention, 'called', askerOf(PEOPLE[name], handbook), handbook);

const offers = ({ mention, words, handbook }: Play, name: Name) =>
  lineOf(mention, words, 'called', askerOf(PEOPLE[name], handbook), handbook).card.actions;

describe('what was missed', () => {
  test('stands on the list of whom the clock called, and on nobody else’s', () => {
    const play = missed();
    expect(calledByClock(play.mention)).toBe(PEOPLE.lena.email);
    expect((['lena', 'adam', 'sam', 'rita'] as const).filter((one) => isOn(play, one))).toEqual([
      'lena',
    ]);
  });

  test('leaves it once it is answered, over, with them, or called for by somebody', () => {
    const ends: readonly ((play: Play) => Play)[] = [
      (play) => play.submits('sam').begins().sends(),
      (play) => play.does('lena', { type: 'dismiss', reason: 'spam' }),
      (play) => play.does('lena', { type: 'assign', to: PEOPLE.lena.email }),
      (play) => play.does('sam', { type: 'escalate', reason: 'He is a lawyer.' }),
      (play) => play.does('lena', { type: 'transfer', department: 'deliveries' }),
    ];
    for (const end of ends) {
      const play = end(missed());
      expect(isOn(play, 'lena')).toBe(false);
      const settled = { type: 'settle_reminders', recipient: PEOPLE.lena.email };
      expect(play.effects).toContainEqual(settled);
    }
  });

  test('leaves it once the next one is called, on whose list it stands then', () => {
    const handbook = within({ first_reply_time: HOUR, total_resolution_time: 2 * HOUR });
    const play = missed(handbook).waits(HOUR).does(HEED, TICK);
    expect((['lena', 'adam'] as const).map((one) => isOn(play, one))).toEqual([false, true]);
  });

  test('leaves it when what was missed is over, though more is due', () => {
    const draft = opened(within({ ...TARGETS, first_reply_time: 24 * HOUR }), 'complaint');
    draft.does('sam', { type: 'claim' }).submits('sam').waits(HOUR).does(HEED, TICK);
    expect([isOn(draft, 'lena'), offers(draft, 'lena')]).toEqual([
      true,
      ['approve', 'request_changes', 'assign'],
    ]);
    expect(isOn(draft.approves('rita'), 'lena')).toBe(false);
  });

  test('is offered to a lead with what they could do at once, and so is what nobody has', () => {
    expect(offers(missed(), 'lena')).toEqual(['assign']);
    expect(offers(missed(FIRST, null), 'lena')).toEqual(['reply', 'claim', 'assign']);
  });
});

test('what is sensitive reaches named owners alone, whoever else was called', () => {
  const play = missed(withDesk(FIRST, ['lena']));
  const hidden = { ...play.mention, sensitive: true };
  const handbook = withDesk(FIRST, ['ana']);
  const asker = askerOf(PEOPLE.lena, play.handbook);
  expect(belongsOn(hidden, 'called', asker, play.handbook)).toBe(true);
  expect(belongsOn(hidden, 'called', asker, handbook)).toBe(false);
});
