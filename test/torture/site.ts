/** The sandbox, its doors, and the Heed beside them that is started and killed again and again. */
import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import type { StoreLocation } from '../../src/store/open.ts';
import { unhurried } from '../support/handbook-files.ts';
import type { ConnectorBoundary } from '../support/teams.ts';
import { type DoorBoundary, type Doors, openDoors } from './doors.ts';
import type { Orders } from './heed-child.ts';

export const CALLS = [
  'chat.postMessage',
  'chat.update',
  'conversations.history',
  'conversations.replies',
  'views.open',
  'views.publish',
] as const;
export type CallBoundary = `${(typeof CALLS)[number]} ${'arrives' | 'performed'}`;
export type OutsideBoundary = DoorBoundary | CallBoundary | ConnectorBoundary;

export interface Site {
  readonly sandbox: Sandbox;
  readonly doors: Doors;
  readonly handbook: string;
  orders(port: number, end: Orders['end']): Orders;
  /** Its time of day, in epoch ms. */
  now(): number;
  /** Lets so many ms pass at once, for everybody but the Heeds that run already. */
  pass(ms: number): void;
  /** Lets time pass for what a killed process had leased or in hand. */
  freeLeases(): Promise<void>;
  close(): Promise<void>;
}

interface SiteOptions {
  readonly location: StoreLocation;
  readonly hook: () => string;
  /** Answers whether Heed was ended there. */
  readonly passed: (boundary: OutsideBoundary) => boolean;
  /** Where Heed works: in the sandbox's Slack when left out. */
  readonly tenant?: Pick<Orders, 'teams' | 'microsoft'>;
  /** Changes the example handbook, in which nobody is hurried. */
  readonly change?: (handbook: string) => string;
  /** When Heed's clock is looked at, as a cron pattern; twice a minute when left out. */
  readonly clock?: string;
  /** How many times shorter deadlines are than the handbook says. */
  readonly haste?: number;
}

const EXAMPLE = new URL('../../src/handbook/example.yaml', import.meta.url);

export async function openSite(options: SiteOptions): Promise<Site> {
  const { location, hook, passed, change = (text) => text } = options;
  const example = unhurried(readFileSync(EXAMPLE, 'utf8'));
  const handbook = change(example.replace(/undo: \S+/, 'undo: 1s'));
  let website = '';
  let ahead = 0;
  const doors = await openDoors({ hook, passed, website: () => website });
  const now = () => Date.now() + ahead;
  const sandbox = await startSandbox({
    hookUrl: () => doors.hookUrl,
    limits: 'none',
    clock: now,
  });
  website = sandbox.replyUrl;
  sandbox.workspace.onCall(({ method, response }) => {
    const call = CALLS.find((one) => one === method);
    if (call !== undefined) passed(`${call} ${response === null ? 'arrives' : 'performed'}`);
  });
  return {
    sandbox,
    doors,
    handbook,
    now,
    orders: (port, end) => ({
      handbook,
      location,
      port,
      end,
      replyUrl: doors.replyUrl,
      webhookSecret: sandbox.webhookSecret,
      slack: options.tenant === undefined ? slackOf(sandbox) : null,
      teams: options.tenant?.teams ?? null,
      microsoft: options.tenant?.microsoft ?? null,
      logLevel: process.env['HEED_TEST_LOG'] ?? 'silent',
      ahead,
      haste: options.haste ?? 1,
      ...(options.clock === undefined ? {} : { clock: options.clock }),
    }),
    pass(ms) {
      ahead += ms;
    },
    async freeLeases() {
      if (!('databaseUrl' in location)) return;
      const client = postgres(location.databaseUrl, { max: 1 });
      await client`update lane set leased_until = 'epoch' where leased_until is not null`;
      await client`delete from inbox where answer is null`;
      await client.end();
    },
    async close() {
      await sandbox.close();
      await doors.close();
    },
  };
}

function slackOf({ botToken, appToken, slackApiUrl: apiUrl }: Sandbox): Orders['slack'] {
  return { botToken, appToken, apiUrl };
}
