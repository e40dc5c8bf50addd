/**
 * Heed in a process of its own, for tests that kill it. Waits until it is told how to start, so
 * that everything is loaded by then, and ends itself by SIGKILL at the boundary it was told.
 */
import { flushCompileCache } from 'node:module';
import { pino } from 'pino';
import { z } from 'zod';
import { boundaries } from '../../src/app/boundary.ts';
import type { HandbookFile } from '../../src/app/handbooks.ts';
import { type Heed, startHeed } from '../../src/compose.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { openSources } from '../../src/sources/registry.ts';
import { BUDGETS, TIMES } from '../../src/surfaces/slack/limits.ts';
import { APP_BUDGET, CONVERSATION_BUDGETS } from '../../src/surfaces/teams/limits.ts';
import { aHandbookFile } from '../support/handbook-files.ts';

const orders = z.object({
  handbook: z.string(),
  replyUrl: z.string(),
  webhookSecret: z.string(),
  location: z.union([z.object({ databaseUrl: z.string() }), z.object({ dataDir: z.string() })]),
  slack: z.object({ botToken: z.string(), appToken: z.string(), apiUrl: z.string() }).nullable(),
  teams: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('local'), tenant: z.string() }),
      z.object({
        ...{ type: z.literal('password'), tenant: z.string() },
        ...{ appId: z.string(), password: z.string() },
      }),
    ])
    .nullable(),
  /** Who is Microsoft: its public key, and the address at which Graph is answered for. */
  microsoft: z.object({ key: z.record(z.string(), z.unknown()), graph: z.string() }).nullable(),
  port: z.number(),
  logLevel: z.string(),
  /** Kills itself at the n-th pass of this boundary. */
  end: z.object({ boundary: z.string(), pass: z.number() }).nullable(),
  /** So many ms later than it is. */
  ahead: z.number(),
  clock: z.string().optional(),
  /** How many times shorter deadlines are than the handbook says. */
  haste: z.number(),
});
export type Orders = z.infer<typeof orders>;

const passed = z.object({ boundary: z.string(), target: z.string() });

// The sandbox has no limits in these tests, so Heed need not hold back either.
for (const budget of Object.values(BUDGETS)) Object.assign(budget, { everyMs: 1, burst: 1_000 });
Object.assign(TIMES, { reread: 50 });
for (const budget of [...Object.values(CONVERSATION_BUDGETS), APP_BUDGET]) {
  Object.assign(budget, { everyMs: 1, burst: 1_000 });
}
// Loaded late by a Heed that works in Teams, and always here where it is to.
if (process.argv.includes('teams')) {
  await import('../../src/surfaces/teams/index.ts');
  await import('../../src/surfaces/teams/answers.ts');
}

// Whoever is killed writes no cache at the end.
flushCompileCache();

let heed: Heed | null = null;

function endAt(end: Orders['end']): void {
  if (end === null) return;
  let passes = 0;
  boundaries.subscribe((message) => {
    const { boundary, target } = passed.parse(message);
    if (boundary !== end.boundary) return;
    passes += 1;
    if (passes !== end.pass) return;
    // A pipe takes so little at once, so that it is out before the process is gone.
    process.send?.({ endedOn: target });
    process.kill(process.pid, 'SIGKILL');
  });
}

function liveAhead(ms: number): void {
  const { now } = Date;
  Date.now = () => now() + ms;
}

function inHaste(file: HandbookFile, haste: number): HandbookFile {
  const hasten = ({ sla, ...handbook }: Handbook): Handbook => {
    const targets = Object.entries(sla.targets).map(([metric, ms]) => [metric, ms / haste]);
    return { ...handbook, sla: { ...sla, targets: Object.fromEntries(targets) } };
  };
  const parse: HandbookFile['parse'] = (version) => {
    const parsed = file.parse(version);
    return parsed.ok ? { ...parsed, handbook: hasten(parsed.handbook) } : parsed;
  };
  return { ...file, handbook: hasten(file.handbook), parse };
}

async function meetMicrosoft({ microsoft, teams }: Orders): Promise<void> {
  if (microsoft === null || teams === null) return;
  const { graphIsAt, microsoftGivesTokens, microsoftVouches } = await import(
    '../support/microsoft.ts'
  );
  microsoftVouches(microsoft.key);
  microsoftGivesTokens(teams.tenant);
  graphIsAt(microsoft.graph);
}

async function start(given: Orders): Promise<void> {
  await meetMicrosoft(given);
  endAt(given.end);
  liveAhead(given.ahead);
  heed = await startHeed({
    handbook: inHaste(aHandbookFile(given.handbook, given.replyUrl), given.haste),
    openSources: (handbook) => openSources(handbook, () => given.webhookSecret),
    location: given.location,
    slack: given.slack && { ...given.slack, signingSecret: null },
    teams: given.teams,
    port: given.port,
    host: '127.0.0.1',
    log: pino({ level: given.logLevel }, pino.destination({ dest: 2, sync: true })),
    ...(given.clock === undefined ? {} : { clock: given.clock }),
  });
  await heed.ready;
  process.send?.({ ready: heed.url });
}

process.on('message', (message) => {
  start(orders.parse(message)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit(2));
process.on('SIGTERM', () => {
  (heed?.stop() ?? Promise.resolve()).then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
