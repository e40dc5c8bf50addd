import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import {
  DELIVERIES,
  manifestFile,
  manifestPath,
  slackManifest,
} from '../../manifests/slack/manifest.ts';
import { BUDGETS, EVENT_SCOPES, EVENTS, METHOD_SCOPES } from '../../src/surfaces/slack/limits.ts';

const SURFACE = new URL('../../src/surfaces/slack/', import.meta.url);
const SCHEMA = new URL('../fixtures/slack-manifest.2.0.0.schema.json', import.meta.url);

test.each(DELIVERIES)('the %s manifest is one that Slack takes', (delivery) => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  validate(JSON.parse(readFileSync(manifestPath(delivery), 'utf8')));
  expect(validate.errors).toBeNull();
  validate({ ...slackManifest(delivery), unheard_of: true });
  expect(validate.errors).not.toBeNull();
});

test.each(DELIVERIES)('the %s manifest file is what its source makes', (delivery) => {
  expect(readFileSync(manifestPath(delivery), 'utf8')).toBe(manifestFile(delivery));
});

test.each(DELIVERIES)('the %s manifest asks for the scopes of the methods called', (delivery) => {
  const called = methodsCalled();
  const needed = [...called].flatMap((method) => scopesOf(method));
  needed.push(...Object.values(EVENT_SCOPES).flat());
  const asked = slackManifest(delivery).oauth_config.scopes.bot;
  expect([...asked].sort()).toEqual([...new Set([...needed, 'commands'])].sort());
  expect(new Set(asked).size).toBe(asked.length);
});

test('every method that the code calls stands in the table, and nothing else does', () => {
  // Bolt itself calls auth.test when it starts.
  const called = new Set([...methodsCalled(), 'auth.test']);
  expect([...called].sort()).toEqual(Object.keys(METHOD_SCOPES).sort());
  for (const method of Object.keys(BUDGETS)) expect(called).toContain(method);
});

test('the manifest subscribes to the events that the code listens to, and no others', () => {
  const heard = new Set<string>();
  for (const { text } of surfaceFiles()) {
    for (const [, event = ''] of text.matchAll(/\.event\(\s*'([\w.]+)'/gu)) heard.add(event);
    if (/\.message\(/u.test(text)) heard.add('message');
  }
  // What is subscribed to by kind of channel arrives under one name.
  const subscribed = new Set(EVENTS.map((event) => event.replace(/^message\..+/u, 'message')));
  expect([...heard].sort()).toEqual([...subscribed].sort());
  expect(EVENTS).not.toContain('message.im');
});

test('Socket Mode names no address, and HTTP names one for each thing that Slack sends', () => {
  const socket = slackManifest('socket-mode');
  expect(socket.settings.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(socket)).not.toContain('http');

  const http = slackManifest('http');
  const url = 'https://heed.example.com/slack/events';
  expect(http.settings.socket_mode_enabled).toBe(false);
  expect(http.settings.interactivity).toEqual({ is_enabled: true, request_url: url });
  expect(http.features.slash_commands).toEqual([
    expect.objectContaining({ command: '/heed', url, usage_hint: expect.any(String) }),
  ]);
});

function scopesOf(method: string): readonly string[] {
  const scopes: Readonly<Record<string, readonly string[]>> = METHOD_SCOPES;
  return scopes[method] ?? [`(no scope known for ${method})`];
}

/** Method names in the surface's code: `client.chat.update(…)`, or `'chat.update'` handed over. */
function methodsCalled(): ReadonlySet<string> {
  const families =
    'api|apps|auth|bots|chat|conversations|files|pins|reactions|team|usergroups|users|views';
  const member = new RegExp(`\\.((?:${families})(?:\\.[a-z]\\w+){1,2})\\(`, 'gu');
  const named = new RegExp(`'((?:${families})(?:\\.[a-z]\\w+){1,2})'`, 'gu');
  const called = new Set<string>();
  for (const { name, text } of surfaceFiles()) {
    if (name === 'limits.ts') continue;
    for (const shape of [member, named]) {
      for (const [, method = ''] of text.matchAll(shape)) called.add(method);
    }
  }
  expect(called.size).toBeGreaterThan(5);
  return called;
}

function surfaceFiles(): readonly { readonly name: string; readonly text: string }[] {
  return readdirSync(SURFACE)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, text: readFileSync(new URL(name, SURFACE), 'utf8') }));
}
