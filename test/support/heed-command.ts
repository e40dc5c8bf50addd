/** The program itself, as somebody types it in a shell. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  /** Resolves with all of it once it says this on standard output. */
  says(words: string): Promise<string>;
  stop(): Promise<Ran>;
  readonly ended: Promise<Ran>;
}

const running = new Set<ChildProcess>();

/** Ends what a test that failed has left behind, so that nothing runs on in a folder that is gone. */
export async function endCommands(): Promise<void> {
  const left = [...running];
  const ended = left.map((child) => once(child, 'close'));
  for (const child of left) child.kill('SIGKILL');
  await Promise.all(ended);
}

/** With nothing of this process's environment but what a program needs to start. */
export function startCommand(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  running.add(child);
  const ended = new Promise<Ran>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, out, err });
    });
  });
  return {
    ended,
    says(words) {
      return new Promise((resolve, reject) => {
        const look = () => out.includes(words) && resolve(out);
        child.stdout.on('data', look);
        child.once('close', () => reject(new Error(`it ended without "${words}": ${out}${err}`)));
        look();
      });
    },
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

export function runCommand(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return startCommand(args, cwd, env).ended;
}
