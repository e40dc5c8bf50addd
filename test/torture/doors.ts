/**
 * The two ways between the square and Heed, with somebody standing in them: posts to Heed's hook,
 * replies to the website. Whoever watches can end Heed before a request is handed on, or after it
 * was performed and before its answer comes back.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export const DOOR_BOUNDARIES = [
  'hook arrives',
  'hook taken',
  'reply arrives',
  'reply performed',
] as const;
export type DoorBoundary = (typeof DOOR_BOUNDARIES)[number];

export interface Doors {
  readonly hookUrl: string;
  readonly replyUrl: string;
  /** Each request to the website, in order, repeats among them. */
  readonly requests: readonly Request[];
  close(): Promise<void>;
}

export interface Request {
  /** Its idempotency key. */
  readonly key: string;
  readonly text: string;
  /** What it changes of ours; null where it adds something. */
  readonly replaces: string | null;
  readonly body: string;
  /** When it came, in ms. */
  readonly at: number;
  /** What the website answered; null while it has not. */
  status: number | null;
}

interface DoorOptions {
  /** Heed's hook. */
  readonly hook: () => string;
  /** The website. */
  readonly website: () => string;
  /** Answers whether Heed was ended, so that no answer goes back. */
  readonly passed: (boundary: DoorBoundary) => boolean;
}

/** Shorter than the 8 s that the square waits for an answer. */
const LONGEST_WAIT_MS = 6_000;

/** For one reply: after eight tries Heed asks a person, which is another test. */
const MOST_KILLS = 3;

const reply = z.object({
  idempotencyKey: z.string(),
  text: z.string().default(''),
  replaces: z.string().optional(),
});

function requestOf(body: string): Request {
  const { idempotencyKey: key, text, replaces = null } = reply.parse(JSON.parse(body));
  return { key, text, replaces, body, at: Date.now(), status: null };
}

export async function openDoors(options: DoorOptions): Promise<Doors> {
  const requests: Request[] = [];

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isReply = request.url === '/reply';
    const body = await bodyOf(request);
    const asked = isReply ? requestOf(body) : null;
    if (asked !== null) requests.push(asked);
    const isSpared = requests.filter(({ key }) => key === asked?.key).length > MOST_KILLS;
    const passed = (boundary: DoorBoundary) => !isSpared && options.passed(boundary);
    if (passed(isReply ? 'reply arrives' : 'hook arrives')) return hangUp(response);
    const to = isReply ? options.website : options.hook;
    const answer = await handOn(to, { method: 'POST', body, headers: headersOf(request) });
    const text = await answer.text();
    if (asked !== null) asked.status = answer.status;
    if (passed(isReply ? 'reply performed' : 'hook taken')) return hangUp(response);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => hangUp(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  return {
    hookUrl: `${url}/hook`,
    replyUrl: `${url}/reply`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Waits for a Heed that is being started, so that the square need not come back much later. */
async function handOn(to: () => string, request: RequestInit): Promise<Response> {
  const end = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    const answer = await fetch(to(), request).catch(() => null);
    if (answer !== null && (answer.status !== 503 || Date.now() > end)) return answer;
    if (Date.now() > end) throw new Error(`nobody answers at ${to()}`);
    await answer?.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function hangUp(response: ServerResponse): void {
  response.destroy();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const kept = Object.entries(request.headers).filter(([name]) =>
    /^(webhook-|content-t)/.test(name),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}
