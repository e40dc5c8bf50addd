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
  const text = readText(example ? EXAMPLE : path);
  if (text === null) {
    return {
      ok: false,
      mistakes: [
        `There is no handbook at ${path}. "heed init" writes one to start from; HEED_HANDBOOK names another place.`,
      ],
    };
  }
  const loaded = loadHandbook(text, overrides);
  if (loaded.ok) return { ok: true, handbook: loaded.handbook, path };
  const mistakes = loaded.mistakes.map(
    ({ line, path: key, sentence }) => `${path}:${line} ${key === '' ? '' : `${key}: `}${sentence}`,
  );
  return { ok: false, mistakes };
}

function readText(path: string | URL): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

export function complain(mistakes: readonly string[]): number {
  process.stderr.write(`${mistakes.map((mistake) => `heed: ${mistake}`).join('\n')}\n`);
  return 1;
}
