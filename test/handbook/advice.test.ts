import { expect, test } from 'vitest';
import { adviceOn } from '../../src/handbook/advice.ts';
import { aHandbook, type Name, NOON, withApprovals, withDesk } from '../support/cast.ts';

/** Only complaints need an approval. */
const usual = withApprovals(aHandbook(), { complaint: 1, legal: 0 });
const adviceFor = (owners: readonly Name[]) => adviceOn(withDesk(usual, owners), NOON);

test('a handbook without a private desk needs none', () => {
  expect(adviceOn(usual, NOON)).toEqual([]);
});

test.each<[Name]>([['ana'], ['lena'], ['rita']])('%s alone could have nothing approved', (name) => {
  expect(adviceFor([name])).toEqual([
    expect.stringMatching(
      /^departments\.care\.sensitive\.owners: .*"complaint", as nobody approves their own/u,
    ),
  ]);
});

test.each<[Name, Name]>([
  ['ana', 'lena'],
  ['ana', 'rita'],
  ['lena', 'rita'],
])('%s and %s get by', (...names) => {
  expect(adviceFor(names)).toEqual([]);
});

test('the desk of all departments is looked at too', () => {
  expect(adviceOn(withDesk(usual, ['ana'], true), NOON)).toEqual([
    expect.stringMatching(/^sensitive\.owners: /u),
  ]);
});
