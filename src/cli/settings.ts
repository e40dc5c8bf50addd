/** Environment and handbook, read together; or everything that is wrong with them. */
import { readFileSync } from 'node:fs';
import type { ParsedHandbook } from '../app/handbooks.ts';
import type { HandbookRead } from '../app/take-handbook.ts';
import type { SlackCredentials } from '../compose-surfaces.ts';
import { type Env, readEnv } from '../env.ts';
import type { Overrides } from '../handbook/build.ts';
import { loadHandbook } from '../handbook/load.ts';
import type { TeamsCredentials } from '../surfaces/teams/auth.ts';

export type Settings =
  | { readonly ok: true; readonly env: Env; readonly secret: (name: string) => string | null }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** Neither a surface nor a database: what somebody has who only wants to try it. */
export function wantsSandbox(env: Env): boolean {
  return slackOf(env) === null && teamsOf(env) === null && env.DATABASE_URL === undefined;
}

/** Null where Heed does not work in Slack. */
export function slackOf(env: Env): SlackCredentials | null {
  if (env.SLACK_BOT_TOKEN === undefined) return null;
  return {
    botToken: env.SLACK_BOT_TOKEN,
    signingSecret: env.SLACK_SIGNING_SECRET ?? null,
    appToken: env.SLACK_APP_TOKEN ?? null,
    apiUrl: env.SLACK_API_URL,
  };
}

/** The tenant that Microsoft's Agents Playground puts into its activities. */
export const PLAYGROUND_TENANT = '00000000-0000-0000-0000-0000000000001';

/** Null where Heed does not work in Teams. */
export function teamsOf(env: Env): TeamsCredentials | null {
  const { MicrosoftAppId: appId, MicrosoftAppTenantId: tenant } = env;
  if (env.HEED_TEAMS_LOCAL !== undefined) {
    return { type: 'local', tenant: tenant ?? PLAYGROUND_TENANT };
  }
  if (appId === undefined || tenant === undefined) return null;
  if (env.MicrosoftAppType === 'userassignedmsi') {
    return { type: 'managed_identity', appId, tenant: tenant.toLowerCase() };
  }
  const { MicrosoftAppPassword: password } = env;
  if (password === undefined) return null;
  return { type: 'password', appId, password, tenant: tenant.toLowerCase() };
}

export function readSettings(): Settings {
  return readEnv();
}

const EXAMPLE = new URL('../handbook/example.yaml', import.meta.url);

export interface HandbookPlace {
  /** As people know it. */
  readonly path: string;
  /** The file to watch; null for the example, which comes with the program. */
  readonly watched: string | null;
  read(overrides?: Overrides): HandbookRead;
}

export function placeOfHandbook(env: Env): HandbookPlace {
  if (env.HEED_HANDBOOK === undefined && wantsSandbox(env)) {
    const path = 'the example handbook';
    return { path, watched: null, read: (overrides) => readFrom(EXAMPLE, path, overrides) };
  }
  const path = env.HEED_HANDBOOK ?? './handbook.yaml';
  return { path, watched: path, read: (overrides) => readFrom(path, path, overrides) };
}

/** Whatever is wrong with the file, its mistakes are the answer. */
export function readHandbook(path: string): HandbookRead {
  return readFrom(path, path);
}

function readFrom(from: string | URL, path: string, overrides?: Overrides): HandbookRead {
  const read = readText(from);
  if (!read.ok) return { ok: false, path, mistakes: [unreadable(path, read.code)] };
  const parse = (text: string) => parseHandbook(text, path, overrides);
  const parsed = parse(read.text);
  if (!parsed.ok) return { ok: false, path, mistakes: parsed.mistakes };
  return { ok: true, file: { path, text: read.text, handbook: parsed.handbook, parse } };
}

function parseHandbook(text: string, path: string, overrides?: Overrides): ParsedHandbook {
  const loaded = loadHandbook(text, overrides);
  if (loaded.ok) return loaded;
  const mistakes = loaded.mistakes.map(
    ({ line, path: key, sentence }) => `${path}:${line} ${key === '' ? '' : `${key}: `}${sentence}`,
  );
  return { ok: false, mistakes };
}

type Read =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: string };

function readText(path: string | URL): Read {
  try {
    return { ok: true, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { ok: false, code };
  }
}

function unreadable(path: string, code: string): string {
  if (code !== 'ENOENT') return `The handbook at ${path} cannot be read (${code}).`;
  return `There is no handbook at ${path}. "heed init" writes one to start from; HEED_HANDBOOK names another place.`;
}

export function complain(mistakes: readonly string[]): number {
  process.stderr.write(`${mistakes.map((mistake) => `heed: ${mistake}`).join('\n')}\n`);
  return 1;
}
