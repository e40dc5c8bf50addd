import { z } from 'zod';
import { describeFaults, messageBlocks } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { checkLength, flag, parsePart, SlackError } from './method.ts';
import { BOT } from './people.ts';
import type { Channel, WorkspaceState } from './workspace.ts';

/** A message that an app answers with: to a `response_url`, or in the ack of a command. */
const reply = z.strictObject({
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: flag.optional(),
  delete_original: flag.optional(),
  thread_ts: z.string().optional(),
  unfurl_links: flag.optional(),
  unfurl_media: flag.optional(),
});
type Reply = z.infer<typeof reply>;

interface Target {
  readonly channel: Channel;
  readonly user: string;
  readonly ts: string | null;
}

function parseReply(body: unknown): Reply {
  const parsed = reply.safeParse(body, { reportInput: true });
  if (!parsed.success) throw new SlackError('invalid_payload', describeFaults(parsed.error));
  return parsed.data;
}

function removeOriginal(state: WorkspaceState, target: Target): void {
  const ephemeral = state.ephemerals.findIndex((e) => e.ts === target.ts);
  if (ephemeral >= 0) state.ephemerals.splice(ephemeral, 1);
  const message = target.channel.messages.find((other) => other.ts === target.ts);
  if (message) state.remove(target.channel, message);
  state.changed();
}

/** @throws SlackError when Slack would refuse the message */
export function postReply(state: WorkspaceState, target: Target, body: unknown): void {
  const given = parseReply(body);
  if (given.delete_original) return removeOriginal(state, target);
  checkLength(given.text, given.blocks);
  const blocks =
    given.blocks && parsePart(messageBlocks, given.blocks, 'invalid_blocks', '/blocks');
  const text = given.text ?? '';
  // An answer to a press that says neither replaces the original.
  const replaces = given.replace_original ?? given.response_type === undefined;
  const original =
    state.ephemerals.find((e) => e.ts === target.ts) ??
    target.channel.messages.find((other) => other.ts === target.ts);
  if (replaces && original) return state.edit(original, text, blocks);
  const content = { text, blocks, user: BOT.id, threadTs: given.thread_ts };
  if (given.response_type === 'in_channel') {
    state.post(target.channel, content);
    return;
  }
  state.tell({ ...content, channel: target.channel.id, reader: target.user });
}

/** `POST /response/<id>`: five times within thirty minutes. */
export function answerResponseUrl(
  state: WorkspaceState,
  id: string,
  body: unknown,
): { readonly status: number; readonly body: string } {
  const url = state.responseUrls.get(id);
  const channel = url && state.channel(url.channel);
  if (!url || !channel || state.now() > url.expiresAt) return { status: 404, body: 'expired_url' };
  if (url.uses >= LIMITS.responseUrlUses) return { status: 404, body: 'used_url' };
  url.uses += 1;
  try {
    postReply(state, { channel, user: url.user, ts: url.ts }, body);
    return { status: 200, body: 'ok' };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { status: 400, body: error.message };
  }
}
