/** The handbook's channels, by name or id, as channels that Heed may write to. */
import { z } from 'zod';
import type { Calls } from './calls.ts';
import { SlackFault } from './faults.ts';
import { LIMITS } from './limits.ts';
import { paged, pagesOf } from './paging.ts';

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
  ...paged,
});
const info = z.object({ channel });
const members = z.object({ members: z.array(z.string()), ...paged });
const joined = z.object({ channel: z.object({ id: z.string() }) });

export interface Channels {
  /**
   * The channel's id, joined if it is public. Throws a fault that blocks the lane, also where it
   * must be private and others could come in.
   */
  open(nameOrId: string, mustBePrivate?: boolean): Promise<string>;
  /** Throws a fault that blocks the lane where others than its members could read along. */
  insistOnPrivate(id: string): Promise<void>;
  /** As Slack knows it, without joining; null when Heed can't see it. */
  find(nameOrId: string): Promise<Channel | null>;
  /** The user ids of everybody in it, apps too, as Slack pages them. */
  members(id: string): AsyncIterable<readonly string[]>;
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

  async function insistOnPrivate(id: string): Promise<void> {
    const found = await findById(calls, id);
    if (found !== null) refuseOpen(found);
  }

  async function openNow(nameOrId: string, mustBePrivate: boolean): Promise<string> {
    const found = await find(nameOrId);
    if (found === null) {
      throw blocked(
        `There is no channel #${nameOrId} that Heed can see. If it is private, type "/invite @Heed" there.`,
        null,
      );
    }
    if (found.is_archived) throw blocked(`The channel #${nameOrId} is archived.`, null);
    if (mustBePrivate) refuseOpen(found);
    if (!found.is_member) await join(found.id);
    return found.id;
  }

  async function* membersOf(id: string): AsyncGenerator<readonly string[]> {
    const asked = { channel: id, limit: LIMITS.pageSize };
    const all = pagesOf((more) =>
      calls.now('conversations.members', { ...asked, ...more }, members),
    );
    for await (const page of all) yield page.members;
  }

  return {
    find,
    members: membersOf,
    join,
    insistOnPrivate,
    async open(nameOrId, mustBePrivate = false) {
      const known = opened.get(nameOrId);
      if (known !== undefined) {
        if (mustBePrivate) await insistOnPrivate(await known);
        return known;
      }
      const opening = openNow(nameOrId, mustBePrivate);
      opened.set(nameOrId, opening);
      opening.catch(() => opened.delete(nameOrId));
      return opening;
    },
    forget(nameOrId) {
      opened.delete(nameOrId);
    },
  };
}

function refuseOpen(channel: Channel): void {
  const why = openness(channel);
  if (why !== null) throw blocked(`${why} ${PRIVATE_ONLY}`, null);
}

/** Why what is sensitive may not stand there; null where it may. */
export function openness({ name, id, is_private, is_ext_shared }: Channel): string | null {
  const channel = `#${name === '' ? id : name}`;
  if (!is_private) return `${channel} is public.`;
  return is_ext_shared ? `${channel} is shared with another company.` : null;
}

export const PRIVATE_ONLY =
  'What is sensitive is shown in private channels only: make it private in Slack, or name another in the handbook.';

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
  const asked = {
    types: 'public_channel,private_channel',
    exclude_archived: true,
    limit: LIMITS.pageSize,
  };
  const all = pagesOf((more) => calls.now('conversations.list', { ...asked, ...more }, list));
  for await (const page of all) {
    const found = page.channels.find((one) => one.name === name);
    if (found !== undefined) return found;
  }
  return null;
}
