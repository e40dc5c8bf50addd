import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/index.ts';
import { checkSlack, createSlackSurface } from '../../../src/surfaces/slack/index.ts';
import { TIMES } from '../../../src/surfaces/slack/limits.ts';
import { emptyNotebook } from '../../support/empty-rooms.ts';
import { createMemoryDesk } from '../../support/memory-desk.ts';
import { STAFF } from '../../support/staff.ts';
import { until } from '../../support/until.ts';
import { aStaffedHandbook, openStage, type Stage, surfaceOptions } from './support.ts';

function callsOf({ sandbox }: Stage, method: string): number {
  return sandbox.workspace.calls.filter((call) => call.method === method).length;
}

test('Slack is asked once who somebody is, and once where a channel is', async () => {
  const stage = await openStage();
  const { desk, staff, show } = stage;
  const [first, second] = [desk.open(), desk.open()];
  const cards = [await show(first), await show(second)];
  for (const card of cards) await staff.press('thandi', 'care', card.ts, 'Claim');
  await expect.poll(() => desk.glance(second).mention.owner).toBe(STAFF.thandi);
  expect(callsOf(stage, 'users.info')).toBe(1);
  expect(callsOf(stage, 'conversations.list')).toBe(1);
  expect(callsOf(stage, 'conversations.join')).toBe(1);
});

test('who is in a user group is asked once for a while; a plan without them has none', async () => {
  const stage = await openStage();
  const { surface } = stage.slack;
  const on = [STAFF.thandi, STAFF.lindiwe].toSorted();
  expect((await surface.membersOf('care-duty')).toSorted()).toEqual(on);
  expect((await surface.membersOf('S0CAREDUTY')).toSorted()).toEqual(on);
  expect(await surface.membersOf('nobody')).toEqual([]);
  expect(callsOf(stage, 'usergroups.list')).toBe(1);
  const other = await openStage();
  other.sandbox.workspace.fault('usergroups.list', { error: 'plan_upgrade_required' });
  expect(await other.slack.surface.membersOf('care-duty')).toEqual([]);
});

test('while Slack does not say who somebody is, nothing is done and they are told to try again', async () => {
  const { desk, sandbox, staff, show } = await openStage();
  const mention = desk.open();
  const card = await show(mention);
  sandbox.workspace.fault('users.info', { status: 500 });
  await staff.press('thandi', 'care', card.ts, 'Claim');
  await staff.told('thandi', "Slack doesn't answer Heed at the moment. Try again in a minute.");
  expect(desk.heard).toEqual([]);
});

test('a check names what is there and what is not', async () => {
  const stage = await openStage();
  const good = await stage.slack.check();
  expect(good.filter(({ ok }) => !ok)).toEqual([]);
  expect(good.map(({ text }) => text)).toContain('Care: #care is there, Heed joins when it starts');
  const nobody = {
    name: 'Nobody',
    email: 'nobody@acme.example',
    role: 'agent',
    departments: ['care'],
  } as const;
  const lost = {
    ...{ id: 'lost', name: 'Lost', channel: { slack: 'lost' } },
    ...{ contacts: [], contactsAfterMs: [] },
    sensitive: { channel: { slack: 'general' }, owners: [] },
    duty: { people: [], groups: ['care-duty', 'lost-duty'] },
    ...{ hours: 'always' as const, targets: {} },
  };
  const owners = ['thandi@acme.example', 'sam@acme.example'];
  const sensitive = { channel: { slack: 'people-private' }, owners };
  const handbook = aStaffedHandbook({ people: [nobody], departments: [lost], sensitive });
  const { botToken, apiUrl, personLinks, now } = surfaceOptions(stage.sandbox, true);
  const bad = await checkSlack({ botToken, apiUrl, handbook, personLinks, now });
  expect(bad.filter(({ ok }) => !ok).map(({ text }) => text)).toEqual([
    'Lost: #lost is not there; if it is private, type "/invite @Heed" in it',
    'Lost, on duty: @lost-duty is no user group that Heed can see. Correct duty in the handbook, or name people there.',
    'Lost, what is sensitive: #general is public. What is sensitive is shown in private channels only: make it private in Slack, or name another in the handbook.',
    'Nobody: no member of the workspace has the address nobody@acme.example',
  ]);
  expect(bad).toContainEqual({
    ok: true,
    text: 'Everything else, what is sensitive: #people-private is there',
  });
  const unknown = await checkSlack({ botToken: 'xoxb-no', apiUrl, handbook, personLinks, now });
  expect(unknown).toMatchObject([{ ok: false, text: expect.stringContaining('SLACK_BOT_TOKEN') }]);
});

test('the check compares a private channel’s members with the owners that the handbook names', async () => {
  const { sandbox } = await openStage();
  const { botToken, apiUrl, personLinks, now } = surfaceOptions(sandbox, true);
  const wrongWith = async (...owners: string[]) => {
    const sensitive = { channel: { slack: 'people-private' }, owners };
    const handbook = aStaffedHandbook({ sensitive });
    const lines = await checkSlack({ botToken, apiUrl, handbook, personLinks, now });
    return lines.filter(({ ok }) => !ok).map(({ text }) => text);
  };
  expect(await wrongWith('sam@acme.example', 'thandi@acme.example')).toEqual([]);
  expect(await wrongWith('thandi@acme.example', 'lindiwe@acme.example')).toEqual([
    'Everything else, what is sensitive: in #people-private Sam Botha would read along without being named. Take them out of the channel, or name them as owners.',
    "Everything else, what is sensitive: Lindiwe Dube can't see #people-private. Invite them there.",
  ]);
  const channel = sandbox.workspace.channel('people-private');
  channel.members?.push(...Object.values(STAFF));
  const [crowded, ...more] = await wrongWith('thandi@acme.example');
  expect(crowded).toContain(' and others would read along');
  expect(more).toEqual([]);
});

test('an app token that Slack refuses ends the start with a sentence', async () => {
  const sandbox = await startSandbox({ hookUrl: () => 'http://127.0.0.1:9' });
  onTestFinished(() => sandbox.close());
  const slack = await createSlackSurface({
    ...surfaceOptions(sandbox, false),
    appToken: 'xapp-no',
    desk: createMemoryDesk(aStaffedHandbook()),
    takeBudget: async () => 0,
    redraw: async () => {},
    log: pino({ level: 'silent' }),
  });
  await expect(slack.start()).rejects.toThrow(
    'Slack does not take SLACK_APP_TOKEN (invalid_auth).',
  );
});

test('without an app token a signing secret is needed', async () => {
  const sandbox = await startSandbox({ hookUrl: () => 'http://127.0.0.1:9' });
  onTestFinished(() => sandbox.close());
  const creating = createSlackSurface({
    ...surfaceOptions(sandbox, true),
    signingSecret: null,
    desk: createMemoryDesk(aStaffedHandbook()),
    takeBudget: async () => 0,
    redraw: async () => {},
    log: pino({ level: 'silent' }),
  });
  await expect(creating).rejects.toThrow('set SLACK_SIGNING_SECRET');
});

test('a socket that breaks is taken up again, meanwhile Heed is not ready, and then it reads what it missed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heed-socket-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const settings = {
    hookUrl: () => 'http://127.0.0.1:9',
    dataFile: join(folder, 'workspace.json'),
  };
  const before = await startSandbox(settings);
  const port = Number(new URL(before.url).port);
  let reads = 0;
  const cards = async () => {
    reads += 1;
    return [];
  };
  const slack = await createSlackSurface({
    ...surfaceOptions(before, false),
    notebook: { ...emptyNotebook(), cards },
    desk: createMemoryDesk(aStaffedHandbook()),
    takeBudget: async () => 0,
    redraw: async () => {},
    log: pino({ level: 'silent' }),
  });
  await slack.start();
  onTestFinished(() => slack.stop());
  expect(slack.ready()).toEqual({ ok: true });
  await expect.poll(() => reads).toBe(1);
  await before.close();
  const lostAt = Date.now();
  await expect
    .poll(() => slack.ready())
    .toEqual({ ok: false, reason: 'the socket to Slack is down' });
  await until('the socket to have been gone for long', () => Date.now() - lostAt > TIMES.away);
  const after = await startSandbox({ ...settings, port });
  onTestFinished(() => after.close());
  await expect.poll(() => slack.ready(), { timeout: 15_000 }).toEqual({ ok: true });
  // What was written in the meantime is looked for.
  await expect.poll(() => reads).toBe(2);
});

test('no log line holds what people wrote', async () => {
  const { desk, staff, show, log } = await openStage();
  const mention = desk.open({ post: { text: 'A secret parcel.' } });
  const card = await show(mention);
  await staff.press('thandi', 'care', card.ts, 'Reply');
  await staff.dialog('thandi', 'Reply H-1042');
  desk.trouble = 'bug';
  await staff.type('thandi', 'A secret reply.');
  await staff.submit('thandi');
  expect(log.length).toBeGreaterThan(0);
  expect(log.join('')).not.toContain('secret');
  expect(log.join('')).not.toContain('xoxb-');
});
