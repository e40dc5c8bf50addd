import { z } from 'zod';
import { CUSTOMERS, OUR_POSTS } from './people.ts';

const attachment = z.object({ kind: z.literal('image'), url: z.string(), alt: z.string() });

/** What somebody can do under a post of ours. */
const KINDS = ['comment', 'repost', 'like', 'tag'] as const;
export type Kind = (typeof KINDS)[number];

const post = z.object({
  id: z.string(),
  postId: z.string(),
  /** A customer's id; null for the company's reply. */
  customer: z.string().nullable(),
  kind: z.enum(KINDS).default('comment'),
  text: z.string(),
  at: z.number(),
  editedAt: z.number().nullable(),
  deleted: z.boolean(),
  inReplyTo: z.string().nullable(),
  threadId: z.string(),
  /** Their addresses are paths on the sandbox, whose port may change. */
  attachments: z.array(attachment),
  delivery: z.enum(['sending', 'taken', 'failed']),
});
export type Post = z.infer<typeof post>;

/** One change on its way to Heed; the same `webhookId` each time it is tried. */
const change = z.object({
  webhookId: z.string(),
  postId: z.string(),
  text: z.string(),
  editedAt: z.number().nullable(),
  deleted: z.boolean(),
});
export type Change = z.infer<typeof change>;

const answer = z.object({ id: z.string(), url: z.string() });
export type Answer = z.infer<typeof answer>;

export const squareSnapshot = z.object({
  posts: z.array(post),
  queue: z.array(change),
  answers: z.record(z.string(), answer),
  lastId: z.number(),
  seeded: z.boolean(),
});
export type SquareSnapshot = z.infer<typeof squareSnapshot>;

const MODES = ['works', 'refuses', 'down', 'silent'] as const;
/** What the square does with Heed's replies: takes, 422, 503, or takes and never answers. */
export type Mode = (typeof MODES)[number];

export const squareAct = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('post'),
    customer: z.string(),
    postId: z.string(),
    kind: z.enum(KINDS).optional(),
    text: z.string().max(40_000),
    inReplyTo: z.string().nullish(),
  }),
  z.object({ type: z.literal('edit'), id: z.string(), text: z.string().max(40_000) }),
  z.object({ type: z.literal('delete'), id: z.string() }),
  z.object({ type: z.literal('mode'), mode: z.enum(MODES) }),
]);
export type SquareAct = z.infer<typeof squareAct>;

export interface NewPost {
  readonly customer: string | null;
  readonly postId: string;
  /** A comment when left out. */
  readonly kind?: Kind | undefined;
  readonly text: string;
  readonly inReplyTo?: string | null | undefined;
  readonly attachments?: Post['attachments'];
}

/** The posts and what is still to be told to Heed. */
export class SquareState {
  mode: Mode = 'works';
  readonly data: SquareSnapshot;
  readonly now: () => number;
  readonly changed: () => void;
  /** Called when there is something to tell Heed. */
  onQueued: () => void = () => {};

  constructor(now: () => number, changed: () => void, snapshot?: SquareSnapshot) {
    this.now = now;
    this.changed = changed;
    this.data = snapshot ?? { posts: [], queue: [], answers: {}, lastId: 1000, seeded: false };
  }

  find(id: string): Post | undefined {
    return this.data.posts.find((other) => other.id === id);
  }

  /** Adds a post; a customer's is queued for Heed, the company's own is not. */
  add(given: NewPost): Post {
    const parent = given.inReplyTo ? this.find(given.inReplyTo) : undefined;
    this.data.lastId += 1;
    const id = `c-${this.data.lastId}`;
    const added: Post = {
      id,
      postId: parent?.postId ?? given.postId,
      customer: given.customer,
      kind: given.kind ?? 'comment',
      text: given.text,
      at: this.now(),
      editedAt: null,
      deleted: false,
      inReplyTo: parent?.id ?? null,
      threadId: parent?.threadId ?? id,
      attachments: given.attachments ?? [],
      delivery: given.customer === null ? 'taken' : 'sending',
    };
    this.data.posts.push(added);
    this.#enqueue(added);
    return added;
  }

  edit(target: Post, text: string): void {
    target.text = text;
    target.editedAt = Math.max(this.now(), (target.editedAt ?? target.at) + 1);
    this.#enqueue(target);
  }

  remove(target: Post): void {
    Object.assign(target, { text: '', attachments: [], deleted: true });
    this.#enqueue(target);
  }

  #enqueue(target: Post): void {
    if (target.customer !== null) {
      const { id: postId, text, editedAt, deleted } = target;
      target.delivery = 'sending';
      const webhookId = `msg_${crypto.randomUUID()}`;
      this.data.queue.push({ webhookId, postId, text, editedAt, deleted });
      this.onQueued();
    }
    this.changed();
  }
}

/** A person's act on the square. @returns what is wrong with it, or null */
export function performOnSquare(square: SquareState, given: SquareAct): string | null {
  switch (given.type) {
    case 'post': {
      if (!CUSTOMERS.some((customer) => customer.id === given.customer)) return 'unknown customer';
      if (!OUR_POSTS.some((ours) => ours.id === given.postId)) return 'unknown post';
      const parent = given.inReplyTo ? square.find(given.inReplyTo) : undefined;
      if (given.inReplyTo && (!parent || parent.deleted)) return 'nothing to reply to';
      square.add(given);
      return null;
    }
    case 'edit':
    case 'delete': {
      const target = square.find(given.id);
      if (!target || target.deleted || target.customer === null) return 'no such post';
      if (given.type === 'edit') square.edit(target, given.text);
      else square.remove(target);
      return null;
    }
    case 'mode':
      square.mode = given.mode;
      square.changed();
      return null;
    default: {
      const never: never = given;
      return never;
    }
  }
}

/** Four posts, so that there is something to do. Once in a square's life. */
export function seedSquare(square: SquareState): void {
  if (square.data.seeded) return;
  square.data.seeded = true;
  square.add({
    customer: 'u-1',
    postId: 'black-friday',
    text: 'My parcel arrived broken and nobody answers the phone.',
    attachments: [{ kind: 'image', url: '/square/parcel.svg', alt: 'A torn parcel' }],
  });
  square.add({
    customer: 'u-2',
    postId: 'black-friday',
    text: 'Are you open on Sunday? The site says 9 to 1 and the sign on the door says closed.',
  });
  square.add({
    customer: 'u-5',
    postId: 'new-courier',
    text: 'Early, friendly, and carried up three floors without a word. Thank you!',
  });
  square.add({
    customer: 'u-4',
    postId: 'new-courier',
    text:
      'Could you text an hour before a delivery? <!channel> please read ' +
      '<https://evil.example|https://bank.example> first.',
  });
}
