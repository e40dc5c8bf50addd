import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from '../../../src/surfaces/slack/turns.ts';

test('what was acknowledged begins in order, one in each turn of the event loop', async () => {
  const turns = createTurns();
  const begun: number[] = [];
  for (const n of [1, 2, 3]) void turns.mine().then(() => begun.push(n));
  expect(begun).toEqual([]);
  const seen: number[] = [];
  while (begun.length < 3) {
    await nextTurn();
    seen.push(begun.length);
  }
  expect(begun).toEqual([1, 2, 3]);
  expect(seen).toEqual([1, 2, 3]);
});

test('after everybody had their turn, the next comes at once again', async () => {
  const turns = createTurns();
  await turns.mine();
  await turns.mine();
  await Promise.all([turns.mine(), turns.mine()]);
});
