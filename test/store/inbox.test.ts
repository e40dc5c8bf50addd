/** What came in and was never answered, as whoever had it in hand is gone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { copyPreparedFolder } from '../support/prepared-folder.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');

test('in an embedded store the next Heed takes it at once, and what was answered stays answered', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'heed-inbox-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  await copyPreparedFolder(dataDir);
  const before = await openStore({ dataDir });
  for (const key of ['in hand', 'answered']) {
    expect(await before.inbox.begin(key, NOW)).toEqual({ type: 'new' });
  }
  await before.inbox.answer('answered', { status: 200 });
  expect(await before.inbox.begin('in hand', NOW)).toEqual({ type: 'in_hand' });
  await before.store.close();
  const after = await openStore({ dataDir });
  expect(await after.inbox.begin('in hand', NOW + 1)).toEqual({ type: 'new' });
  expect(await after.inbox.begin('answered', NOW + 1)).toMatchObject({ type: 'answered' });
  await after.store.close();
});
