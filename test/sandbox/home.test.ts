/** The Home tab as Slack keeps it: strict about views, and what an app is told of it. */
import { expect, test } from 'vitest';
import { aClient, aSandbox, aSocketApp, button, faultOf, section } from './support.ts';

const AGENT = 'thandi@acme.example';
const USER = 'U0THANDI';
const HOME = {
  type: 'home',
  private_metadata: 'h-1',
  blocks: [
    section('Mine'),
    { type: 'actions', block_id: 'do', elements: [button('claim', 'Claim', 'm-1')] },
  ],
};

test.each<[string, Record<string, unknown>, string]>([
  ['a view of another kind', { view: { ...HOME, type: 'modal' } }, 'invalid_arguments'],
  ['a title', { view: { ...HOME, title: 'Heed' } }, 'invalid_arguments'],
  [
    'more than a hundred blocks',
    { view: { type: 'home', blocks: Array.from({ length: 101 }, () => section('x')) } },
    'invalid_arguments',
  ],
  [
    'a view beyond 250 kB',
    { view: { type: 'home', blocks: Array.from({ length: 90 }, () => section('字'.repeat(999))) } },
    'view_too_large',
  ],
  ['nobody', { user_id: 'U0NOBODY' }, 'invalid_arguments'],
  ['another hash than the one that stands', { hash: '1.2' }, 'hash_conflict'],
])('%s is refused', async (_what, change, error) => {
  const sandbox = await aSandbox();
  const client = aClient(sandbox);
  await client.apiCall('views.publish', { user_id: USER, view: HOME });
  const again = client.apiCall('views.publish', { user_id: USER, view: HOME, ...change });
  expect(await faultOf(again)).toMatchObject({ error });
  expect(sandbox.workspace.home(AGENT)?.view).toMatchObject({ private_metadata: 'h-1' });
});

test('an app hears of each opening, with what stands there', async () => {
  const sandbox = await aSandbox();
  const heard: unknown[] = [];
  await aSocketApp(sandbox, (app) => {
    app.event('app_home_opened', async ({ event, client }) => {
      heard.push(event);
      await client.views.publish({ user_id: event.user, view: { ...HOME, type: 'home' } });
    });
  });
  for (const seen of [1, 2]) {
    await sandbox.workspace.act({ as: AGENT, type: 'home' });
    await expect.poll(() => sandbox.workspace.home(AGENT)).not.toBeNull();
    await expect.poll(() => heard).toHaveLength(seen);
  }
  const home = sandbox.workspace.home(AGENT);
  expect(heard).toEqual([
    expect.not.objectContaining({ view: expect.anything() }),
    expect.objectContaining({
      tab: 'home',
      user: USER,
      view: expect.objectContaining({ id: home?.id, type: 'home', private_metadata: 'h-1' }),
    }),
  ]);
  expect(sandbox.workspace.home('sam@acme.example')).toBeNull();
});

test('a press there has a trigger, and neither a channel nor a response URL', async () => {
  const sandbox = await aSandbox();
  const pressed: object[] = [];
  await aSocketApp(sandbox, (app) => {
    app.action('claim', async ({ ack, body, client }) => {
      await ack();
      pressed.push(body);
      if (!('trigger_id' in body)) return;
      const title = { type: 'plain_text' as const, text: 'No' };
      const view = { type: 'modal' as const, title, blocks: [] };
      await client.views.open({ trigger_id: body.trigger_id, view });
    });
  });
  await aClient(sandbox).apiCall('views.publish', { user_id: USER, view: HOME });
  const viewId = sandbox.workspace.home(AGENT)?.id ?? '';
  const press = { type: 'press', viewId, blockId: 'do', actionId: 'claim' } as const;
  expect(await sandbox.workspace.act({ as: AGENT, ...press })).toEqual({ ok: true });
  await expect.poll(() => sandbox.workspace.views(AGENT)).toHaveLength(1);
  expect(pressed).toMatchObject([
    {
      container: { type: 'view', view_id: viewId },
      view: { type: 'home' },
      actions: [{ value: 'm-1' }],
    },
  ]);
  for (const absent of ['channel', 'message', 'response_url']) {
    expect(pressed[0]).not.toHaveProperty(absent);
  }
  const others = await sandbox.workspace.act({ as: 'sam@acme.example', ...press });
  expect(others).toMatchObject({ ok: false });
});
