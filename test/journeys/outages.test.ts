/** `heed start` as an operator runs it, while the database, Slack or Heed itself goes away. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { unhurried } from '../support/handbook-files.ts';
import { aBody, postHook } from '../support/hooks.ts';
import { freePort } from '../support/ports.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { copyPreparedFolder } from '../support/prepared-folder.ts';
import { type Program, startProgram } from '../support/program.ts';
import { type Staff, says, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';

const LONG_MS = 40_000;
const EXAMPLE = new URL('../../src/handbook/example.yaml', import.meta.url);
const programs: Program[] = [];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heed-outages-'));
});

afterAll(async () => {
  for (const program of programs) program.tell('SIGKILL');
  await Promise.all(programs.map((program) => program.ended));
  rmSync(folder, { recursive: true, force: true });
});

function start(env: Readonly<Record<string, string>>): Program {
  const program = startProgram(env);
  programs.push(program);
  return program;
}

function writeHandbook(name: string, replyUrl: string): string {
  const file = join(folder, name);
  const text = unhurried(readFileSync(EXAMPLE, 'utf8'))
    .replace(/undo: \S+/, 'undo: 1s')
    .replace(/reply_url: \S+/, `reply_url: ${replyUrl}`);
  writeFileSync(file, text);
  return file;
}

function environmentOf(sandbox: Sandbox, port: number, handbook: string) {
  return {
    PORT: String(port),
    HEED_HANDBOOK: handbook,
    WEBSITE_WEBHOOK_SECRET: sandbox.webhookSecret,
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_APP_TOKEN: sandbox.appToken,
    SLACK_API_URL: sandbox.slackApiUrl,
  };
}

describe('with a database that goes away', () => {
  let database: PostgresServer;
  let sandbox: Sandbox;
  let staff: Staff;
  let website: SlowWebsite;
  let heed: Program;
  let port: number;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await startPostgres();
    await database.createDatabase('heed');
    await database.stop();
    port = await freePort();
    sandbox = await startSandbox({
      hookUrl: () => `http://127.0.0.1:${port}/hooks/website`,
      limits: 'none',
    });
    staff = staffOf(sandbox);
    website = await openSlowWebsite(() => sandbox.replyUrl);
    const handbook = writeHandbook('slow.yaml', website.url);
    env = { ...environmentOf(sandbox, port, handbook), DATABASE_URL: `${database.url}/heed` };
    heed = start(env);
  });
  afterAll(async () => {
    await sandbox.close();
    await website.close();
    heed.tell('SIGKILL');
    await database.remove();
  });

  const hookUrl = () => `http://127.0.0.1:${port}/hooks/website`;

  test(
    'one that is away at the start is waited for, and the log says so',
    async () => {
      await until(
        'the log',
        () => heed.output().includes('The database does not answer yet'),
        LONG_MS,
      );
      expect((await heed.get('/healthz'))?.status).toBe(200);
      const readiness = await heed.get('/readyz');
      expect(readiness?.status).toBe(503);
      expect(readiness?.body).toContain('database: not there yet');
      expect((await heed.get('/metrics'))?.body).toContain('\nheed_database_up 0\n');
      const refused = await postHook(hookUrl(), sandbox.webhookSecret, aBody());
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      await database.start();
      await heed.ready();
    },
    LONG_MS,
  );

  test(
    'one that is away in between changes nothing, says so in private, and is waited for',
    async () => {
      sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text: 'How much is it?' });
      const card = await staff.card('care', 'How much is it?');
      await database.stop();
      await until('readiness to say so', async () => {
        const readiness = await heed.get('/readyz');
        return readiness?.status === 503 && readiness.body.includes('database: ');
      });
      const metrics = await heed.get('/metrics');
      expect(metrics?.status).toBe(200);
      expect(metrics?.body).toContain('\nheed_database_up 0\n');
      expect(metrics?.body).not.toContain('\nheed_mentions_open{');
      await staff.press('thandi', 'care', card.ts, 'Claim');
      const answer = await staff.told('thandi', "can't reach its database");
      expect(says(answer)).toContain('nothing was changed');
      const refused = await postHook(hookUrl(), sandbox.webhookSecret, aBody());
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      sandbox.square.post({ customer: 'u-2', postId: 'black-friday', text: 'And by post?' });
      await database.start();
      await heed.ready();
      await until(
        'the post that came meanwhile',
        () => staff.cards('care').some((one) => says(one).includes('And by post?')),
        LONG_MS,
      );
      expect(says(await staff.card('care', 'How much is it?'))).toContain('unclaimed');
      await staff.press('thandi', 'care', card.ts, 'Claim');
      await until('the claim', async () =>
        says(await staff.card('care', 'How much is it?')).includes('with Thandi'),
      );
    },
    LONG_MS,
  );

  test(
    'told to stop, it waits for the answer of a slow website and ends with 0',
    async () => {
      const card = await staff.card('care', 'How much is it?');
      await staff.press('thandi', 'care', card.ts, 'Reply');
      await staff.dialog('thandi', 'How much is it?');
      await staff.type('thandi', 'Ninety rand.');
      await staff.submit('thandi');
      await until('the reply to be under way', () => website.underWay() === 1);
      heed.tell('SIGTERM');
      await until('no new connections', async () => (await heed.get('/healthz')) === null);
      const toldAt = Date.now();
      website.answer();
      expect(await heed.ended).toEqual({ code: 0, signal: null });
      expect(Date.now() - toldAt).toBeLessThan(10_000);
    },
    LONG_MS,
  );

  test(
    'what it had in hand was recorded: the next start sends nothing twice',
    async () => {
      heed = start(env);
      await heed.ready();
      await until('the card to say answered', async () =>
        says(await staff.card('care', 'How much is it?')).includes('answered'),
      );
      const replies = sandbox.square.posts.filter((post) => post.customer === null);
      expect(replies.map((reply) => reply.text)).toEqual(['Ninety rand.']);
      expect(website.requests()).toBe(1);
    },
    LONG_MS,
  );
});

describe('with a Slack that goes away', () => {
  let options: SandboxOptions & { port: number };
  let sandbox: Sandbox;
  let heed: Program;
  let port: number;
  let env: Record<string, string>;
  let other: Awaited<ReturnType<typeof createPostgresDatabase>>;

  beforeAll(async () => {
    other = await createPostgresDatabase();
    port = await freePort();
    options = {
      port: await freePort(),
      dataFile: join(folder, 'sandbox.json'),
      hookUrl: () => `http://127.0.0.1:${port}/hooks/website`,
      limits: 'none',
    };
    sandbox = await startSandbox(options);
    const handbook = writeHandbook('square.yaml', sandbox.replyUrl);
    const dataDir = join(folder, 'data');
    await copyPreparedFolder(dataDir);
    env = { ...environmentOf(sandbox, port, handbook), HEED_DATA_DIR: dataDir };
    // Its tokens stand in the data file now.
    await sandbox.close();
    heed = start(env);
  });
  afterAll(async () => {
    heed.tell('SIGKILL');
    await heed.ended;
    await sandbox.close();
    await other.drop();
  });

  test(
    'one that is away at the start is waited for, and the log says so',
    async () => {
      await until('the log', () => heed.output().includes('Slack is away'), LONG_MS);
      expect((await heed.get('/healthz'))?.status).toBe(200);
      const readiness = await heed.get('/readyz');
      expect(readiness?.status).toBe(503);
      expect(readiness?.body).toContain('slack: not connected yet');
      sandbox = await startSandbox(options);
      await heed.ready();
    },
    LONG_MS,
  );

  test(
    'one that is away in between gets its cards when it is back',
    async () => {
      await sandbox.close();
      await until('readiness to say so', async () => {
        const readiness = await heed.get('/readyz');
        return readiness?.status === 503 && readiness.body.includes('slack: ');
      });
      const taken = await postHook(
        `http://127.0.0.1:${port}/hooks/website`,
        sandbox.webhookSecret,
        aBody(),
      );
      expect(taken.status).toBe(202);
      sandbox = await startSandbox(options);
      const staff = staffOf(sandbox);
      const card = await until('the card', () => staff.cards('care')[0], LONG_MS);
      expect(says(card)).toContain('My parcel arrived broken.');
      await heed.ready();
      await staff.press('thandi', 'care', card.ts, 'Claim');
      await until('the claim', () => says(staff.cards('care')[0] ?? {}).includes('with Thandi'));
      expect(staff.cards('care')).toHaveLength(1);
    },
    LONG_MS,
  );

  test(
    'told to stop while it still waits for its database, it ends with 0',
    async () => {
      const nobody = `postgres://heed@127.0.0.1:${await freePort()}/heed`;
      const second = start({ ...env, PORT: '0', DATABASE_URL: nobody });
      await until('the log', () => second.output().includes('does not answer yet'), LONG_MS);
      second.tell('SIGTERM');
      expect(await second.ended).toEqual({ code: 0, signal: null });
    },
    LONG_MS,
  );

  test.each([
    {
      what: 'a folder that another Heed has',
      change: () => ({ PORT: '0' }),
      sentence:
        /^heed: Another Heed \(process \d+, since .+\) is using the folder .+DATABASE_URL\.$/m,
    },
    {
      what: 'a port that is taken',
      change: () => ({ DATABASE_URL: other.url }),
      sentence: /^heed: port \d+ is taken by another program\. .+$/m,
    },
    {
      what: 'a bot token that Slack does not know',
      change: () => ({ PORT: '0', DATABASE_URL: other.url, SLACK_BOT_TOKEN: 'xoxb-nobody' }),
      sentence: /^heed: Slack does not know this bot token\. Set SLACK_BOT_TOKEN .+$/m,
    },
    {
      what: 'an app token that Slack does not know',
      change: () => ({ PORT: '0', DATABASE_URL: other.url, SLACK_APP_TOKEN: 'xapp-nobody' }),
      sentence: /^heed: Slack does not take SLACK_APP_TOKEN \(invalid_auth\)\. .+$/m,
    },
  ])(
    '$what ends the start with a sentence and 1',
    async ({ change, sentence }) => {
      const second = start({ ...env, ...change() });
      expect(await second.ended).toEqual({ code: 1, signal: null });
      expect(second.output()).toMatch(sentence);
      expect(second.output()).not.toMatch(/^ +at /m);
      expect((await heed.get('/readyz'))?.status).toBe(200);
    },
    LONG_MS,
  );
});

interface SlowWebsite {
  readonly url: string;
  underWay(): number;
  requests(): number;
  /** Performs what is under way, and from now on at once. */
  answer(): void;
  close(): Promise<void>;
}

/** Takes a reply, and performs it only when it is told to. */
async function openSlowWebsite(to: () => string): Promise<SlowWebsite> {
  const told = Promise.withResolvers<void>();
  let underWay = 0;
  let requests = 0;
  const server: Server = createServer(async (request, response) => {
    underWay += 1;
    requests += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    await told.promise;
    const names = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
    const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name])]));
    const answer = await fetch(to(), { method: 'POST', headers, body: Buffer.concat(chunks) });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
    underWay -= 1;
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/`,
    underWay: () => underWay,
    requests: () => requests,
    answer: () => told.resolve(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
