/** What Slack tells of messages in channels: of threads, what people wrote, changed and took back. */
import { z } from 'zod';
import type { MessageRef } from '../../app/surface-message.ts';

const message = z.object({
  ts: z.string(),
  thread_ts: z.string().optional(),
  subtype: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().default(''),
  team: z.string().optional(),
  user_team: z.string().optional(),
  edited: z.object({ ts: z.string() }).optional(),
  files: z.array(z.object({ name: z.string().nullish() })).optional(),
});

/** Also what `conversations.replies` answers. */
export const threadMessage = message;
export type ThreadMessage = z.infer<typeof message>;

const posted = message.extend({ channel: z.string() });
const changed = z.object({
  subtype: z.literal('message_changed'),
  channel: z.string(),
  message,
  previous_message: message.optional(),
});
const deleted = z.object({
  subtype: z.literal('message_deleted'),
  channel: z.string(),
  deleted_ts: z.string(),
  previous_message: message.optional(),
});

export interface Writer {
  readonly user: string;
  /** Null where Slack does not say, which it does for strangers. */
  readonly team: string | null;
}

/** What stands in a thread now. */
export interface Standing {
  readonly type: 'standing';
  readonly thread: MessageRef;
  readonly ts: string;
  readonly writer: Writer;
  /** As Slack writes it. */
  readonly text: string;
  readonly files: readonly string[];
  /** Slack's time of the last edit. */
  readonly editedTs: string | null;
}

export interface TakenBack {
  readonly type: 'taken_back';
  readonly thread: MessageRef;
  readonly ts: string;
  readonly writer: Writer;
}

/** Null for everything that is no person's word in a thread. */
export function readThreadEvent(event: unknown): Standing | TakenBack | null {
  const gone = deleted.safeParse(event).data;
  if (gone !== undefined) {
    const was = gone.previous_message;
    const written = was === undefined ? null : standingIn(gone.channel, was);
    if (written === null) return null;
    const { thread, writer } = written;
    return { type: 'taken_back', thread, writer, ts: gone.deleted_ts };
  }
  const change = changed.safeParse(event).data;
  if (change !== undefined) return standingIn(change.channel, change.message);
  const fresh = posted.safeParse(event).data;
  return fresh === undefined ? null : standingIn(fresh.channel, fresh);
}

/** What people send themselves; everything else with a subtype is Slack's or an app's. */
const SUBTYPES: readonly (string | undefined)[] = [
  undefined,
  'file_share',
  'thread_broadcast',
  'me_message',
];

export function standingIn(channel: string, written: ThreadMessage): Standing | null {
  const { ts, thread_ts: threadTs, user, edited } = written;
  if (threadTs === undefined || threadTs === ts || user === undefined) return null;
  if (written.bot_id !== undefined || !SUBTYPES.includes(written.subtype)) return null;
  return {
    type: 'standing',
    thread: { channel, ts: threadTs },
    ts,
    writer: { user, team: written.user_team ?? written.team ?? null },
    text: written.text,
    files: (written.files ?? []).flatMap(({ name }) => name ?? []),
    editedTs: edited?.ts ?? null,
  };
}

/** Slack's time in ms. */
export function instantOf(ts: string): number {
  return Math.floor(Number(ts) * 1000);
}
