/** Teams as Heed meets it: a Bot Connector on this machine, and what Teams posts to Heed. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export const TENANT = '00000000-0000-0000-0000-0000000000001';
export const BOT = '00000000-0000-0000-0000-00000000000011';

export interface Sent {
  readonly id: string;
  /** With the thread it stands in. */
  readonly conversation: string;
  readonly activity: Record<string, unknown>;
  /** As it was at first. */
  readonly posted: Record<string, unknown>;
  /** When that was, in epoch ms. */
  readonly at: number;
  /** How often it was changed. */
  readonly updates: number;
}

/**
 * What to answer instead, or `drop`: do it, and never say so; or `hang`: do nothing, and keep whoever
 * asked waiting.
 */
export type Trouble =
  | { readonly status: number; readonly code?: string; readonly retryAfter?: number }
  | 'drop'
  | 'hang';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
}

const POSTED = ['card', 'line', 'chat', 'update'] as const;
/** What Heed does: a card in a channel, a line under it, something in a chat, any of them anew. */
type Posted = (typeof POSTED)[number];

/** Where somebody who watches can end Heed: before a call is done, or before its answer goes back. */
export type ConnectorBoundary = `${Posted} ${'arrives' | 'performed'}`;
export const CONNECTOR_BOUNDARIES: readonly ConnectorBoundary[] = POSTED.flatMap(
  (posted) => [`${posted} arrives`, `${posted} performed`] as const,
);

/** Answers whether Heed was ended there, so that nothing goes back. */
type Watch = (boundary: ConnectorBoundary) => boolean;

interface Member {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly userPrincipalName?: string;
  readonly userRole?: string;
  readonly tenantId?: string;
}

export interface Connector {
  readonly url: string;
  readonly calls: readonly Call[];
  /** All that stands anywhere, in order. */
  readonly all: readonly Sent[];
  /** What stands in a conversation and its threads, in order. */
  standing(conversation: string): readonly Sent[];
  /** A message that stands, by its id. */
  find(id: string): Sent | null;
  /** The next so many calls that fit are answered badly. */
  trouble(method: string, path: RegExp, trouble: Trouble, times?: number): void;
  members(conversation: string, members: readonly Member[]): void;
  team(id: string, channels: readonly { id: string; name?: string; type?: string }[]): void;
  close(): Promise<void>;
}

export const ROSTER: readonly Member[] = [
  { id: '29:thandi', name: 'Thandi Nkosi', email: 'thandi@acme.example' },
  { id: '29:sam', name: 'Sam Botha', userPrincipalName: 'Sam@acme.example' },
  { id: '29:zanele', name: 'Zanele Khumalo', email: 'zanele@acme.example' },
  { id: '29:robin', name: 'Robin', email: 'robin@agency.example', userRole: 'guest' },
];

export async function startConnector(watch: Watch = () => false): Promise<Connector> {
  const standing: Sent[] = [];
  const calls: Call[] = [];
  const rosters = new Map<string, readonly Member[]>();
  const teams = new Map<string, readonly object[]>();
  const troubles: { method: string; path: RegExp; trouble: Trouble; left: number }[] = [];
  let ids = 1_795_307_000_000;

  function nextId(): string {
    ids += 1;
    return String(ids);
  }

  function post(conversation: string, activity: Record<string, unknown>): unknown {
    const id = nextId();
    standing.push({ id, conversation, activity, posted: activity, at: Date.now(), updates: 0 });
    return { id };
  }

  function change(id: string, activity: Record<string, unknown> | null): unknown {
    const index = standing.findIndex((one) => one.id === id);
    const found = standing[index];
    if (found === undefined) return null;
    if (activity === null) standing.splice(index, 1);
    else standing.splice(index, 1, { ...found, activity, updates: found.updates + 1 });
    return { id };
  }

  function perform(method: string, url: URL, body: Record<string, unknown>): unknown {
    // The Playground's stands under a path of its own.
    const path = url.pathname.replace(/^\/_connector/u, '');
    const [, , kind, first = '', second, third] = path.split('/').map(decodeURIComponent);
    if (kind === 'teams' && second === 'conversations')
      return { conversations: teams.get(first) ?? [] };
    if (kind === 'teams') return { id: first, aadGroupId: `group-of-${first}` };
    if (method === 'POST' && first === '') return { id: chatOf(body) };
    if (second === 'activities') {
      if (method === 'POST') return post(first, body);
      return change(third ?? '', method === 'PUT' ? body : null);
    }
    const members = rosters.get(first.split(';')[0] ?? '') ?? [];
    if (second === 'members') return members.find(({ id }) => id === third) ?? null;
    if (second !== 'pagedmembers') return null;
    // Two at a time, so that there are several pages.
    const from = Number(url.searchParams.get('continuationToken') ?? 0);
    const more = from + 2 < members.length ? { continuationToken: String(from + 2) } : {};
    return { members: members.slice(from, from + 2), ...more };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    const url = new URL(request.url ?? '', 'http://connector');
    const path = decodeURIComponent(url.pathname);
    calls.push({ method, path, authorization: request.headers.authorization ?? '' });
    const body = await readJson(request);
    const bad = troubles.find(
      (one) => one.left > 0 && one.method === method && one.path.test(path),
    );
    if (bad !== undefined) bad.left -= 1;
    if (bad?.trouble === 'hang') return;
    if (bad === undefined || bad.trouble === 'drop') {
      const kind = kindOf(method, path);
      const passes = (when: 'arrives' | 'performed') => kind !== null && watch(`${kind} ${when}`);
      if (passes('arrives')) return void response.destroy();
      const answer = perform(method, url, body);
      if (bad !== undefined || passes('performed')) response.destroy();
      else if (answer === null)
        refuse(response, { status: 404, code: 'ActivityNotFoundInConversation' });
      else respond(response, method === 'POST' ? 201 : 200, answer);
      return;
    }
    refuse(response, bad.trouble);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    calls,
    all: standing,
    standing: (conversation) =>
      standing.filter((one) => one.conversation.split(';')[0] === conversation),
    find: (id) => standing.find((one) => one.id === id) ?? null,
    trouble: (method, path, trouble, times = 1) => {
      troubles.push({ method, path, trouble, left: times });
    },
    members: (conversation, members) => rosters.set(conversation, members),
    team: (id, channels) => teams.set(id, channels),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function kindOf(method: string, path: string): Posted | null {
  const [, conversation] = /\/conversations\/([^/]+)\/activities/.exec(path) ?? [];
  if (conversation === undefined) return null;
  if (method === 'PUT') return 'update';
  if (method !== 'POST') return null;
  if (conversation.includes(';messageid=')) return 'line';
  return conversation.startsWith('19:') ? 'card' : 'chat';
}

const chat = z.looseObject({ members: z.array(z.object({ id: z.string() })) });

function chatOf(body: unknown): string {
  return `a:${chat.parse(body).members[0]?.id ?? ''}`;
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

function refuse(response: ServerResponse, trouble: Exclude<Trouble, string>): void {
  const { status, code = '', retryAfter } = trouble;
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  respond(response, status, { error: { code, message: 'no' } });
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const recorded = z.record(z.string(), z.object({ activity: z.record(z.string(), z.unknown()) }));
const RECORDED = recorded.parse(
  JSON.parse(readFileSync(new URL('../fixtures/teams-activities.json', import.meta.url), 'utf8')),
);

export const RECORDED_NAMES: readonly string[] = Object.keys(RECORDED);

/** An activity as the Agents Playground sent it, with this changed. */
export function anActivity(
  name: string,
  { url }: Pick<Connector, 'url'>,
  change: Record<string, unknown> = {},
): Record<string, unknown> {
  const found = RECORDED[name];
  if (found === undefined) throw new Error(`no activity was recorded for ${name}`);
  const { serviceUrl } = found.activity;
  return { ...found.activity, ...(serviceUrl === undefined ? {} : { serviceUrl: url }), ...change };
}

/** Heed is added to a team. */
export function addedTo(connector: Connector, team: { id: string; name: string }) {
  return anActivity('installationUpdate/add/channel', connector, {
    conversation: { id: team.id, conversationType: 'channel', tenantId: TENANT },
    channelData: { tenant: { id: TENANT }, team },
  });
}

export async function postActivity(
  heedUrl: string,
  activity: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${heedUrl}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(activity),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}
