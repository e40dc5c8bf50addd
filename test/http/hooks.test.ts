/** The hook as anybody on the internet can reach it, and what the card shows of what came in. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostgresDatabase, DATABASES } from '../support/databases.ts';
import { aBody, type HookAnswer, postHook, readAnswer, signedHeaders } from '../support/hooks.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Staff, says, staffOf } from '../support/staff.ts';
import { GIVES_WAY_MS, until } from '../support/until.ts';

const MINUTE = 60_000;

describe('the hook', () => {
  let house: House;
  let staff: Staff;
  beforeAll(async () => {
    house = await openHouse();
    staff = staffOf(house.sandbox);
  });
  afterAll(() => house.close());

  const url = () => `${house.heed.url}/hooks/website`;
  const secret = () => house.sandbox.webhookSecret;
  const post = (body: unknown, delivery = {}): Promise<HookAnswer> =>
    postHook(url(), secret(), body, delivery);
  /** A body of its own, whose card is found by its text. */
  const fresh = (change: Record<string, unknown> = {}) =>
    aBody({ id: randomUUID(), author: { id: randomUUID(), handle: 'x' }, ...change });
  const cardsSaying = (words: string) =>
    staff.cards('care').filter((card) => says(card).includes(words));

  test.each([
    ['another secret', { 'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=' }],
    ['no signature', { 'webhook-signature': '' }],
    ['a signature of another id', { 'webhook-id': 'msg_other' }],
    ['a timestamp that is no number', { 'webhook-timestamp': 'yesterday' }],
  ])('answers 401 to %s', async (_what, headers) => {
    const answer = await post(fresh({ text: 'forged words' }), { headers });
    expect(answer.status).toBe(401);
    expect(answer.error).toMatch(/signature|timestamp|header/i);
  });

  test('answers 401 to a body that was changed on the way', async () => {
    const headers = signedHeaders(secret(), JSON.stringify(fresh()));
    const body = JSON.stringify(fresh({ text: 'forged words' }));
    const answer = await readAnswer(await fetch(url(), { method: 'POST', body, headers }));
    expect(answer.status).toBe(401);
  });

  test.each([
    ['older than five minutes', -6 * MINUTE],
    ['from the future', 6 * MINUTE],
  ])('answers 401 to a signature %s', async (_what, offset) => {
    const answer = await post(fresh({ text: 'forged words' }), {
      at: new Date(Date.now() + offset),
    });
    expect(answer).toMatchObject({ status: 401 });
    expect(answer.error).toContain('timestamp');
  });

  test('nothing forged made a card', async () => {
    await post(fresh({ text: 'the genuine one after them' }));
    await staff.card('care', 'the genuine one after them');
    expect(cardsSaying('forged words')).toEqual([]);
  });

  test('takes a replay with 202 and does nothing twice', async () => {
    const body = JSON.stringify(fresh({ text: 'said once' }));
    const headers = signedHeaders(secret(), body);
    const send = async () => readAnswer(await fetch(url(), { method: 'POST', body, headers }));
    expect(await send()).toMatchObject({ status: 202, taken: 'opened' });
    expect(await send()).toMatchObject({ status: 202, taken: 'repeated' });
    await post(fresh({ text: 'after the replay' }));
    await staff.card('care', 'after the replay');
    expect(cardsSaying('said once')).toHaveLength(1);
  });

  test('answers 413 to a body over the limit', async () => {
    const answer = await post(fresh({ text: 'x'.repeat(1_100_000) }));
    expect(answer.status).toBe(413);
    expect(answer.error).toContain('larger than 1mb');
  });

  test('answers 400 to a text over its own limit, naming the field', async () => {
    const answer = await post(fresh({ text: 'x'.repeat(100_001) }));
    expect(answer).toMatchObject({ status: 400, error: 'text: at most 100000 characters' });
  });

  test.each(['', '{', '{"id": ', 'id=c-1', '\u0000'])(
    'answers 400 to %j, which is no JSON',
    async (body) => {
      expect(await post(body)).toMatchObject({ status: 400, error: 'the body is not JSON' });
    },
  );

  test.each(['null', '[]', '"c-1"', '7'])('answers 400 to %s, which is no object', async (body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.error).toMatch(/^body: /);
  });

  test.each(['id', 'text', 'url', 'postedAt', 'author'])(
    'answers 400 where %s is missing, and says so',
    async (field) => {
      const { [field]: _, ...rest } = fresh();
      expect(await post(rest)).toMatchObject({ status: 400, error: `${field}: is missing` });
    },
  );

  test.each(['id', 'handle'])('answers 400 where author.%s is missing', async (field) => {
    const { [field]: _, ...author } = { id: 'u-9', handle: 'lerato' } as Record<string, string>;
    expect(await post(fresh({ author }))).toMatchObject({
      status: 400,
      error: `author.${field}: is missing`,
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ['id', { id: '' }],
    ['id', { id: 7 }],
    ['id', { id: 'x'.repeat(501) }],
    ['text', { text: null }],
    ['text', { text: '  \n ' }],
    ['url', { url: 'javascript:alert(1)' }],
    ['url', { url: 'data:text/html,x' }],
    ['url', { url: '/posts/1' }],
    ['url', { url: 'https://' }],
    ['postedAt', { postedAt: 'yesterday' }],
    ['postedAt', { postedAt: '2026-11-21' }],
    ['postedAt', { postedAt: 1_795_248_900 }],
    ['postedAt', { postedAt: '0000-01-01T00:00:00Z' }],
    ['postedAt', { postedAt: '9999-12-31T23:59:59Z' }],
    ['editedAt', { editedAt: 'never' }],
    ['author', { author: 'lerato' }],
    ['author.handle', { author: { id: 'u-9', handle: '' } }],
    ['author.followers', { author: { id: 'u-9', handle: 'l', followers: -1 } }],
    ['author.followers', { author: { id: 'u-9', handle: 'l', followers: 1.5 } }],
    ['attachments', { attachments: 'photo.png' }],
    ['attachments.0.url', { attachments: [{ kind: 'image', url: 'javascript:alert(1)' }] }],
    [
      'attachments.1.kind',
      { attachments: [{ kind: 'a', url: 'https://a.example' }, { url: 'https://a.example' }] },
    ],
    ['deleted', { deleted: 'yes' }],
    ['inReplyTo', { inReplyTo: 1001 }],
    ['threadId', { threadId: {} }],
  ])('answers 400 to a malformed %s (%j)', async (field, change) => {
    const answer = await post(fresh(change));
    expect(answer.status).toBe(400);
    expect(answer.error).toMatch(new RegExp(`^${field.replaceAll('.', '\\.')}: .`, 'u'));
  });

  test('takes the greatest number of followers that anybody can claim', async () => {
    const author = { id: 'u-star', handle: 'star', followers: Number.MAX_SAFE_INTEGER };
    expect(await post(fresh({ author }))).toMatchObject({ status: 202, taken: 'opened' });
  });

  test('takes what it does not know without a word', async () => {
    const answer = await post(fresh({ rating: 2, mood: 'bad', language: 'en', context: null }));
    expect(answer.status).toBe(202);
  });

  test('answers 404 to a source that the handbook does not have', async () => {
    for (const name of ['shop', '__proto__', 'constructor', '%2e%2e']) {
      const answer = await postHook(`${house.heed.url}/hooks/${name}`, secret(), fresh());
      expect(answer.status).toBe(404);
    }
  });

  test.each(['GET', 'PUT', 'DELETE'])('answers 405 to %s', async (method) => {
    const answer = await readAnswer(await fetch(url(), { method }));
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  test('answers 400 to a path and to an encoding that nobody can read', async () => {
    const path = await fetch(`${house.heed.url}/hooks/%zz`, { method: 'POST', body: '{}' });
    expect(path.status).toBe(400);
    const body = JSON.stringify(fresh());
    const headers = { ...signedHeaders(secret(), body), 'content-encoding': 'gzip' };
    const packed = await fetch(url(), { method: 'POST', body, headers });
    expect(packed.status).toBe(400);
  });

  test('takes 40,000 characters and shows them shortened, with the link', async () => {
    const text = `A long story. ${'😀 because '.repeat(4_000)}`.slice(0, 40_000);
    const body = JSON.stringify(fresh({ text })).replace(/[^\x20-\x7e]/gu, (character) =>
      [...character.split('')].map((u) => `\\u${u.charCodeAt(0).toString(16)}`).join(''),
    );
    expect(await post(body)).toMatchObject({ status: 202, taken: 'opened' });
    const card = await staff.card('care', 'A long story.');
    expect(says(card)).toContain('Shortened.');
    expect(says(card)).toContain('https://acme.example/posts/1#c-1042');
    expect(says(card).length).toBeLessThan(12_000);
  });

  test.each(['like', 'repost', 'Tag'])('takes a %s without a word', async (kind) => {
    expect(await post(fresh({ kind, text: '' }))).toMatchObject({ status: 202, taken: 'logged' });
    const review = await post(fresh({ kind: 'review', text: '' }));
    expect(review).toMatchObject({ status: 400, error: expect.stringContaining('text: ') });
  });

  test('takes an empty text with attachments, and links to them', async () => {
    const attachments = [{ kind: 'image', url: 'https://acme.example/vase.png', alt: 'a vase' }];
    expect((await post(fresh({ text: '', attachments }))).status).toBe(202);
    const card = await staff.card('care', 'https://acme.example/vase.png');
    expect(says(card)).toContain('a vase');
  });

  test('takes NUL characters and halves of surrogate pairs', async () => {
    const text = 'zero\\u0000zero half\\ud83d half';
    const body = JSON.stringify(fresh({ text: '@@', id: '##' }))
      .replace('@@', text)
      .replace('##', 'c-\\u0000\\udc00-1');
    expect(await post(body)).toMatchObject({ status: 202, taken: 'opened' });
    await staff.card('care', 'zerozero half');
    expect(await post(body)).toMatchObject({ status: 202, taken: 'repeated' });
  });

  test('joins two mentions that turn out to be one thread, and one card points to the other', {
    timeout: 120_000,
  }, async () => {
    const author = { id: randomUUID(), handle: 'lerato', name: 'Lerato' };
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
    await post(fresh({ id: c, inReplyTo: b, author, text: 'the last part' }));
    const kept = await staff.card('care', 'the last part', GIVES_WAY_MS);
    await post(fresh({ id: a, author, text: 'the first part' }));
    const { ts } = await staff.card('care', 'the first part', GIVES_WAY_MS);
    await post(fresh({ id: b, inReplyTo: a, author, text: 'the middle part' }));
    const whole = await until(
      'the card with all three',
      () => cardsSaying('the middle part').find((card) => card.ts === kept.ts),
      GIVES_WAY_MS,
    );
    expect(says(whole)).toContain('the first part');
    const [ref = ''] = /H-\d+/.exec(says(whole)) ?? [];
    const stub = await until(
      'a stub',
      () =>
        staff
          .cards('care')
          .find((card) => card.ts === ts && says(card).includes(`Moved to ${ref}`)),
      GIVES_WAY_MS,
    );
    expect(says(stub)).toContain('Open card');
    expect(says(stub)).not.toContain('the first part');
    await until(
      'the line in its thread',
      () => staff.thread('care', stub).some((line) => says(line).includes(`part of ${ref}`)),
      GIVES_WAY_MS,
    );
  });
});

describe.each(DATABASES)('on %s', (kind) => {
  let house: House;
  let staff: Staff;
  let drop = async () => {};
  beforeAll(async () => {
    const database = kind === 'postgres' ? await createPostgresDatabase() : null;
    drop = database?.drop ?? drop;
    house = await openHouse(database === null ? {} : { location: { databaseUrl: database.url } });
    staff = staffOf(house.sandbox);
  });
  afterAll(async () => {
    await house.close();
    await drop();
  });

  const post = (body: unknown): Promise<HookAnswer> =>
    postHook(`${house.heed.url}/hooks/website`, house.sandbox.webhookSecret, body);

  test('twenty concurrent repeats of one post make one message and one card', async () => {
    const body = aBody({ id: 'c-many', text: 'said by twenty at once' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 202));
    expect(answers.filter(({ taken }) => taken === 'opened')).toHaveLength(1);
    expect(answers.filter(({ taken }) => taken === 'repeated')).toHaveLength(19);
    await post(
      aBody({ id: 'c-after', text: 'after the twenty', author: { id: 'u-3', handle: 'z' } }),
    );
    await staff.card('care', 'after the twenty');
    const cards = staff.cards('care').filter((card) => says(card).includes('by twenty at once'));
    expect(cards).toHaveLength(1);
  });

  test('concurrent first posts of one author in one thread make one mention', async () => {
    const author = { id: 'u-fast', handle: 'fast', name: 'Fast' };
    const posts = Array.from({ length: 10 }, (_, n) =>
      aBody({ id: `f-${n}`, threadId: 'f-root', author, text: `fast words ${n}` }),
    );
    const answers = await Promise.all(posts.map(post));
    expect(answers.filter(({ taken }) => taken === 'opened')).toHaveLength(1);
    expect(answers.filter(({ taken }) => taken === 'joined')).toHaveLength(9);
    await staff.card('care', '6 earlier messages');
    expect(staff.cards('care').filter((card) => says(card).includes('fast words'))).toHaveLength(1);
  });

  test('concurrent answers that only name each other end in one mention', async () => {
    const author = { id: 'u-chain', handle: 'chain', name: 'Chain' };
    const posts = Array.from({ length: 8 }, (_, n) =>
      aBody({
        id: `k-${n}`,
        author,
        text: `chain words ${n}`,
        ...(n === 0 ? {} : { inReplyTo: `k-${n - 1}` }),
      }),
    );
    const answers = await Promise.all(posts.toReversed().map(post));
    expect(answers.map(({ status }) => status)).toEqual(posts.map(() => 202));
    const oneCard = () => {
      const cards = staff.cards('care').filter((card) => says(card).includes('chain words'));
      const [card] = cards;
      return cards.length === 1 && card && says(card).includes('4 earlier messages');
    };
    // Up to eight cards are posted and become stubs again, as fast as Slack's limits allow.
    await until('one card with the whole chain', oneCard, 50_000);
  }, 60_000);

  // The embedded database works through one post before the next is even read.
  test.runIf(kind === 'postgres')(
    'asks for patience with 429 when it is flooded, and takes the rest later',
    async () => {
      const bodies = Array.from({ length: 150 }, (_, n) =>
        aBody({ id: `flood-${n}`, threadId: `flood-${n % 10}`, text: 'flood' }),
      );
      const answers = await Promise.all(bodies.map((body) => post(body)));
      const counts = Object.groupBy(answers, ({ status }) => String(status));
      expect(Object.keys(counts).sort()).toEqual(['202', '429']);
      for (const { headers } of counts['429'] ?? []) expect(headers.get('retry-after')).toBe('1');
      const [refused] = bodies.filter((_, n) => answers[n]?.status === 429);
      expect(await post(refused)).toMatchObject({ status: 202, taken: 'joined' });
      const [taken] = bodies.filter((_, n) => answers[n]?.status === 202);
      expect(await post(taken)).toMatchObject({ status: 202, taken: 'repeated' });
    },
    60_000,
  );
});
