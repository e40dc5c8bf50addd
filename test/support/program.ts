/** `heed start` as an operator runs it: a process of its own, by its environment alone. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

export interface Program {
  /** Everything it printed, to both streams. */
  output(): string;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  tell(signal: NodeJS.Signals): void;
  /** Status and body of one of its pages; null while nobody listens. */
  get(path: string): Promise<{ status: number; body: string } | null>;
  /** Until `/readyz` says so. */
  ready(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_MS = 30_000;

export function startProgram(env: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, ['src/main.ts', 'start'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<Awaited<Program['ended']>>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });

  async function get(path: string): Promise<{ status: number; body: string } | null> {
    try {
      const response = await fetch(`http://127.0.0.1:${env['PORT']}${path}`);
      return { status: response.status, body: await response.text() };
    } catch {
      return null;
    }
  }

  return {
    output: () => output,
    ended,
    tell: (signal) => child.kill(signal),
    get,
    async ready() {
      await until('Heed to be ready', async () => (await get('/readyz'))?.status === 200, READY_MS);
    },
  };
}
