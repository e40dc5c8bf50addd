import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { anHttpApp, aPost, aSandbox, button, section } from './support.ts';

const AGENT = 'thandi@acme.example';

async function aFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

test('over signed HTTP a press, a dialog and a command reach the app', async () => {
  const port = await aFreePort();
  const url = `http://127.0.0.1:${port}/slack/events`;
  const sandbox = await aSandbox({ delivery: { type: 'http', url } });
  const submitted: unknown[] = [];
  await anHttpApp(sandbox, port, (app) => {
    app.action('claim', async ({ ack, body, client, respond }) => {
      await ack();
      await respond({ text: 'Yours.', response_type: 'ephemeral', replace_original: false });
      if (!('trigger_id' in body)) return;
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'reply',
          title: { type: 'plain_text', text: 'Reply' },
          submit: { type: 'plain_text', text: 'Send' },
          blocks: [
            {
              type: 'input',
              block_id: 'text',
              label: { type: 'plain_text', text: 'Text' },
              element: { type: 'plain_text_input', action_id: 'text' },
            },
          ],
        },
      });
    });
    app.view('reply', async ({ ack, view }) => {
      submitted.push(view.state.values['text']?.['text']?.value);
      await ack({ response_action: 'errors', errors: { text: 'Shorter, please.' } });
    });
    app.command('/heed', async ({ ack, command }) => {
      await ack({ text: `${command.text}!`, response_type: 'ephemeral' });
    });
  });
  const { workspace } = sandbox;
  const at = await aPost(sandbox, {
    text: 'A mention',
    blocks: [
      section('A mention'),
      { type: 'actions', block_id: 'do', elements: [button('claim', 'Claim')] },
    ],
  });
  const pressed = await workspace.act({
    ...at,
    as: AGENT,
    type: 'press',
    blockId: 'do',
    actionId: 'claim',
  });
  expect(pressed).toEqual({ ok: true });
  await expect.poll(() => workspace.views(AGENT)).toHaveLength(1);
  const viewId = workspace.views(AGENT)[0]?.id ?? '';
  await workspace.act({
    as: AGENT,
    type: 'submit',
    viewId,
    values: { text: { text: { value: 'Hi' } } },
  });
  expect(submitted).toEqual(['Hi']);
  expect(workspace.views(AGENT)[0]?.errors).toEqual({ text: 'Shorter, please.' });
  await workspace.act({ as: AGENT, type: 'slash', channel: at.channel, text: '/heed help' });
  await expect
    .poll(() => workspace.ephemerals(AGENT).map((e) => e.text))
    .toEqual(['Yours.', 'help!']);
});

test('an app that is not there is said to be not running', async () => {
  const url = `http://127.0.0.1:${await aFreePort()}/slack/events`;
  const sandbox = await aSandbox({ delivery: { type: 'http', url } });
  const channel = sandbox.workspace.channel('care').id;
  await sandbox.workspace.act({ as: AGENT, type: 'slash', channel, text: '/heed help' });
  expect(sandbox.workspace.notice(AGENT)).toBe('Heed is not running.');
});
