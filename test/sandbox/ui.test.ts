import { request } from 'node:http';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { aClient, aPost, aSandbox } from './support.ts';

const state = z.looseObject({
  channels: z.array(z.unknown()),
  messages: z.record(z.string(), z.unknown()),
});

async function readState(sandbox: Sandbox, as: string) {
  return state.parse(await (await fetch(`${sandbox.url}/ui/state?as=${as}`)).json());
}

async function send(sandbox: Sandbox, path: string, body: object, headers: object = {}) {
  const response = await fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: response.status, body: await response.json() };
}

/** The status for a Host header that fetch would not send. */
function statusFor(sandbox: Sandbox, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(`${sandbox.url}/ui/square`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on('error', reject).end();
  });
}

test('the page sees what its reader sees', async () => {
  const sandbox = await aSandbox();
  const { channel, ts } = await aPost(sandbox, { text: 'card' });
  const client = aClient(sandbox);
  await client.chat.postMessage({ channel, thread_ts: ts, text: 'a line' });
  await client.chat.postMessage({ channel, thread_ts: ts, text: '<@U0SAM> it is yours' });
  const im = await client.conversations.open({ users: 'U0SAM' });
  await client.chat.postMessage({ channel: im.channel?.id ?? '', text: 'only for Sam' });
  const sam = await readState(sandbox, 'U0SAM');
  expect(sam).toMatchObject({ me: 'U0SAM', team: { name: 'Acme' }, views: [], connected: false });
  expect(sam.channels).toContainEqual({
    id: channel,
    name: 'care',
    kind: 'channel',
    isPrivate: false,
    unread: 2,
  });
  expect(sam.messages[channel]).toMatchObject([
    { ts, text: 'card', replyCount: 2, edited: false, ephemeral: false },
    { text: 'a line', threadTs: ts },
    { text: '<@U0SAM> it is yours', threadTs: ts },
  ]);
  expect(JSON.stringify(sam)).toContain('only for Sam');
  expect(JSON.stringify(await readState(sandbox, 'U0NOOR'))).not.toContain('only for Sam');
});

test('reading a channel leaves nothing unread', async () => {
  const sandbox = await aSandbox();
  const { channel } = await aPost(sandbox, { text: 'card' });
  await send(sandbox, '/ui/act', { as: 'U0SAM', type: 'read', channel });
  const { channels } = await readState(sandbox, 'U0SAM');
  expect(channels).toContainEqual({
    id: channel,
    name: 'care',
    kind: 'channel',
    isPrivate: false,
    unread: 0,
  });
});

test('the square is shown with its authors and the company as nobody', async () => {
  const sandbox = await aSandbox();
  const posted = { type: 'post', customer: 'u-1', postId: 'black-friday', text: 'Hello' };
  expect(await send(sandbox, '/ui/square', posted)).toEqual({ status: 200, body: { ok: true } });
  expect(await (await fetch(`${sandbox.url}/ui/square`)).json()).toMatchObject({
    posts: [{ id: 'c-1001', author: { handle: 'lerato' }, delivery: 'sending', deleted: false }],
    ourPosts: [{ title: 'Black Friday' }, { title: 'Our new courier' }],
    mode: 'works',
  });
});

test('changes are announced to those who listen', async () => {
  const sandbox = await aSandbox();
  const response = await fetch(`${sandbox.url}/ui/events?as=U0SAM`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  await aPost(sandbox, { text: 'card' });
  expect((await reader?.read())?.value).toContain('event: change');
  await reader?.cancel();
});

test('another name for this machine, another origin and a form are refused', async () => {
  const sandbox = await aSandbox();
  const port = new URL(sandbox.url).port;
  expect(await statusFor(sandbox, `evil.example:${port}`)).toBe(403);
  expect(await statusFor(sandbox, `localhost:${port}`)).toBe(200);
  const posted = { type: 'mode', mode: 'down' };
  expect(
    await send(sandbox, '/ui/square', posted, { origin: 'https://evil.example' }),
  ).toMatchObject({ status: 403 });
  expect(await send(sandbox, '/ui/square', posted, { 'content-type': 'text/plain' })).toMatchObject(
    {
      status: 403,
    },
  );
  expect(sandbox.square.mode).toBe('works');
  expect(await send(sandbox, '/ui/square', posted, { origin: sandbox.url })).toMatchObject({
    status: 200,
  });
});
