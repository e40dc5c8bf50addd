import { z } from 'zod';
import { type Block, messageBlocks } from './blocks.ts';
import {
  checkLength,
  flag,
  joined,
  type Method,
  method,
  parsePart,
  SlackError,
  structured,
} from './method.ts';
import { BOT } from './people.ts';
import { messageShape } from './shapes.ts';
import { type Channel, isIn, type Message, metadata } from './workspace.ts';

const id = z.string().min(1);

const content = {
  text: z.string().optional(),
  blocks: structured.optional(),
  metadata: structured.optional(),
  parse: z.enum(['none', 'full']).optional(),
  link_names: flag.optional(),
};

interface Content {
  readonly text: string;
  readonly blocks: Block[] | undefined;
  readonly metadata: z.infer<typeof metadata> | undefined;
}

function readContent(args: {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
  readonly metadata?: unknown;
}): Content {
  const { text } = args;
  if (args.blocks !== undefined && !Array.isArray(args.blocks)) {
    throw new SlackError('invalid_blocks_format');
  }
  checkLength(text, args.blocks);
  const blocks =
    args.blocks === undefined
      ? undefined
      : parsePart(messageBlocks, args.blocks, 'invalid_blocks', '/blocks');
  const meta =
    args.metadata === undefined
      ? undefined
      : parsePart(metadata, args.metadata, 'invalid_metadata_format', '/metadata');
  return { text: text ?? '', blocks, metadata: meta };
}

function ownMessage(channel: Channel, ts: string): Message {
  const message = channel.messages.find((other) => other.ts === ts && !other.tombstone);
  if (!message) throw new SlackError('message_not_found');
  return message;
}

export const CHAT_METHODS: Record<string, Method> = {
  'chat.postMessage': method(
    'bot',
    z.strictObject({
      channel: id,
      ...content,
      thread_ts: id.optional(),
      reply_broadcast: flag.optional(),
      unfurl_links: flag.optional(),
      unfurl_media: flag.optional(),
      mrkdwn: flag.optional(),
    }),
    ({ state }, args) => {
      const channel = joined(state, args.channel);
      const given = readContent(args);
      const parent = channel.messages.find((other) => other.ts === args.thread_ts);
      if (args.thread_ts !== undefined && !parent) throw new SlackError('thread_not_found');
      const threadTs = parent?.threadTs ?? parent?.ts;
      const broadcast = threadTs !== undefined && (args.reply_broadcast ?? false);
      const posted = state.post(channel, { ...given, user: BOT.id, threadTs, broadcast });
      return { channel: channel.id, ts: posted.ts, message: messageShape(posted, true) };
    },
  ),
  'chat.postEphemeral': method(
    'bot',
    z.strictObject({ channel: id, user: id, ...content, thread_ts: id.optional() }),
    ({ state }, args) => {
      const channel = joined(state, args.channel);
      const reader = state.user(args.user);
      if (!reader || reader.isBot || !isIn(channel, reader.id))
        throw new SlackError('user_not_in_channel');
      const given = readContent(args);
      const parent = channel.messages.find((other) => other.ts === args.thread_ts);
      if (args.thread_ts !== undefined && !parent) throw new SlackError('thread_not_found');
      const threadTs = parent?.threadTs ?? parent?.ts;
      const about = { channel: channel.id, reader: reader.id, threadTs };
      return { message_ts: state.tell({ ...given, ...about, user: BOT.id }).ts };
    },
  ),
  'chat.update': method(
    'bot',
    z.strictObject({ channel: id, ts: id, ...content, reply_broadcast: flag.optional() }),
    ({ state }, args) => {
      const channel = joined(state, args.channel);
      const message = ownMessage(channel, args.ts);
      if (message.user !== BOT.id) throw new SlackError('cant_update_message');
      const given = readContent(args);
      if (given.metadata) message.metadata = given.metadata;
      // Slack keeps the blocks of an update that names none; an empty list takes them away.
      state.edit(message, given.text, given.blocks ?? message.blocks);
      return {
        channel: channel.id,
        ts: message.ts,
        text: message.text,
        message: messageShape(message, true),
      };
    },
  ),
  'chat.delete': method('bot', z.strictObject({ channel: id, ts: id }), ({ state }, args) => {
    const channel = joined(state, args.channel);
    const message = ownMessage(channel, args.ts);
    if (message.user !== BOT.id) throw new SlackError('cant_delete_message');
    state.remove(channel, message);
    return { channel: channel.id, ts: message.ts };
  }),
};
