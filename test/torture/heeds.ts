/** Starts Heed in child processes, with the next one loaded already, and ends them. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { bundleChild } from './child-code.ts';
import type { Orders } from './heed-child.ts';

const ending = z.object({ endedOn: z.string() });

export interface Running {
  /** Its address, once everything is up; null when it ended before. */
  readonly ready: Promise<string | null>;
  readonly ended: Promise<Ended>;
  /** What it ended itself on, such as the id of a message; null when it was ended otherwise. */
  endedOn(): string | null;
  isOver(): boolean;
  kill(): void;
  /** By SIGTERM. */
  stop(): Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Heeds {
  start(orders: Orders): Running;
  close(): Promise<void>;
}

/** @param surface is loaded ahead of its use */
export async function createHeeds(surface: 'slack' | 'teams' = 'slack'): Promise<Heeds> {
  const code = await bundleChild();
  const cache = mkdtempSync(join(tmpdir(), 'heed-code-'));
  const alive = new Map<ChildProcess, Promise<Ended>>();
  let standby = load();

  function load(): ChildProcess {
    const child = fork(code.script, [surface], {
      env: { ...process.env, NODE_COMPILE_CACHE: cache },
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const ended = new Promise<Ended>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    alive.set(child, ended);
    void ended.then(() => alive.delete(child));
    return child;
  }

  return {
    start(orders) {
      const child = standby;
      const ended = alive.get(child) ?? Promise.resolve({ code: null, signal: null });
      standby = load();
      let over = false;
      let endedOn: string | null = null;
      void ended.then(() => {
        over = true;
      });
      const ready = new Promise<string | null>((resolve) => {
        child.on('message', (message) => {
          endedOn = ending.safeParse(message).data?.endedOn ?? endedOn;
          if (endedOn === null) resolve(`http://127.0.0.1:${orders.port}`);
        });
        void ended.then(() => resolve(null));
      });
      child.send(orders);
      return {
        ready,
        ended,
        endedOn: () => endedOn,
        isOver: () => over,
        kill: () => child.kill('SIGKILL'),
        stop() {
          child.kill('SIGTERM');
          return ended;
        },
      };
    },
    async close() {
      for (const child of alive.keys()) child.kill('SIGKILL');
      await Promise.all(alive.values());
      rmSync(cache, { recursive: true, force: true });
      code.remove();
    },
  };
}
