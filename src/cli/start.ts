/** Runs Heed until it is told to stop. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { type Heed, type HeedOptions, startHeed } from '../compose.ts';
import type { Env } from '../env.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { openSources } from '../sources/registry.ts';
import { followChanges, type HandbookChanges } from './handbook-changes.ts';
import { locationOf } from './location.ts';
import { type Beside, openPlayground, PLAYGROUND, playgroundChannels } from './playground.ts';
import {
  complain,
  placeOfHandbook,
  readSettings,
  slackOf,
  teamsOf,
  wantsSandbox,
} from './settings.ts';

/** How long what is in hand may take to finish after SIGTERM or SIGINT. */
const LAST_CALL_MS = 10_000;

type Secret = (name: string) => string | null;

export interface StartOptions {
  /** With all publishing stopped. */
  readonly paused: boolean;
  /** With Microsoft's Agents Playground beside the sandbox. */
  readonly playground: boolean;
}

export async function start({ paused, playground }: StartOptions): Promise<number> {
  const settings = readSettings();
  if (!settings.ok) return complain(settings.mistakes);
  const { env, secret } = settings;
  const given: Given = { env, paused, log: createLog(env) };
  if (wantsSandbox(env)) return startWithSandbox(given, playground);
  return playground ? complain([NO_PLAYGROUND]) : startForReal(given, secret);
}

interface Given {
  readonly env: Env;
  readonly paused: boolean;
  readonly log: Logger;
}

/** In the sandbox the one line with the address should stand out. */
function createLog(env: Env): Logger {
  const level = env.LOG_LEVEL ?? (wantsSandbox(env) ? 'warn' : 'info');
  return pino({ level, redact: ['*.token', '*.botToken', '*.appToken', '*.authorization'] });
}

const NO_SURFACE =
  'DATABASE_URL is set, but no Slack credentials are, nor any for Teams: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET), or MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId. With none of them, the sandbox starts.';

const NO_PLAYGROUND =
  'The playground goes with the sandbox, for a trial: take the credentials of Slack and Teams and DATABASE_URL out of the environment first.';

async function startForReal({ env, paused, log }: Given, secret: Secret): Promise<number> {
  const slack = slackOf(env);
  const teams = teamsOf(env);
  if (slack === null && teams === null) return complain([NO_SURFACE]);
  const place = placeOfHandbook(env);
  const read = place.read();
  if (!read.ok) return complain(read.mistakes);
  const opened = openSources(read.file.handbook, secret);
  if (!opened.ok) return complain(opened.mistakes);
  const options: HeedOptions = {
    handbook: read.file,
    openSources: (handbook) => openSources(handbook, secret),
    location: locationOf(env),
    slack,
    teams,
    port: env.PORT,
    host: env.HOST,
    paused,
    log,
  };
  const changes = { ...place, onHangUp: true };
  const running = { options, changes, sandbox: null, beside: null };
  return runUntilTold(running, (heed) => `Heed listens at ${heed.url}`);
}

async function startWithSandbox({ env, paused, log }: Given, withTeams: boolean): Promise<number> {
  mkdirSync(env.HEED_DATA_DIR, { recursive: true });
  let hookUrl = '';
  const sandbox = await openSandbox(env, () => hookUrl);
  const place = placeOfHandbook(env);
  const overrides = { replyUrls: { website: sandbox.replyUrl } };
  const read = () => {
    const found = place.read(overrides);
    if (!withTeams || !found.ok) return found;
    return place.read({ ...overrides, teams: playgroundChannels(found.file.handbook) });
  };
  const first = read();
  if (!first.ok) {
    await sandbox.close();
    return complain(first.mistakes);
  }
  const options: HeedOptions = {
    handbook: first.file,
    handbookMayReturn: true,
    openSources: (handbook) => openSources(handbook, () => sandbox.webhookSecret),
    location: locationOf(env),
    slack: {
      botToken: sandbox.botToken,
      signingSecret: sandbox.signingSecret,
      appToken: sandbox.appToken,
      apiUrl: sandbox.slackApiUrl,
    },
    teams: withTeams ? PLAYGROUND : null,
    port: env.PORT,
    host: env.HOST,
    paused,
    log,
  };
  // Who closes the terminal of a trial means to end it.
  const changes = { ...place, read, onHangUp: !process.stdin.isTTY };
  const { handbook } = first.file;
  const beside = withTeams ? (heed: Heed) => openPlayground(env, handbook, heed) : null;
  return runUntilTold({ options, changes, sandbox, beside }, (heed, isSeen) => {
    // Customers wait until there is somebody to see them.
    void isSeen.then(() => {
      hookUrl = `${heed.url}/hooks/website`;
    });
    return `Heed's sandbox is open at ${sandbox.url}`;
  });
}

/** Beside Heed's own port, or at any free one. */
async function openSandbox(env: Env, hookUrl: () => string): Promise<Sandbox> {
  const options = { hookUrl, dataFile: join(env.HEED_DATA_DIR, 'sandbox.json'), seedPosts: true };
  const { startSandbox } = await import('../sandbox/index.ts');
  const beside = env.PORT === 0 || env.PORT === 65_535 ? 0 : env.PORT + 1;
  try {
    return await startSandbox({ ...options, port: beside });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return startSandbox({ ...options, port: 0 });
  }
}

interface Running {
  readonly options: HeedOptions;
  readonly changes: HandbookChanges;
  readonly sandbox: Sandbox | null;
  /** What is started once Heed runs. */
  readonly beside: ((heed: Heed) => Promise<Beside>) | null;
}

async function runUntilTold(
  { options, changes, sandbox, beside }: Running,
  greeting: (heed: Heed, isSeen: Promise<void>) => string,
): Promise<number> {
  const told = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => told.abort());
  let heed: Heed;
  try {
    heed = await startHeed({ ...options, signal: told.signal });
  } catch (error) {
    await sandbox?.close();
    return complain([listenMistake(error, options.port)]);
  }
  const stopFollowing = followChanges(changes, heed, options.log);
  const opened: Beside[] = [];
  const failed = await settle(heed, told.signal, async () => {
    const also = (await beside?.(heed)) ?? null;
    if (also !== null) opened.push(also);
    const sentence = greeting(heed, also?.opened ?? Promise.resolve());
    process.stdout.write(`${sentence}\n${also === null ? '' : `${also.greeting}\n`}`);
  });
  const last = setTimeout(() => process.exit(1), LAST_CALL_MS);
  last.unref();
  stopFollowing();
  for (const also of opened) await also.close();
  await heed.stop();
  await sandbox?.close();
  clearTimeout(last);
  return failed === null ? 0 : complain([failed]);
}

/** Waits until told to stop; answers why it could not start, or null. */
async function settle(
  heed: Heed,
  told: AbortSignal,
  greet: () => Promise<void>,
): Promise<string | null> {
  const stopped = new Promise<null>((resolve) => {
    if (told.aborted) resolve(null);
    told.addEventListener('abort', () => resolve(null), { once: true });
  });
  const failure = heed.ready.then(greet).then(
    () => stopped,
    (error: unknown) =>
      told.aborted ? null : error instanceof Error ? error.message : String(error),
  );
  return Promise.race([stopped, failure]);
}

function listenMistake(error: unknown, port: number): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `port ${port} is taken by another program. Stop it, or set PORT to another port.`;
  }
  return error instanceof Error ? error.message : String(error);
}
