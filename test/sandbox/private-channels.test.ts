/** A private channel is there for its members only; an app is one when somebody invited it. */
import { expect, test } from 'vitest';
import { STAFF } from '../support/staff.ts';
import { aClient, aSandbox, faultOf } from './support.ts';

const MEMBER = STAFF.sam;
const STRANGER = STAFF.lindiwe;

test('its members see it and write there, nobody else', async () => {
  const { workspace, url } = await aSandbox();
  const { id: channel } = workspace.channel('people-private');
  const says = (as: string) => workspace.act({ as, type: 'message', channel, text: 'Hello' });
  expect(await says(MEMBER)).toEqual({ ok: true });
  expect(await says(STRANGER)).toMatchObject({ ok: false });
  const page = async (email: string) =>
    (await fetch(`${url}/ui/state?as=${workspace.user(email).id}`)).text();
  expect(await page(MEMBER)).toContain('"isPrivate":true');
  expect(await page(STRANGER)).not.toContain(channel);
});

test('an app that is in it finds it where it asks for private channels, and joins none', async () => {
  const sandbox = await aSandbox();
  const client = aClient(sandbox);
  const { id: channel } = sandbox.workspace.channel('people-private');
  const { channels = [] } = await client.conversations.list({ types: 'private_channel' });
  expect(channels).toMatchObject([{ id: channel, is_private: true, is_member: true }]);
  const others = await client.conversations.list({ types: 'public_channel' });
  expect(others.channels?.map(({ id }) => id)).not.toContain(channel);
  expect(await faultOf(client.conversations.join({ channel }))).toMatchObject({
    error: 'method_not_supported_for_channel_type',
  });
  const user = sandbox.workspace.user(STRANGER).id;
  expect(await faultOf(client.chat.postEphemeral({ channel, user, text: 'psst' }))).toMatchObject({
    error: 'user_not_in_channel',
  });
});

test('an app that nobody invited learns nothing of it', async () => {
  const sandbox = await aSandbox();
  const client = aClient(sandbox);
  const channel = sandbox.workspace.channel('people-private');
  channel.botIsMember = false;
  const unknown = { error: 'channel_not_found' };
  expect(await faultOf(client.conversations.info({ channel: channel.id }))).toMatchObject(unknown);
  expect(
    await faultOf(client.chat.postMessage({ channel: channel.id, text: 'Hello' })),
  ).toMatchObject(unknown);
  const { channels } = await client.conversations.list({ types: 'private_channel' });
  expect(channels).toEqual([]);
});
