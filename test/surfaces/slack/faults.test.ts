import nock from 'nock';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SurfaceFault, type SurfaceFaultKind } from '../../../src/app/surface-port.ts';
import { createSlackSurface, type SlackSurface } from '../../../src/surfaces/slack/index.ts';
import { slackMedium } from '../../../src/surfaces/slack/medium.ts';
import { renderView } from '../../../src/surfaces/slack/render.ts';
import {
  emptyAbsences,
  emptyHands,
  emptyLogbook,
  emptyNotebook,
  emptyStatistics,
  emptyTracker,
} from '../../support/empty-rooms.ts';
import { createMemoryDesk } from '../../support/memory-desk.ts';
import { NO_LISTS } from '../../support/memory-lists.ts';
import { gallery, PLAIN } from './gallery.ts';
import { aStaffedHandbook, memoryLinks, NOTHING_FIRST } from './support.ts';

const MARK = { message: 'm-1', seq: 0 };
const REF = { channel: 'C1', ts: '1.000100' };
const NOTICE = renderView(
  { type: 'notice', title: 'Hello', text: 'World' },
  slackMedium('UTC', null),
);

beforeEach(() => {
  nock.disableNetConnect();
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

function slack(method: string, times = 1) {
  return nock('https://slack.com').post(`/api/${method}`).times(times);
}

function channels(change: object = {}) {
  const care = { id: 'C1', name: 'care', is_member: true, ...change };
  return slack('conversations.list').reply(200, { ok: true, channels: [care] });
}

function identity() {
  slack('auth.test').reply(200, { ok: true, team_id: 'T1', user_id: 'UHEED', bot_id: 'B1' });
}

interface Given {
  readonly takeBudget?: () => Promise<number>;
}

async function aSurface({ takeBudget }: Given = {}): Promise<SlackSurface> {
  return createSlackSurface({
    botToken: 'xoxb-1',
    signingSecret: 's',
    appToken: null,
    apiUrl: 'https://slack.com/api/',
    desk: createMemoryDesk(aStaffedHandbook()),
    lists: NO_LISTS,
    logbook: emptyLogbook(),
    statistics: emptyStatistics(),
    handOver: emptyHands(),
    absences: emptyAbsences(),
    notebook: emptyNotebook(),
    tracker: emptyTracker(),
    personLinks: memoryLinks(),
    takeBudget: takeBudget ?? (async () => 0),
    redraw: async () => {},
    now: Date.now,
    log: pino({ level: 'silent' }),
  });
}

async function connected(given: Given = {}) {
  identity();
  return (await aSurface(given)).surface;
}

async function faultOf(work: Promise<unknown>): Promise<SurfaceFault> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof SurfaceFault) return error;
  throw new Error(`not a fault: ${String(error)}`);
}

const LANE: SurfaceFaultKind = { type: 'blocked', scope: 'lane' };
const WORKSPACE: SurfaceFaultKind = { type: 'blocked', scope: 'parent' };

test.each<[string, SurfaceFaultKind]>([
  ['channel_not_found', LANE],
  ['is_archived', LANE],
  ['missing_scope', LANE],
  ['invalid_auth', WORKSPACE],
  ['token_revoked', WORKSPACE],
  ['account_inactive', WORKSPACE],
  ['message_not_found', { type: 'gone' }],
  ['cant_update_message', { type: 'gone' }],
  ['msg_too_long', { type: 'final' }],
  ['msg_blocks_too_long', { type: 'final' }],
  ['internal_error', { type: 'away' }],
])(
  'when Slack answers an update with %s, the fault says whether trying again can help',
  async (code, kind) => {
    const surface = await connected();
    slack('chat.update').reply(200, { ok: false, error: code });
    const fault = await faultOf(surface.update(REF, NOTICE, false));
    expect(fault.kind).toEqual(kind);
  },
);

test('a 429 rests the channel for as long as Slack asks, and for an update only the update', async () => {
  const surface = await connected();
  channels();
  slack('chat.postMessage').reply(429, { ok: false }, { 'retry-after': '7' });
  slack('chat.update').reply(429, { ok: false }, { 'retry-after': '3' });
  const posting = await faultOf(surface.post('#care', NOTICE, MARK, NOTHING_FIRST));
  expect(posting.kind).toEqual({ type: 'again', afterMs: 7_000, scope: 'lane' });
  const updating = await faultOf(surface.update(REF, NOTICE, false));
  expect(updating.kind).toEqual({ type: 'again', afterMs: 3_000, scope: 'effect' });
});

test('a status 500, a broken connection and an answer that is not JSON are tried again', async () => {
  const surface = await connected();
  slack('chat.update').reply(500, 'oops');
  expect((await faultOf(surface.update(REF, NOTICE, false))).kind.type).toMatch(/^(away|again)$/);
  slack('chat.update').replyWithError('socket hang up');
  expect((await faultOf(surface.update(REF, NOTICE, false))).kind.type).toMatch(/^(away|again)$/);
  slack('chat.update').reply(200, '<html>maintenance</html>');
  expect((await faultOf(surface.update(REF, NOTICE, false))).kind.type).toMatch(/^(away|again)$/);
  slack('chat.update').reply(429, { ok: false });
  expect((await faultOf(surface.update(REF, NOTICE, false))).kind.type).toMatch(/^(away|again)$/);
});

test('a public channel that Heed was taken out of is joined again', async () => {
  const surface = await connected();
  channels();
  slack('chat.postMessage').reply(200, { ok: false, error: 'not_in_channel' });
  const join = slack('conversations.join').reply(200, { ok: true, channel: { id: 'C1' } });
  slack('chat.postMessage').reply(200, { ok: true, channel: 'C1', ts: '2.000100' });
  expect(await surface.post('#care', NOTICE, MARK, NOTHING_FIRST)).toEqual({
    channel: 'C1',
    ts: '2.000100',
  });
  expect(join.isDone()).toBe(true);
});

test('a private channel without Heed blocks its lane and says to invite Heed', async () => {
  const surface = await connected();
  channels();
  slack('chat.postMessage').reply(200, { ok: false, error: 'not_in_channel' });
  slack('conversations.join').reply(200, {
    ok: false,
    error: 'method_not_supported_for_channel_type',
  });
  const fault = await faultOf(surface.post('#care', NOTICE, MARK, NOTHING_FIRST));
  expect(fault.kind).toEqual(LANE);
  expect(fault.message).toContain('/invite @Heed');
});

test('a channel that nobody can see blocks its lane, and is looked up again the next time', async () => {
  const surface = await connected();
  slack('conversations.list').reply(200, { ok: true, channels: [] });
  const fault = await faultOf(surface.post('#care', NOTICE, MARK, NOTHING_FIRST));
  expect(fault.kind).toEqual(LANE);
  expect(fault.message).toContain('There is no channel #care');
  channels();
  slack('chat.postMessage').reply(200, { ok: true, channel: 'C1', ts: '2.000100' });
  expect(await surface.post('#care', NOTICE, MARK, NOTHING_FIRST)).toEqual({
    channel: 'C1',
    ts: '2.000100',
  });
});

test('a channel that was deleted and made anew is found again', async () => {
  const surface = await connected();
  channels();
  slack('chat.postMessage').reply(200, { ok: false, error: 'channel_not_found' });
  expect((await faultOf(surface.post('#care', NOTICE, MARK, NOTHING_FIRST))).kind).toEqual(LANE);
  channels({ id: 'C2' });
  slack('chat.postMessage', 1).reply(200, { ok: true, channel: 'C2', ts: '2.000100' });
  expect(await surface.post('#care', NOTICE, MARK, NOTHING_FIRST)).toMatchObject({ channel: 'C2' });
});

test('a block that Slack names as invalid is left out, and only that one', async () => {
  const surface = await connected();
  const card = (await gallery(PLAIN)).find(({ name }) => name === 'in review')?.card;
  if (card === undefined) throw new Error('no card');
  const rendered = renderView({ type: 'card', card, others: new Map() }, slackMedium('UTC', null));
  const details = ['[ERROR] invalid url [json-pointer:/blocks/1/elements/0]'];
  const refusal = { ok: false, error: 'invalid_blocks', response_metadata: { messages: details } };
  slack('chat.update').reply(200, refusal);
  const types: string[] = [];
  nock('https://slack.com')
    .post('/api/chat.update', (body: { blocks: string }) => {
      for (const block of JSON.parse(body.blocks)) types.push(block.type);
      return true;
    })
    .reply(200, { ok: true });
  await surface.update(REF, rendered, false);
  expect(types).toEqual(['rich_text', 'actions']);
});

test('blocks that stay invalid are final', async () => {
  const surface = await connected();
  slack('chat.update', 2).reply(200, { ok: false, error: 'invalid_blocks' });
  expect((await faultOf(surface.update(REF, NOTICE, false))).kind).toEqual({ type: 'final' });
});

test('a spent budget calls nobody and says how long to wait; nothing was begun', async () => {
  const surface = await connected({ takeBudget: async () => 1_500 });
  const begin = vi.fn(async () => {});
  channels();
  expect((await faultOf(surface.update(REF, NOTICE, false))).kind).toEqual({
    type: 'again',
    afterMs: 1_500,
    scope: 'effect',
  });
  const waits = { type: 'again', afterMs: 1_500, scope: 'lane' };
  expect((await faultOf(surface.post('#care', NOTICE, MARK, begin))).kind).toEqual(waits);
  const line = { seq: 3, parts: [{ type: 'text', text: 'Sam has it.' } as const], aloud: false };
  const mark = { ...MARK, seq: 3 };
  expect((await faultOf(surface.postLine(REF, line, mark, begin))).kind).toEqual(waits);
  expect(begin).not.toHaveBeenCalled();
});

test('a message whose turn has come is begun before Slack hears of it', async () => {
  const surface = await connected();
  channels();
  const begin = vi.fn(async () => {
    throw new Error('not yet');
  });
  await expect(surface.post('#care', NOTICE, MARK, begin)).rejects.toThrow('not yet');
  expect(begin).toHaveBeenCalledOnce();
});

test('somebody whom Slack does not know is a fault of its own that names the address, asked for once', async () => {
  const surface = await connected();
  slack('users.lookupByEmail').reply(200, { ok: false, error: 'users_not_found' });
  for (let n = 0; n < 2; n += 1) {
    const fault = await faultOf(surface.post('@who@acme.example', NOTICE, MARK, NOTHING_FIRST));
    expect(fault.kind).toEqual({ type: 'unreachable' });
    expect(fault.message).toContain('who@acme.example');
  }
});

test('removing what is gone already is done', async () => {
  const surface = await connected();
  slack('chat.delete').reply(200, { ok: false, error: 'message_not_found' });
  await surface.remove(REF);
  expect(nock.isDone()).toBe(true);
});

test('a token that Slack refuses ends the start with a sentence', async () => {
  slack('auth.test').reply(200, { ok: false, error: 'invalid_auth' });
  await expect(aSurface()).rejects.toThrow(
    'Slack does not know this bot token. Set SLACK_BOT_TOKEN',
  );
});

test('a Slack that is away at the start is waited for', async () => {
  slack('auth.test').reply(503, 'away');
  identity();
  expect((await aSurface()).surface.tenant).toBe('T1');
});

test('waiting for Slack ends when the start is called off', async () => {
  slack('auth.test', 100).reply(503, 'away');
  const calledOff = new AbortController();
  const starting = createSlackSurface({
    botToken: 'xoxb-1',
    signingSecret: 's',
    appToken: null,
    apiUrl: 'https://slack.com/api/',
    desk: createMemoryDesk(aStaffedHandbook()),
    lists: NO_LISTS,
    logbook: emptyLogbook(),
    statistics: emptyStatistics(),
    handOver: emptyHands(),
    absences: emptyAbsences(),
    notebook: emptyNotebook(),
    tracker: emptyTracker(),
    personLinks: memoryLinks(),
    takeBudget: async () => 0,
    redraw: async () => {},
    now: Date.now,
    log: pino({ level: 'silent' }),
    signal: calledOff.signal,
  });
  calledOff.abort();
  await expect(starting).rejects.toThrow();
});
