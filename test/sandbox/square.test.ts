import { createServer, type IncomingMessage } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { aSandbox } from './support.ts';

interface Delivered {
  readonly headers: IncomingMessage['headers'];
  readonly raw: string;
}

/** Heed's hook: keeps what comes and answers with the statuses given, then 202. */
async function aHook(...statuses: number[]): Promise<{ url: string; delivered: Delivered[] }> {
  const delivered: Delivered[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    delivered.push({ headers: request.headers, raw: Buffer.concat(chunks).toString() });
    response.writeHead(statuses.shift() ?? 202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/hooks/website`, delivered };
}

function headersOf({ headers }: Delivered): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function bodyOf(delivered: Delivered | undefined): unknown {
  return JSON.parse(delivered?.raw ?? 'null');
}

async function reply(sandbox: Sandbox, body: object, secret = sandbox.webhookSecret) {
  const raw = JSON.stringify(body);
  const at = new Date();
  const response = await fetch(sandbox.replyUrl, {
    method: 'POST',
    body: raw,
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', at, raw),
    },
  });
  return { status: response.status, body: await response.json() };
}

test('a post, its edit and its deletion reach the hook, signed and in order', async () => {
  const hook = await aHook();
  const sandbox = await aSandbox({ hookUrl: () => hook.url });
  const { square } = sandbox;
  const post = square.post({ customer: 'u-1', postId: 'black-friday', text: 'It is broken.' });
  square.edit(post.id, 'It is broken!');
  square.remove(post.id);
  await expect.poll(() => hook.delivered).toHaveLength(3);
  await expect.poll(() => post.delivery).toBe('taken');
  for (const delivered of hook.delivered) {
    new Webhook(sandbox.webhookSecret).verify(delivered.raw, headersOf(delivered));
  }
  const same = {
    id: 'c-1001',
    kind: 'comment',
    url: `${sandbox.url}/?post=c-1001`,
    threadId: 'c-1001',
    context: 'our post: Black Friday',
    author: { id: 'u-1', handle: 'lerato', name: 'Lerato M.' },
  };
  expect(bodyOf(hook.delivered[0])).toMatchObject({
    ...same,
    text: 'It is broken.',
    editedAt: null,
  });
  expect(bodyOf(hook.delivered[1])).toMatchObject({
    ...same,
    text: 'It is broken!',
    deleted: false,
  });
  expect(bodyOf(hook.delivered[2])).toMatchObject({ ...same, text: '', deleted: true });
  expect(new Set(hook.delivered.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
});

test('a post waits while the hook is down and keeps its webhook-id', async () => {
  const hook = await aHook(503);
  const { square } = await aSandbox({ hookUrl: () => hook.url });
  const post = square.post({ customer: 'u-2', postId: 'new-courier', text: 'Hello?' });
  await expect.poll(() => post.delivery, { timeout: 3000 }).toBe('taken');
  expect(hook.delivered).toHaveLength(2);
  expect(new Set(hook.delivered.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test('a post that came with a clock too far off is signed again by the clock as it is', async () => {
  let at = Date.UTC(2026, 10, 23, 9);
  const hook = await aHook(401);
  const { square } = await aSandbox({ hookUrl: () => hook.url, clock: () => at });
  const post = square.post({ customer: 'u-2', postId: 'new-courier', text: 'Hello?' });
  await expect.poll(() => hook.delivered.length).toBe(1);
  at += 10 * 60_000;
  await expect.poll(() => post.delivery, { timeout: 3000 }).toBe('taken');
  const [before = Number.NaN, after] = hook.delivered.map(({ headers }) =>
    Number(headers['webhook-timestamp']),
  );
  expect(after).toBe(before + 10 * 60);
});

test('a post that the hook refuses is shown as failed', async () => {
  const hook = await aHook(400);
  const { square } = await aSandbox({ hookUrl: () => hook.url });
  const post = square.post({ customer: 'u-2', postId: 'new-courier', text: 'Hello?' });
  await expect.poll(() => post.delivery).toBe('failed');
});

test('a reply appears once, however often its key comes', async () => {
  const hook = await aHook();
  const sandbox = await aSandbox({ hookUrl: () => hook.url });
  const post = sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text: 'Broken.' });
  const body = { inReplyTo: post.id, text: 'Sorry.', idempotencyKey: 'k-1' };
  const first = await reply(sandbox, body);
  expect(first).toEqual({
    status: 200,
    body: { id: 'c-1002', url: `${sandbox.url}/?post=c-1002` },
  });
  expect(await reply(sandbox, { ...body, text: 'Sorry again.' })).toEqual(first);
  expect(sandbox.square.posts.slice(1)).toMatchObject([
    { id: 'c-1002', customer: null, text: 'Sorry.', inReplyTo: post.id, threadId: post.id },
  ]);
  await expect.poll(() => post.delivery).toBe('taken');
  expect(hook.delivered).toHaveLength(1);
});

test('a reply is corrected and withdrawn', async () => {
  const sandbox = await aSandbox();
  const { square } = sandbox;
  const { id: inReplyTo } = square.post({
    customer: 'u-1',
    postId: 'black-friday',
    text: 'Broken.',
  });
  await reply(sandbox, { inReplyTo, text: 'Sorry.', idempotencyKey: 'k-1' });
  const replaces = 'c-1002';
  await reply(sandbox, { inReplyTo, text: 'Sorry!', idempotencyKey: 'k-2', replaces });
  expect(square.posts[1]).toMatchObject({ text: 'Sorry!', deleted: false });
  await reply(sandbox, { inReplyTo, idempotencyKey: 'k-3', replaces, delete: true });
  expect(square.posts).toHaveLength(2);
  expect(square.posts[1]).toMatchObject({ text: '', deleted: true });
});

test('a reply with a wrong signature, a wrong body or no parent is refused', async () => {
  const sandbox = await aSandbox();
  const { id: inReplyTo } = sandbox.square.post({
    customer: 'u-1',
    postId: 'black-friday',
    text: 'a',
  });
  const body = { inReplyTo, text: 'Sorry.', idempotencyKey: 'k-1' };
  const other = `whsec_${Buffer.from('not the secret of this square').toString('base64')}`;
  expect(await reply(sandbox, body, other)).toMatchObject({ status: 401 });
  expect(await reply(sandbox, { ...body, shout: true })).toMatchObject({ status: 400 });
  expect(await reply(sandbox, { ...body, text: ' ' })).toMatchObject({ status: 400 });
  expect(await reply(sandbox, { ...body, inReplyTo: 'c-9' })).toMatchObject({ status: 404 });
  expect(sandbox.square.posts).toHaveLength(1);
});

test('the square can refuse, be down, or take a reply and say nothing', async () => {
  const sandbox = await aSandbox();
  const { square } = sandbox;
  const { id: inReplyTo } = square.post({
    customer: 'u-1',
    postId: 'black-friday',
    text: 'Broken.',
  });
  const body = { inReplyTo, text: 'Sorry.', idempotencyKey: 'k-1' };
  square.mode = 'refuses';
  expect(await reply(sandbox, body)).toMatchObject({ status: 422 });
  square.mode = 'down';
  expect(await reply(sandbox, body)).toMatchObject({ status: 503 });
  expect(square.posts).toHaveLength(1);
  square.mode = 'silent';
  await expect(reply(sandbox, body)).rejects.toThrow('fetch failed');
  expect(square.posts).toHaveLength(2);
  square.mode = 'works';
  expect(await reply(sandbox, body)).toMatchObject({ status: 200, body: { id: 'c-1002' } });
  expect(square.posts).toHaveLength(2);
});

test('four posts wait, one with a picture that is served and one that is hostile', async () => {
  const hook = await aHook();
  const sandbox = await aSandbox({ hookUrl: () => hook.url, seedPosts: true });
  await expect.poll(() => hook.delivered).toHaveLength(4);
  const bodies = hook.delivered.map(bodyOf);
  const picture = { kind: 'image', url: `${sandbox.url}/square/parcel.svg`, alt: 'A torn parcel' };
  expect(bodies[0]).toMatchObject({ attachments: [picture] });
  expect((await fetch(picture.url)).headers.get('content-type')).toContain('image/svg+xml');
  expect(JSON.stringify(bodies[3])).toContain('<!channel>');
});
