/**
 * Microsoft's Agents Playground, which shows Heed in Teams as one person sees it, with no account.
 * Its licence is for evaluation, so that it is fetched when it is asked for and is no dependency.
 * https://www.npmjs.com/package/@microsoft/m365agentsplayground
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, join, resolve } from 'node:path';
import express from 'express';
import { stringify } from 'yaml';
import { listen } from './listen.ts';

const PACKAGE = '@microsoft/m365agentsplayground@0.2.28';
const CONFIG = 'playground.yml';
/** Fetched for the first time, it takes a while. */
const PATIENCE_MS = 180_000;

const BOT = { id: '00000000-0000-0000-0000-00000000000011', name: 'Heed' };
/** In Teams the conversation of a team's first channel has the team's own id. */
const TEAM_ID = '19:heed-team@thread.tacv2';
const CHANNEL_ID = '19:heed-second@thread.tacv2';
const CHAT_ID = 'a:heed-chat';
/** It takes six people, no more and no fewer. */
const OTHERS = 5;

export interface PlaygroundOptions {
  /** For what it writes. */
  readonly folder: string;
  /** Heed's own, in which npx is found. */
  readonly environment: NodeJS.ProcessEnv;
  readonly port: number;
  /** Heed's `/api/messages`. */
  readonly endpoint: string;
  /** What it puts into its activities. */
  readonly tenant: string;
  readonly team: string;
  /** Beside the team's first one, which is always called General. */
  readonly channel: string;
  /** The first one is whoever sits before it. */
  readonly people: readonly { readonly name: string; readonly email: string }[];
}

export interface Playground {
  readonly url: string;
  /** Resolves when its page is open: it shows only what comes from then on. */
  readonly opened: Promise<void>;
  /** Tells Heed that it was added to the team, as Teams would. */
  install(): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error with a sentence when it cannot be fetched or started */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const folder = resolve(options.folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, CONFIG), stringify(configOf(options)));
  const relay = await openRelay(options.endpoint);
  const child = spawn(
    'npx',
    [
      ...['--yes', PACKAGE, 'start', '--channel-id', 'msteams', '--app-endpoint', relay.url],
      ...['--port', String(options.port), '--disable-telemetry'],
    ],
    {
      cwd: folder,
      env: withBrowser(options.environment, folder),
      stdio: ['ignore', 'pipe', 'pipe'],
      // What npx starts ends with it only as a group.
      detached: process.platform !== 'win32',
    },
  );
  const ended = new Promise<void>((over) => {
    child.once('exit', () => over());
    child.once('error', () => over());
  });
  const close = async () => {
    end(child);
    await ended;
    relay.close();
  };
  try {
    const url = `http://localhost:${await portOf(child)}`;
    return { url, opened: relay.heard, install: () => install(url, options), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Relay {
  readonly url: string;
  /** Resolves with the first thing that the page says. */
  readonly heard: Promise<void>;
  close(): void;
}

/** Between the page and Heed, since nothing else tells when the page is open. */
async function openRelay(endpoint: string): Promise<Relay> {
  const app = express();
  let hear: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => {
    hear = resolve;
  });
  app.post('/', express.raw({ type: () => true, limit: '1mb' }), async (request, response) => {
    hear();
    const { 'content-type': type = 'application/json', authorization = '' } = request.headers;
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': type, authorization },
      body: request.body,
    }).catch(() => null);
    if (answer === null) return void response.sendStatus(502);
    const body = await answer.text();
    response.status(answer.status).type('application/json').send(body);
  });
  const server = createServer(app);
  const { port } = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}/`,
    heard,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Where it listens, which is another port where the wanted one is taken. */
function portOf(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((found, failed) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      end(child);
      failed(new Error(`The Agents Playground does not start: ${why}`));
    };
    const timer = setTimeout(() => fail('npx takes too long to fetch it'), PATIENCE_MS);
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const port = /Listening on (\d+)/u.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      found(port);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', ({ message }) => fail(message));
    child.once('exit', () => fail(said.trim().split('\n').at(-1) ?? 'it ended'));
  });
}

function end({ pid, exitCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

/** It opens a browser, and ends where there is nothing that could. */
function withBrowser(own: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const { PATH = '' } = own;
  const given = { ...own, M365_AGENTS_PLAYGROUND_CONFIG_PATH: join(folder, CONFIG) };
  const opens = PATH.split(delimiter).some((one) => existsSync(join(one, 'xdg-open')));
  if (process.platform !== 'linux' || opens) return given;
  writeFileSync(join(folder, 'xdg-open'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  return { ...given, PATH: `${folder}${delimiter}${PATH}` };
}

function configOf({ tenant, team, channel, people }: PlaygroundOptions) {
  const given = people.slice(0, OTHERS + 1);
  const missing = OTHERS + 1 - given.length;
  const strangers = Array.from({ length: missing }, (_, n) => {
    return { name: `Guest ${n + 1}`, email: `guest-${n + 1}@example.invalid` };
  });
  const [currentUser, ...users] = [...given, ...strangers].map(userOf);
  return {
    version: '0.1.1',
    tenantId: tenant,
    bot: BOT,
    currentUser,
    users,
    personalChat: { id: CHAT_ID },
    groupChat: { id: '19:heed-group@thread.v2', name: 'Group chat' },
    team: {
      id: TEAM_ID,
      name: team,
      aadGroupId: '00000000-0000-0000-0000-000000000031',
      channels: [{ id: CHANNEL_ID, name: channel }],
    },
  };
}

function userOf({ name, email }: PlaygroundOptions['people'][number], index: number) {
  const [givenName = name, ...surname] = name.split(' ');
  return {
    id: `29:heed-user-${index}`,
    name,
    // As it spells it.
    userPrincipleName: email,
    aadObjectId: `00000000-0000-0000-0000-00000000004${index}`,
    givenName,
    surname: surname.join(' '),
    email,
  };
}

async function install(url: string, { endpoint, tenant, team }: PlaygroundOptions): Promise<void> {
  const activity = {
    type: 'installationUpdate',
    action: 'add',
    channelId: 'msteams',
    serviceUrl: `${url}/_connector`,
    from: { id: '29:heed-user-0' },
    recipient: BOT,
    conversation: { id: TEAM_ID, conversationType: 'channel', tenantId: tenant },
    channelData: { tenant: { id: tenant }, team: { id: TEAM_ID, name: team } },
  };
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity),
  });
  if (!response.ok) throw new Error(`Heed does not take the Playground's team: ${response.status}`);
}
