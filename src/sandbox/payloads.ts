import { randomBytes } from 'node:crypto';
import type { Element } from './elements.ts';
import { APP_ID, BOT, TEAM, type User } from './people.ts';
import { homeShape, messageShape, viewShape } from './shapes.ts';
import type { Home, Value, Values, View } from './views.ts';
import { valuesOf } from './views.ts';
import type { Channel, Message, WorkspaceState } from './workspace.ts';

/** What Slack sends to an app when a person does something. */

type Payload = Readonly<Record<string, unknown>>;

/** Deprecated by Slack and still sent; nobody may lean on it, so it is never the same twice. */
function verificationToken(): string {
  return randomBytes(12).toString('hex');
}

function common(user: User) {
  const username = user.name.split(' ')[0]?.toLowerCase() ?? user.id;
  return {
    team: { id: TEAM.id, domain: TEAM.domain },
    user: { id: user.id, username, name: username, team_id: TEAM.id },
    api_app_id: APP_ID,
    token: verificationToken(),
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A message and whether only its reader sees it. */
export interface Place {
  readonly channel: Channel;
  readonly message: Message;
  readonly ephemeral: boolean;
}

export interface Pressed {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Element;
  readonly value: Value;
}

function actionOf(state: WorkspaceState, pressed: Pressed): Payload {
  const { element } = pressed;
  const base = {
    type: element.type,
    block_id: pressed.blockId,
    action_id: pressed.actionId,
    action_ts: state.nextTs(),
  };
  const placeholder = 'placeholder' in element ? { placeholder: element.placeholder } : {};
  if (element.type !== 'button') return { ...base, ...pressed.value, ...placeholder };
  const { text, value, style, url } = element;
  return { ...base, text, value, style, url };
}

export function messagePress(
  state: WorkspaceState,
  user: User,
  place: Place,
  pressed: Pressed,
  baseUrl: string,
): Payload {
  const { channel, message, ephemeral } = place;
  const values: Values = valuesOf(message.blocks ?? []);
  const field = values[pressed.blockId];
  if (field?.[pressed.actionId]) field[pressed.actionId] = pressed.value;
  const url = state.createResponseUrl(channel.id, user.id, message.ts);
  return {
    type: 'block_actions',
    ...common(user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    trigger_id: state.createTrigger(user.id),
    channel: { id: channel.id, name: channel.with ? 'directmessage' : channel.name },
    ...(ephemeral ? {} : { message: messageShape(message) }),
    state: { values },
    response_url: `${baseUrl}/response/${url}`,
    actions: [actionOf(state, pressed)],
  };
}

export function messageShortcut(
  state: WorkspaceState,
  user: User,
  { channel, message }: Pick<Place, 'channel' | 'message'>,
  callbackId: string,
  baseUrl: string,
): Payload {
  const url = state.createResponseUrl(channel.id, user.id, null);
  return {
    type: 'message_action',
    ...common(user),
    action_ts: state.nextTs(),
    callback_id: callbackId,
    trigger_id: state.createTrigger(user.id),
    response_url: `${baseUrl}/response/${url}`,
    message_ts: message.ts,
    channel: { id: channel.id, name: channel.with ? 'directmessage' : channel.name },
    message: messageShape(message),
  };
}

export function viewPress(
  state: WorkspaceState,
  user: User,
  view: View,
  pressed: Pressed,
): Payload {
  return {
    type: 'block_actions',
    ...common(user),
    container: { type: 'view', view_id: view.id },
    trigger_id: state.createTrigger(user.id, view.id),
    view: viewShape(view),
    actions: [actionOf(state, pressed)],
  };
}

export function homePress(
  state: WorkspaceState,
  user: User,
  home: Home,
  pressed: Pressed,
): Payload {
  return {
    type: 'block_actions',
    ...common(user),
    container: { type: 'view', view_id: home.id },
    trigger_id: state.createTrigger(user.id),
    view: homeShape(home),
    actions: [actionOf(state, pressed)],
  };
}

/** Around every event that an app subscribes to. */
export function eventCallback(state: WorkspaceState, event: Payload): Payload {
  const authorization = {
    enterprise_id: null,
    team_id: TEAM.id,
    user_id: BOT.id,
    is_bot: true,
    is_enterprise_install: false,
  };
  return {
    token: verificationToken(),
    team_id: TEAM.id,
    context_team_id: TEAM.id,
    context_enterprise_id: null,
    api_app_id: APP_ID,
    event,
    type: 'event_callback',
    event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
    event_time: Math.floor(state.now() / 1000),
    authorizations: [authorization],
    is_ext_shared_channel: false,
    event_context: randomBytes(12).toString('base64url'),
  };
}

export function homeOpened(state: WorkspaceState, user: User, channel: string): Payload {
  const home = state.homes.get(user.id);
  return eventCallback(state, {
    type: 'app_home_opened',
    user: user.id,
    channel,
    tab: 'home',
    event_ts: state.nextTs(),
    ...(home ? { view: homeShape(home) } : {}),
  });
}

/** Its trigger opens nothing: Heed answers a submission with `response_action`. */
export function viewSubmission(user: User, view: View): Payload {
  return {
    type: 'view_submission',
    ...common(user),
    trigger_id: `spent.${randomBytes(8).toString('hex')}`,
    view: viewShape(view),
    response_urls: [],
  };
}

export function viewClosed(user: User, view: View, isCleared: boolean): Payload {
  return { type: 'view_closed', ...common(user), view: viewShape(view), is_cleared: isCleared };
}

export function slashCommand(
  state: WorkspaceState,
  user: User,
  channel: Channel,
  line: string,
  baseUrl: string,
): Record<string, string> {
  const [command = '', ...words] = line.trim().split(' ');
  return {
    token: verificationToken(),
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: channel.with ? 'directmessage' : channel.name,
    user_id: user.id,
    user_name: user.name.split(' ')[0]?.toLowerCase() ?? user.id,
    command,
    text: words.join(' ').trim(),
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    response_url: `${baseUrl}/response/${state.createResponseUrl(channel.id, user.id, null)}`,
    trigger_id: state.createTrigger(user.id),
  };
}
