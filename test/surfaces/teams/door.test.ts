/** Who is let in by `/api/messages`, with an app id and without one. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { request } from 'node:http';
import nock from 'nock';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  APP_ID,
  goodClaims,
  KEY_ID,
  MICROSOFT,
  microsoftGivesTokens,
  microsoftLeaves,
  microsoftVouches,
  seconds,
  signed,
} from '../../support/microsoft.ts';
import { anActivity, postActivity } from '../../support/teams.ts';
import { openTeamsHouse, type TeamsHouse } from '../../support/teams-house.ts';

const TENANT = '11111111-2222-3333-4444-555555555555';
const OTHER_TENANT = '99999999-2222-3333-4444-555555555555';
const OTHER_APP = 'b1b2c3d4-e5f6-7081-92a3-b4c5d6e7f809';
const FORGER = generateKeyPairSync('rsa', { modulusLength: 2048 });

let house: TeamsHouse;

async function leave(): Promise<void> {
  await house.close();
  microsoftLeaves();
  vi.restoreAllMocks();
}

describe('with an app id', () => {
  afterAll(leave);
  beforeAll(async () => {
    // botbuilder prints what it refuses.
    vi.spyOn(console, 'error').mockReturnValue();
    microsoftVouches();
    microsoftGivesTokens(TENANT);
    const teams = { type: 'password', appId: APP_ID, password: 's', tenant: TENANT } as const;
    house = await openTeamsHouse({ teams });
  });

  test('Teams is let in, and Heed speaks with its own token', async () => {
    const { connector, taken } = house;
    connector.members(CHAT, [{ id: 'user-id-0', name: 'Sam', email: 'sam@acme.example' }]);
    expect(await arrive({})).toMatchObject({ status: 200 });
    expect(taken).toMatchObject([{ who: { ok: true } }]);
    expect(connector.calls.map(({ authorization }) => authorization)).toEqual([
      'Bearer our-own-token',
    ]);
    expect((await fetch(`${house.heed.url}/readyz`)).status).toBe(200);
  });

  test.each<[string, Forged]>([
    ['a forged signature', { key: FORGER.privateKey }],
    ['an expired token', { claims: { exp: seconds(-600) } }],
    ['a token that holds only later', { claims: { nbf: seconds(3600) } }],
    ['a token for another bot', { claims: { aud: OTHER_TENANT } }],
    ['a token for another service', { claims: { serviceurl: 'https://evil.example/' } }],
    ['a token of another issuer', { claims: { iss: 'https://evil.example/' } }],
    ['a token signed with a key that Microsoft does not name', { keyId: 'another' }],
    ['no token', { authorization: '' }],
    ['what is no token', { authorization: 'Bearer x.y.z' }],
  ])('%s is refused', async (_, forged) => {
    const before = house.taken.length;
    expect(await arrive(forged)).toEqual({
      status: 401,
      body: { error: 'this is not from Teams' },
    });
    expect(house.taken.length).toBe(before);
  });

  test.each<[string, Record<string, unknown>]>([
    ['another tenant', tenantOf(OTHER_TENANT, OTHER_TENANT)],
    ['another tenant in one of the two places', tenantOf(TENANT, OTHER_TENANT)],
    ['another tenant in the other', tenantOf(OTHER_TENANT, TENANT)],
    ['no tenant', { conversation: { id: CHAT_ID }, channelData: {} }],
  ])('%s is refused, however good the token', async (_, activity) => {
    const before = [house.taken.length, house.connector.calls.length];
    expect(await arrive({ activity })).toMatchObject({ status: 403 });
    expect([house.taken.length, house.connector.calls.length]).toEqual(before);
  });
});

test('Microsoft refuses the secret: readiness says what to check', async () => {
  onTestFinished(leave);
  nock('https://login.microsoftonline.com')
    .persist()
    .post(`/${OTHER_TENANT}/oauth2/v2.0/token`)
    .query(true)
    .reply(401, { error: 'invalid_client', error_description: 'AADSTS7000215: no.' });
  microsoftVouches();
  house = await openTeamsHouse({
    teams: { type: 'password', appId: TENANT, password: 's', tenant: OTHER_TENANT },
  });
  const ready = await fetch(`${house.heed.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({
    problems: [expect.stringMatching(/^teams: .*MicrosoftAppPassword.*expired/)],
  });
});

test('as a managed identity Heed needs no secret: the machine that it runs on vouches for it', async () => {
  onTestFinished(leave);
  onTestFinished(() => void vi.unstubAllEnvs());
  // As Azure's App Service and Container Apps do it.
  vi.stubEnv('IDENTITY_ENDPOINT', 'http://identity.internal/msi/token');
  vi.stubEnv('IDENTITY_HEADER', 'of-this-machine');
  const asked: string[] = [];
  nock('http://identity.internal', { reqheaders: { 'x-identity-header': 'of-this-machine' } })
    .persist()
    .get('/msi/token')
    .query(({ client_id: client, resource }) => {
      asked.push(`${resource} for ${client}`);
      return true;
    })
    .reply(200, {
      ...{ access_token: 'of-the-machine', token_type: 'Bearer', resource: 'any' },
      ...{ client_id: OTHER_APP, expires_on: String(seconds(3600)) },
    });
  microsoftVouches();
  house = await openTeamsHouse({
    teams: { type: 'managed_identity', appId: OTHER_APP, tenant: TENANT },
  });
  const { connector } = house;
  connector.members(CHAT, [{ id: 'user-id-0', name: 'Sam', email: 'sam@acme.example' }]);
  expect(await arrive({ claims: { aud: OTHER_APP } })).toMatchObject({ status: 200 });
  expect(connector.calls.map(({ authorization }) => authorization)).toEqual([
    'Bearer of-the-machine',
  ]);
  expect(asked[0]).toBe(`https://api.botframework.com for ${OTHER_APP}`);
  expect((await fetch(`${house.heed.url}/readyz`)).status).toBe(200);
});

describe('without an app id', () => {
  afterAll(leave);
  beforeAll(async () => {
    house = await openTeamsHouse();
  });

  test.each<[string, Record<string, string>]>([
    ['through a proxy', { 'x-forwarded-for': '203.0.113.9' }],
    ['through another proxy', { forwarded: 'for=203.0.113.9' }],
    ['by a name that leads here', { host: 'evil.example' }],
  ])('nobody is heard %s', async (_, headers) => {
    expect(await knock(headers)).toBe(403);
    expect(house.taken).toEqual([]);
  });

  test('this machine is heard', async () => {
    expect(await knock({})).toBe(200);
    expect(await knock({ host: 'localhost:3000' })).toBe(200);
  });

  test.each<[string, string, number]>([
    ['what is no JSON', '{', 400],
    ['a list', '[]', 400],
    ['an activity of no tenant', '{}', 403],
    ['more than an activity ever is', JSON.stringify({ text: 'x'.repeat(300_000) }), 413],
  ])('%s is answered so', async (_, body, status) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${house.heed.url}/api/messages`, { method: 'POST', headers, body });
    expect(answer.status).toBe(status);
  });

  test('looking is answered with how to come', async () => {
    const answer = await fetch(`${house.heed.url}/api/messages`);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

const CHAT_ID = '57bbffe8-4ce5-4627-8b46-ff730528020f';
const CHAT = CHAT_ID;

function tenantOf(inData: string, inConversation: string) {
  return {
    conversation: { id: CHAT_ID, conversationType: 'personal', tenantId: inConversation },
    channelData: { tenant: { id: inData } },
  };
}

interface Forged {
  readonly key?: KeyObject;
  readonly keyId?: string;
  readonly claims?: Record<string, unknown>;
  readonly authorization?: string;
  readonly activity?: Record<string, unknown>;
}

/** A message of our tenant with a good token, but for what is said. */
function arrive({ key, keyId, claims, authorization, activity }: Forged) {
  const good = goodClaims(house.connector);
  const token = signed({ ...good, ...claims }, key ?? MICROSOFT.privateKey, keyId ?? KEY_ID);
  return postActivity(
    house.heed.url,
    anActivity('message/personal', house.connector, activity ?? tenantOf(TENANT, TENANT)),
    { authorization: authorization ?? `Bearer ${token}` },
  );
}

/** A good activity with headers that `fetch` would not send. */
function knock(headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(house.heed.url);
  const body = JSON.stringify(anActivity('conversationUpdate/personal', house.connector));
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ hostname, port, path: '/api/messages', method: 'POST' },
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
