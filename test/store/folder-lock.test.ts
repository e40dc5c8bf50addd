import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../../src/store/folder-lock.ts';
import { until } from '../support/until.ts';

let folder = '';
let child: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heed-lock-'));
});

afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
  rmSync(folder, { recursive: true, force: true });
});

/** Another process that holds the folder until it is killed. */
async function holdElsewhere(): Promise<{ pid: number; stderr(): string }> {
  const module = new URL('../../src/store/folder-lock.ts', import.meta.url).href;
  const script = `
    import { lockFolder } from ${JSON.stringify(module)};
    globalThis.kept = lockFolder(${JSON.stringify(folder)});
    console.log('held');
    setInterval(() => undefined, 1000);`;
  const started = spawn(process.execPath, ['--input-type=module', '-e', script]);
  child = started;
  let out = '';
  let err = '';
  started.stdout.on('data', (chunk) => {
    out += chunk;
  });
  started.stderr.on('data', (chunk) => {
    err += chunk;
  });
  await until('the other process to hold the folder', () => out.includes('held'));
  return { pid: started.pid ?? 0, stderr: () => err };
}

test('a second process is refused and told who has the folder, and what to do', async () => {
  const { pid } = await holdElsewhere();
  expect(() => lockFolder(folder)).toThrow(
    new RegExp(
      `^Another Heed \\(process ${pid}, since \\d\\d:\\d\\d\\) is using the folder ${folder}\\. ` +
        'Stop it, or set HEED_DATA_DIR to another folder; several processes can share one ' +
        'Postgres through DATABASE_URL\\.$',
    ),
  );
});

test('the folder is free at once when its holder was killed', async () => {
  const { pid } = await holdElsewhere();
  const killed = new Promise((resolve) => child?.on('exit', resolve));
  process.kill(pid, 'SIGKILL');
  await killed;
  lockFolder(folder).release();
});

test('holding it says nothing on the terminal', async () => {
  const { stderr } = await holdElsewhere();
  expect(stderr()).toBe('');
});

test('this process too has it once at a time', () => {
  const lock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(`process ${process.pid}`);
  lock.release();
  expect(existsSync(join(folder, 'holder.json'))).toBe(false);
  lockFolder(folder).release();
});

test('a folder that is not there yet is made', () => {
  const deeper = join(folder, 'a', 'b');
  lockFolder(deeper).release();
  expect(existsSync(deeper)).toBe(true);
});
