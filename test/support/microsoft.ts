/** Microsoft as Heed meets it with an app id: who vouches for whom, tokens, and Graph. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import nock from 'nock';
import type { Connector, Sent } from './teams.ts';

export const KEY_ID = 'the-key-of-this-test';
export const MICROSOFT = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const APP_ID = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';

export function seconds(fromNow: number): number {
  return Math.floor(Date.now() / 1000) + fromNow;
}

/** What Teams says of itself to the bot with this app id. */
export function goodClaims(connector: Pick<Connector, 'url'>) {
  return {
    iss: 'https://api.botframework.com',
    aud: APP_ID,
    serviceurl: connector.url,
    nbf: seconds(-60),
    exp: seconds(600),
  };
}

export function signed(claims: object, key: KeyObject, kid: string): string {
  const part = (what: object) => Buffer.from(JSON.stringify(what)).toString('base64url');
  const text = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

/** By which a Heed in another process knows Microsoft. */
export const PUBLIC_KEY = MICROSOFT.publicKey.export({ format: 'jwk' });

/** Microsoft's public keys. The client keeps them for as long as this process lives. */
export function microsoftVouches(key: object = PUBLIC_KEY): void {
  nock.disableNetConnect();
  nock.enableNetConnect('127.0.0.1');
  const jwks = 'https://login.botframework.com/v1/.well-known/keys';
  nock('https://login.botframework.com')
    .persist()
    .get('/v1/.well-known/openidconfiguration')
    .reply(200, { issuer: 'https://api.botframework.com', jwks_uri: jwks })
    .get('/v1/.well-known/keys')
    .reply(200, {
      keys: [{ ...key, kid: KEY_ID, endorsements: ['msteams'] }],
    });
}

export function microsoftGivesTokens(tenant: string): void {
  nock('https://login.microsoftonline.com')
    .persist()
    .post(`/${tenant}/oauth2/v2.0/token`)
    .query(true)
    .reply(200, { token_type: 'Bearer', expires_in: 3600, access_token: 'our-own-token' });
}

export function microsoftLeaves(): void {
  nock.cleanAll();
  nock.enableNetConnect();
}

export interface Graph {
  /** What was asked for, without the query. */
  readonly asked: readonly string[];
  /** So the next so many questions are answered. */
  refuse(status: number, times: number, headers?: Record<string, string>): void;
}

const GRAPH = 'https://graph.microsoft.com';
const WITH_TOKEN = { reqheaders: { authorization: 'Bearer our-own-token' } };

/** Graph tells what stands at the connector, a message a page. */
export function startGraph(connector: () => Connector): Graph {
  const asked: string[] = [];
  let refusal = { status: 200, left: 0, headers: {} };
  nock(GRAPH, WITH_TOKEN)
    .persist()
    .get(/^\/v1\.0\/teams\//)
    .query(true)
    .reply((request: Request) => {
      const url = new URL(request.url);
      asked.push(decodeURIComponent(url.pathname));
      if (refusal.left > 0) {
        refusal.left -= 1;
        const error = { code: 'Forbidden', message: 'no' };
        return [refusal.status, { error }, { ...refusal.headers }];
      }
      return [200, answerOfGraph(connector(), url)];
    });
  return {
    asked,
    refuse: (status, left, headers = {}) => {
      refusal = { status, left, headers };
    },
  };
}

/** Graph stands at another address: where a test of several processes answers for it. */
export function graphIsAt(address: string): void {
  nock(GRAPH, WITH_TOKEN)
    .persist()
    .get(/^\/v1\.0\/teams\//)
    .query(true)
    .reply(async (request: Request) => {
      const { pathname, search } = new URL(request.url);
      const answer = await fetch(`${address}${pathname}${search}`);
      return [answer.status, await answer.json()];
    });
}

/** What Graph answers where the team consented. */
export function answerOfGraph(connector: Pick<Connector, 'standing'>, url: URL): object {
  return pageOf(messagesAt(connector, decodeURIComponent(url.pathname)), url);
}

function messagesAt(connector: Pick<Connector, 'standing'>, path: string): readonly Sent[] {
  const [, , , group = '', , channel = '', , thread] = path.split('/');
  if (!group.startsWith('group-of-')) return [];
  const conversation = thread === undefined ? channel : `${channel};messageid=${thread}`;
  return connector.standing(channel).filter((one) => one.conversation === conversation);
}

function pageOf(messages: readonly Sent[], url: URL): object {
  const skip = Number(url.searchParams.get('$skiptoken') ?? 0);
  const next = new URL(url);
  next.searchParams.set('$skiptoken', String(skip + 1));
  const more = skip + 1 < messages.length ? { '@odata.nextLink': next.href } : {};
  return { value: messages.slice(skip, skip + 1).map(chatMessage), ...more };
}

function chatMessage({ id, activity }: Sent): object {
  const { text, textFormat, attachments } = activity;
  const cards = Array.isArray(attachments) ? attachments : [];
  const written = String(text ?? '');
  const html =
    textFormat === 'xml' ? written : written.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return {
    id,
    createdDateTime: new Date().toISOString(),
    lastModifiedDateTime: new Date().toISOString(),
    deletedDateTime: null,
    from: { application: { id: APP_ID, applicationIdentityType: 'bot' }, user: null },
    body: {
      contentType: 'html',
      content: text === undefined ? '<attachment></attachment>' : `<p>${html}</p>`,
    },
    attachments: cards.map(({ contentType, content }, n) => ({
      ...{ id: String(n), contentType, content: JSON.stringify(content, null, 2) },
    })),
  };
}
