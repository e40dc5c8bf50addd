import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { squareSnapshot } from './square.ts';
import { workspaceSnapshot } from './workspace.ts';

const secrets = z.object({
  botToken: z.string(),
  appToken: z.string(),
  signingSecret: z.string(),
  webhookSecret: z.string(),
});
export type Secrets = z.infer<typeof secrets>;

const snapshot = z.object({
  secrets,
  workspace: workspaceSnapshot,
  square: squareSnapshot,
});
export type Snapshot = z.infer<typeof snapshot>;

/** @throws Error with the file's name when it isn't one that the sandbox wrote */
export function readSnapshot(path: string): Snapshot | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return snapshot.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new Error(`${path} is not a sandbox file that can be read; move it away`, { cause });
  }
}

/**
 * Writes the newest snapshot, whole or not at all: first beside the file, then renamed.
 * @returns a function that resolves when everything up to its call is in the file
 */
export function createWriter(path: string, take: () => Snapshot): () => Promise<void> {
  let writing = Promise.resolve();
  let queued: Promise<void> | null = null;

  async function write(): Promise<void> {
    queued = null;
    await mkdir(dirname(path), { recursive: true });
    const draft = `${path}.new`;
    await writeFile(draft, JSON.stringify(take()), { mode: 0o600 });
    await rename(draft, path);
  }

  return () => {
    if (!queued) {
      queued = writing.then(write, write);
      writing = queued;
    }
    return queued;
  };
}
