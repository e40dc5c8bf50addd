import { z } from 'zod';
import { describeFaults, textLength } from './blocks.ts';
import { LIMITS } from './limits.ts';
import type { Channel, WorkspaceState } from './workspace.ts';

/** An answer as Slack gives it: status 200 with `{"ok": false, "error": …}`. */
export class SlackError extends Error {
  readonly messages: readonly string[];

  constructor(code: string, messages: readonly string[] = []) {
    super(code);
    this.messages = messages;
  }
}

export interface MethodContext {
  readonly state: WorkspaceState;
  readonly baseUrl: string;
  /** A fresh address for Socket Mode, good for one connection. */
  readonly openSocket: () => string;
}

type Answer = Readonly<Record<string, unknown>>;

export interface Method {
  readonly token: 'bot' | 'app';
  readonly call: (context: MethodContext, args: unknown) => Answer;
}

/** A method with strict arguments: a missing, wrong or unknown one is refused. */
export function method<Schema extends z.ZodType>(
  token: Method['token'],
  schema: Schema,
  run: (context: MethodContext, args: z.infer<Schema>) => Answer,
): Method {
  return {
    token,
    call(context, given) {
      const args = schema.safeParse(given, { reportInput: true });
      if (args.success) return run(context, args.data);
      throw new SlackError('invalid_arguments', describeFaults(args.error));
    },
  };
}

/** Form bodies carry everything as text. */
export const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1'),
]);
export const count = z.coerce.number().int().min(1).max(1000);

function readJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A structured argument, which a form body carries as JSON text; checked with `parsePart`. */
export const structured = z.unknown().transform(readJson);

/** @throws SlackError with `code` and Slack's JSON pointers below `prefix` */
export function parsePart<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  code: string,
  prefix: string,
): z.infer<Schema> {
  if (value === undefined) {
    throw new SlackError(code, [`[ERROR] missing required field: ${prefix.slice(1)}`]);
  }
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) throw new SlackError(code, describeFaults(parsed.error, prefix));
  return parsed.data;
}

/** @throws SlackError where the message as a whole is too long or empty */
export function checkLength(text: string | undefined, blocks: unknown): void {
  if ((text ?? '').length > LIMITS.text) throw new SlackError('msg_too_long');
  if (textLength(blocks) > LIMITS.blocksText) throw new SlackError('msg_blocks_too_long');
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  if (!text && !hasBlocks) throw new SlackError('no_text');
}

/** A channel that the app may write to and read. */
export function joined(state: WorkspaceState, id: string): Channel {
  const channel = known(state, id);
  if (!channel.botIsMember) throw new SlackError('not_in_channel');
  return channel;
}

export function known(state: WorkspaceState, id: string): Channel {
  const channel = state.channel(id);
  // Of a private channel that it is not in, an app learns nothing.
  const hidden = channel?.members && !channel.botIsMember;
  if (!channel || hidden) throw new SlackError('channel_not_found');
  return channel;
}
