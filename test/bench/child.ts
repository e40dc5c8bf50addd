/**
 * What is measured runs in processes of its own. Parent and child talk by IPC: each question gets
 * one answer, and the first question says how to start.
 */
import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface Child {
  ask<Schema extends z.ZodType>(question: unknown, answer: Schema): Promise<z.infer<Schema>>;
  /** By SIGTERM. */
  stop(): Promise<void>;
}

const STOP_MS = 10_000;

const asked = z.object({ id: z.number(), question: z.unknown() });
const answered = z.object({ id: z.number(), answer: z.unknown(), error: z.string().optional() });

const scripts = z.object({ scripts: z.object({ start: z.string() }) });

/** What the script `start` tells Node.js of V8, for a Heed that is measured. */
export const START_FLAGS: readonly string[] = scripts
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))
  .scripts.start.split(' ')
  .filter((word) => word.startsWith('--') && word !== '--import');

export function forkChild(script: URL, args: readonly string[], options: ForkOptions = {}): Child {
  const child = fork(fileURLToPath(script), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    ...options,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let questions = 0;
  return {
    async ask(question, schema) {
      questions += 1;
      return schema.parse(await askOnce(child, questions, question));
    },
    async stop() {
      child.kill('SIGTERM');
      const last = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(last);
    },
  };
}

function askOnce(child: ChildProcess, id: number, question: unknown): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const died = (code: number | null, signal: string | null) =>
    reject(new Error(`${child.spawnargs.at(-1)} ended (${signal ?? code}) before it answered`));
  const heard = (message: unknown) => {
    const { data } = answered.safeParse(message);
    if (data?.id !== id) return;
    if (data.error === undefined) resolve(data.answer);
    else reject(new Error(data.error));
  };
  child.on('message', heard);
  child.once('exit', died);
  child.send({ id, question });
  return promise.finally(() => {
    child.off('message', heard);
    child.off('exit', died);
  });
}

/** In the child: ends when its parent does. */
export function answerQuestions(answer: (question: unknown) => Promise<unknown>): void {
  process.on('message', (message) => {
    const { data } = asked.safeParse(message);
    if (data === undefined) return;
    answer(data.question).then(
      (said) => process.send?.({ id: data.id, answer: said ?? null }),
      (error: unknown) => {
        const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
        process.send?.({ id: data.id, error: words });
      },
    );
  });
  process.on('disconnect', () => process.exit(2));
}

/** In the child: what SIGTERM does. */
export function stopBy(stop: () => Promise<void>): void {
  process.once('SIGTERM', () => {
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
