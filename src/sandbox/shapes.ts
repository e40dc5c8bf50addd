import type { User } from './people.ts';
import { APP_ID, BOT, BOT_ID, TEAM } from './people.ts';
import type { Home, View } from './views.ts';
import type { Channel, Message } from './workspace.ts';

/** How Slack writes its things in JSON. */

export function messageShape(message: Message, withMetadata = false): Record<string, unknown> {
  const byBot = message.user === BOT.id;
  return {
    type: 'message',
    ...(message.tombstone ? { subtype: 'tombstone', hidden: true } : {}),
    ...(message.broadcast === true ? { subtype: 'thread_broadcast' } : {}),
    user: message.tombstone ? 'USLACKBOT' : message.user,
    ts: message.ts,
    ...(byBot ? { bot_id: BOT_ID, app_id: APP_ID } : {}),
    text: message.text,
    team: TEAM.id,
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs, parent_user_id: BOT.id } : {}),
    ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

/** A parent also says how its thread stands. */
export function parentShape(
  channel: Channel,
  message: Message,
  withMetadata: boolean,
): Record<string, unknown> {
  const replies = channel.messages.filter((other) => other.threadTs === message.ts);
  const shape = messageShape(message, withMetadata);
  if (replies.length === 0) return shape;
  const authors = [...new Set(replies.map((reply) => reply.user))];
  return {
    ...shape,
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: authors,
    reply_users_count: authors.length,
    latest_reply: replies.at(-1)?.ts,
  };
}

export function channelShape(channel: Channel): Record<string, unknown> {
  const { id, name } = channel;
  if (channel.with) {
    return { id, is_im: true, is_archived: false, user: channel.with, context_team_id: TEAM.id };
  }
  return {
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.members !== null,
    is_archived: false,
    is_general: name === 'general',
    is_member: channel.botIsMember,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    context_team_id: TEAM.id,
    num_members: 8,
  };
}

export function userShape(user: User): Record<string, unknown> {
  const name = user.name.split(' ')[0]?.toLowerCase() ?? user.id;
  return {
    id: user.id,
    team_id: TEAM.id,
    name,
    real_name: user.name,
    deleted: false,
    tz: 'Africa/Johannesburg',
    is_bot: user.isBot,
    is_app_user: false,
    is_admin: user.title === 'admin',
    is_owner: false,
    is_restricted: user.isGuest,
    is_ultra_restricted: false,
    profile: {
      real_name: user.name,
      display_name: name,
      title: user.title,
      team: TEAM.id,
      ...(user.isBot ? { bot_id: BOT_ID, api_app_id: APP_ID } : { email: user.email }),
    },
  };
}

function commonShape(
  { id, hash, values }: View | Home,
  view: View['modal'] | Home['view'],
): Record<string, unknown> {
  return {
    id,
    team_id: TEAM.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    state: { values },
    hash,
    app_id: APP_ID,
    external_id: view.external_id ?? '',
    app_installed_team_id: TEAM.id,
    bot_id: BOT_ID,
  };
}

export function homeShape(home: Home): Record<string, unknown> {
  const nothing = { title: null, clear_on_close: false, notify_on_close: false, close: null };
  return {
    ...commonShape(home, home.view),
    ...nothing,
    submit: null,
    previous_view_id: null,
    root_view_id: home.id,
  };
}

export function viewShape(view: View): Record<string, unknown> {
  const { modal } = view;
  return {
    ...commonShape(view, modal),
    title: modal.title,
    clear_on_close: modal.clear_on_close ?? false,
    notify_on_close: modal.notify_on_close ?? false,
    close: modal.close ?? null,
    submit: modal.submit ?? null,
    previous_view_id: view.previous,
    root_view_id: view.root,
  };
}
