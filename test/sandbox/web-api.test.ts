import { describe, expect, test } from 'vitest';
import { aClient, aPost, aSandbox, button, faultOf, section } from './support.ts';

const TITLE = { type: 'plain_text', text: 'A title' };

function input(element: object) {
  return { type: 'input', label: TITLE, element };
}

function select(count: number, more: object = {}) {
  const options = Array.from({ length: count }, (_, n) => ({
    text: { type: 'plain_text', text: `Option ${n}` },
    value: String(n),
  }));
  return { type: 'static_select', action_id: 'select', options, ...more };
}

describe('blocks that Slack refuses', () => {
  const long = (length: number) => 'x'.repeat(length);
  const actions = (...elements: object[]) => ({ type: 'actions', elements });
  test.for<[string, object[], string]>([
    [
      'a section of 3,001 characters',
      [section(long(3001))],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'an empty section',
      [section('')],
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a section without text',
      [{ type: 'section' }],
      'missing required field: text or fields [json-pointer:/blocks/0]',
    ],
    [
      'a header of 151 characters',
      [{ type: 'header', text: { type: 'plain_text', text: long(151) } }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'eleven fields',
      [{ type: 'section', fields: Array(11).fill(TITLE) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a context of eleven elements',
      [{ type: 'context', elements: Array(11).fill(TITLE) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'an unknown block',
      [{ type: 'carousel_of_joy' }],
      'unsupported type [json-pointer:/blocks/0/type]',
    ],
    [
      'an unknown key',
      [{ ...section('a'), colour: 'red' }],
      'invalid additional property: colour [json-pointer:/blocks/0]',
    ],
    [
      'an unknown element',
      [actions({ type: 'lever' })],
      'unsupported type [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'a button text of 76 characters',
      [actions(button('a', long(76)))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a button value of 2,001 characters',
      [actions(button('a', 'A', long(2001)))],
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'a button in an odd style',
      [actions({ ...button('a', 'A'), style: 'loud' })],
      'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'mrkdwn on a button',
      [actions({ ...button('a', 'A'), text: { type: 'mrkdwn', text: 'A' } })],
      'must be one of: plain_text [json-pointer:/blocks/0/elements/0/text/type]',
    ],
    [
      '26 elements',
      [actions(...Array.from({ length: 26 }, (_, n) => button(`a${n}`, 'A')))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'an overflow of six',
      [actions({ ...select(6), type: 'overflow' })],
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'a select of 101',
      [actions(select(101))],
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'a select with a strange initial option',
      [actions(select(1, { initial_option: { text: TITLE, value: '9' } }))],
      '`initial_option` must be one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
    ],
    [
      'an image without alt text',
      [{ type: 'image', image_url: 'https://a.example/a.png' }],
      'missing required field: alt_text [json-pointer:/blocks/0]',
    ],
    [
      'an input outside a dialog',
      [input({ type: 'plain_text_input' })],
      'unsupported type [json-pointer:/blocks/0/type]',
    ],
    [
      'the same block_id twice',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      '`block_id` already exists: a [json-pointer:/blocks/1/block_id]',
    ],
    [
      'the same action_id twice',
      [actions(button('a', 'A'), button('a', 'B'))],
      '`action_id` must be unique within a block [json-pointer:/blocks/0/elements]',
    ],
    [
      '51 blocks',
      Array(51).fill({ type: 'divider' }),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    [
      'an unknown rich text element',
      [{ type: 'rich_text', elements: [{ type: 'rich_text_song', elements: [] }] }],
      'unsupported type [json-pointer:/blocks/0/elements/0/type]',
    ],
  ])('%s', async ([, blocks, message]) => {
    const sandbox = await aSandbox();
    const { channel } = await aPost(sandbox, { text: 'first' });
    const fault = await faultOf(
      aClient(sandbox).apiCall('chat.postMessage', { channel, text: 'a', blocks }),
    );
    expect(fault).toEqual({ error: 'invalid_blocks', messages: [`[ERROR] ${message}`] });
    expect(sandbox.workspace.messages('care')).toHaveLength(1);
  });
});

test('every kind of block that Heed may use is taken', async () => {
  const sandbox = await aSandbox();
  const text = { type: 'text', text: 'quoted', style: { italic: true } };
  const blocks = [
    { type: 'header', text: TITLE },
    { ...section('*bold*'), accessory: { ...select(5), type: 'overflow' } },
    { type: 'section', fields: [TITLE] },
    {
      type: 'context',
      elements: [TITLE, { type: 'image', image_url: 'https://a.example/a.png', alt_text: 'a' }],
    },
    { type: 'divider' },
    {
      type: 'actions',
      elements: [button('a', 'A'), select(3), { type: 'users_select', action_id: 'who' }],
    },
    {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_quote', elements: [text, { type: 'user', user_id: 'U0SAM' }] },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_section', elements: [text] }],
        },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'code' }] },
      ],
    },
  ];
  await aPost(sandbox, { text: 'all', blocks });
  expect(sandbox.workspace.messages('care')[0]?.blocks).toMatchObject(blocks);
});

describe('calls that Slack refuses', () => {
  const C = 'C0CARE';
  test.for<[string, string, object, string]>([
    ['an unknown method', 'chat.shout', {}, 'unknown_method'],
    [
      'an unknown argument',
      'chat.postMessage',
      { channel: C, text: 'a', shout: true },
      'invalid_arguments',
    ],
    ['a missing argument', 'chat.postMessage', { text: 'a' }, 'invalid_arguments'],
    [
      'an unknown channel',
      'chat.postMessage',
      { channel: 'C0NOWHERE', text: 'a' },
      'channel_not_found',
    ],
    [
      'a channel that the app has not joined',
      'chat.postMessage',
      { channel: 'C0GENERAL', text: 'a' },
      'not_in_channel',
    ],
    ['nothing to say', 'chat.postMessage', { channel: C }, 'no_text'],
    [
      '40,001 characters',
      'chat.postMessage',
      { channel: C, text: 'x'.repeat(40_001) },
      'msg_too_long',
    ],
    [
      '13,001 characters in blocks',
      'chat.postMessage',
      {
        channel: C,
        text: 'a',
        blocks: [...Array(4).fill(section('x'.repeat(3000))), section('x'.repeat(1001))],
      },
      'msg_blocks_too_long',
    ],
    [
      'blocks that are no list',
      'chat.postMessage',
      { channel: C, text: 'a', blocks: {} },
      'invalid_blocks_format',
    ],
    [
      'metadata without a payload',
      'chat.postMessage',
      { channel: C, text: 'a', metadata: { event_type: 'card' } },
      'invalid_metadata_format',
    ],
    [
      'a thread that is not there',
      'chat.postMessage',
      { channel: C, text: 'a', thread_ts: '1.000000' },
      'thread_not_found',
    ],
    [
      'an update of nothing',
      'chat.update',
      { channel: C, ts: '1.000000', text: 'a' },
      'message_not_found',
    ],
    ['an unknown address', 'users.lookupByEmail', { email: 'no@acme.example' }, 'users_not_found'],
    ['an unknown person', 'users.info', { user: 'U0NOBODY' }, 'user_not_found'],
    ['a message to nobody', 'conversations.open', { users: 'U0NOBODY' }, 'user_not_found'],
    [
      'an unknown dialog',
      'views.update',
      { view_id: 'V0', view: { type: 'modal', title: TITLE, blocks: [] } },
      'view_not_found',
    ],
  ])('%s', async ([, method, args, error]) => {
    const sandbox = await aSandbox();
    await aPost(sandbox, { text: 'first' });
    expect(await faultOf(aClient(sandbox).apiCall(method, { ...args }))).toMatchObject({ error });
    expect(sandbox.workspace.messages('care')).toHaveLength(1);
  });

  test("a person's message is not the app's to change", async () => {
    const sandbox = await aSandbox();
    const { channel } = await aPost(sandbox, { text: 'first' });
    await sandbox.workspace.act({ as: 'U0SAM', type: 'message', channel, text: 'Lunch?' });
    const ts = sandbox.workspace.messages('care')[1]?.ts;
    const update = aClient(sandbox).apiCall('chat.update', { channel, ts, text: 'No lunch' });
    expect(await faultOf(update)).toMatchObject({ error: 'cant_update_message' });
  });

  test('wrong, missing and misplaced tokens', async () => {
    const sandbox = await aSandbox();
    const refusedFor = (token: string | undefined, method: string) =>
      faultOf(aClient(sandbox, token).apiCall(method));
    expect(await refusedFor('xoxb-wrong', 'auth.test')).toMatchObject({ error: 'invalid_auth' });
    expect(await refusedFor('', 'auth.test')).toMatchObject({ error: 'not_authed' });
    expect(await refusedFor(sandbox.botToken, 'apps.connections.open')).toMatchObject({
      error: 'not_allowed_token_type',
    });
  });
});

test('the sixth message in a second is one too many, and says when to come back', async () => {
  let now = 1_000_000;
  const sandbox = await aSandbox({ clock: () => now });
  const { channel } = await aPost(sandbox, { text: '1' });
  const client = aClient(sandbox);
  const post = () => faultOf(client.chat.postMessage({ channel, text: 'more' }));
  expect([await post(), await post(), await post(), await post()]).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(await post()).toEqual({ error: 'ratelimited', messages: ['1'] });
  await client.conversations.join({ channel: 'C0GENERAL' });
  expect(await faultOf(client.chat.postMessage({ channel: 'C0GENERAL', text: 'a' }))).toBeNull();
  now += 1000;
  expect(await post()).toBeNull();
});

test('without limits nothing is too often', async () => {
  const sandbox = await aSandbox({ limits: 'none' });
  const { channel } = await aPost(sandbox, { text: '0' });
  for (let n = 1; n < 20; n += 1)
    await aClient(sandbox).chat.postMessage({ channel, text: `${n}` });
  expect(sandbox.workspace.messages('care')).toHaveLength(20);
});

test('metadata is shown only to who asks, and threads only by their replies', async () => {
  const sandbox = await aSandbox();
  const metadata = { event_type: 'heed_card', event_payload: { mention: 'm-1' } };
  const { channel, ts } = await aPost(sandbox, { text: 'card', metadata });
  const client = aClient(sandbox);
  await client.chat.postMessage({ channel, thread_ts: ts, text: 'a line', metadata });
  const bare = await client.conversations.history({ channel, oldest: ts, inclusive: true });
  expect(bare.messages).toMatchObject([{ ts, reply_count: 1 }]);
  expect(bare.messages?.[0]).not.toHaveProperty('metadata');
  const full = await client.conversations.history({ channel, include_all_metadata: true });
  expect(full.messages).toMatchObject([{ ts, metadata }]);
  const thread = await client.conversations.replies({ channel, ts, include_all_metadata: true });
  expect(thread.messages).toMatchObject([{ ts }, { thread_ts: ts, metadata }]);
});

test('history is read page by page, newest first', async () => {
  const sandbox = await aSandbox();
  const { channel } = await aPost(sandbox, { text: '1' });
  const client = aClient(sandbox);
  for (const text of ['2', '3']) await client.chat.postMessage({ channel, text });
  const texts: (string | undefined)[] = [];
  for await (const page of client.paginate('conversations.history', { channel, limit: 2 })) {
    const messages = 'messages' in page && Array.isArray(page.messages) ? page.messages : [];
    texts.push(messages.map((message) => message.text).join());
  }
  expect(texts).toEqual(['3,2', '1']);
});

test('people are found by address, and their kind is told', async () => {
  const sandbox = await aSandbox();
  const client = aClient(sandbox);
  const { user } = await client.users.lookupByEmail({ email: 'Robin@agency.example' });
  expect(user).toMatchObject({ name: 'robin', is_restricted: true, team_id: 'T0ACME' });
  const { channel } = await client.conversations.open({ users: user?.id ?? '' });
  await client.chat.postMessage({ channel: channel?.id ?? '', text: 'Hello' });
  expect(sandbox.workspace.directMessages('robin@agency.example')).toMatchObject([
    { text: 'Hello' },
  ]);
});

test('a deleted parent with replies leaves a tombstone, a lone message nothing', async () => {
  const sandbox = await aSandbox();
  const { channel, ts } = await aPost(sandbox, { text: 'card' });
  const client = aClient(sandbox);
  const line = await client.chat.postMessage({ channel, thread_ts: ts, text: 'line' });
  await client.chat.delete({ channel, ts });
  expect(sandbox.workspace.messages('care')[0]).toMatchObject({ tombstone: true });
  await client.chat.delete({ channel, ts: line.ts ?? '' });
  expect(sandbox.workspace.messages('care')).toHaveLength(1);
  expect(await faultOf(client.chat.update({ channel, ts, text: 'a' }))).toMatchObject({
    error: 'message_not_found',
  });
});

test('calls can be made to fail, before and after they are performed', async () => {
  const sandbox = await aSandbox();
  const { channel } = await aPost(sandbox, { text: 'first' });
  const { workspace } = sandbox;
  const client = aClient(sandbox);
  const post = () => faultOf(client.chat.postMessage({ channel, text: 'more' }));
  workspace.fault('chat.postMessage', { error: 'fatal_error' });
  workspace.fault('chat.postMessage', { status: 500 });
  workspace.fault('chat.postMessage', { status: 429, retryAfter: 7 });
  workspace.fault('chat.postMessage', { drop: 'before' });
  expect(await post()).toMatchObject({ error: 'fatal_error' });
  expect(await post()).toMatchObject({ error: 'slack_webapi_http_error' });
  expect(await post()).toEqual({ error: 'ratelimited', messages: ['7'] });
  expect(await post()).toMatchObject({ error: 'slack_webapi_request_error' });
  expect(workspace.messages('care')).toHaveLength(1);
  workspace.fault('chat.postMessage', { drop: 'after' });
  expect(await post()).toMatchObject({ error: 'slack_webapi_request_error' });
  expect(workspace.messages('care')).toHaveLength(2);
  expect(workspace.calls.filter((call) => call.method === 'chat.postMessage')).toHaveLength(6);
});
