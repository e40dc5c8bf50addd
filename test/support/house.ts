/** The whole product against the sandbox, in this process: real store, real Bolt, real webhooks. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Patience } from '../../src/app/backoff.ts';
import type { HandbookFile } from '../../src/app/handbooks.ts';
import { readHandbook } from '../../src/cli/settings.ts';
import { type Heed, startHeed } from '../../src/compose.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import { openSources } from '../../src/sources/registry.ts';
import type { StoreLocation } from '../../src/store/open.ts';
import { aHandbookFile, unhurried } from './handbook-files.ts';
import { copyPreparedFolder } from './prepared-folder.ts';

export interface HouseOptions {
  readonly delivery?: 'socket' | 'http';
  /** Embedded in a folder of its own when left out. */
  readonly location?: StoreLocation;
  /** Changes the example handbook's text before it is loaded. */
  readonly handbook?: (text: string) => string;
  readonly limits?: SandboxOptions['limits'];
  readonly seedPosts?: boolean;
  /** With a square that does not take a reply. */
  readonly patience?: Patience;
  /** When the clock is looked at; twice a minute when left out. */
  readonly clock?: string;
}

export interface House {
  readonly sandbox: Sandbox;
  readonly heed: Heed;
  /** Stops Heed and starts it anew on the same database; `meanwhile` happens while it is down. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  /** An administrator saves the handbook's file, with this made of what was in it at first. */
  saveHandbook(change: (text: string) => string): Promise<void>;
  close(): Promise<void>;
}

const EXAMPLE = new URL('../../src/handbook/example.yaml', import.meta.url);

/** The example handbook with a short undo window, and time to answer. */
export function exampleHandbook(replyUrl: string, change = (text: string) => text): Handbook {
  return exampleFile(replyUrl, change).handbook;
}

function exampleFile(replyUrl: string, change?: (text: string) => string): HandbookFile {
  return aHandbookFile(exampleText(change), replyUrl);
}

function exampleText(change = (text: string) => text): string {
  const example = unhurried(readFileSync(EXAMPLE, 'utf8'));
  return change(example.replace(/undo: \S+/, 'undo: 1s'));
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'heed-house-'));
  if (options.location === undefined) await copyPreparedFolder(folder);
  const location = options.location ?? { dataDir: folder };
  let heed: Heed | null = null;
  const overHttp = options.delivery === 'http';
  const port = overHttp ? await freePort() : 0;
  const sandbox = await startSandbox({
    hookUrl: () => `${heed?.url ?? 'http://127.0.0.1:9'}/hooks/website`,
    delivery: overHttp
      ? { type: 'http', url: `http://127.0.0.1:${port}/slack/events` }
      : { type: 'socket' },
    limits: options.limits ?? 'none',
    seedPosts: options.seedPosts ?? false,
  });
  const start = () => startAgainst(sandbox, location, port, overHttp, options);
  heed = await start();
  await heed.ready;
  return {
    sandbox,
    get heed() {
      if (heed === null) throw new Error('Heed is stopped');
      return heed;
    },
    async restart(meanwhile) {
      await heed?.stop();
      await meanwhile?.();
      heed = await start();
      await heed.ready;
    },
    async saveHandbook(change) {
      const file = join(folder, 'handbook.yaml');
      const text = exampleText(options.handbook);
      const ours = text.replace(/reply_url: \S+/, `reply_url: ${sandbox.replyUrl}`);
      writeFileSync(file, change(ours));
      await heed?.takeHandbook(readHandbook(file));
    },
    async close() {
      await heed?.stop();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startAgainst(
  sandbox: Sandbox,
  location: StoreLocation,
  port: number,
  overHttp: boolean,
  { handbook: change, patience, clock }: HouseOptions,
): Promise<Heed> {
  return startHeed({
    handbook: exampleFile(sandbox.replyUrl, change),
    openSources: (handbook) => openSources(handbook, () => sandbox.webhookSecret),
    location,
    slack: {
      botToken: sandbox.botToken,
      signingSecret: sandbox.signingSecret,
      appToken: overHttp ? null : sandbox.appToken,
      apiUrl: sandbox.slackApiUrl,
    },
    teams: null,
    port,
    host: '127.0.0.1',
    log: pino({ level: process.env['HEED_TEST_LOG'] ?? 'silent' }),
    ...(patience === undefined ? {} : { patience }),
    ...(clock === undefined ? {} : { clock }),
  });
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
