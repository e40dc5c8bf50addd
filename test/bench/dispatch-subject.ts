/** A dispatcher in a process of its own. Tells which effects it has performed since it was asked. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { createDispatcher } from '../../src/jobs/dispatcher.ts';
import { openStore } from '../../src/store/open.ts';
import { answerQuestions } from './child.ts';

const question = z.union([
  z.object({ databaseUrl: z.string(), takesMs: z.number(), concurrency: z.number() }),
  z.literal('performed'),
]);
export type DispatchOrders = Exclude<z.infer<typeof question>, string>;

const log = { info: () => undefined, warn: console.error, error: console.error };
let performed: { readonly key: string; readonly at: number }[] = [];

answerQuestions(async (asked) => {
  const orders = question.parse(asked);
  if (orders === 'performed') {
    const told = performed;
    performed = [];
    return told;
  }
  const { databaseUrl, takesMs, concurrency } = orders;
  const { outbox } = await openStore({ databaseUrl });
  const dispatcher = createDispatcher({
    outbox,
    async perform({ key }) {
      await pause(takesMs);
      performed.push({ key, at: Date.now() });
      return { type: 'done' };
    },
    now: Date.now,
    log,
    concurrency,
  });
  await dispatcher.start();
  return null;
});

process.once('SIGTERM', () => process.exit(0));
