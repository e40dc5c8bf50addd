/** Environment and handbook, read together; or everything that is wrong with them. */
import { readFileSync } from 'node:fs';
import type { Handbook } from '../core/handbook.ts';
import { type Env, readEnv } from '../env.ts';
import { loadHandbook, type Overrides } from '../handbook/load.ts';

export type Settings =
  | { readonly ok: true; readonly env: Env; readonly secret: (name: string) => string | null }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** Neither Slack nor a database: what somebody has who only wants to try it. */
export function wantsSandbox(env: Env): boolean {
  return env.SLACK_BOT_TOKEN === undefined && env.DATABASE_URL === undefined;
}

export function readSettings(): Settings {
  return readEnv();
}

export type HandbookFile =
  | { readonly ok: true; readonly handbook: Handbook; readonly path: string }
  | { readonly ok: false; readonly mistakes: readonly string[] };

const EXAMPLE = new URL('../handbook/example.yaml', import.meta.url);

export function readHandbook(env: Env, overrides?: Overrides): HandbookFile {
  const example = env.HEED_HANDBOOK === undefined && wantsSandbox(env);
  const path = env.HEED_HANDBOOK ?? (example ? 'the example handbook' : './handbook.yaml');
  const read = readText(example ? EXAMPLE : path);
  if (!read.ok) return { ok: false, mistakes: [unreadable(path, read.code)] };
  const loaded = loadHandbook(read.text, overrides);
  if (loaded.ok) return { ok: true, handbook: loaded.handbook, path };
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
