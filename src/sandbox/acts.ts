import { z } from 'zod';
import type { Act, ActOf, ActResult } from './act.ts';
import { close, pressInView, submit, typeInView } from './dialog-acts.ts';
import { SlackError } from './method.ts';
import {
  homeOpened,
  messagePress,
  messageShortcut,
  type Place,
  type Pressed,
  slashCommand,
} from './payloads.ts';
import type { User } from './people.ts';
import { postReply } from './response-url.ts';
import { DONE, findElement, hand, NO_ELEMENT, refused, resultOf, type Stage } from './stage.ts';
import { enter } from './views.ts';
import { type Channel, isIn, type WorkspaceState } from './workspace.ts';

const NO_CHANNEL = refused('There is no such channel.');

/** Does it, and resolves when Heed has acknowledged or three seconds have passed. */
export async function perform(stage: Stage, given: Act): Promise<ActResult> {
  const { state } = stage;
  const user = state.user(given.as);
  if (!user || user.isBot) return refused('There is no such person.');
  if (given.type !== 'read') state.notices.delete(user.id);
  switch (given.type) {
    case 'press':
      return given.viewId === undefined
        ? pressInMessage(stage, user, given)
        : pressInView(stage, user, given, given.viewId);
    case 'input':
      return typeInView(stage, user, given);
    case 'submit':
      return submit(stage, user, given);
    case 'close':
      return close(stage, user, given.viewId);
    case 'slash':
      return slash(stage, user, given);
    case 'message':
      return say(stage, user, given);
    case 'edit':
    case 'delete':
      return changeOwn(stage, user, given);
    case 'shortcut':
      return useShortcut(stage, user, given);
    case 'home':
      return openHome(stage, user);
    case 'read':
      return markRead(stage, user, given.channel);
    default: {
      const never: never = given;
      return never;
    }
  }
}

function visibleChannel(state: WorkspaceState, user: User, channelId: string): Channel | undefined {
  const channel = state.channel(channelId);
  return channel && isIn(channel, user.id) ? channel : undefined;
}

async function pressInMessage(stage: Stage, user: User, given: ActOf<'press'>): Promise<ActResult> {
  const { state } = stage;
  const channel = visibleChannel(state, user, given.channel ?? '');
  if (!channel) return NO_CHANNEL;
  const secret = state.ephemerals.find((e) => e.ts === given.ts && e.reader === user.id);
  const message = secret ?? channel.messages.find((other) => other.ts === given.ts);
  const found = findElement(message?.blocks ?? [], given.blockId, given.actionId);
  const value = found && enter(found.element, given);
  if (!message || !found || !value) return NO_ELEMENT;
  channel.read[user.id] = channel.messages.at(-1)?.ts ?? message.ts;
  const place: Place = { channel, message, ephemeral: secret !== undefined };
  const pressed: Pressed = { ...given, element: found.element, value };
  const payload = messagePress(state, user, place, pressed, stage.baseUrl);
  return resultOf(await hand(stage, user, { type: 'interactive', payload }));
}

/** Slack shows what was published last, and tells the app that somebody looks. */
async function openHome(stage: Stage, user: User): Promise<ActResult> {
  const channel = stage.state.openIm(user.id).id;
  const payload = homeOpened(stage.state, user, channel);
  return resultOf(await hand(stage, user, { type: 'events_api', payload, retry: 0 }));
}

async function slash(stage: Stage, user: User, given: ActOf<'slash'>): Promise<ActResult> {
  const { state } = stage;
  const channel = visibleChannel(state, user, given.channel);
  if (!channel) return NO_CHANNEL;
  const payload = slashCommand(state, user, channel, given.text, stage.baseUrl);
  if (payload['command'] !== '/heed') {
    state.notice(user.id, `${payload['command']} is not a command here. Try /heed help.`);
    return refused(`${payload['command']} is not a command here. Try /heed help.`);
  }
  const ack = await hand(stage, user, { type: 'slash_commands', payload });
  if (ack.type !== 'acked') return resultOf(ack);
  const body = z.record(z.string(), z.unknown()).safeParse(ack.body).data ?? {};
  if (Object.keys(body).length === 0) return DONE;
  try {
    postReply(state, { channel, user: user.id, ts: null }, { response_type: 'ephemeral', ...body });
    return DONE;
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    state.notice(user.id, `Slack refuses Heed's answer: ${error.message}.`);
    return refused(`Slack refuses Heed's answer: ${error.message}.`);
  }
}

/** Of the manifest; Slack offers it on every message but those that only one person sees. */
const SHORTCUTS = ['track'];

async function useShortcut(stage: Stage, user: User, given: ActOf<'shortcut'>): Promise<ActResult> {
  const { state, baseUrl } = stage;
  const channel = visibleChannel(state, user, given.channel);
  if (!channel) return NO_CHANNEL;
  const message = channel.messages.find((other) => other.ts === given.ts && !other.tombstone);
  if (!message) return refused('That message is gone.');
  if (!SHORTCUTS.includes(given.callbackId)) return refused('There is no such shortcut.');
  const payload = messageShortcut(state, user, { channel, message }, given.callbackId, baseUrl);
  return resultOf(await hand(stage, user, { type: 'interactive', payload }));
}

function say(stage: Stage, user: User, given: ActOf<'message'>): ActResult {
  const channel = visibleChannel(stage.state, user, given.channel);
  if (!channel) return NO_CHANNEL;
  const parent = channel.messages.find((other) => other.ts === given.threadTs);
  if (given.threadTs !== undefined && !parent) return refused('That thread is gone.');
  const threadTs = parent?.threadTs ?? parent?.ts;
  stage.state.post(channel, { user: user.id, text: given.text, threadTs });
  return DONE;
}

function changeOwn({ state }: Stage, user: User, given: ActOf<'edit' | 'delete'>): ActResult {
  const channel = visibleChannel(state, user, given.channel);
  if (!channel) return NO_CHANNEL;
  const message = channel.messages.find((other) => other.ts === given.ts && !other.tombstone);
  if (!message) return refused('That message is gone.');
  if (message.user !== user.id) return refused('People change their own messages only.');
  if (given.type === 'delete') state.remove(channel, message);
  else if (given.text !== message.text) state.edit(message, given.text, undefined);
  return DONE;
}

function markRead(stage: Stage, user: User, channelId: string): ActResult {
  const channel = visibleChannel(stage.state, user, channelId);
  if (!channel) return NO_CHANNEL;
  const newest = channel.messages.at(-1)?.ts;
  if (newest === undefined || channel.read[user.id] === newest) return DONE;
  channel.read[user.id] = newest;
  stage.state.changed();
  return DONE;
}
