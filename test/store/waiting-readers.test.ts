/** Whoever waits for a lock reads, once it is theirs, what its last holder wrote. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NOON } from '../support/cast.ts';
import { openTestStore, type TestStore } from '../support/databases.ts';
import { anOpening, STEPS, takeStep } from '../support/tales.ts';
import { until } from '../support/until.ts';

let open: TestStore;
beforeEach(async () => {
  open = await openTestStore('postgres');
});
afterEach(() => open.close());

/** Until somebody waits for a lock of this kind. */
async function somebodyWaits(): Promise<void> {
  await until('somebody to wait', async () => {
    const rows = await open.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows.length > 0;
  });
}

test('a decision that waits for an activation is made by the new handbook', async () => {
  await open.store.transaction((tx) => tx.activateHandbook('old', 'old: text', NOON));
  const { promise: activated, resolve: commit } = Promise.withResolvers<void>();
  const activating = open.store.transaction(async (tx) => {
    await tx.lockHandbook();
    await tx.activateHandbook('new', 'new: text', NOON + 1);
    await activated;
  });
  await until('the lock', async () => {
    const rows = await open.query("select 1 from pg_locks where locktype = 'advisory' and granted");
    return rows.length > 0;
  });
  const deciding = open.store.transaction((tx) => tx.activeHandbook());
  await somebodyWaits();
  commit();
  await activating;
  expect(await deciding).toMatchObject({ sha: 'new' });
});

test('a command that waits for another sees all that the other did', async () => {
  const mention = await open.store.transaction(async (tx) => {
    const change = takeStep(null, anOpening(), NOON);
    await tx.saveMention(change);
    return change.after.id;
  });
  const { promise: done, resolve: commit } = Promise.withResolvers<void>();
  const { promise: begun, resolve: locked } = Promise.withResolvers<void>();
  const first = open.store.transaction(async (tx) => {
    const claimed = takeStep(await tx.loadMention(mention), STEPS.claim, NOON + 1);
    await tx.saveMention(claimed);
    const words = new Map<string, string>();
    const written = takeStep({ mention: claimed.after, words }, STEPS.submit, NOON + 2);
    await tx.saveMention(written);
    locked();
    await done;
    return written;
  });
  await begun;
  const second = open.store.transaction((tx) => tx.loadMention(mention));
  await somebodyWaits();
  commit();
  const { after, words } = await first;
  const seen = await second;
  expect(seen?.mention).toEqual(after);
  expect([...(seen?.words ?? [])]).toEqual(expect.arrayContaining([...words]));
});
