/** What whoever was asked to review is told of a version whose draft is over. */
import { expect, test } from 'vitest';
import { fateOf } from '../../src/app/version-fate.ts';
import { aPlay, type Play } from '../support/play.ts';

function fates(play: Play): Promise<readonly string[]> {
  const store = { history: async () => play.history };
  const versions = play.history.flatMap(({ event }) =>
    event.type === 'submitted' ? [event.version.id] : [],
  );
  return Promise.all(versions.map((version) => fateOf(store, play.mention.id, version)));
}

test('the version that went out did so, and the one before it was replaced', async () => {
  const play = aPlay({ status: 'in_review' }).submits('sam', 'Sorry, Lerato, we look into it.');
  play.approves('rita').begins().sends();
  expect(await fates(play)).toEqual(['Version 2 has replaced it.', 'Version 2 is out.']);
});

test('a deletion that was done has taken our reply away', async () => {
  const play = aPlay({ status: 'answered' });
  play.does('sam', { type: 'delete', seen: play.seen, reason: 'wrong' });
  play.approves('rita').begins().sends();
  expect(await fates(play)).toEqual(['Version 1 is out.', 'Our reply was deleted.']);
});

test('a correction that went out is out', async () => {
  const play = aPlay({ status: 'answered' });
  const text = 'No, Lerato, we are closed.';
  play.does('sam', { type: 'correct', text, seen: play.seen, ticked: [] });
  play.approves('rita').begins().sends();
  expect(await fates(play)).toEqual(['Version 1 is out.', 'The correction is out.']);
});
