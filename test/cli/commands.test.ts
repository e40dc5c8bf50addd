import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { endCommands, runCommand, startCommand } from '../support/heed-command.ts';
import { exampleHandbook } from '../support/house.ts';
import { runInside } from '../support/inside.ts';
import { copyPreparedFolder } from '../support/prepared-folder.ts';

/** Each test starts processes, and some of them a database. */
const SLOW = { timeout: 60_000 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heed-cli-'));
});
afterEach(async () => {
  await endCommands();
  rmSync(folder, { recursive: true, force: true });
});

/** Without the seconds of a start. */
const heed = (args: readonly string[], env: Record<string, string> = {}) =>
  runInside(args, folder, env);
/** As in a shell. */
const typed = (args: readonly string[], env: Record<string, string> = {}) =>
  runCommand(args, folder, env);
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const EXAMPLE = readFileSync(new URL('../../src/handbook/example.yaml', import.meta.url), 'utf8');
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

/** Where the program keeps its embedded database, with all tables: making them takes seconds. */
async function prepareDatabase(): Promise<void> {
  await copyPreparedFolder(join(folder, '.heed'));
}

const lines = (text: string) => text.trim().split('\n');

describe('the command line', SLOW, () => {
  test.each(['--help', '-h'])('%s lists the commands', async (flag) => {
    const { code, out, err } = await typed([flag]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of ['start', 'init', 'check', 'handbook activate', 'migrate'])
      expect(out).toContain(command);
  });

  test('--version is the one in package.json', async () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(await typed(['--version'])).toEqual({ code: 0, out: `heed ${version}\n`, err: '' });
  });

  test.each([
    ['strat'],
    ['toString'],
    ['check', 'all'],
    ['--loud'],
    ['init', '--force'],
    ['check', '--paused'],
  ])('%j is refused with the help', async (...args) => {
    const { code, out, err } = await heed(args.flat());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^heed: .+/);
    expect(err).toContain(args.flat().at(-1));
    expect(err).toContain('heed --help');
  });
});

describe('heed init', SLOW, () => {
  test('writes a handbook that loads, and never over one that exists', async () => {
    const first = await heed(['init']);
    expect(first).toMatchObject({ code: 0, err: '' });
    const path = join(folder, 'handbook.yaml');
    const check = await heed(['check'], { HEED_HANDBOOK: path });
    expect(check.out).toMatch(/^ok +handbook/m);
    expect(check.out).not.toMatch(/^note/m);
    const alone = 'sensitive: { channel: { slack: m }, owners: [first@company.example] }\n';
    const text = readFileSync(path, 'utf8').replace('# hours: office', 'hours: office');
    const hours = 'hours: { office: { mon-fri: "08:00-17:00" } }\n';
    write('private.yaml', text + alone + hours);
    const noted = await heed(['check'], { HEED_HANDBOOK: join(folder, 'private.yaml') });
    expect(noted).toMatchObject({ code: check.code });
    expect(noted.out).toMatch(/^note {2}handbook {5}sensitive\.owners: .*"complaint"/m);
    expect(noted.out).toMatch(/^note {2}handbook {5}departments\.care\.hours: .*first_reply_time/m);
    write('handbook.yaml', 'mine: yes\n');
    const second = await heed(['init']);
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toContain('stays as it is');
    expect(readFileSync(path, 'utf8')).toBe('mine: yes\n');
  });
});

describe('a start that cannot be', SLOW, () => {
  test('names every wrong setting and does nothing', async () => {
    const env = { PORT: 'http', LOG_LEVEL: 'loud', HEED_DATADIR: 'x' };
    const { code, out, err } = await heed([], env);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(lines(err)).toHaveLength(3);
    for (const name of Object.keys(env)) expect(err).toContain(`heed: ${name} `);
    expect(existsSync(join(folder, '.heed'))).toBe(false);
  });

  test('with DATABASE_URL and no Slack credentials says what to set', async () => {
    const { code, err } = await heed(['start'], { DATABASE_URL: 'postgres://localhost/heed' });
    expect(code).toBe(1);
    expect(lines(err)).toHaveLength(1);
    expect(err).toContain('SLACK_BOT_TOKEN');
    expect(err).not.toContain('postgres://');
  });

  const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

  test('without a handbook says where it should be and how to get one', async () => {
    const { code, err } = await heed([], SLACK);
    expect(code).toBe(1);
    expect(err).toContain('./handbook.yaml');
    expect(err).toContain('heed init');
    expect(err).toContain('HEED_HANDBOOK');
    const named = await heed([], { ...SLACK, HEED_HANDBOOK: 'elsewhere.yaml' });
    expect(named.err).toContain('elsewhere.yaml');
  });

  test('with a handbook that cannot be read says why', async () => {
    const { code, err } = await heed([], { ...SLACK, HEED_HANDBOOK: folder });
    expect(code).toBe(1);
    expect(err).toContain(folder);
    expect(err).toContain('EISDIR');
  });

  const FIVE = EXAMPLE.replace('timezone: Africa/Johannesburg', 'timezone: Africa/Jozi')
    .replace('role: trainee', 'role: intern')
    .replace('approvals: 1 }', 'approvals: plenty }')
    .replace('default_department: care', 'default_department: sales')
    .replace('undo: 30s', 'undo: soon');

  test.each(['start', 'check'])('%s tells all five mistakes of a handbook', async (command) => {
    write('bad.yaml', FIVE);
    const { code, out, err } = await heed([command], { ...SLACK, HEED_HANDBOOK: 'bad.yaml' });
    expect(code).toBe(1);
    const told = lines(out + err).filter((line) => line.includes('bad.yaml:'));
    expect(told).toHaveLength(5);
    const numbers = ['Africa/Jozi', 'intern', 'plenty', 'sales', 'soon'].map((word) => {
      const at = FIVE.split('\n').findIndex((line) => line.includes(word)) + 1;
      expect(
        told.some((line) => line.includes(`bad.yaml:${at} `)),
        word,
      ).toBe(true);
      return at;
    });
    expect(new Set(numbers).size).toBe(5);
  });

  test.each([
    ['is not set', {}],
    ['is no Standard Webhooks secret', { WEBSITE_WEBHOOK_SECRET: 'hunter2' }],
    ['is no Standard Webhooks secret', { WEBSITE_WEBHOOK_SECRET: 'whsec_c2hvcnQ=' }],
  ])('where the secret of a source %s names the variable', async (says, env) => {
    write('handbook.yaml', EXAMPLE);
    const { code, err } = await heed([], { ...SLACK, ...env });
    expect(code).toBe(1);
    expect(err).toContain(`WEBSITE_WEBHOOK_SECRET ${says}`);
    expect(err).not.toContain('hunter2');
    expect(err).not.toContain('c2hvcnQ');
  });
});

describe('heed check', SLOW, () => {
  test('is content with an empty folder, and leaves it empty', async () => {
    const { code, out, err } = await typed(['check']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(lines(out).map((line) => line.split(/ +/).slice(0, 2))).toEqual([
      ['ok', 'environment'],
      ['ok', 'handbook'],
      ['ok', 'database'],
      ['ok', 'slack'],
    ]);
    expect(existsSync(join(folder, '.heed'))).toBe(false);
  });

  test('says one line for each wrong setting', async () => {
    const { code, out } = await heed(['check'], { PORT: 'x', LOG_LEVEL: 'x' });
    expect(code).toBe(1);
    expect(lines(out)).toHaveLength(2);
    for (const line of lines(out))
      expect(line).toMatch(/^wrong environment +(PORT|LOG_LEVEL) must/);
  });

  test('says that a database does not answer', async () => {
    const env = { DATABASE_URL: 'postgres://heed:hunter2@127.0.0.1:1/heed' };
    const { code, out } = await heed(['check'], { ...env, HEED_HANDBOOK: 'none.yaml' });
    expect(code).toBe(1);
    expect(out).toMatch(/^wrong handbook +There is no handbook at none\.yaml/m);
    expect(out).toMatch(/^wrong database +Postgres: it does not answer \(.*ECONNREFUSED/m);
    expect(out).not.toContain('hunter2');
  });

  test('says that a database refuses Heed', async () => {
    const url = `${inject('postgresUrl')}/there_is_no_such_database`;
    const { code, out } = await heed(['check'], { DATABASE_URL: url });
    expect(code).toBe(1);
    expect(out).toMatch(/^wrong database +Postgres: .*there_is_no_such_database/m);
  });

  test('looks at a database that another Heed is running on, and calls that a fact', async () => {
    await prepareDatabase();
    const running = startCommand(['start'], folder, { PORT: '0' });
    await running.says('http://127.0.0.1:');
    const { code, out } = await heed(['check']);
    expect(out).toMatch(
      /^ok +database +embedded in \.\/\.heed: in use \(process \d+, since \d\d:\d\d\)/m,
    );
    expect(code).toBe(0);
    const second = await typed(['start'], { PORT: '0' });
    expect(second.code).toBe(1);
    expect(second.err).toMatch(/^heed: Another Heed \(process \d+, since \d\d:\d\d\) is using/m);
    expect((await running.stop()).code).toBe(0);
    const after = await heed(['check']);
    expect(after).toMatchObject({ code: 0 });
    expect(after.out).toMatch(/^ok +database +embedded in \.\/\.heed, up to date/m);
  });

  describe('with Slack', SLOW, () => {
    let sandbox: Sandbox;
    beforeEach(async () => {
      sandbox = await startSandbox({ hookUrl: () => 'http://127.0.0.1:9/hooks/website' });
      write('handbook.yaml', EXAMPLE);
    });
    afterEach(() => sandbox.close());

    const settings = () => ({
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_APP_TOKEN: sandbox.appToken,
      SLACK_API_URL: sandbox.slackApiUrl,
      WEBSITE_WEBHOOK_SECRET: SECRET,
    });

    test('says one line for the workspace, each channel, each person and each source', async () => {
      const { code, out } = await heed(['check'], settings());
      expect(out).not.toMatch(/^wrong/m);
      expect(code).toBe(0);
      const { people, departments } = exampleHandbook(sandbox.replyUrl);
      for (const { name } of people) expect(out).toContain(`${name} is U`);
      for (const { channel } of departments) expect(out).toContain(`#${channel.slack}`);
      expect(out).toMatch(/^ok +source +website: POST \/hooks\/website/m);
      for (const secret of Object.values(settings())) {
        if (!secret.startsWith('http')) expect(out).not.toContain(secret);
      }
    });

    test('is non-zero for a token that Slack refuses, a channel and a person it does not know', async () => {
      const refused = await heed(['check'], { ...settings(), SLACK_BOT_TOKEN: 'xoxb-wrong' });
      expect(refused.code).toBe(1);
      expect(refused.out).toMatch(/^wrong slack +.*SLACK_BOT_TOKEN/m);
      write(
        'handbook.yaml',
        EXAMPLE.replace('{ slack: deliveries }', '{ slack: nowhere }').replaceAll(
          'noor@acme.example',
          'nobody@acme.example',
        ),
      );
      const { code, out } = await heed(['check'], settings());
      expect(code).toBe(1);
      const wrong = lines(out).filter((line) => line.startsWith('wrong'));
      expect(wrong).toHaveLength(2);
      expect(wrong[0]).toContain('#nowhere');
      expect(wrong[1]).toContain('Noor Patel');
    });
  });
});

describe('heed handbook activate', SLOW, () => {
  test.each([[[]], [['load', 'a.yaml']], [['activate']], [['activate', 'a.yaml', 'b.yaml']]])(
    'after %j says how to say it',
    async (words) => {
      const { code, out, err } = await heed(['handbook', ...words]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('heed handbook activate <file>');
    },
  );

  test('tells what is wrong with the file, or that there is no database yet', async () => {
    const missing = await heed(['handbook', 'activate', 'none.yaml']);
    expect(missing).toMatchObject({ code: 1, out: '' });
    expect(missing.err).toContain('There is no handbook at none.yaml');
    write('bad.yaml', EXAMPLE.replace('role: trainee', 'role: intern'));
    const bad = await heed(['handbook', 'activate', 'bad.yaml']);
    expect(bad).toMatchObject({ code: 1, out: '' });
    expect(bad.err).toMatch(/bad\.yaml:\d+ .*intern/);
    write('handbook.yaml', EXAMPLE);
    const early = await heed(['handbook', 'activate', 'handbook.yaml']);
    expect(early).toMatchObject({ code: 1, out: '' });
    expect(early.err).toContain('"heed start" makes it');
    expect(existsSync(join(folder, '.heed'))).toBe(false);
  });

  test('is refused while a Heed holds the embedded database, and works once it is stopped', async () => {
    await prepareDatabase();
    write('mine.yaml', EXAMPLE.replace('company: Acme', 'company: Mine'));
    const running = startCommand(['start'], folder, { PORT: '0' });
    await running.says('http://127.0.0.1:');
    const refused = await heed(['handbook', 'activate', 'mine.yaml']);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/A Heed \(process \d+.*Stop it, run "heed handbook activate mine/);
    await running.stop();
    expect((await heed(['check'])).out).toMatch(/decides, .* it is what the example handbook says/);
    const done = await heed(['handbook', 'activate', 'mine.yaml']);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toMatch(/^mine\.yaml decides from now on \(version [0-9a-f]{8}\)/);
    const check = await heed(['check'], { HEED_HANDBOOK: 'mine.yaml' });
    expect(check.out).toMatch(/decides, .* it is what mine\.yaml says/);
  });

  test('in the sandbox whatever its file says decides, though another one did since', async () => {
    await prepareDatabase();
    write('mine.yaml', EXAMPLE.replace('company: Acme', 'company: Mine'));
    const decided: string[] = [];
    for (const env of [{}, { HEED_HANDBOOK: 'mine.yaml' }, {}]) {
      const running = startCommand(['start'], folder, { PORT: '0', ...env });
      await running.says('http://127.0.0.1:');
      await running.stop();
      const { out } = await heed(['check'], env);
      decided.push(/it is what (.*) says/.exec(out)?.[1] ?? out);
    }
    expect(decided).toEqual(['the example handbook', 'mine.yaml', 'the example handbook']);
  });

  test('says that a database does not answer', async () => {
    write('handbook.yaml', EXAMPLE);
    const { code, err } = await heed(['handbook', 'activate', 'handbook.yaml'], {
      DATABASE_URL: 'postgres://heed:hunter2@127.0.0.1:1/heed',
      WEBSITE_WEBHOOK_SECRET: SECRET,
    });
    expect(code).toBe(1);
    expect(err).toBe('heed: The database does not answer. Nothing was changed.\n');
  });
});

describe('heed migrate', SLOW, () => {
  test('brings the embedded database up to date', async () => {
    const ran = await heed(['migrate'], { LOG_LEVEL: 'silent' });
    expect(ran).toMatchObject({ code: 0, out: 'The embedded database is up to date.\n' });
    expect((await heed(['check'])).out).toMatch(/^ok +database +embedded in .+, up to date/m);
  });

  test('brings a Postgres up to date, as often as it is asked', async () => {
    const { url, drop } = await createPostgresDatabase();
    const env = { DATABASE_URL: url, LOG_LEVEL: 'silent' };
    for (const _ of [1, 2]) {
      expect(await heed(['migrate'], env)).toMatchObject({
        code: 0,
        out: 'The database is up to date.\n',
      });
    }
    await drop();
  });

  test('says in a sentence why it cannot', async () => {
    const url = `${inject('postgresUrl')}/there_is_no_such_database`;
    const { code, out, err } = await heed(['migrate'], { DATABASE_URL: url });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(lines(err)).toHaveLength(1);
    expect(err).toMatch(/^heed: .*there_is_no_such_database/);
    const wrong = await heed(['migrate'], { PORT: 'x' });
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toContain('PORT');
  });
});
