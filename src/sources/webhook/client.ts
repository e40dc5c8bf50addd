import type { Webhook } from 'standardwebhooks';
import type { PublishOutcome, Reply } from '../../app/source-port.ts';
import { refusal, replyAnswer } from './schema.ts';

const TIMEOUT_MS = 8_000;
const LONGEST_ANSWER = 64 * 1024;
const LONGEST_REASON = 300;

/** Connections that were never made: nothing can have been performed. */
const NEVER_ARRIVED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Posts a reply as a Standard Webhook; the receiver treats a repeated key as the same reply. */
export async function sendReply(
  url: string,
  webhook: Webhook,
  reply: Reply,
): Promise<PublishOutcome> {
  const { idempotencyKey } = reply;
  const body = JSON.stringify(bodyOf(reply));
  const sentAt = new Date();
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'webhook-id': idempotencyKey,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': webhook.sign(idempotencyKey, sentAt, body),
      },
    });
    return outcomeOf(response, (await response.text()).slice(0, LONGEST_ANSWER));
  } catch (error) {
    return failureOf(error);
  }
}

/** As the administrators' documentation gives it. */
function bodyOf({ inReplyTo, text, idempotencyKey, replaces }: Reply): object {
  if (replaces === null) return { inReplyTo, text, idempotencyKey };
  const changed = { inReplyTo, idempotencyKey, replaces: replaces.externalId };
  return replaces.type === 'delete' ? { ...changed, delete: true } : { ...changed, text };
}

function outcomeOf(response: Response, body: string): PublishOutcome {
  const { status } = response;
  if (response.ok) {
    const answer = replyAnswer.safeParse(parseJson(body));
    const { id, url } = answer.success ? answer.data : { id: null, url: null };
    return { type: 'done', externalId: id ?? null, link: url ?? null };
  }
  if (status === 429) {
    return { type: 'later', afterMs: retryAfter(response), reason: 'it asks for a pause (429)' };
  }
  if (status >= 300 && status < 400) {
    const reason = `it answered ${status}, a redirect: reply_url must be the final address`;
    return { type: 'refused', reason };
  }
  if (status >= 400 && status < 500 && status !== 408) {
    return { type: 'refused', reason: refusalReason(status, body) };
  }
  return { type: 'unknown', reason: `it answered ${status}` };
}

function refusalReason(status: number, body: string): string {
  const named = refusal.safeParse(parseJson(body)).data?.error ?? body;
  const said = named.replace(/\s+/g, ' ').trim().slice(0, LONGEST_REASON);
  return said === '' ? `it answered ${status}` : `it answered ${status}: ${said}`;
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3), in ms. */
function retryAfter(response: Response): number | null {
  const value = response.headers.get('retry-after');
  if (value === null) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(1_000, seconds * 1_000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(1_000, at - Date.now());
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function failureOf(error: unknown): PublishOutcome {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = codeOf(cause) ?? codeOf(error);
  if (code !== null && NEVER_ARRIVED.has(code)) {
    return { type: 'later', afterMs: null, reason: `it cannot be reached (${code})` };
  }
  const name = error instanceof Error ? error.name : '';
  return {
    type: 'unknown',
    reason:
      name === 'TimeoutError'
        ? 'it did not answer in 8 s'
        : `the connection broke (${code ?? 'unknown'})`,
  };
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
