/**
 * Memory at rest with Postgres, against a bare Bolt app with the same driver.
 *
 * Heed as `npm start` runs it, and a Bolt app that acknowledges presses and is connected to
 * the same Postgres; both in Socket Mode with a workspace each, in which nothing happens. What each
 * process holds is looked at some seconds after its start, once its garbage was collected.
 */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { startSandbox } from '../../src/sandbox/index.ts';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { forkChild, START_FLAGS } from './child.ts';
import type { Figure } from './figure.ts';
import { compare } from './rounds.ts';
import type { Stage } from './stage.ts';

const ROUNDS = 3;
const SETTLES_MS = 3_000;
const STARTS_MS = 30_000;
const MB = 1_024 * 1_024;

const ROOT = new URL('../../', import.meta.url);
const PROBE = fileURLToPath(new URL('./at-rest-probe.ts', import.meta.url));

export async function measureMemory(stage: Stage): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'heed-bench-'));
  stage.after(() => rm(folder, { recursive: true, force: true }));
  const handbook = join(folder, 'handbook.yaml');
  await copyFile(new URL('./src/handbook/example.yaml', ROOT), handbook);
  const databaseUrl = await stage.database();

  const compared = await compare({
    rounds: ROUNDS,
    baseline: () => restOf({ program: new URL('./bare-bolt.ts', import.meta.url), databaseUrl }),
    value: async () => {
      const port = String(await freePort());
      const env = { PORT: port, HEED_HANDBOOK: handbook, LOG_LEVEL: 'warn' };
      const program = new URL('./src/main.ts', ROOT);
      return restOf({ program, args: ['start'], flags: START_FLAGS, databaseUrl, env });
    },
  });
  const goal = { is: 'at most', ratio: 1.5 } as const;
  return [{ name: 'memory', unit: 'MB', ...compared, goal, wrong: [] }];
}

interface Running {
  readonly program: URL;
  readonly args?: readonly string[];
  readonly flags?: readonly string[];
  readonly databaseUrl: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What this program holds at rest, in MB. */
async function restOf({
  program,
  args = [],
  flags = [],
  databaseUrl,
  env = {},
}: Running): Promise<number> {
  let connected = 0;
  const sandbox = await startSandbox({ hookUrl: () => 'http://127.0.0.1:9/', limits: 'none' });
  sandbox.workspace.onCall(({ method }) => {
    if (method === 'apps.connections.open') connected += 1;
  });
  const child = forkChild(program, args, {
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: databaseUrl,
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_APP_TOKEN: sandbox.appToken,
      SLACK_API_URL: sandbox.slackApiUrl,
      WEBSITE_WEBHOOK_SECRET: sandbox.webhookSecret,
      ...env,
    },
    execArgv: [...flags, '--expose-gc', '--import', PROBE],
  });
  try {
    await until('the program to connect to Slack', () => connected > 0, STARTS_MS);
    await pause(SETTLES_MS);
    return (await child.ask('rest', z.number())) / MB;
  } finally {
    await child.stop();
    await sandbox.close();
  }
}
