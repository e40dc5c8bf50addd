/** What was missed is shown to those who act there, whatever the list that it came from. */
import { expect, test } from 'vitest';
import { askerOf } from '../../src/core/overview.ts';
import { missedLineOf } from '../../src/stats/missed.ts';
import { aHandbook, type Name, PEOPLE, withDesk } from '../support/cast.ts';
import { Play } from '../support/play.ts';

const HANDBOOK = withDesk(aHandbook(), ['lena'], true);

function isShown(play: Play, who: Name): boolean {
  const { mention, words } = play;
  const times = { dueAt: mention.openedAt, endedAt: null };
  const clock = {
    mention: mention.id,
    metric: 'first_reply_time',
    cause: 'claimed',
    ...times,
  } as const;
  return missedLineOf(clock, mention, words, askerOf(PEOPLE[who], HANDBOOK), HANDBOOK) !== null;
}

test('to whoever acts in its department', () => {
  const play = new Play(HANDBOOK).opens();
  const shown = (['sam', 'lena', 'adam', 'dirk'] as const).map((who) => isShown(play, who));
  expect(shown).toEqual([true, true, true, false]);
});

test('a sensitive one to its owners alone', () => {
  const play = new Play(HANDBOOK).opens(undefined, null, 'care', 'website', { sensitive: true });
  const shown = (['sam', 'lena', 'adam'] as const).map((who) => isShown(play, who));
  expect(shown).toEqual([false, true, false]);
});
