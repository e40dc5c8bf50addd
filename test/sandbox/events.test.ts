/** What Slack tells of messages, and what it sends for a shortcut. */
import { App, LogLevel } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { aPost, aSandbox, aSocketApp } from './support.ts';

const AGENT = 'thandi@acme.example';
const LEAD = 'sam@acme.example';

const FORM = {
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: 'Track' },
  blocks: [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Hello' } }],
};

/** Bolt leaves out what the app itself wrote unless it is told not to. */
async function aListener(
  sandbox: Sandbox,
  hear: (event: Record<string, unknown>) => void,
): Promise<void> {
  const app = new App({
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    ignoreSelf: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.slackApiUrl },
  });
  app.event('message', async ({ event }) => hear({ ...event }));
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
}

test('messages in a channel of the app, their edits and deletions are told, its own too', async () => {
  const sandbox = await aSandbox();
  const heard: Record<string, unknown>[] = [];
  await aListener(sandbox, (event) => heard.push(event));
  const { workspace } = sandbox;
  const general = workspace.channel('general').id;
  await workspace.act({ as: AGENT, type: 'message', channel: general, text: 'not for Heed' });
  const { channel, ts } = await aPost(sandbox, { text: 'A mention' });
  await workspace.act({ as: AGENT, type: 'message', channel, threadTs: ts, text: 'a note' });
  const reply = workspace.messages('care').at(-1)?.ts ?? '';
  const own = { as: AGENT, channel, ts: reply };
  expect(await workspace.act({ ...own, type: 'edit', as: LEAD, text: 'mine' })).toMatchObject({
    ok: false,
  });
  await workspace.act({ ...own, type: 'edit', text: 'a better note' });
  await workspace.act({ ...own, type: 'delete' });
  await expect.poll(() => heard).toHaveLength(4);
  const about = { type: 'message', channel, channel_type: 'channel' };
  expect(heard).toMatchObject([
    { ...about, ts, bot_id: 'B0HEED' },
    { ...about, ts: reply, thread_ts: ts, user: 'U0THANDI', text: 'a note' },
    {
      ...about,
      subtype: 'message_changed',
      message: { ts: reply, thread_ts: ts, text: 'a better note', edited: { user: 'U0THANDI' } },
      previous_message: { text: 'a note' },
    },
    {
      ...about,
      subtype: 'message_deleted',
      deleted_ts: reply,
      previous_message: { thread_ts: ts, user: 'U0THANDI' },
    },
  ]);
});

test('a shortcut on a message carries the message, and a trigger that opens a dialog', async () => {
  const sandbox = await aSandbox();
  const seen: unknown[] = [];
  await aSocketApp(sandbox, (app) => {
    app.shortcut(
      { callback_id: 'track', type: 'message_action' },
      async ({ ack, body, client }) => {
        await ack();
        seen.push(body);
        await client.views.open({ trigger_id: body.trigger_id, view: FORM });
      },
    );
  });
  const { channel, ts } = await aPost(sandbox, { text: 'A mention' });
  const given = { as: AGENT, type: 'shortcut', channel, ts } as const;
  expect(await sandbox.workspace.act({ ...given, callbackId: 'other' })).toMatchObject({
    ok: false,
  });
  await sandbox.workspace.act({ ...given, callbackId: 'track' });
  await expect.poll(() => sandbox.workspace.views(AGENT)).toHaveLength(1);
  expect(seen).toMatchObject([
    {
      type: 'message_action',
      message_ts: ts,
      channel: { id: channel },
      message: { ts, text: 'A mention' },
      user: { id: 'U0THANDI', team_id: 'T0ACME' },
    },
  ]);
});
