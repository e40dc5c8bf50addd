/** Heed as `heed start` composes it, in a process of its own, against a Slack that is told to it. */
import { pino } from 'pino';
import { z } from 'zod';
import { type Heed, startHeed } from '../../src/compose.ts';
import { openSources } from '../../src/sources/registry.ts';
import { BUDGETS } from '../../src/surfaces/slack/limits.ts';
import { aHandbookFile } from '../support/handbook-files.ts';
import { answerQuestions, stopBy } from './child.ts';

const orders = z.object({
  handbook: z.string(),
  replyUrl: z.string(),
  webhookSecret: z.string(),
  databaseUrl: z.string(),
  slack: z.object({ botToken: z.string(), signingSecret: z.string(), apiUrl: z.string() }),
  port: z.number(),
  /** How many times faster than Slack allows Heed may call it. */
  haste: z.number(),
});
export type HeedOrders = z.infer<typeof orders>;

let heed: Heed | null = null;

answerQuestions(async (question) => {
  const given = orders.parse(question);
  for (const budget of Object.values(BUDGETS)) {
    Object.assign(budget, { everyMs: budget.everyMs / given.haste });
  }
  heed = await startHeed({
    handbook: aHandbookFile(given.handbook, given.replyUrl),
    openSources: (handbook) => openSources(handbook, () => given.webhookSecret),
    location: { databaseUrl: given.databaseUrl },
    teams: null,
    slack: { ...given.slack, appToken: null },
    port: given.port,
    host: '127.0.0.1',
    log: pino(
      { level: process.env['HEED_TEST_LOG'] ?? 'error' },
      pino.destination({ dest: 2, sync: true }),
    ),
  });
  await heed.ready;
});

stopBy(async () => heed?.stop());
