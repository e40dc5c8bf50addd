/** What becomes of a reply that is posted to a website, whatever the website answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../../src/app/publish.ts';
import { openWebhook } from '../../src/sources/webhook/index.ts';
import { openTestStore, type TestStore } from '../support/databases.ts';
import { intakeInto, versionOf } from '../support/intake.ts';

const SECRET = `whsec_${Buffer.alloc(24, 3).toString('base64')}`;
const REPLY = {
  inReplyTo: 'c-1',
  text: 'Sorry, Lerato. 😀',
  idempotencyKey: 'v-1',
  replaces: null,
};

type Website = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let url: string;
let website: Website;
let store: TestStore;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => website(request, response, body));
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
  store = await openTestStore('postgres');
});
afterAll(async () => {
  server.close();
  await store.close();
});

function sourceAt(replyUrl: string | null) {
  const account = {
    id: 'website',
    network: 'webhook' as const,
    secretEnv: 'S',
    replyUrl,
    replyLength: 500,
  };
  return openWebhook(account, SECRET);
}

function answering(status: number, body = '', headers: Record<string, string> = {}): Website {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

test('a reply leaves signed, with its key, as the contract says', async () => {
  let seen: unknown;
  website = (request, response, body) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    seen = new Webhook(SECRET).verify(body, headers);
    expect(headers['webhook-id']).toBe('v-1');
    response.end('{"id":"r-1","url":"https://acme.example/r-1"}');
  };
  expect(await sourceAt(url).publish(REPLY)).toEqual({
    type: 'done',
    externalId: 'r-1',
    link: 'https://acme.example/r-1',
  });
  const { replaces: _, ...body } = REPLY;
  expect(seen).toEqual(body);
});

test.each([
  [
    'correct',
    { inReplyTo: 'c-1', text: 'Sorry, Lerato. 😀', idempotencyKey: 'v-1', replaces: 'r-1' },
  ],
  ['delete', { inReplyTo: 'c-1', idempotencyKey: 'v-1', replaces: 'r-1', delete: true }],
] as const)('a change of our reply (%s) names what it replaces', async (type, expected) => {
  let seen: unknown;
  website = (_request, response, body) => {
    seen = JSON.parse(body);
    response.end('{"id":"r-1"}');
  };
  const replaces = { type, externalId: 'r-1' } as const;
  expect(await sourceAt(url).publish({ ...REPLY, replaces })).toMatchObject({ type: 'done' });
  expect(seen).toEqual(expected);
});

test.each([
  ['nothing', '', null],
  ['a page', '<html>thanks</html>', null],
  ['a number for an id', '{"id":7}', '7'],
  ['an id that is too long', JSON.stringify({ id: 'x'.repeat(501) }), null],
  ['a link that is none', '{"id":"r-1","url":"javascript:alert(1)"}', null],
  ['a list', '[1,2]', null],
])('a website that takes it and answers %s has taken it', async (_what, body, externalId) => {
  website = answering(200, body);
  expect(await sourceAt(url).publish(REPLY)).toEqual({ type: 'done', externalId, link: null });
});

test.each([
  [400, 'refused'],
  [401, 'refused'],
  [404, 'refused'],
  [422, 'refused'],
  [408, 'unknown'],
  [429, 'later'],
  [500, 'unknown'],
  [503, 'unknown'],
] as const)('%i means %s', async (status, type) => {
  website = answering(status);
  expect((await sourceAt(url).publish(REPLY)).type).toBe(type);
});

test.each([
  ['7', 7_000],
  ['0', 1_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 1_000],
  ['soon', null],
])('429 with Retry-After %j waits that long', async (value, afterMs) => {
  website = answering(429, '', { 'retry-after': value });
  expect(await sourceAt(url).publish(REPLY)).toMatchObject({ type: 'later', afterMs });
});

test('the reason of a refusal is short, in one line, and in the words of the website', async () => {
  website = answering(422, JSON.stringify({ error: `too\n\nlong ${'x'.repeat(10_000)}` }));
  const outcome = await sourceAt(url).publish(REPLY);
  if (outcome.type !== 'refused') throw new Error(outcome.type);
  expect(outcome.reason).toMatch(/^it answered 422: too long x+$/);
  expect(outcome.reason.length).toBeLessThan(330);
});

test('a dropped connection is in doubt, a refused one is not', async () => {
  website = (request) => request.socket.destroy();
  expect((await sourceAt(url).publish(REPLY)).type).toBe('unknown');
  website = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"id"');
    setImmediate(() => response.destroy());
  };
  expect((await sourceAt(url).publish(REPLY)).type).toBe('unknown');
  const closed = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => closed.once('listening', listening));
  const address = closed.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((ended) => closed.close(ended));
  expect((await sourceAt(`http://127.0.0.1:${port}/`).publish(REPLY)).type).toBe('later');
  expect((await sourceAt('http://nowhere.invalid/').publish(REPLY)).type).toBe('later');
});

test('a redirect is not followed: the signature was for one address', async () => {
  let followed = false;
  website = (request, response) => {
    followed ||= request.url === '/elsewhere';
    response.writeHead(307, { location: '/elsewhere' });
    response.end();
  };
  const outcome = await sourceAt(url).publish(REPLY);
  if (outcome.type !== 'refused') throw new Error(outcome.type);
  expect(outcome.reason).toContain('reply_url must be the final address');
  expect(followed).toBe(false);
});

test('a source without a reply_url takes nothing', async () => {
  expect(sourceAt(null).canReply).toBe(false);
  expect((await sourceAt(null).publish(REPLY)).type).toBe('refused');
});

test('an answer that names a post we know already still counts as sent', async () => {
  website = answering(200, '{"id":"c-1","url":"https://acme.example/c-1"}');
  const intake = intakeInto(store);
  const id = await intake.open({ externalId: 'c-1', text: 'How do I open it?' });
  const version = versionOf(await intake.submit(id));
  intake.wait(60_000);
  await publish(intake.house, () => sourceAt(url), version);
  const { mention } = await intake.see(id);
  expect(mention.status).toBe('answered');
  expect(mention.messages.at(-1)).toMatchObject({ direction: 'outbound', externalId: null });
});
