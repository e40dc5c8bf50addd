import { z } from 'zod';
import { count, flag, joined, known, type Method, method, SlackError } from './method.ts';
import { channelShape, parentShape } from './shapes.ts';
import type { Channel, Message } from './workspace.ts';

const id = z.string().min(1);

/** The items after the cursor, and the cursor of the next page. */
function page<Item>(items: readonly Item[], cursor: string | undefined, limit: number) {
  const from = cursor ? Number(Buffer.from(cursor, 'base64url').toString()) : 0;
  if (!Number.isSafeInteger(from) || from < 0) throw new SlackError('invalid_cursor');
  const more = from + limit < items.length;
  const next = more ? Buffer.from(String(from + limit)).toString('base64url') : '';
  return { slice: items.slice(from, from + limit), more, next };
}

const paging = { cursor: z.string().optional(), limit: count.optional() };
const range = {
  ...paging,
  channel: id,
  oldest: z.coerce.string().optional(),
  latest: z.coerce.string().optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
};

function isWithin(
  message: Message,
  args: {
    readonly oldest?: string | undefined;
    readonly latest?: string | undefined;
    readonly inclusive?: boolean | undefined;
  },
): boolean {
  const ts = Number(message.ts);
  const oldest = Number(args.oldest ?? 0);
  const latest = Number(args.latest ?? Number.MAX_SAFE_INTEGER);
  if (args.inclusive && (ts === oldest || ts === latest)) return true;
  return ts > oldest && ts < latest;
}

function typeOf({ with: reader, members }: Channel): string {
  if (reader) return 'im';
  return members ? 'private_channel' : 'public_channel';
}

export const CONVERSATION_METHODS: Record<string, Method> = {
  'conversations.list': method(
    'bot',
    z.strictObject({
      ...paging,
      types: z.string().optional(),
      exclude_archived: flag.optional(),
    }),
    ({ state }, args) => {
      const types = (args.types ?? 'public_channel').split(',').map((type) => type.trim());
      const allowed = ['public_channel', 'private_channel', 'im', 'mpim'];
      if (types.some((type) => !allowed.includes(type))) throw new SlackError('invalid_types');
      const listed = state.channels
        .filter((channel) => types.includes(typeOf(channel)))
        .filter((channel) => channel.members === null || channel.botIsMember);
      const { slice, next } = page(listed, args.cursor, args.limit ?? 100);
      return { channels: slice.map(channelShape), response_metadata: { next_cursor: next } };
    },
  ),
  'conversations.info': method(
    'bot',
    z.strictObject({ channel: id, include_num_members: flag.optional() }),
    ({ state }, args) => ({ channel: channelShape(known(state, args.channel)) }),
  ),
  'conversations.members': method(
    'bot',
    z.strictObject({ ...paging, channel: id }),
    ({ state }, args) => {
      const channel = known(state, args.channel);
      if (channel.with) throw new SlackError('method_not_supported_for_channel_type');
      const everybody = state.users.map((user) => user.id);
      const { slice, next } = page(channel.members ?? everybody, args.cursor, args.limit ?? 100);
      return { members: slice, response_metadata: { next_cursor: next } };
    },
  ),
  'conversations.join': method('bot', z.strictObject({ channel: id }), ({ state }, args) => {
    const channel = known(state, args.channel);
    if (channel.with || channel.members)
      throw new SlackError('method_not_supported_for_channel_type');
    const already = channel.botIsMember;
    channel.botIsMember = true;
    state.changed();
    return {
      channel: channelShape(channel),
      ...(already ? { warning: 'already_in_channel' } : {}),
    };
  }),
  'conversations.open': method(
    'bot',
    z.strictObject({ users: id, return_im: flag.optional(), prevent_creation: flag.optional() }),
    ({ state }, args) => {
      const user = state.user(args.users);
      if (!user) throw new SlackError('user_not_found');
      if (user.isBot) throw new SlackError('cannot_dm_bot');
      const alreadyOpen = state.channels.some((channel) => channel.with === user.id);
      const im = state.openIm(user.id);
      return {
        ...(alreadyOpen ? { no_op: true, already_open: true } : {}),
        channel: args.return_im ? channelShape(im) : { id: im.id },
      };
    },
  ),
  'conversations.history': method('bot', z.strictObject(range), ({ state }, args) => {
    const channel = joined(state, args.channel);
    const shown = channel.messages.filter((m) => !m.threadTs || m.broadcast === true);
    const newest = shown.filter((m) => isWithin(m, args)).reverse();
    const { slice, more, next } = page(newest, args.cursor, args.limit ?? 100);
    const withMetadata = args.include_all_metadata ?? false;
    return {
      messages: slice.map((message) => parentShape(channel, message, withMetadata)),
      has_more: more,
      ...(more ? { response_metadata: { next_cursor: next } } : {}),
    };
  }),
  'conversations.replies': method(
    'bot',
    z.strictObject({ ...range, ts: id }),
    ({ state }, args) => {
      const channel = joined(state, args.channel);
      const parent = channel.messages.find((other) => other.ts === args.ts);
      if (!parent) throw new SlackError('thread_not_found');
      const replies = channel.messages.filter((m) => m.threadTs === args.ts && isWithin(m, args));
      const { slice, more, next } = page([parent, ...replies], args.cursor, args.limit ?? 1000);
      const withMetadata = args.include_all_metadata ?? false;
      return {
        messages: slice.map((message) => parentShape(channel, message, withMetadata)),
        has_more: more,
        ...(more ? { response_metadata: { next_cursor: next } } : {}),
      };
    },
  ),
};
