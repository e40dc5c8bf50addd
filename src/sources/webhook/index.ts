/** The company's own website, its blog, or anything else that speaks Standard Webhooks. */
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { Incoming } from '../../app/ingest.ts';
import type { PublishOutcome, Reply, Source } from '../../app/source-port.ts';
import type { SourceAccount } from '../../core/handbook.ts';
import { sendReply } from './client.ts';
import { firstMistake, type PostBody, postBody } from './schema.ts';

export type Received =
  | { readonly type: 'post'; readonly incoming: Incoming }
  | { readonly type: 'forged'; readonly reason: string }
  | { readonly type: 'malformed'; readonly reason: string };

export interface WebhookSource extends Source {
  /** Checks signature and age on the raw body, then its shape. */
  receive(headers: Readonly<Record<string, string>>, body: Buffer): Received;
}

/** `secret` is the Standard Webhooks secret, `whsec_…`. */
export function openWebhook(account: SourceAccount, secret: string): WebhookSource {
  const webhook = new Webhook(secret);
  return {
    id: account.id,
    network: account.network,
    replyLength: account.replyLength,
    canReply: account.replyUrl !== null,
    repeatable: true,
    receive: (headers, body) => receive(account, webhook, headers, body),
    publish: (reply: Reply): Promise<PublishOutcome> =>
      account.replyUrl === null
        ? Promise.resolve({ type: 'refused', reason: 'the handbook names no reply_url for it' })
        : sendReply(account.replyUrl, webhook, reply),
  };
}

function receive(
  account: SourceAccount,
  webhook: Webhook,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Received {
  try {
    webhook.verify(body, headers, { jsonParse: false });
  } catch (error) {
    if (error instanceof WebhookVerificationError) return { type: 'forged', reason: error.message };
    throw error;
  }
  const json = parseJson(body);
  if (json === undefined) return { type: 'malformed', reason: 'the body is not JSON' };
  const parsed = postBody.safeParse(json);
  if (!parsed.success) return { type: 'malformed', reason: firstMistake(parsed.error) };
  return { type: 'post', incoming: incomingOf(account, parsed.data) };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function incomingOf(account: SourceAccount, body: PostBody): Incoming {
  const { author } = body;
  return {
    source: account.id,
    network: account.network,
    post: {
      externalId: body.id,
      parentId: body.inReplyTo ?? null,
      kind: body.kind,
      text: body.text,
      link: body.url,
      context: body.context ?? null,
      attachments: body.attachments.map(({ kind, url, alt }) => ({ kind, url, alt: alt ?? '' })),
      postedAt: body.postedAt,
      editedAt: body.editedAt ?? null,
    },
    author: {
      externalId: author.id,
      handle: author.handle.replace(/^@/, ''),
      name: author.name?.trim() || author.handle,
      followers: author.followers ?? null,
    },
    threadId: body.threadId ?? null,
    language: body.language ?? null,
    deleted: body.deleted,
  };
}
