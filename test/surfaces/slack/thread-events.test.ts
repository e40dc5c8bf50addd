/** What Slack tells of threads, in the shapes that it uses. */
import { describe, expect, test } from 'vitest';
import { firstLink, plainWords } from '../../../src/surfaces/slack/plain-words.ts';
import { readThreadEvent } from '../../../src/surfaces/slack/thread-events.ts';

const REPLY = {
  type: 'message',
  user: 'U1',
  team: 'T1',
  ts: '20.0002',
  thread_ts: '10.0001',
  text: 'Call her.',
  channel: 'C1',
};

const PLACE = { thread: { channel: 'C1', ts: '10.0001' }, ts: '20.0002' };

describe('a person’s words in a thread', () => {
  test.each([
    ['written', REPLY],
    ['with a file', { ...REPLY, subtype: 'file_share', files: [{ name: 'vase.png' }] }],
    ['sent to the channel too', { ...REPLY, subtype: 'thread_broadcast' }],
    ['said as /me', { ...REPLY, subtype: 'me_message' }],
  ])('%s', (_how, event) => {
    expect(readThreadEvent(event)).toMatchObject({
      ...PLACE,
      type: 'standing',
      writer: { user: 'U1', team: 'T1' },
      editedTs: null,
    });
  });

  test('edited, with the time of the edit', () => {
    const { channel, ...message } = REPLY;
    const edited = { ...message, text: 'Write to her.', edited: { user: 'U1', ts: '30.0003' } };
    const event = { type: 'message', subtype: 'message_changed', channel, message: edited };
    expect(readThreadEvent({ ...event, previous_message: message })).toMatchObject({
      ...PLACE,
      text: 'Write to her.',
      editedTs: '30.0003',
    });
  });

  test('taken back', () => {
    const { channel, ...previous } = REPLY;
    const event = { type: 'message', subtype: 'message_deleted', channel, deleted_ts: '20.0002' };
    expect(readThreadEvent({ ...event, previous_message: previous })).toMatchObject({
      ...PLACE,
      type: 'taken_back',
    });
  });

  test('by somebody of another workspace', () => {
    const event = { ...REPLY, user_team: 'T2', source_team: 'T2' };
    expect(readThreadEvent(event)).toMatchObject({ writer: { team: 'T2' } });
  });
});

test.each([
  ['a message in the channel', { ...REPLY, thread_ts: undefined }],
  ['the first message of a thread', { ...REPLY, thread_ts: '20.0002' }],
  ['what an app wrote', { ...REPLY, bot_id: 'B1' }],
  ['what an app wrote, as of old', { ...REPLY, subtype: 'bot_message', user: undefined }],
  ['that somebody joined', { ...REPLY, subtype: 'channel_join' }],
  ['a card that was redrawn', changedCard()],
  ['nothing that is known', { type: 'message', subtype: 'message_deleted' }],
])('%s is no note', (_what, event) => {
  expect(readThreadEvent(event)).toBeNull();
});

function changedCard() {
  const message = { ...REPLY, bot_id: 'B1', thread_ts: undefined };
  return { type: 'message', subtype: 'message_changed', channel: 'C1', message };
}

describe('as plain words', () => {
  const names: Readonly<Record<string, string>> = { U1: 'Sam Botha' };
  const nameOf = async (user: string) => names[user] ?? 'somebody';

  test.each([
    ['Ask <@U1>, <@U2> or <@U1|sam>.', 'Ask @Sam Botha, @somebody or @Sam Botha.'],
    ['In <#C1|care> &amp; <#C2>', 'In #care & #a channel'],
    ['<https://a.example/?a=1&amp;b=2>', 'https://a.example/?a=1&b=2'],
    ['<https://a.example|the post>', 'the post (https://a.example)'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['<!channel> <!subteam^S1|@leads> <!date^1^{date}|Monday>', '@channel @leads Monday'],
    ['1 &lt; 2 &gt; 0, and &amp;lt; stays', '1 < 2 > 0, and &lt; stays'],
  ])('%s', async (written, said) => {
    expect(await plainWords(written, nameOf)).toBe(said);
  });

  test.each([
    [
      'Look: <https://a.example/?a=1&amp;b=2|here> and <https://b.example>',
      'https://a.example/?a=1&b=2',
    ],
    ['typed https://a.example/x into a command', 'https://a.example/x'],
    ['<@U1> <mailto:a@b.example|a@b.example>', null],
  ])('the first link of %s', (written, link) => {
    expect(firstLink(written)).toBe(link);
  });
});
