/** Muting an author: who may, until when, and what is told of it. */
import { expect, test } from 'vitest';
import { cardOf } from '../../src/core/card.ts';
import { BY_HAND } from '../../src/core/mention.ts';
import { storyOf } from '../../src/core/story.ts';
import { aPost } from '../support/cast.ts';
import { aPlay, Play } from '../support/play.ts';

const DAY = 24 * 60 * 60_000;

const muting = (play: Play, days: number | null, reason = 'Insults everybody.') => ({
  type: 'mute' as const,
  reason,
  until: days === null ? null : play.now + days * DAY,
});

test.each([
  ['without a reason', ' \n', 1, 'Say why'],
  ['without an end', 'Insults.', null, 'every mute has an end'],
  ['with an end that is past', 'Insults.', -1, 'in the past'],
  ['that ends now', 'Insults.', 0, 'in the past'],
  ['for longer than ninety days', 'Insults.', 91, '90 days at most'],
])('a mute %s is refused', (_, reason, days, sentence) => {
  const play = aPlay();
  expect(play.tries('lena', muting(play, days, reason))).toMatchObject({
    refusal: { code: 'input', sentence: expect.stringContaining(sentence) },
  });
});

test('ninety days are no more than that', () => {
  const play = aPlay();
  expect(play.tries('lena', muting(play, 90))).toMatchObject({ ok: true });
});

test('muting again with the same end, reason and person does nothing more', () => {
  const play = aPlay();
  const command = muting(play, 7);
  play.does('lena', command);
  expect(play.tries('lena', command)).toMatchObject({ ok: true, events: [] });
  const other = { ...command, reason: 'Threats.' };
  expect(play.tries('lena', other)).toMatchObject({ events: [{ type: 'muted' }] });
  expect(play.tries('adam', command)).toMatchObject({ events: [{ type: 'muted' }] });
});

test('whoever has ended on its own needs no unmuting', () => {
  const play = aPlay();
  play.does('lena', muting(play, 1)).waits(DAY);
  expect(play.tries('lena', { type: 'unmute' })).toMatchObject({
    refusal: { code: 'not_now', sentence: 'Lerato M. is not muted (any more).' },
  });
});

test('nobody is muted who was added by hand, and no card offers it', () => {
  const play = new Play(aPlay().handbook).opens(aPost(), null, 'care', BY_HAND);
  expect(play.tries('lena', muting(play, 1))).toMatchObject({ refusal: { code: 'not_now' } });
  expect(cardOf(play.mention, play.words, play.handbook).actions).not.toContain('mute');
});

test('the thread says who muted until when, and nobody hears of what comes meanwhile', () => {
  const play = aPlay({ status: 'answered' });
  const command = muting(play, 7);
  play.does('lena', command).hears('c-2', 'Idiots!', 'muted').does('lena', { type: 'unmute' });
  expect(play.status).toBe('answered');
  const lines = storyOf(play.history, play.handbook).slice(-2);
  expect(lines.map(({ parts }) => parts)).toEqual([
    [
      { type: 'text', text: 'Lena muted Lerato M. until ' },
      { type: 'instant', at: command.until },
      { type: 'text', text: '. The card says why.' },
    ],
    [{ type: 'text', text: 'Lena ended the mute: what Lerato M. writes comes here again.' }],
  ]);
});

test('what was logged says so once it is on the desk, and not what came before', () => {
  const told = (play: Play) =>
    storyOf(play.history, play.handbook).map(({ parts }) => JSON.stringify(parts));
  const asked = aPlay({ status: 'logged' }).hears('c-2', '', 'rule');
  asked.does('lena', { type: 'restore' });
  expect(told(asked).at(-1)).toContain('Lena restored this to the desk.');
  const wrote = aPlay({ status: 'logged' }).hears();
  expect(told(wrote)).toEqual([expect.stringContaining('until Lerato M. wrote again')]);
  expect(wrote.effects.map(({ type }) => type)).toEqual(['show_card', 'tell_story']);
});
