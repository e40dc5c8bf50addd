/** Teams around a site: the channels and chats of a tenant, and where it consented, Graph. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import {
  APP_ID,
  answerOfGraph,
  goodClaims,
  KEY_ID,
  MICROSOFT,
  PUBLIC_KEY,
  signed,
} from '../support/microsoft.ts';
import { STAFF } from '../support/staff.ts';
import {
  addedTo,
  type Connector,
  type ConnectorBoundary,
  postActivity,
  startConnector,
  TENANT,
} from '../support/teams.ts';
import { TEAM } from '../support/teams-house.ts';
import type { Orders } from './heed-child.ts';

/** As the departments name them, by their ids in Teams. */
export const CHANNELS = {
  care: '19:care@thread.tacv2',
  deliveries: '19:deliveries@thread.tacv2',
} as const;

export interface Tenant {
  readonly connector: Connector;
  /** Whether Heed may read back what stands in the channels. */
  readonly consents: boolean;
  readonly orders: Pick<Orders, 'teams' | 'microsoft'>;
  /** Adds Heed to the team. */
  install(): Promise<void>;
  /** As Teams does it, which brings again what was not answered. */
  send(activity: unknown): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

interface TenantOptions {
  readonly consents: boolean;
  /** Heed's address. */
  readonly heed: string;
  /** Answers whether Heed was ended there. */
  readonly passed: (boundary: ConnectorBoundary) => boolean;
}

/** What somebody wrote comes again for so long; for a press they look themselves soon after. */
const WORDS_MS = 120_000;
const PRESS_MS = 4_000;
const AGAIN_MS = 200;

/** The example's departments in Teams, without what only Slack has. */
export function inTeams(handbook: string): string {
  return handbook
    .replaceAll(/channel: \{ slack: (care|deliveries) \}/g, 'channel: { teams: $1 }')
    .replace(/^ +duty: .*\n/m, '')
    .replace(/^sensitive: .*\n/m, '')
    .replace(/^ +- words: \[harass.*\n +sensitive: true\n/m, '');
}

export async function openTenant({ consents, heed, passed }: TenantOptions): Promise<Tenant> {
  const connector = await startConnector(passed);
  connector.team(TEAM.id, [
    { id: TEAM.id },
    ...Object.entries(CHANNELS).map(([name, id]) => ({ id, name })),
  ]);
  connector.members(
    TEAM.id,
    Object.entries(STAFF).map(([name, email]) => ({ id: `29:${name}`, name, email })),
  );
  const graph = await serveGraph(connector);
  const token = signed(goodClaims(connector), MICROSOFT.privateKey, KEY_ID);
  const headers = consents ? { authorization: `Bearer ${token}` } : {};

  async function send(activity: unknown): Promise<{ status: number; body: unknown }> {
    const isPressed = z.object({ type: z.string() }).parse(activity).type === 'invoke';
    const end = Date.now() + (isPressed ? PRESS_MS : WORDS_MS);
    for (;;) {
      const answer = await postActivity(heed, activity, headers).catch(() => NOBODY);
      if (answer.status < 500 || Date.now() > end) return answer;
      await pause(AGAIN_MS);
    }
  }

  return {
    connector,
    consents,
    orders: {
      teams: consents
        ? { type: 'password', tenant: TENANT, appId: APP_ID, password: 'not looked at' }
        : { type: 'local', tenant: TENANT },
      microsoft: consents ? { key: { ...PUBLIC_KEY }, graph: addressOf(graph) } : null,
    },
    async install() {
      const { status } = await send(addedTo(connector, TEAM));
      if (status !== 200) throw new Error(`Heed answered ${status}`);
    },
    send,
    async close() {
      graph.closeAllConnections();
      graph.close();
      await connector.close();
    },
  };
}

const NOBODY = { status: 503, body: null };

async function serveGraph(connector: Connector): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'https://graph.microsoft.com');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answerOfGraph(connector, url)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function addressOf(server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
