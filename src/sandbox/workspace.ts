import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Block } from './blocks.ts';
import { messageBlocks } from './blocks.ts';
import { LIMITS } from './limits.ts';
import type { User } from './people.ts';
import { BOT, CHANNELS, USERS } from './people.ts';
import type { Home, Modal, View } from './views.ts';
import { valuesOf } from './views.ts';

export const metadata = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});

const message = z.object({
  ts: z.string(),
  user: z.string(),
  text: z.string(),
  blocks: messageBlocks.optional(),
  threadTs: z.string().optional(),
  /** A reply in a thread that the channel shows too. */
  broadcast: z.boolean().optional(),
  metadata: metadata.optional(),
  editedTs: z.string().optional(),
  /** Epoch ms. */
  at: z.number(),
  /** A deleted parent whose thread goes on. */
  tombstone: z.boolean().default(false),
});
export type Message = z.infer<typeof message>;

const channel = z.object({
  id: z.string(),
  name: z.string(),
  /** Whose direct messages with Heed these are; null in a channel. */
  with: z.string().nullable(),
  /** Who is in a private channel; null in a public one. */
  members: z.array(z.string()).nullable().default(null),
  botIsMember: z.boolean(),
  messages: z.array(message),
  /** By user: the newest ts they have seen. */
  read: z.record(z.string(), z.string()),
});
export type Channel = z.infer<typeof channel>;

export const workspaceSnapshot = z.object({ lastTs: z.number(), channels: z.array(channel) });
export type WorkspaceSnapshot = z.infer<typeof workspaceSnapshot>;

/** Only its reader sees it; it is gone after a restart, as in Slack after a reload. */
export interface Ephemeral extends Message {
  readonly channel: string;
  readonly reader: string;
}

export interface ResponseUrl {
  readonly channel: string;
  readonly user: string;
  /** The message whose button was pressed. */
  readonly ts: string | null;
  readonly expiresAt: number;
  uses: number;
}

export interface Trigger {
  readonly user: string;
  /** The dialog it came from, on which another may be pushed. */
  readonly view: string | null;
  readonly expiresAt: number;
  used: boolean;
}

/** Told of every message. */
export interface MessageEvents {
  posted(channel: Channel, message: Message): void;
  changed(channel: Channel, message: Message, before: Message): void;
  deleted(channel: Channel, before: Message): void;
}

const MOST_KEPT = 1000;

function dropOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size >= MOST_KEPT && oldest !== undefined) map.delete(oldest);
}

/** Whether somebody may read what stands there. */
export function isIn({ with: reader, members }: Channel, user: string): boolean {
  if (reader !== null) return reader === user;
  return members?.includes(user) ?? true;
}

/** What Heed's methods and people's acts change; it decides nothing about either. */
export class WorkspaceState {
  readonly users: readonly User[];
  readonly channels: Channel[];
  readonly ephemerals: Ephemeral[] = [];
  readonly stacks = new Map<string, View[]>();
  /** By user: what stands on Heed's Home tab. */
  readonly homes = new Map<string, Home>();
  readonly notices = new Map<string, string>();
  readonly triggers = new Map<string, Trigger>();
  readonly responseUrls = new Map<string, ResponseUrl>();
  readonly now: () => number;
  readonly changed: () => void;
  events: MessageEvents = { posted() {}, changed() {}, deleted() {} };
  #lastTs: number;

  constructor(
    now: () => number,
    changed: () => void,
    snapshot?: WorkspaceSnapshot,
    people: readonly User[] = [],
  ) {
    this.users = [...USERS, ...people, BOT];
    this.now = now;
    this.changed = changed;
    this.#lastTs = snapshot?.lastTs ?? 0;
    this.channels = snapshot?.channels ?? [];
    for (const { name, members } of CHANNELS) {
      if (this.channels.some((channel) => channel.name === name)) continue;
      this.channels.push({
        id: `C0${name.toUpperCase().replaceAll('-', '')}`,
        name,
        with: null,
        members: members && [...members],
        botIsMember: members?.includes(BOT.id) ?? false,
        messages: [],
        read: {},
      });
    }
  }

  snapshot(): WorkspaceSnapshot {
    return { lastTs: this.#lastTs, channels: this.channels };
  }

  /** Seconds with microseconds, never twice the same: `1732240000.000100`. */
  nextTs(): string {
    this.#lastTs = Math.max(this.now() * 1000, this.#lastTs + 100);
    const seconds = Math.floor(this.#lastTs / 1_000_000);
    return `${seconds}.${String(this.#lastTs % 1_000_000).padStart(6, '0')}`;
  }

  user(id: string): User | undefined {
    return this.users.find((user) => user.id === id);
  }

  channel(id: string): Channel | undefined {
    return this.channels.find((channel) => channel.id === id);
  }

  /** The direct messages between Heed and this person, opened if they were not yet. */
  openIm(user: string): Channel {
    const open = this.channels.find((channel) => channel.with === user);
    if (open) return open;
    const id = `D0${user.slice(2)}`;
    const im: Channel = {
      ...{ id, name: '', with: user, members: null },
      ...{ botIsMember: true, messages: [], read: {} },
    };
    this.channels.push(im);
    this.changed();
    return im;
  }

  post(channel: Channel, content: Omit<Message, 'ts' | 'at' | 'tombstone'>): Message {
    const posted = { ...content, ts: this.nextTs(), at: this.now(), tombstone: false };
    channel.messages.push(posted);
    if (content.user !== BOT.id) channel.read[content.user] = posted.ts;
    this.changed();
    this.events.posted(channel, posted);
    return posted;
  }

  edit(message: Message, text: string, blocks: Block[] | undefined): void {
    const before = { ...message };
    message.text = text;
    message.blocks = blocks?.length === 0 ? undefined : blocks;
    message.editedTs = this.nextTs();
    this.changed();
    const channel = this.channels.find((other) => other.messages.includes(message));
    if (channel) this.events.changed(channel, message, before);
  }

  /** A parent with replies stays as a tombstone. */
  remove(channel: Channel, message: Message): void {
    const before = { ...message };
    const hasReplies = channel.messages.some((other) => other.threadTs === message.ts);
    if (hasReplies) {
      Object.assign(message, { text: 'This message was deleted.', tombstone: true });
      delete message.blocks;
      delete message.metadata;
    } else {
      channel.messages.splice(channel.messages.indexOf(message), 1);
    }
    this.changed();
    if (hasReplies) this.events.changed(channel, message, before);
    else this.events.deleted(channel, before);
  }

  tell(ephemeral: Omit<Ephemeral, 'ts' | 'at' | 'tombstone'>): Ephemeral {
    const told = { ...ephemeral, ts: this.nextTs(), at: this.now(), tombstone: false };
    this.ephemerals.push(told);
    if (this.ephemerals.length > MOST_KEPT) this.ephemerals.shift();
    this.changed();
    return told;
  }

  notice(user: string, text: string): void {
    this.notices.set(user, text);
    this.changed();
  }

  createTrigger(user: string, view: string | null = null): string {
    const id = `${this.now()}.${randomBytes(8).toString('hex')}`;
    const expiresAt = this.now() + LIMITS.triggerMs;
    dropOldest(this.triggers);
    this.triggers.set(id, { user, view, expiresAt, used: false });
    return id;
  }

  createResponseUrl(channel: string, user: string, ts: string | null): string {
    const id = randomBytes(16).toString('hex');
    const expiresAt = this.now() + LIMITS.responseUrlMs;
    dropOldest(this.responseUrls);
    this.responseUrls.set(id, { channel, user, ts, expiresAt, uses: 0 });
    return id;
  }

  views(user: string): readonly View[] {
    return this.stacks.get(user) ?? [];
  }

  view(id: string): View | undefined {
    return [...this.stacks.values()].flat().find((view) => view.id === id);
  }

  createView(user: string, modal: Modal, below: View | undefined): View {
    const id = `V${randomBytes(6).toString('hex').toUpperCase()}`;
    const view: View = {
      id,
      user,
      root: below?.root ?? id,
      previous: below?.id ?? null,
      modal,
      hash: this.#hash(),
      values: valuesOf(modal.blocks),
      errors: {},
      pending: false,
    };
    this.stacks.set(user, below ? [...this.views(user), view] : [view]);
    this.changed();
    return view;
  }

  changeView(view: View, modal: Modal): void {
    view.values = valuesOf(modal.blocks, view.values);
    view.modal = modal;
    view.hash = this.#hash();
    view.errors = {};
    this.changed();
  }

  publishHome(user: string, view: Home['view']): Home {
    const before = this.homes.get(user);
    const id = before?.id ?? `V${randomBytes(6).toString('hex').toUpperCase()}`;
    const values = valuesOf(view.blocks, before?.values);
    const home: Home = { id, view, hash: this.#hash(), values };
    this.homes.set(user, home);
    this.changed();
    return home;
  }

  /** Takes this dialog and what lies upon it away. */
  closeView(view: View): void {
    const stack = this.views(view.user);
    const at = stack.indexOf(view);
    if (at >= 0) this.stacks.set(view.user, stack.slice(0, at));
    this.changed();
  }

  #hash(): string {
    return `${Math.floor(this.now() / 1000)}.${randomBytes(4).toString('hex')}`;
  }
}
