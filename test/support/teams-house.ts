/** A whole Heed that works in Teams: real store, real botbuilder, a connector on this machine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Heed, type HeedOptions, startHeed } from '../../src/compose.ts';
import { openSources } from '../../src/sources/registry.ts';
import type { StoreLocation } from '../../src/store/open.ts';
import type { Input } from '../../src/surfaces/teams/handling.ts';
import type { DatabaseKind } from './databases.ts';
import { createPostgresDatabase } from './databases.ts';
import { aHandbookFile } from './handbook-files.ts';
import { aBody, postHook } from './hooks.ts';
import { copyPreparedFolder } from './prepared-folder.ts';
import { addedTo, type Connector, postActivity, ROSTER, startConnector, TENANT } from './teams.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** What the tests post is days old: nobody is to be told so in the middle of one. */
const NEW_YEAR = '0 0 1 1 *';

export const TEAM = { id: '19:team@thread.tacv2', name: 'Acme Support' };
export const CARE = '19:care@thread.tacv2';

export const HANDBOOK = `company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Thandi Nkosi, email: thandi@acme.example, role: agent, departments: [care] }
  - { name: Sam Botha, email: sam@acme.example, role: lead, departments: [care] }
  - { name: Zanele Khumalo, email: zanele@acme.example, role: admin }
departments:
  care: { channel: { teams: Care } }
  deliveries: { channel: { teams: "Acme Support/Deliveries" } }
routing:
  - { words: [parcel], department: deliveries }
sources:
  - { id: website, network: webhook, secret_env: SECRET, reply_url: "http://127.0.0.1:9/" }
`;

export interface TeamsHouse {
  readonly heed: Heed;
  readonly connector: Connector;
  /** What came in, as far as Heed let it in. */
  readonly taken: readonly Input[];
  /** Heed is added to the team, of which everybody is a member. */
  install(): Promise<void>;
  send(activity: unknown): Promise<{ status: number; body: unknown }>;
  /** Somebody writes on the website. */
  comment(change?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

export interface TeamsHouseOptions {
  readonly kind?: DatabaseKind;
  readonly handbook?: string;
  readonly replyUrl?: string;
  /** When Heed's clock is looked at, as a cron pattern; as good as never when left out. */
  readonly clock?: string;
  readonly slack?: HeedOptions['slack'];
  readonly teams?: HeedOptions['teams'];
  /** With the cards and dialogs that people see, else with the least that can be told apart. */
  readonly isDrawn?: boolean;
  readonly take?: (input: Input) => Promise<{ status: number; body?: unknown }>;
}

export async function openTeamsHouse(options: TeamsHouseOptions = {}): Promise<TeamsHouse> {
  const { location, drop } = await place(options.kind ?? 'embedded');
  const connector = await startConnector();
  connector.team(TEAM.id, [
    { id: TEAM.id },
    { id: CARE, name: 'Care' },
    { id: '19:secret@thread.tacv2', name: 'Deliveries', type: 'private' },
  ]);
  connector.members(TEAM.id, ROSTER);
  const taken: Input[] = [];
  const heed = await startHeed({
    handbook: aHandbookFile(options.handbook ?? HANDBOOK, options.replyUrl),
    openSources: (handbook) => openSources(handbook, () => SECRET),
    location,
    slack: options.slack ?? null,
    teams: options.teams ?? { type: 'local', tenant: TENANT },
    ...barely(options, taken),
    clock: options.clock ?? NEW_YEAR,
    port: 0,
    host: '127.0.0.1',
    log: pino({ level: process.env['HEED_TEST_LOG'] ?? 'silent' }),
  });
  await heed.ready;
  return {
    heed,
    connector,
    taken,
    async install() {
      const { status } = await postActivity(heed.url, addedTo(connector, TEAM));
      if (status !== 200) throw new Error(`Heed answered ${status}`);
    },
    send: (activity) => postActivity(heed.url, activity),
    async comment(change = {}) {
      const body = aBody({ text: 'Nobody answers the phone.', ...change });
      const { status } = await postHook(`${heed.url}/hooks/website`, SECRET, body);
      if (status !== 202) throw new Error(`the hook answered ${status}`);
    },
    async close() {
      await heed.stop();
      await connector.close();
      await drop();
    },
  };
}

function barely(options: TeamsHouseOptions, taken: Input[]): Pick<HeedOptions, 'teamsParts'> {
  if (options.isDrawn === true) return {};
  const teamsParts = {
    draw: {
      view: async (view) => ({
        summary: view.type,
        card: { type: 'AdaptiveCard', view: said(view) },
      }),
      line: async ({ parts }) => ({ type: 'text', text: said(parts) }),
    },
    take: () => async (input: Input) => {
      taken.push(input);
      return (await options.take?.(input)) ?? { status: 200, body: { n: taken.length } };
    },
  } satisfies HeedOptions['teamsParts'];
  return { teamsParts };
}

/** As far as a test reads it. */
function said(what: unknown): string {
  return JSON.stringify(what, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}

async function place(
  kind: DatabaseKind,
): Promise<{ location: StoreLocation; drop(): Promise<void> }> {
  if (kind === 'postgres') {
    const { url, drop } = await createPostgresDatabase();
    return { location: { databaseUrl: url }, drop };
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'heed-teams-'));
  await copyPreparedFolder(dataDir);
  return {
    location: { dataDir },
    drop: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
