import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { APP_ID } from './people.ts';

/** What Heed made of a press, a dialog or a command within three seconds. */
export type Ack =
  | { readonly type: 'acked'; readonly body: unknown }
  | { readonly type: 'unconnected' }
  | { readonly type: 'timeout' }
  | { readonly type: 'failed'; readonly status: number };

export type Envelope =
  | { readonly type: 'interactive'; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly type: 'slash_commands'; readonly payload: Readonly<Record<string, string>> }
  | {
      readonly type: 'events_api';
      readonly payload: Readonly<Record<string, unknown>>;
      /** 0 the first time. */
      readonly retry: number;
    };

export interface Delivery {
  deliver(envelope: Envelope): Promise<Ack>;
  isConnected(): boolean;
  /** A `ws:` address with a ticket that opens one connection. */
  openSocket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

const ackFrame = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

function parseAck(text: string): z.infer<typeof ackFrame> | null {
  try {
    return ackFrame.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Socket Mode: each envelope goes to one of Heed's connections, in turn. */
export function createSocketDelivery(host: () => string, changed: () => void): Delivery {
  const tickets = new Map<string, number>();
  const server = new WebSocketServer({ noServer: true, maxPayload: LIMITS.frame });
  const connections: WebSocket[] = [];
  const waiting = new Map<string, (ack: Ack) => void>();
  let turn = 0;

  function openSocket(): string {
    const ticket = randomUUID();
    tickets.set(ticket, Date.now() + LIMITS.ticketMs);
    return `ws://${host()}/link/?ticket=${ticket}&app_id=${APP_ID}`;
  }

  function takeAck(text: string): void {
    const ack = parseAck(text);
    if (ack) waiting.get(ack.envelope_id)?.({ type: 'acked', body: ack.payload });
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { searchParams, pathname } = new URL(request.url ?? '/', 'http://localhost');
    const ticket = searchParams.get('ticket') ?? '';
    const goodUntil = tickets.get(ticket) ?? 0;
    tickets.delete(ticket);
    if (pathname !== '/link/' || goodUntil < Date.now()) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, socket, head, welcome);
  }

  function welcome(connection: WebSocket): void {
    const heartbeat = setInterval(() => connection.ping(), LIMITS.pingMs);
    connection.on('message', (data) => takeAck(data.toString()));
    connection.on('error', () => connection.terminate());
    connection.on('close', () => {
      clearInterval(heartbeat);
      connections.splice(connections.indexOf(connection), 1);
      changed();
    });
    connections.push(connection);
    const hello = {
      type: 'hello',
      num_connections: connections.length,
      debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
      connection_info: { app_id: APP_ID },
    };
    connection.send(JSON.stringify(hello));
    changed();
  }

  function deliver(envelope: Envelope): Promise<Ack> {
    turn += 1;
    const connection = connections[turn % Math.max(1, connections.length)];
    if (!connection) return Promise.resolve({ type: 'unconnected' });
    const id = randomUUID();
    return new Promise<Ack>((resolve) => {
      const timer = setTimeout(() => finish({ type: 'timeout' }), LIMITS.ackMs);
      function finish(ack: Ack): void {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(ack);
      }
      waiting.set(id, finish);
      connection.send(JSON.stringify({ envelope_id: id, ...frameOf(envelope) }));
    });
  }

  return {
    deliver,
    openSocket,
    upgrade,
    isConnected: () => connections.length > 0,
    close() {
      for (const finish of [...waiting.values()]) finish({ type: 'unconnected' });
      for (const connection of [...connections]) {
        connection.close();
        setTimeout(() => connection.terminate(), LIMITS.closeMs).unref();
      }
    },
  };
}

function frameOf(envelope: Envelope) {
  if (envelope.type !== 'events_api') return { ...envelope, accepts_response_payload: true };
  const { retry, ...event } = envelope;
  const reason = retry > 0 ? 'timeout' : '';
  return { ...event, accepts_response_payload: false, retry_attempt: retry, retry_reason: reason };
}

/** Signed HTTP, as Slack posts to an app's request URL. */
export function createHttpDelivery(url: string, secret: string, changed: () => void): Delivery {
  let reachable = true;

  function setReachable(now: boolean): void {
    if (now !== reachable) changed();
    reachable = now;
  }

  async function deliver(envelope: Envelope): Promise<Ack> {
    const { body, headers } = requestOf(envelope);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: {
          ...headers,
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
        },
        signal: AbortSignal.timeout(LIMITS.ackMs),
      });
      const text = await response.text();
      setReachable(true);
      if (response.status !== 200) return { type: 'failed', status: response.status };
      return { type: 'acked', body: readBody(text) };
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') return { type: 'timeout' };
      setReachable(false);
      return { type: 'unconnected' };
    }
  }

  return {
    deliver,
    isConnected: () => reachable,
    openSocket: () => `ws://127.0.0.1/${randomBytes(8).toString('hex')}`,
    upgrade: (_request, socket) => socket.destroy(),
    close() {},
  };
}

function requestOf(envelope: Envelope): { body: string; headers: Record<string, string> } {
  if (envelope.type === 'events_api') {
    const retry = String(envelope.retry);
    const retried = { 'x-slack-retry-num': retry, 'x-slack-retry-reason': 'http_timeout' };
    const headers = { 'content-type': 'application/json', ...(envelope.retry > 0 && retried) };
    return { body: JSON.stringify(envelope.payload), headers };
  }
  const fields =
    envelope.type === 'interactive'
      ? { payload: JSON.stringify(envelope.payload) }
      : envelope.payload;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { body: new URLSearchParams(fields).toString(), headers };
}

function readBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}
