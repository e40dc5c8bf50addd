/** Heed's own messages in channels, threads and personal chats: the surface that effects reach. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { PostedLine, PostedLines } from '../../app/conversation-port.ts';
import type { MessageRef, Place } from '../../app/surface-message.ts';
import {
  type Begun,
  type Rendered,
  type Surface,
  SurfaceFault,
  type View,
} from '../../app/surface-port.ts';
import { channelOn, type Handbook, nameOf } from '../../core/handbook.ts';
import type { StoryLine } from '../../core/story-parts.ts';
import { conversationOf, threadUnder } from './activity.ts';
import type { Body, Calls, Target } from './calls.ts';
import type { Channels } from './channels.ts';
import { TeamsFault } from './faults.ts';
import { type Graph, type Standing, sameSpaces } from './graph.ts';
import { TIMES } from './limits.ts';
import type { People } from './people.ts';
import { readWritten } from './plain-words.ts';
import { isStamped, stamp } from './stamp.ts';

export interface Drawing {
  /** Plain, for notifications and screen readers. */
  readonly summary: string;
  /** An Adaptive Card. */
  readonly card: object;
}

export interface Draw {
  readonly view: (view: View, idOf: People['idOf']) => Promise<Drawing>;
  readonly line: (line: StoryLine, idOf: People['idOf']) => Promise<Body>;
}

interface MessagesOptions {
  readonly calls: Calls;
  readonly channels: Channels;
  readonly people: People;
  readonly graph: Graph;
  readonly postedLines: PostedLines;
  readonly place: Place;
  readonly handbook: () => Handbook;
  readonly draw: Draw;
}

const payload = z.object({ summary: z.string(), card: z.record(z.string(), z.unknown()) });

export interface Messages extends Surface {
  /** To whoever wrote in a conversation. */
  say(target: Target, body: Body): Promise<void>;
  /** A message for another. */
  exchange(target: Target, message: string, body: Body): Promise<void>;
}

export function createMessages(options: MessagesOptions): Messages {
  const { calls, channels, people, graph, postedLines, place, handbook, draw } = options;

  async function targetAt(written: string): Promise<Target> {
    const name = written.slice(1);
    if (written.startsWith('#')) {
      const whose = ownerOf(name, handbook());
      const { id, serviceUrl } = await channels.open(name, whose);
      return { conversation: id, serviceUrl, about: { type: 'channel', name: whose } };
    }
    const chat = await people.chatWith(name);
    return { ...chat, about: { type: 'person', name: nameOf(handbook(), name) } };
  }

  /** Of a message that stands: a channel's in its thread, a chat's as it is. */
  async function targetOf(ref: MessageRef): Promise<Target> {
    const [id = ''] = ref.channel.split(';');
    const known = await channels.byId(id);
    if (known === null) {
      throw new TeamsFault(REMOVED, { type: 'blocked', scope: 'lane' }, 'not_added');
    }
    const { serviceUrl } = known;
    if (known.kind === 'personal') {
      const about = { type: 'person', name: 'Somebody' } as const;
      return { conversation: id, serviceUrl, about };
    }
    const name = ownerOf(id, handbook(), known.name ?? id);
    const conversation = ref.channel === id ? threadUnder(ref) : ref.channel;
    return { conversation, serviceUrl, about: { type: 'channel', name } };
  }

  /** A line has nothing that tells it from another but its words. */
  async function findLost(
    parent: MessageRef,
    { lines: [next], since }: Begun,
    known: readonly PostedLine[],
  ): Promise<PostedLine | null> {
    const channel = await channels.byId(conversationOf(parent.channel));
    if (next === undefined || channel?.kind !== 'channel') return null;
    const body = await draw.line(next, people.idOf);
    if (body.type === 'card') return null;
    const replies = await graph.repliesTo(channel, parent.ts, since);
    const wanted = sameSpaces(body.type === 'text' ? body.text : readWritten(body.xml, true).text);
    const isLost = ({ id, text }: Standing) =>
      text === wanted && known.every(({ ref }) => ref.ts !== id);
    const found = replies?.find(isLost);
    if (found === undefined) return null;
    return { seq: next.seq, ref: { channel: threadUnder(parent), ts: found.id } };
  }

  async function remove(ref: MessageRef): Promise<void> {
    try {
      await calls.remove(await targetOf(ref), ref.ts);
    } catch (error) {
      if (!(error instanceof SurfaceFault) || error.kind.type !== 'gone') throw error;
    }
  }

  return {
    name: place.surface,
    tenant: place.tenant,
    remove,
    async render(view) {
      const drawing = await draw.view(view, people.idOf);
      const hash = createHash('sha256').update(JSON.stringify(drawing)).digest('hex');
      return { hash, payload: drawing, confidential: isConfidential(view) };
    },
    async post(written, rendered, mark, begin) {
      if (rendered.confidential && written.startsWith('#')) refuseConfidential();
      const target = await targetAt(written);
      const ts = await calls.send(target, stampedBody(rendered, mark.message), { begin });
      return { channel: target.conversation, ts };
    },
    async update(ref, rendered, mayWait) {
      const target = await targetOf(ref);
      if (rendered.confidential && target.about.type === 'channel') refuseConfidential();
      await calls.update(target, ref.ts, bodyOf(rendered), { mayWait });
    },
    /** Where Heed may not look, as in chats, there may be one more after a lost answer. */
    async find(written, mark, since) {
      if (!written.startsWith('#')) return [];
      const name = written.slice(1);
      const channel = await channels.open(name, ownerOf(name, handbook()));
      const standing = (await graph.messagesIn(channel, since)) ?? [];
      return standing
        .filter(({ cards }) => cards.some((json) => isStamped(json, mark.message)))
        .sort((a, b) => a.postedAt - b.postedAt)
        .map(({ id }) => ({ channel: channel.id, ts: id }));
    },
    async publish() {
      throw new TeamsFault('Teams has no Home tab', { type: 'final' }, 'no_home');
    },
    async postLine(parent, line, mark, begin) {
      const target = await targetOf(parent);
      const body = await draw.line(line, people.idOf);
      const ts = await calls.send(target, body, { begin });
      const ref = { channel: target.conversation, ts };
      await postedLines.remember(mark.message, { seq: mark.seq, ref });
    },
    /** As far as Teams' answers came back, and as Heed may look. */
    async findLines(parent, message, after, begun) {
      const lines = await postedLines.of(message);
      const known = lines.map(({ seq }) => seq).filter((seq) => seq > after);
      if (known.length > 0 || begun === undefined) return known;
      const lost = await findLost(parent, begun, lines);
      if (lost === null) return [];
      await postedLines.remember(message, lost);
      return [lost.seq];
    },
    membersOf: async () => [],
    async clearLines(_parent, message) {
      for (const line of await postedLines.of(message)) {
        await remove(line.ref);
        await postedLines.forget(message, line);
      }
    },
    exchange: (target, message, body) => inTurn(() => calls.update(target, message, body)),
    say: (target, body) => inTurn(async () => void (await calls.send(target, body))),
  };
}

/** So often an answer waits for its turn, while somebody looks at the chat. */
const TRIES = 5;

async function inTurn(call: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const kind = error instanceof SurfaceFault ? error.kind : null;
      if (kind?.type !== 'again' || tries === TRIES || kind.afterMs > TIMES.turn) throw error;
      await pause(kind.afterMs);
    }
  }
}

const REMOVED = 'Heed was taken out of a channel where its cards stand: add Heed to it in Teams.';

/** Whoever reads why a lane waits knows the department, not what its channel is called. */
function ownerOf(channel: string, { departments }: Handbook, otherwise = channel): string {
  const whose = departments.find((one) => channelOn(one.channel, 'teams') === channel);
  return whose?.name ?? otherwise;
}

/** Cards of what is sensitive, wherever they stand. */
function isConfidential(view: View): boolean {
  return view.type === 'card' && view.card.sensitive;
}

function refuseConfidential(): never {
  const why =
    'What is sensitive is not shown in channels of Teams. Name a private channel in Slack.';
  throw new TeamsFault(why, { type: 'blocked', scope: 'lane' }, 'confidential');
}

function stampedBody(rendered: Rendered, message: string): Body {
  const { summary, card } = payload.parse(rendered.payload);
  return { type: 'card', summary, card: stamp(card, message) };
}

function bodyOf({ payload: drawing }: Rendered): Body {
  return { type: 'card', ...payload.parse(drawing) };
}
