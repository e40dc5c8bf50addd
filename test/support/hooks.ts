/** A website that posts to Heed's hook, well or badly. */
import { Webhook } from 'standardwebhooks';

export function aBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'c-1042',
    text: 'My parcel arrived broken.',
    url: 'https://acme.example/posts/1#c-1042',
    postedAt: '2026-11-21T08:15:00Z',
    author: { id: 'u-9', handle: 'lerato', name: 'Lerato M.' },
    ...change,
  };
}

export interface HookAnswer {
  readonly status: number;
  readonly error: string;
  readonly taken: string;
  readonly headers: Headers;
}

export interface Delivery {
  readonly id?: string;
  /** When it was signed; now when left out. */
  readonly at?: Date;
  readonly headers?: Readonly<Record<string, string>>;
}

export function signedHeaders(secret: string, body: string, { id, at, headers }: Delivery = {}) {
  const key = id ?? `msg_${crypto.randomUUID()}`;
  const signedAt = at ?? new Date();
  return {
    'content-type': 'application/json',
    'webhook-id': key,
    'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(key, signedAt, body),
    ...headers,
  };
}

/** `body` as it is when it is a text, else as JSON. */
export async function postHook(
  url: string,
  secret: string,
  body: unknown,
  delivery: Delivery = {},
): Promise<HookAnswer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = signedHeaders(secret, text, delivery);
  return readAnswer(await fetch(url, { method: 'POST', body: text, headers }));
}

export async function readAnswer(response: Response): Promise<HookAnswer> {
  const said: unknown = await response.json();
  const part = (name: string) =>
    typeof said === 'object' && said !== null ? String(Reflect.get(said, name) ?? '') : '';
  const { status, headers } = response;
  return { status, headers, error: part('error'), taken: part('taken') };
}
