import { describe, expect, test } from 'vitest';
import { readEnv } from '../src/env.ts';

function mistakesOf(values: Record<string, string>): readonly string[] {
  const read = readEnv(values);
  return read.ok ? [] : read.mistakes;
}

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' };

test('an empty environment is the sandbox with its defaults', () => {
  const read = readEnv({});
  expect(read).toMatchObject({
    ok: true,
    env: {
      PORT: 3000,
      HOST: '127.0.0.1',
      HEED_DATA_DIR: './.heed',
      SLACK_API_URL: 'https://slack.com/api/',
    },
  });
});

test('an empty value counts as not set', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: '', SLACK_BOT_TOKEN: '' })).toMatchObject({
    ok: true,
    env: { PORT: 3000 },
  });
});

test.each([
  ['PORT', 'http'],
  ['PORT', '-1'],
  ['PORT', '65536'],
  ['PORT', '80.5'],
  ['PORT', ' '],
  ['PORT', '1e3'],
  ['PORT', '0x10'],
  ['HOST', ' '],
  ['HOST', 'http://127.0.0.1'],
  ['DATABASE_URL', 'mysql://localhost/heed'],
  ['DATABASE_URL', 'postgres//localhost'],
  ['DATABASE_URL', 'postgres://user:pass@host:port/heed'],
  ['HEED_DATA_DIR', '  '],
  ['HEED_HANDBOOK', ' '],
  ['SLACK_API_URL', 'slack.com/api'],
  ['SLACK_API_URL', 'javascript:alert(1)'],
  ['LOG_LEVEL', 'loud'],
  ['LOG_LEVEL', 'INFO'],
])('%s=%j stops the start with one sentence that names it', (name, value) => {
  const mistakes = mistakesOf({ [name]: value });
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toMatch(new RegExp(`^${name} must .+\\.$`));
});

test.each([
  ['SLACK_BOT_TOKEN', 'xoxp-1', 'xoxb-'],
  ['SLACK_APP_TOKEN', 'xoxb-1', 'xapp-'],
])('%s=%j says which token belongs there, and never repeats it', (name, value, prefix) => {
  const mistakes = mistakesOf({ ...SLACK, [name]: `${value}-secret` });
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toContain(`${name} must be`);
  expect(mistakes[0]).toContain(prefix);
  expect(mistakes[0]).not.toContain(`${value}-secret`);
});

test('a password in a malformed link is not repeated', () => {
  const [mistake] = mistakesOf({ DATABASE_URL: 'postgres://heed:hunter2@host:port/heed' });
  expect(mistake).toContain('DATABASE_URL');
  expect(mistake).not.toContain('hunter2');
});

describe('Slack credentials belong together', () => {
  test.each([
    ['SLACK_APP_TOKEN', { SLACK_BOT_TOKEN: 'xoxb-1' }],
    ['SLACK_BOT_TOKEN', { SLACK_APP_TOKEN: 'xapp-1' }],
    ['SLACK_BOT_TOKEN', { SLACK_SIGNING_SECRET: 's' }],
  ])('%s is asked for where only %j is set', (name, values) => {
    const mistakes = mistakesOf(values);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(new RegExp(`^${name} is not set`));
  });

  test.each([
    SLACK,
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
    { ...SLACK, SLACK_APP_TOKEN: 'xapp-1' },
  ])('%j is enough', (values) => {
    expect(mistakesOf(values)).toEqual([]);
  });
});

describe('Microsoft’s names belong together', () => {
  const APP_ID = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
  const TENANT = '11111111-2222-3333-4444-555555555555';
  const IDS = { MicrosoftAppId: APP_ID, MicrosoftAppTenantId: TENANT };

  test.each([
    { ...IDS, MicrosoftAppPassword: 's' },
    { ...IDS, MicrosoftAppPassword: 's', MicrosoftAppType: 'SingleTenant' },
    { ...IDS, MicrosoftAppType: 'UserAssignedMSI' },
    { HEED_TEAMS_LOCAL: '1' },
    { HEED_TEAMS_LOCAL: '1', MicrosoftAppTenantId: 'playground' },
    { ...IDS, ...SLACK, MicrosoftAppPassword: 's' },
  ])('%j is enough', (values) => {
    expect(mistakesOf(values)).toEqual([]);
  });

  test.each<[RegExp, Record<string, string>]>([
    [/^MicrosoftAppId is not set/, { MicrosoftAppPassword: 's' }],
    [/^MicrosoftAppId is not set/, { MicrosoftAppTenantId: TENANT, MicrosoftAppPassword: 's' }],
    [/^MicrosoftAppTenantId is not set/, { MicrosoftAppId: APP_ID, MicrosoftAppPassword: 's' }],
    [
      /^MicrosoftAppTenantId must be the tenant's id/,
      {
        ...{ MicrosoftAppId: APP_ID, MicrosoftAppPassword: 's' },
        MicrosoftAppTenantId: 'acme.onmicrosoft.com',
      },
    ],
    [/^MicrosoftAppPassword is not set.*UserAssignedMSI/, IDS],
    [
      /^MicrosoftAppPassword must not be set/,
      {
        ...{ ...IDS, MicrosoftAppPassword: 's' },
        MicrosoftAppType: 'UserAssignedMSI',
      },
    ],
    [
      /^MicrosoftAppType must be SingleTenant or UserAssignedMSI/,
      {
        ...{ ...IDS, MicrosoftAppPassword: 's' },
        MicrosoftAppType: 'MultiTenant',
      },
    ],
    [
      /^MicrosoftAppId must be .*such as/,
      { ...IDS, MicrosoftAppId: 'heed', MicrosoftAppPassword: 's' },
    ],
    [/^HEED_TEAMS_LOCAL must be 1/, { HEED_TEAMS_LOCAL: 'yes' }],
    [
      /^MicrosoftAppId must not be set together with HEED_TEAMS_LOCAL/,
      {
        ...{ HEED_TEAMS_LOCAL: '1', MicrosoftAppId: APP_ID },
      },
    ],
  ])('%s where there is %j', (sentence, values) => {
    expect(mistakesOf(values)).toEqual([expect.stringMatching(sentence)]);
  });
});

test('a name that Heed does not know is a mistake when it begins as its own do', () => {
  const [mistake] = mistakesOf({ HEED_HANDBOK: 'a.yaml', HOME: '/root' });
  expect(mistake).toContain('HEED_HANDBOK');
  expect(mistake).toContain('HEED_HANDBOOK');
});

test('all mistakes are told at once', () => {
  const mistakes = mistakesOf({ PORT: 'x', LOG_LEVEL: 'x', HEED_X: '1', DATABASE_URL: 'x' });
  const names = ['HEED_X', 'PORT', 'DATABASE_URL', 'LOG_LEVEL'];
  expect(mistakes).toHaveLength(4);
  for (const name of names) expect(mistakes.some((one) => one.startsWith(name))).toBe(true);
});

test('a malformed value beside missing credentials hides neither', () => {
  const mistakes = mistakesOf({ PORT: 'x', SLACK_BOT_TOKEN: 'xoxb-1' });
  expect(mistakes.map((one) => one.split(' ')[0]).sort()).toEqual(['PORT', 'SLACK_APP_TOKEN']);
});

test('secrets are looked up by the name that the handbook gives', () => {
  const read = readEnv({ WEBSITE_WEBHOOK_SECRET: 'whsec_x', EMPTY: '' });
  if (!read.ok) throw new Error(read.mistakes.join(' '));
  expect(read.secret('WEBSITE_WEBHOOK_SECRET')).toBe('whsec_x');
  expect(read.secret('EMPTY')).toBeNull();
  expect(read.secret('toString')).toBeNull();
});
