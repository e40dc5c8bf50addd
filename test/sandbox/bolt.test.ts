import type { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { aClient, aPost, aSandbox, aSocketApp, button, faultOf, section } from './support.ts';

const AGENT = 'thandi@acme.example';
const LEAD = 'sam@acme.example';

const CARD = {
  text: 'A mention',
  blocks: [
    section('A mention'),
    { type: 'actions', block_id: 'do', elements: [button('claim', 'Claim', 'm-1')] },
  ],
};

const FORM = {
  type: 'modal' as const,
  callback_id: 'reply',
  private_metadata: 'm-1',
  notify_on_close: true,
  title: { type: 'plain_text' as const, text: 'Reply' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'text',
      dispatch_action: true,
      label: { type: 'plain_text' as const, text: 'Your reply' },
      element: {
        type: 'plain_text_input' as const,
        action_id: 'text',
        multiline: true,
        dispatch_action_config: { trigger_actions_on: ['on_character_entered' as const] },
      },
    },
  ],
};

function press(sandbox: Sandbox, as: string, at: { channel: string; ts: string }) {
  return sandbox.workspace.act({ ...at, as, type: 'press', blockId: 'do', actionId: 'claim' });
}

function fill(sandbox: Sandbox, as: string, value: string) {
  const viewId = sandbox.workspace.views(as).at(-1)?.id ?? '';
  const field = { as, viewId, blockId: 'text', actionId: 'text' };
  return sandbox.workspace.act({ ...field, type: 'input', value });
}

function submit(sandbox: Sandbox, as: string) {
  const viewId = sandbox.workspace.views(as).at(-1)?.id ?? '';
  return sandbox.workspace.act({ as, type: 'submit', viewId });
}

/** Opens the form on a press of Claim. */
function opensForm(app: App): void {
  app.action('claim', async ({ ack, body, client }) => {
    await ack();
    if (!('trigger_id' in body)) return;
    await client.views.open({ trigger_id: body.trigger_id, view: FORM });
  });
}

test('a card that the app posted is updated in place', async () => {
  const sandbox = await aSandbox();
  const at = await aPost(sandbox, CARD);
  await aClient(sandbox).chat.update({
    ...at,
    text: 'Claimed',
    blocks: [section('Claimed by Sam')],
  });
  const [card, ...others] = sandbox.workspace.messages('care');
  expect(others).toEqual([]);
  expect(card).toMatchObject({ ts: at.ts, text: 'Claimed' });
  expect(card?.blocks).toMatchObject([{ text: { text: 'Claimed by Sam' } }]);
});

test('an update without blocks keeps them, an empty list takes them away', async () => {
  const sandbox = await aSandbox();
  const at = await aPost(sandbox, CARD);
  const client = aClient(sandbox);
  await client.chat.update({ ...at, text: 'Claimed' });
  expect(sandbox.workspace.messages('care')[0]?.blocks).toHaveLength(2);
  await client.chat.update({ ...at, text: 'Claimed', blocks: [] });
  expect(sandbox.workspace.messages('care')[0]?.blocks).toBeUndefined();
});

test('a press reaches the app in full, and its private answer only its reader', async () => {
  const sandbox = await aSandbox();
  const bodies: object[] = [];
  await aSocketApp(sandbox, (app) => {
    app.action('claim', async ({ ack, body, respond }) => {
      bodies.push(body);
      await ack();
      await respond({ text: 'Sam has it.', response_type: 'ephemeral', replace_original: false });
    });
  });
  const at = await aPost(sandbox, CARD);
  expect(await press(sandbox, AGENT, at)).toEqual({ ok: true });
  await expect.poll(() => sandbox.workspace.ephemerals(AGENT)).toHaveLength(1);
  expect(sandbox.workspace.ephemerals(AGENT)).toMatchObject([{ text: 'Sam has it.' }]);
  expect(sandbox.workspace.ephemerals(LEAD)).toEqual([]);
  expect(sandbox.workspace.messages('care')).toHaveLength(1);
  const seen = await (await fetch(`${sandbox.url}/ui/state?as=U0SAM`)).json();
  expect(JSON.stringify(seen)).not.toContain('Sam has it.');
  expect(bodies).toMatchObject([
    {
      type: 'block_actions',
      user: { id: 'U0THANDI', username: 'thandi', team_id: 'T0ACME' },
      team: { id: 'T0ACME', domain: 'acme' },
      enterprise: null,
      is_enterprise_install: false,
      container: {
        type: 'message',
        message_ts: at.ts,
        channel_id: at.channel,
        is_ephemeral: false,
      },
      channel: { id: at.channel, name: 'care' },
      message: { ts: at.ts, text: 'A mention' },
      state: { values: {} },
      actions: [{ type: 'button', block_id: 'do', action_id: 'claim', value: 'm-1' }],
    },
  ]);
});

test('an app that does not acknowledge in three seconds leaves a notice', async () => {
  const sandbox = await aSandbox();
  await aSocketApp(sandbox, (app) => {
    app.action('claim', async () => {});
  });
  const at = await aPost(sandbox, CARD);
  expect(await press(sandbox, AGENT, at)).toMatchObject({ ok: false });
  expect(sandbox.workspace.notice(AGENT)).toBe("Heed didn't respond in time.");
});

test('a press while no app is connected says so', async () => {
  const sandbox = await aSandbox();
  const at = await aPost(sandbox, CARD);
  expect(await press(sandbox, AGENT, at)).toEqual({ ok: false, error: 'Heed is not running.' });
});

test('typing in a dialog reaches the app with what has been typed', async () => {
  const sandbox = await aSandbox();
  const typed: (string | null | undefined)[] = [];
  await aSocketApp(sandbox, (app) => {
    opensForm(app);
    app.action('text', async ({ ack, body }) => {
      await ack();
      if (body.type !== 'block_actions') return;
      typed.push(body.view?.state.values['text']?.['text']?.value);
    });
  });
  await press(sandbox, AGENT, await aPost(sandbox, CARD));
  await expect.poll(() => sandbox.workspace.views(AGENT)).toHaveLength(1);
  expect(await fill(sandbox, AGENT, 'Sorry')).toEqual({ ok: true });
  expect(typed).toEqual(['Sorry']);
});

test('errors keep the dialog open, then an empty answer closes it', async () => {
  const sandbox = await aSandbox();
  await aSocketApp(sandbox, (app) => {
    opensForm(app);
    app.action('text', async ({ ack }) => ack());
    app.view('reply', async ({ ack, view }) => {
      const text = view.state.values['text']?.['text']?.value ?? '';
      expect(view.private_metadata).toBe('m-1');
      if (text.includes('promise')) {
        await ack({ response_action: 'errors', errors: { text: 'No promises.' } });
        return;
      }
      await ack();
    });
  });
  await press(sandbox, AGENT, await aPost(sandbox, CARD));
  await expect.poll(() => sandbox.workspace.views(AGENT)).toHaveLength(1);
  await submit(sandbox, AGENT);
  expect(sandbox.workspace.views(AGENT)[0]?.errors).toEqual({
    text: 'Please complete this required field.',
  });
  await fill(sandbox, AGENT, 'We promise');
  await submit(sandbox, AGENT);
  expect(sandbox.workspace.views(AGENT)[0]?.errors).toEqual({ text: 'No promises.' });
  await fill(sandbox, AGENT, 'We look at it');
  await submit(sandbox, AGENT);
  expect(sandbox.workspace.views(AGENT)).toEqual([]);
});

test('errors that name no input block are refused as a whole', async () => {
  const sandbox = await aSandbox();
  await aSocketApp(sandbox, (app) => {
    opensForm(app);
    app.action('text', async ({ ack }) => ack());
    app.view('reply', async ({ ack }) => {
      await ack({ response_action: 'errors', errors: { nothing: 'No.' } });
    });
  });
  await press(sandbox, AGENT, await aPost(sandbox, CARD));
  await expect.poll(() => sandbox.workspace.views(AGENT)).toHaveLength(1);
  await fill(sandbox, AGENT, 'Hello');
  await submit(sandbox, AGENT);
  expect(sandbox.workspace.views(AGENT)[0]?.errors).toEqual({});
  expect(sandbox.workspace.notice(AGENT)).toContain('nothing');
});

test('an update of the dialog keeps what was typed, and a stale hash is refused', async () => {
  const sandbox = await aSandbox();
  await aSocketApp(sandbox, (app) => {
    opensForm(app);
    app.action('text', async ({ ack }) => ack());
  });
  await press(sandbox, AGENT, await aPost(sandbox, CARD));
  await expect.poll(() => sandbox.workspace.views(AGENT)).toHaveLength(1);
  await fill(sandbox, AGENT, 'Half a reply');
  const view = sandbox.workspace.views(AGENT)[0];
  const wider = { ...FORM, blocks: [section('One finding'), ...FORM.blocks] };
  const client = aClient(sandbox);
  const first = { view_id: view?.id ?? '', hash: view?.hash ?? '', view: wider };
  await client.apiCall('views.update', first);
  expect(view?.modal.blocks).toHaveLength(2);
  expect(view?.values['text']?.['text']?.value).toBe('Half a reply');
  expect(await faultOf(client.apiCall('views.update', first))).toMatchObject({
    error: 'hash_conflict',
  });
});

test('a submission may update, push and clear dialogs; those that ask are told', async () => {
  const sandbox = await aSandbox();
  const closed: boolean[] = [];
  const answers = [
    { response_action: 'update', view: { ...FORM, title: { type: 'plain_text', text: 'Two' } } },
    { response_action: 'push', view: { ...FORM, title: { type: 'plain_text', text: 'Three' } } },
    { response_action: 'clear' },
  ] as const;
  let turn = 0;
  await aSocketApp(sandbox, (app) => {
    opensForm(app);
    app.action('text', async ({ ack }) => ack());
    app.view({ callback_id: 'reply', type: 'view_submission' }, async ({ ack }) => {
      const answer = answers[turn];
      turn += 1;
      if (answer) await ack(structuredClone(answer) as never);
    });
    app.view({ callback_id: 'reply', type: 'view_closed' }, async ({ ack, body }) => {
      if (body.type === 'view_closed') closed.push(body.is_cleared);
      await ack();
    });
  });
  await press(sandbox, AGENT, await aPost(sandbox, CARD));
  await expect.poll(() => sandbox.workspace.views(AGENT)).toHaveLength(1);
  const titles = () => sandbox.workspace.views(AGENT).map((view) => view.modal.title.text);
  await fill(sandbox, AGENT, 'one');
  await submit(sandbox, AGENT);
  expect(titles()).toEqual(['Two']);
  await submit(sandbox, AGENT);
  expect(titles()).toEqual(['Two', 'Three']);
  await fill(sandbox, AGENT, 'three');
  await submit(sandbox, AGENT);
  expect(titles()).toEqual([]);
  await expect.poll(() => closed).toEqual([true, true]);
});

test('a person who closes a dialog is reported when the app asked for it', async () => {
  const sandbox = await aSandbox();
  const closed: boolean[] = [];
  await aSocketApp(sandbox, (app) => {
    opensForm(app);
    app.view({ callback_id: 'reply', type: 'view_closed' }, async ({ ack, body }) => {
      if (body.type === 'view_closed') closed.push(body.is_cleared);
      await ack();
    });
  });
  await press(sandbox, AGENT, await aPost(sandbox, CARD));
  await expect.poll(() => sandbox.workspace.views(AGENT)).toHaveLength(1);
  const viewId = sandbox.workspace.views(AGENT)[0]?.id ?? '';
  await sandbox.workspace.act({ as: AGENT, type: 'close', viewId });
  expect(sandbox.workspace.views(AGENT)).toEqual([]);
  expect(closed).toEqual([false]);
});

test('a slash command is answered privately, in its ack or later', async () => {
  const sandbox = await aSandbox();
  await aSocketApp(sandbox, (app) => {
    app.command('/heed', async ({ ack, command, respond }) => {
      await ack(`You asked for ${command.text}.`);
      await respond('And there is more.');
    });
  });
  const channel = sandbox.workspace.channel('general').id;
  await sandbox.workspace.act({ as: AGENT, type: 'slash', channel, text: '/heed help me' });
  await expect.poll(() => sandbox.workspace.ephemerals(AGENT)).toHaveLength(2);
  expect(sandbox.workspace.ephemerals(AGENT).map((e) => e.text)).toEqual([
    'You asked for help me.',
    'And there is more.',
  ]);
});

test('a trigger opens one dialog, within three seconds', async () => {
  let now = Date.now();
  const sandbox = await aSandbox({ clock: () => now });
  const triggers: string[] = [];
  await aSocketApp(sandbox, (app) => {
    app.action('claim', async ({ ack, body }) => {
      await ack();
      if ('trigger_id' in body) triggers.push(body.trigger_id);
    });
  });
  const client = aClient(sandbox);
  const open = (trigger_id = '') => faultOf(client.views.open({ trigger_id, view: FORM }));
  const at = await aPost(sandbox, CARD);
  await press(sandbox, AGENT, at);
  await press(sandbox, AGENT, at);
  expect(await open(triggers[0])).toBeNull();
  expect(await open(triggers[0])).toMatchObject({ error: 'exchanged_trigger_id' });
  expect(await open('1.never')).toMatchObject({ error: 'invalid_trigger_id' });
  now += 3001;
  expect(await open(triggers[1])).toMatchObject({ error: 'expired_trigger_id' });
});

test('dialogs that Slack refuses are refused with a pointer, and the trigger stays good', async () => {
  const sandbox = await aSandbox();
  const triggers: string[] = [];
  await aSocketApp(sandbox, (app) => {
    app.action('claim', async ({ ack, body }) => {
      await ack();
      if ('trigger_id' in body) triggers.push(body.trigger_id);
    });
  });
  await press(sandbox, AGENT, await aPost(sandbox, CARD));
  const client = aClient(sandbox);
  const open = (view: object) =>
    faultOf(client.apiCall('views.open', { trigger_id: triggers[0], view }));
  const refused = (message: string) => ({
    error: 'invalid_arguments',
    messages: [`[ERROR] ${message}`],
  });
  const { submit: _, ...noSubmit } = FORM;
  expect(await open(noSubmit)).toEqual(
    refused('must define `submit` to use an `input` block in modals [json-pointer:/view/submit]'),
  );
  const title = { type: 'plain_text', text: 'x'.repeat(25) };
  expect(await open({ ...FORM, title })).toEqual(
    refused('must be less than 25 characters [json-pointer:/view/title/text]'),
  );
  expect(await open({ ...FORM, private_metadata: 'x'.repeat(3001) })).toEqual(
    refused('must be less than 3001 characters [json-pointer:/view/private_metadata]'),
  );
  const element = { type: 'plain_text_input', max_length: 3, initial_value: 'four' };
  const blocks = [{ ...FORM.blocks[0], element }];
  expect(await open({ ...FORM, blocks })).toEqual(
    refused(
      '`initial_value` must not be longer than `max_length` [json-pointer:/view/blocks/0/element/initial_value]',
    ),
  );
  expect(await open(FORM)).toBeNull();
});

test('a response_url works five times', async () => {
  const sandbox = await aSandbox();
  const urls: string[] = [];
  await aSocketApp(sandbox, (app) => {
    app.action('claim', async ({ ack, body }) => {
      await ack();
      if ('response_url' in body) urls.push(String(body.response_url));
    });
  });
  await press(sandbox, AGENT, await aPost(sandbox, CARD));
  const body = JSON.stringify({ text: 'hello', response_type: 'ephemeral' });
  const headers = { 'content-type': 'application/json' };
  const statuses: number[] = [];
  for (let use = 0; use < 6; use += 1) {
    statuses.push((await fetch(urls[0] ?? '', { method: 'POST', body, headers })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  expect(sandbox.workspace.ephemerals(AGENT)).toHaveLength(5);
});

test('two connections take turns', async () => {
  const sandbox = await aSandbox();
  const taken: string[] = [];
  for (const name of ['first', 'second']) {
    await aSocketApp(sandbox, (app) => {
      app.action('claim', async ({ ack }) => {
        taken.push(name);
        await ack();
      });
    });
  }
  const at = await aPost(sandbox, CARD);
  await press(sandbox, AGENT, at);
  await press(sandbox, AGENT, at);
  expect(taken.toSorted()).toEqual(['first', 'second']);
});
