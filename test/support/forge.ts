/** Presses that no card of ours would send, signed as Slack signs them. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { House } from './house.ts';

export interface Forged {
  /** What the button carries. */
  readonly value: string;
  readonly user?: string;
  readonly team?: string;
  readonly signingSecret?: string;
}

/** Answers the status, and what the presser was told in private, once they were. */
export async function forgePress(
  house: House,
  { value, user = 'U0THANDI', team = 'T0ACME', signingSecret }: Forged,
): Promise<{ status: number; told: Promise<string> }> {
  const ear = await listenOnce();
  const payload = {
    type: 'block_actions',
    user: { id: user, team_id: team },
    team: { id: team, domain: 'x' },
    api_app_id: 'A0HEED',
    trigger_id: `${Date.now()}.forged`,
    response_url: ear.url,
    container: { type: 'message', message_ts: '1.1', channel_id: 'C0CARE' },
    channel: { id: 'C0CARE', name: 'care' },
    actions: [{ type: 'button', action_id: 'x', block_id: 'y', value, action_ts: '1.1' }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const secret = signingSecret ?? house.sandbox.signingSecret;
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const response = await fetch(`${house.heed.url}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  });
  if (response.status !== 200) ear.close();
  return { status: response.status, told: ear.heard };
}

async function listenOnce(): Promise<{ url: string; heard: Promise<string>; close(): void }> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      response.end('ok');
      server.close();
      resolve(body);
    });
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, heard: promise, close: () => server.close() };
}
