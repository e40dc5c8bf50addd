/** Heed's own messages in channels, threads and direct messages: the surface that effects reach. */
import type { Logger } from 'pino';
import { z } from 'zod';
import type { MessageRef } from '../../app/surface-message.ts';
import type { Begin, Mark, Rendered, Surface } from '../../app/surface-port.ts';
import type { Medium } from '../../front/medium.ts';
import { stampRow } from '../../front/press.ts';
import type { MessageView } from '../../front/views.ts';
import { type Calls, NOTHING } from './calls.ts';
import type { Channels } from './channels.ts';
import { blocksAtFault, SlackFault } from './faults.ts';
import type { Groups } from './groups.ts';
import { LIMITS, TIMES } from './limits.ts';
import { paged, pagesOf } from './paging.ts';
import { readPayload, type SentPayload } from './payload.ts';
import { type People, SURFACE_NAME } from './people.ts';
import { renderView } from './render.ts';
import { renderLine } from './render-line.ts';

interface MessagesOptions {
  readonly calls: Calls;
  readonly channels: Channels;
  readonly people: People;
  readonly groups: Groups;
  readonly tenant: string;
  readonly botUserId: string;
  readonly medium: () => Medium;
  readonly now: () => number;
  readonly log: Logger;
}

const EVENT_TYPE = 'heed_message';

const posted = z.object({ channel: z.string(), ts: z.string() });
const opened = z.object({ channel: z.object({ id: z.string() }) });
const found = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      user: z.string().optional(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
        .optional(),
    }),
  ),
  ...paged,
});
type Found = z.infer<typeof found>['messages'][number];

/** The surface but for the Home tab. */
interface Messages extends Omit<Surface, 'publish' | 'render'> {
  render(view: MessageView): Promise<Rendered>;
  say(user: string, body: SentPayload): Promise<void>;
}

export function createMessages(options: MessagesOptions): Messages {
  const { calls, channels, people, groups, log, now } = options;
  const ids = {
    ofPerson: people.idOf,
    ofGroup: async (handleOrId: string) => (await groups.find(handleOrId))?.id ?? null,
  };
  const conversations = new Map<string, string>();

  async function conversationWith(user: string): Promise<string> {
    const known = conversations.get(user);
    if (known !== undefined) return known;
    const { channel } = await calls.now('conversations.open', { users: user }, opened);
    conversations.set(user, channel.id);
    return channel.id;
  }

  async function channelAt(place: string, confidential = false): Promise<string> {
    const name = place.slice(1);
    if (place.startsWith('#')) return channels.open(name, confidential);
    return conversationWith(await people.memberOf(name));
  }

  /** Joins a channel that it was taken out of, and leaves out a block that Slack will not take. */
  async function insist<Result>(
    channel: string,
    payload: SentPayload,
    send: (payload: SentPayload) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await send(payload);
    } catch (error) {
      if (!(error instanceof SlackFault)) throw error;
      if (error.code === 'not_in_channel') {
        await channels.join(channel);
        return send(payload);
      }
      const bad = blocksAtFault(error);
      const blocks = payload.blocks.filter((_block, index) => !bad.includes(index));
      if (bad.length === 0 || blocks.length === 0) throw error;
      log.warn({ details: error.details }, 'Slack refuses a block; the message goes without it');
      return send({ ...payload, blocks });
    }
  }

  async function post(
    place: string,
    rendered: Rendered,
    mark: Mark,
    begin: Begin,
  ): Promise<MessageRef> {
    const channel = await channelAt(place, rendered.confidential);
    const sent = await insist(channel, stamp(readPayload(rendered), now()), (payload) =>
      calls.inTurn(
        'chat.postMessage',
        { channel, ...payload, ...QUIET, metadata: metadata(mark) },
        posted,
        { begin },
      ),
    ).catch(forgetting(place));
    return { channel: sent.channel, ts: sent.ts };
  }

  function forgetting(place: string): (error: unknown) => never {
    return (error) => {
      if (error instanceof SlackFault && error.code === 'channel_not_found') {
        channels.forget(place.slice(1));
        conversations.clear();
      }
      throw error;
    };
  }

  async function pages(
    method: 'conversations.history' | 'conversations.replies',
    args: Readonly<Record<string, unknown>>,
  ): Promise<readonly Found[]> {
    const messages: Found[] = [];
    const asked = { ...args, include_all_metadata: true, limit: LIMITS.pageSize };
    const all = pagesOf((more) => calls.inTurn(method, { ...asked, ...more }, found));
    for await (const page of all) {
      messages.push(...page.messages.filter((message) => message.user === options.botUserId));
    }
    return messages;
  }

  async function remove(ref: MessageRef): Promise<void> {
    try {
      await calls.inTurn('chat.delete', { channel: ref.channel, ts: ref.ts }, NOTHING);
    } catch (error) {
      if (!(error instanceof SlackFault) || error.kind.type !== 'gone') throw error;
    }
  }

  return {
    name: SURFACE_NAME,
    tenant: options.tenant,
    post,
    render: async (view) => renderView(view, options.medium()),
    async update(ref, rendered, mayWait) {
      if (rendered.confidential) await channels.insistOnPrivate(ref.channel);
      await insist(ref.channel, stamp(readPayload(rendered), now()), (payload) =>
        calls.inTurn('chat.update', { channel: ref.channel, ts: ref.ts, ...payload }, NOTHING, {
          mayWait,
        }),
      );
    },
    async find(place, mark, since) {
      const channel = await channelAt(place);
      const oldest = ((since - TIMES.lookBack) / 1000).toFixed(6);
      const own = await pages('conversations.history', { channel, oldest });
      return own
        .filter((message) => seqOf(message, mark.message) === mark.seq)
        .map(({ ts }) => ({ channel, ts }))
        .sort((a, b) => Number(a.ts) - Number(b.ts));
    },
    remove,
    async postLine(parent, line, mark, begin) {
      const { channel, ts } = parent;
      const payload = await renderLine(line, options.medium().timezone, ids);
      const aloud = line.aloud ? { reply_broadcast: true } : {};
      await insist(channel, payload, (body) =>
        calls.inTurn(
          'chat.postMessage',
          { channel, thread_ts: ts, ...aloud, ...body, ...QUIET, metadata: metadata(mark) },
          NOTHING,
          { begin },
        ),
      );
    },
    async findLines(parent, message, after) {
      const own = await pages('conversations.replies', { channel: parent.channel, ts: parent.ts });
      const seqs = own.map((one) => seqOf(one, message)).filter((seq) => seq !== null);
      return [...new Set(seqs)].filter((seq) => seq > after).sort((a, b) => a - b);
    },
    async membersOf(name) {
      const group = await groups.find(name);
      const members = await Promise.all((group?.users ?? []).map((id) => people.linkOf(id)));
      return members.flatMap((member) =>
        member?.standing === 'member' ? (member.email ?? []) : [],
      );
    },
    async clearLines({ channel, ts }, message) {
      const own = await pages('conversations.replies', { channel, ts });
      for (const line of own) {
        const seq = seqOf(line, message);
        if (seq !== null && seq > 0) await remove({ channel, ts: line.ts });
      }
    },
    async say(user, body) {
      const channel = await conversationWith(user);
      await calls.now('chat.postMessage', { channel, ...body, ...QUIET }, NOTHING);
    },
  };
}

/** Every drawing that is sent gives its rows fresh ids: see `stampRow`. */
function stamp(payload: SentPayload, at: number): SentPayload {
  const mark = at.toString(36);
  const blocks = payload.blocks.map((block) =>
    block.block_id === undefined ? block : { ...block, block_id: stampRow(block.block_id, mark) },
  );
  return { ...payload, blocks };
}

const QUIET = { unfurl_links: false, unfurl_media: false } as const;

function metadata({ message, seq }: Mark) {
  return { event_type: EVENT_TYPE, event_payload: { message, seq } };
}

/** The number that a message of Heed's carries for this surface message; null for any other. */
function seqOf(candidate: Found, message: string): number | null {
  const { metadata: own } = candidate;
  if (own?.event_type !== EVENT_TYPE || own.event_payload['message'] !== message) return null;
  const seq = own.event_payload['seq'];
  return typeof seq === 'number' ? seq : null;
}
