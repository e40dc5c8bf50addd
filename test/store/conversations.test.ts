import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChannelConversation } from '../../src/app/conversation-port.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';

const PLACE = { surface: 'teams', tenant: 'T1' };
const NOW = Date.parse('2026-11-23T10:00:00Z');

function channel(id: string, change: Partial<ChannelConversation> = {}): ChannelConversation {
  return {
    kind: 'channel',
    ...{ id, name: id, team: 'team-1', teamName: 'Support', serviceUrl: 'https://a.example/' },
    ...change,
  };
}

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  beforeEach(async () => {
    open = await openTestStore(kind);
  });
  afterEach(() => open.close());

  test('a team has the channels it was last said to have, under its last name', async () => {
    const { conversations } = open;
    await conversations.saveTeam(PLACE, 'team-1', [channel('care'), channel('old')]);
    await conversations.saveTeam(PLACE, 'team-2', [channel('other', { team: 'team-2' })]);
    await conversations.saveTeam(PLACE, 'team-1', [channel('care'), channel('sales')]);
    await conversations.renameTeam(PLACE, 'team-1', 'Help');
    const standing = await conversations.channels(PLACE);
    expect(standing).toEqual([
      channel('care', { teamName: 'Help' }),
      channel('sales', { teamName: 'Help' }),
      channel('other', { team: 'team-2' }),
    ]);
    expect(await conversations.channels({ ...PLACE, tenant: 'T2' })).toEqual([]);
    await conversations.forgetTeam(PLACE, 'team-1');
    await conversations.forget(PLACE, 'other');
    expect(await conversations.channels(PLACE)).toEqual([]);
  });

  test('what an event leaves out about a channel stays as it was known', async () => {
    const { conversations } = open;
    await conversations.save(PLACE, channel('c', { name: 'Care' }));
    const moved = 'https://b.example/';
    const silent = channel('c', { name: null, teamName: null, serviceUrl: moved });
    await conversations.save(PLACE, silent);
    expect(await conversations.channels(PLACE)).toEqual([
      channel('c', { name: 'Care', serviceUrl: moved }),
    ]);
  });

  test('a personal chat is found by its person, until the bot is removed', async () => {
    const { conversations } = open;
    const chat = { kind: 'personal', id: 'a:1', person: '29:sam', serviceUrl: 'x' } as const;
    await conversations.save(PLACE, chat);
    expect(await conversations.chatWith(PLACE, '29:sam')).toEqual(chat);
    expect(await conversations.find(PLACE, 'a:1')).toEqual(chat);
    expect(await conversations.find(PLACE, 'a:2')).toBeNull();
    expect(await conversations.chatWith(PLACE, '29:noor')).toBeNull();
    expect(await conversations.channels(PLACE)).toEqual([]);
    await conversations.forget(PLACE, 'a:1');
    expect(await conversations.chatWith(PLACE, '29:sam')).toBeNull();
  });

  test('lines are remembered by their message, each once', async () => {
    const { postedLines } = open;
    const line = { seq: 3, ref: { channel: 'c', ts: '17' } };
    await postedLines.remember('m', line);
    await postedLines.remember('m', line);
    await postedLines.remember('other', line);
    expect(await postedLines.of('m')).toEqual([line]);
    await postedLines.forget('m', line);
    expect(await postedLines.of('m')).toEqual([]);
    expect(await postedLines.of('other')).toEqual([line]);
  });

  test('what comes again is answered the same, and what came to nothing is new', async () => {
    const { inbox } = open;
    expect(await inbox.begin('k', NOW)).toEqual({ type: 'new' });
    expect(await inbox.begin('k', NOW + 1)).toEqual({ type: 'in_hand' });
    await inbox.answer('k', { status: 200 });
    expect(await inbox.begin('k', NOW + 90_000)).toEqual({
      type: 'answered',
      answer: { status: 200 },
    });
    await inbox.letGo('k');
    expect(await inbox.begin('k', NOW + 90_000)).toMatchObject({ type: 'answered' });
    expect(await inbox.begin('lost', NOW)).toEqual({ type: 'new' });
    await inbox.letGo('lost');
    expect(await inbox.begin('lost', NOW)).toEqual({ type: 'new' });
  });

  test('what somebody took and never answered is taken over; answers are pruned', async () => {
    const { inbox } = open;
    await inbox.begin('k', NOW);
    expect(await inbox.begin('k', NOW + 59_000)).toEqual({ type: 'in_hand' });
    expect(await inbox.begin('k', NOW + 61_000)).toEqual({ type: 'new' });
    await inbox.answer('k', 'done');
    await inbox.begin('other', NOW + 61_000 + 16 * 60_000);
    expect(await open.query('select key from inbox')).toEqual([{ key: 'other' }]);
  });

  test('of several at once one acts', async () => {
    const begun = await Promise.all(Array.from({ length: 5 }, () => open.inbox.begin('k', NOW)));
    expect(begun.filter(({ type }) => type === 'new')).toHaveLength(1);
  });
});
