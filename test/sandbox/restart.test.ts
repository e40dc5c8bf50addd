import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSnapshot } from '../../src/sandbox/file.ts';
import { startSandbox } from '../../src/sandbox/index.ts';
import { aClient, aPost, aSandbox, button } from './support.ts';

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'heed-sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const hookUrl = () => 'http://127.0.0.1:9/hooks';

test('a restart finds the same messages, posts and secrets, and seeds nothing twice', async () => {
  const folder = await aFolder();
  const dataFile = join(folder, 'sandbox.json');
  const before = await startSandbox({ dataFile, seedPosts: true, hookUrl });
  const metadata = { event_type: 'heed_card', event_payload: { mention: 'm-1' } };
  const blocks = [{ type: 'actions', elements: [button('claim', 'Claim')] }];
  const { channel, ts } = await aPost(before, { text: 'card', blocks, metadata });
  const stored = structuredClone(before.workspace.messages('care'));
  await before.close();

  const after = await aSandbox({ dataFile, seedPosts: true });
  expect(after.botToken).toBe(before.botToken);
  expect(after.webhookSecret).toBe(before.webhookSecret);
  expect(after.workspace.messages('care')).toEqual(stored);
  expect(after.square.posts).toHaveLength(4);
  const next = await aClient(after).chat.postMessage({ channel, thread_ts: ts, text: 'a line' });
  expect(Number(next.ts)).toBeGreaterThan(Number(ts));
  expect(await readdir(folder)).toEqual(['sandbox.json']);
});

test('what changed is in the file soon, without closing', async () => {
  const dataFile = join(await aFolder(), 'sandbox.json');
  const sandbox = await aSandbox({ dataFile });
  await aPost(sandbox, { text: 'card' });
  await expect
    .poll(() => {
      const channels = readSnapshot(dataFile)?.workspace.channels ?? [];
      return channels.flatMap(({ messages }) => messages.map((message) => message.text));
    })
    .toEqual(['card']);
});

test('a file that the sandbox did not write stops the start with its name', async () => {
  const dataFile = join(await aFolder(), 'sandbox.json');
  await writeFile(dataFile, '{}');
  await expect(startSandbox({ dataFile, hookUrl })).rejects.toThrow(dataFile);
});
