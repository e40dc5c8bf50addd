/** The handbook's channels, by name or id, as channels that Heed may write to. */
import { z } from 'zod';
import type { Calls } from './calls.ts';
import { SlackFault } from './faults.ts';
import { LIMITS } from './limits.ts';

const channel = z.object({
  id: z.string(),
  name: z.string().default(''),
  is_member: z.boolean().default(false),
  is_private: z.boolean().default(false),
  is_archived: z.boolean().default(false),
  is_ext_shared: z.boolean().default(false),
});
export type Channel = z.infer<typeof channel>;

const list = z.object({
  channels: z.array(channel),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const info = z.object({ channel });
const joined = z.object({ channel: z.object({ id: z.string() }) });

export interface Channels {
  /** The channel's id, joined if it is public. Throws a fault that blocks the lane. */
  open(nameOrId: string): Promise<string>;
  /** As Slack knows it, without joining; null when Heed can't see it. */
  find(nameOrId: string): Promise<Channel | null>;
  /** Joins after all: somebody took Heed out. Throws a fault that blocks the lane. */
  join(id: string): Promise<void>;
  /** What is remembered of it no longer holds. */
  forget(nameOrId: string): void;
}

/** Names are lower case in Slack, ids upper case. */
const ID = /^[CG][A-Z0-9]{4,}$/;

export function createChannels(calls: Calls): Channels {
  const opened = new Map<string, Promise<string>>();

  async function find(nameOrId: string): Promise<Channel | null> {
    return ID.test(nameOrId) ? findById(calls, nameOrId) : findByName(calls, nameOrId);
  }

  async function join(id: string): Promise<void> {
    try {
      await calls.now('conversations.join', { channel: id }, joined);
    } catch (error) {
      if (!(error instanceof SlackFault) || error.kind.type === 'again') throw error;
      throw blocked(`Heed can't join ${id} (${error.code}). Type "/invite @Heed" there.`, error);
    }
  }

  async function openNow(nameOrId: string): Promise<string> {
    const found = await find(nameOrId);
    if (found === null) {
      throw blocked(
        `There is no channel #${nameOrId} that Heed can see. If it is private, type "/invite @Heed" there.`,
        null,
      );
    }
    if (found.is_archived) throw blocked(`The channel #${nameOrId} is archived.`, null);
    if (!found.is_member) await join(found.id);
    return found.id;
  }

  return {
    find,
    join,
    open(nameOrId) {
      const known = opened.get(nameOrId);
      if (known !== undefined) return known;
      const opening = openNow(nameOrId);
      opened.set(nameOrId, opening);
      opening.catch(() => opened.delete(nameOrId));
      return opening;
    },
    forget(nameOrId) {
      opened.delete(nameOrId);
    },
  };
}

function blocked(message: string, cause: unknown): SlackFault {
  return new SlackFault(message, { type: 'blocked', scope: 'lane' }, { code: 'channel', cause });
}

async function findById(calls: Calls, id: string): Promise<Channel | null> {
  try {
    return (await calls.now('conversations.info', { channel: id }, info)).channel;
  } catch (error) {
    if (error instanceof SlackFault && error.code === 'channel_not_found') return null;
    throw error;
  }
}

async function findByName(calls: Calls, name: string): Promise<Channel | null> {
  let cursor: string | undefined;
  do {
    const page = await calls.now(
      'conversations.list',
      {
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: LIMITS.pageSize,
        ...(cursor === undefined ? {} : { cursor }),
      },
      list,
    );
    const found = page.channels.find((one) => one.name === name);
    if (found !== undefined) return found;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== '');
  return null;
}
