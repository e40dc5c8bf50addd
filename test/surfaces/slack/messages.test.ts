import { expect, test } from 'vitest';
import type { StoryLine } from '../../../src/core/story-parts.ts';
import { STAFF, says } from '../../support/staff.ts';
import { NOTHING_FIRST, openStage } from './support.ts';

const LINE: StoryLine = {
  seq: 3,
  parts: [{ type: 'text', text: 'Thandi <claimed> this.' }],
  aloud: false,
};

test('a card is posted with its mark, without previews, and drawn again in place', async () => {
  const { sandbox, desk, show } = await openStage();
  const mention = desk.open();
  const ref = await show(mention);
  const [posted] = sandbox.workspace.messages('care');
  expect(posted?.metadata).toEqual({
    event_type: 'heed_message',
    event_payload: { message: mention, seq: 0 },
  });
  const call = sandbox.workspace.calls.find(({ method }) => method === 'chat.postMessage');
  expect(call?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
  desk.system(mention, { type: 'delete_post', externalId: 'c-1' });
  expect(await show(mention)).toEqual(ref);
  expect(sandbox.workspace.messages('care')).toHaveLength(1);
  expect(says(sandbox.workspace.messages('care')[0] ?? {})).toContain('Deleted at the source');
});

test('every drawing gives its row a fresh id, so that no select keeps a refused choice', async () => {
  const { sandbox, desk, show } = await openStage();
  const mention = desk.open();
  const rowId = () =>
    sandbox.workspace.messages('care')[0]?.blocks?.find((block) => block.type === 'actions')
      ?.block_id;
  await show(mention);
  const before = rowId();
  await expect
    .poll(async () => {
      await show(mention);
      return rowId();
    })
    .not.toBe(before);
});

test('an own message is found again by its mark, oldest first, and nobody else’s', async () => {
  const { sandbox, desk, slack } = await openStage();
  const { surface } = slack;
  const { card } = desk.glance(desk.open());
  const rendered = await surface.render({ type: 'card', card, others: new Map() });
  const mark = { message: 'sm-1', seq: 0 };
  const since = Date.now();
  expect(await surface.find('#care', mark, since)).toEqual([]);
  const first = await surface.post('#care', rendered, mark, NOTHING_FIRST);
  await surface.post('#care', rendered, { message: 'sm-2', seq: 0 }, NOTHING_FIRST);
  await sandbox.workspace.act({
    as: STAFF.sam,
    type: 'message',
    channel: first.channel,
    text: 'hi',
  });
  const second = await surface.post('#care', rendered, mark, NOTHING_FIRST);
  expect(await surface.find('#care', mark, since)).toEqual([first, second]);
  expect(await surface.find('#care', mark, since + 120_000)).toEqual([]);
  await surface.remove(second);
  expect(await surface.find('#care', mark, since)).toEqual([first]);
});

test('a direct message reaches the person with that address, and is found there', async () => {
  const { sandbox, slack } = await openStage();
  const { surface } = slack;
  const rendered = await surface.render({ type: 'notice', title: 'Hello', text: 'World' });
  const mark = { message: 'sm-1', seq: 0 };
  const ref = await surface.post(`@${STAFF.sam}`, rendered, mark, NOTHING_FIRST);
  expect(sandbox.workspace.directMessages(STAFF.sam).map((one) => one.ts)).toEqual([ref.ts]);
  expect(await surface.find(`@${STAFF.sam}`, mark, Date.now())).toEqual([ref]);
});

test('lines stand in the thread, their words escaped, and are known by number', async () => {
  const { sandbox, desk, slack, show } = await openStage();
  const { surface } = slack;
  const parent = await show(desk.open());
  await surface.postLine(parent, LINE, { message: 'sm-1', seq: 3 }, NOTHING_FIRST);
  await surface.postLine(parent, { ...LINE, seq: 5 }, { message: 'sm-1', seq: 5 }, NOTHING_FIRST);
  await surface.postLine(parent, { ...LINE, seq: 6 }, { message: 'sm-2', seq: 6 }, NOTHING_FIRST);
  expect(await surface.findLines(parent, 'sm-1', 0)).toEqual([3, 5]);
  expect(await surface.findLines(parent, 'sm-1', 3)).toEqual([5]);
  const line = sandbox.workspace.messages('care').find((one) => one.threadTs === parent.ts);
  expect(line?.text).toBe('Thandi &lt;claimed&gt; this.');
});

test('a nudge notifies whoever has it; somebody whom Slack does not know is named', async () => {
  const { sandbox, desk, slack, show } = await openStage();
  const parent = await show(desk.open());
  const nudge = (email: string, name: string) => ({ type: 'nudge', email, name }) as const;
  const parts = [nudge(STAFF.sam, 'Sam Botha'), nudge('gone@acme.example', 'Gone')];
  await slack.surface.postLine(
    parent,
    { seq: 4, parts, aloud: false },
    { message: 'sm-1', seq: 4 },
    NOTHING_FIRST,
  );
  const line = sandbox.workspace.messages('care').find((one) => one.threadTs === parent.ts);
  expect(line?.text).toBe('<@U0SAM>Gone');
  expect(says(line ?? {})).toContain('"user_id":"U0SAM"');
});

test('a line that is said aloud is seen in the channel too, and stands in the thread once', async () => {
  const { sandbox, desk, slack, show } = await openStage();
  const parent = await show(desk.open());
  const mark = { message: 'sm-1', seq: 4 };
  await slack.surface.postLine(parent, { ...LINE, seq: 4, aloud: true }, mark, NOTHING_FIRST);
  const line = sandbox.workspace.messages('care').find((one) => one.threadTs === parent.ts);
  expect(line?.broadcast).toBe(true);
  expect(await slack.surface.findLines(parent, 'sm-1', 0)).toEqual([4]);
  expect(await slack.surface.find('#care', { message: 'sm-1', seq: 0 }, 0)).toEqual([]);
  await slack.surface.clearLines(parent, 'sm-1');
  expect(await slack.surface.findLines(parent, 'sm-1', 0)).toEqual([]);
});

test('a stub links to the card it points to', async () => {
  const { sandbox, desk, slack, show } = await openStage();
  const movedTo = await show(desk.open());
  const view = { type: 'stub', ref: 'H-1042', to: 'Deliveries', movedTo } as const;
  const rendered = await slack.surface.render(view);
  expect(JSON.stringify(rendered.payload)).toContain(`${sandbox.url}/archives/`);
  const nowhere = { ...view, movedTo: null };
  expect(JSON.stringify((await slack.surface.render(nowhere)).payload)).not.toContain('http');
});

test('the surface is named by its workspace', async () => {
  const { sandbox, slack } = await openStage();
  expect(slack.surface.name).toBe('slack');
  expect(slack.surface.tenant).toBe(sandbox.workspace.teamId);
  expect(slack.ready()).toEqual({ ok: true });
});

test('a call that nobody answers ends after eight seconds and is tried again', {
  timeout: 15_000,
}, async () => {
  const { sandbox, desk, show } = await openStage();
  const mention = desk.open();
  await show(mention);
  sandbox.workspace.fault('chat.update', { hang: true });
  const started = Date.now();
  await expect(show(mention)).rejects.toMatchObject({ kind: { type: 'away' } });
  expect(Date.now() - started).toBeLessThan(9_000);
});

test('a post whose answer was lost is found again', async () => {
  const { sandbox, desk, slack, show } = await openStage();
  const mention = desk.open();
  sandbox.workspace.fault('chat.postMessage', { drop: 'after' });
  await expect(show(mention)).rejects.toMatchObject({ kind: { type: 'away' } });
  const found = await slack.surface.find('#care', { message: mention, seq: 0 }, Date.now());
  expect(found).toMatchObject([{ ts: sandbox.workspace.messages('care')[0]?.ts }]);
});

test('what is confidential stands in private channels only, then and at every drawing', async () => {
  const { sandbox, desk, slack } = await openStage();
  const { surface } = slack;
  const { card } = desk.glance(desk.open());
  const view = { type: 'card', card: { ...card, sensitive: true }, others: new Map() } as const;
  const rendered = await surface.render(view);
  const mark = { message: 'sm-1', seq: 0 };
  const refused = { kind: { type: 'blocked', scope: 'lane' } };
  await expect(surface.post('#care', rendered, mark, NOTHING_FIRST)).rejects.toMatchObject({
    ...refused,
    message: expect.stringMatching(/^#care is public\. .*private channels only/),
  });
  expect(sandbox.workspace.channel('care').botIsMember).toBe(false);
  const ref = await surface.post('#people-private', rendered, mark, NOTHING_FIRST);
  await surface.update(ref, rendered, false);
  sandbox.workspace.channel('people-private').members = null;
  await expect(surface.update(ref, rendered, false)).rejects.toMatchObject(refused);
  await expect(
    surface.post('#people-private', rendered, mark, NOTHING_FIRST),
  ).rejects.toMatchObject(refused);
  expect(sandbox.workspace.messages('people-private')).toHaveLength(1);
});

test('the lines of a thread are taken away, and what people wrote there stays', async () => {
  const { sandbox, desk, slack, show } = await openStage();
  const ref = await show(desk.open());
  for (const seq of [3, 4]) {
    await slack.surface.postLine(ref, { ...LINE, seq }, { message: 'sm-1', seq }, NOTHING_FIRST);
  }
  await slack.surface.postLine(ref, LINE, { message: 'sm-2', seq: 3 }, NOTHING_FIRST);
  const { channel, ts: threadTs } = ref;
  await sandbox.workspace.act({ as: STAFF.sam, type: 'message', channel, threadTs, text: 'mine' });
  await slack.surface.clearLines(ref, 'sm-1');
  const left = sandbox.workspace
    .messages('care')
    .map(({ user, metadata }) => [
      user === sandbox.workspace.botUserId,
      metadata?.event_payload['message'] !== 'sm-1',
    ]);
  expect(left).toEqual([
    [true, true],
    [true, true],
    [false, true],
  ]);
});
