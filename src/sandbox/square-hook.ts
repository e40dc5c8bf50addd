import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';
import { CUSTOMERS, OUR_POSTS } from './people.ts';
import type { Answer, Change, SquareState } from './square.ts';

/** The website's half of Heed's contract: posts out, replies in, both by Standard Webhooks. */

const LONGEST_WAIT_MS = 60_000;
const CALL_TIMEOUT_MS = 8000;
/** Between two looks whether Heed is there. */
const NOWHERE_MS = 500;
/** What may be well with the next attempt: 401 when the clocks differ, 429 when there are too many. */
const FOR_NOW = [401, 429];

export function linkTo(baseUrl: string, postId: string): string {
  return `${baseUrl}/?post=${postId}`;
}

function bodyOf(square: SquareState, change: Change, baseUrl: string): string {
  const post = square.find(change.postId);
  const author = CUSTOMERS.find((customer) => customer.id === post?.customer);
  if (!post || !author) throw new Error(`the queue names ${change.postId}, which nobody posted`);
  const ours = OUR_POSTS.find((other) => other.id === post.postId);
  return JSON.stringify({
    id: post.id,
    kind: post.kind,
    text: change.text,
    url: linkTo(baseUrl, post.id),
    postedAt: new Date(post.at).toISOString(),
    author,
    ...(post.inReplyTo ? { inReplyTo: post.inReplyTo } : {}),
    threadId: post.threadId,
    context: `our post: ${ours?.title ?? post.postId}`,
    attachments: change.deleted
      ? []
      : post.attachments.map((each) => ({ ...each, url: new URL(each.url, baseUrl).href })),
    editedAt: change.editedAt === null ? null : new Date(change.editedAt).toISOString(),
    deleted: change.deleted,
  });
}

export interface Courier {
  /** Looks at the queue; call it after each change. */
  wake(): void;
  close(): void;
}

/**
 * Takes the changes to Heed one after another, each until it is taken (2xx) or refused for good
 * (4xx, but for `FOR_NOW`), with 1, 2, 4… seconds between attempts, a minute at most. Each attempt
 * is signed anew. While there is nowhere to take them, they wait.
 */
export function createCourier(
  square: SquareState,
  secret: string,
  options: { readonly hookUrl: () => string; readonly baseUrl: string },
): Courier {
  const webhook = new Webhook(secret);
  let busy = false;
  let failures = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  async function attempt(change: Change): Promise<number> {
    const body = bodyOf(square, change, options.baseUrl);
    const at = new Date(square.now());
    try {
      const response = await fetch(options.hookUrl(), {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': change.webhookId,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': webhook.sign(change.webhookId, at, body),
        },
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return 0;
    }
  }

  function settle(change: Change, delivery: 'taken' | 'failed'): void {
    square.data.queue.shift();
    const more = square.data.queue.some((other) => other.postId === change.postId);
    const post = square.find(change.postId);
    if (post && !more) post.delivery = delivery;
    failures = 0;
    square.changed();
  }

  async function run(): Promise<void> {
    for (let change = square.data.queue[0]; change && !closed; change = square.data.queue[0]) {
      if (options.hookUrl() === '') {
        timer = setTimeout(start, NOWHERE_MS);
        return;
      }
      const status = await attempt(change);
      if (status >= 200 && status < 300) settle(change, 'taken');
      else if (status >= 400 && status < 500 && !FOR_NOW.includes(status)) settle(change, 'failed');
      else {
        const waitMs = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** failures);
        failures += 1;
        if (!closed) timer = setTimeout(start, waitMs);
        return;
      }
    }
    busy = false;
  }

  function start(): void {
    void run();
  }

  return {
    wake() {
      if (busy || closed || square.data.queue.length === 0) return;
      busy = true;
      start();
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

const reply = z
  .strictObject({
    inReplyTo: z.string(),
    text: z.string().max(40_000).default(''),
    idempotencyKey: z.string().min(1).max(255),
    replaces: z.string().optional(),
    delete: z.literal(true).optional(),
  })
  .refine((body) => body.delete === true || body.text.trim() !== '', 'text is empty')
  .refine((body) => !body.delete || body.replaces !== undefined, 'delete needs replaces');
type Reply = z.infer<typeof reply>;

export type ReplyOutcome =
  | { readonly type: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly type: 'silent' };

function refuse(status: number, error: string): ReplyOutcome {
  return { type: 'answered', status, body: { error } };
}

/** Takes a reply from Heed, once per `idempotencyKey`. */
export function receiveReply(
  square: SquareState,
  secret: string,
  baseUrl: string,
  request: { readonly raw: string; readonly headers: Record<string, string> },
): ReplyOutcome {
  let given: unknown;
  try {
    given = new Webhook(secret).verify(request.raw, request.headers);
  } catch (error) {
    if (error instanceof WebhookVerificationError) return refuse(401, error.message);
    return refuse(400, 'the body is not JSON');
  }
  const parsed = reply.safeParse(given);
  if (!parsed.success) return refuse(400, z.prettifyError(parsed.error));
  if (square.mode === 'down') return refuse(503, 'the website is down');
  const before = square.data.answers[parsed.data.idempotencyKey];
  if (!before && square.mode === 'refuses') return refuse(422, 'the website refuses this reply');
  const answer = before ?? applyReply(square, baseUrl, parsed.data);
  if (!answer) return refuse(404, 'there is nothing to reply to');
  square.data.answers[parsed.data.idempotencyKey] = answer;
  square.changed();
  return square.mode === 'silent'
    ? { type: 'silent' }
    : { type: 'answered', status: 200, body: answer };
}

function applyReply(square: SquareState, baseUrl: string, given: Reply): Answer | null {
  const target = square.find(given.replaces ?? given.inReplyTo);
  if (!target || target.deleted) return null;
  if (given.replaces === undefined) {
    const { postId } = target;
    const added = square.add({ customer: null, postId, text: given.text, inReplyTo: target.id });
    return { id: added.id, url: linkTo(baseUrl, added.id) };
  }
  if (target.customer !== null) return null;
  if (given.delete) square.remove(target);
  else square.edit(target, given.text);
  return { id: target.id, url: linkTo(baseUrl, target.id) };
}
