/** Looks at everything that must be right before Heed can run, one line each. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { foresee, versionName } from '../app/activate.ts';
import type { HandbookFile } from '../app/handbooks.ts';
import type { PersonLinks } from '../app/people-port.ts';
import type { Store } from '../app/store-port.ts';
import { type Channel, channelOn, type Handbook } from '../core/handbook.ts';
import type { Env } from '../env.ts';
import { adviceOn } from '../handbook/advice.ts';
import { openSources } from '../sources/registry.ts';
import { FolderInUse } from '../store/folder-lock.ts';
import { type OpenStore, openStore } from '../store/open.ts';
import { checkSlack } from '../surfaces/slack/index.ts';
import { locationOf } from './location.ts';
import { placeOfHandbook, readSettings, slackOf, teamsOf, wantsSandbox } from './settings.ts';

interface CheckLine {
  /** A note is worth reading, and nothing is wrong. */
  readonly state: 'ok' | 'note' | 'wrong';
  readonly subject: string;
  readonly text: string;
}

/** How long a database may take to answer before it counts as away. */
const PATIENCE_MS = 5_000;

export async function check(): Promise<number> {
  const lines = await look();
  for (const { state, subject, text } of lines) {
    process.stdout.write(`${state.padEnd(5)} ${subject.padEnd(12)} ${text}\n`);
  }
  return lines.some(({ state }) => state === 'wrong') ? 1 : 0;
}

async function look(): Promise<readonly CheckLine[]> {
  const settings = readSettings();
  if (!settings.ok) return wrongs('environment', settings.mistakes);
  const { env, secret } = settings;
  const read = placeOfHandbook(env).read();
  const file = read.ok ? read.file : null;
  const handbook = file?.handbook ?? null;
  const lines: CheckLine[] = [right('environment', 'understood')];
  if (!read.ok) lines.push(...wrongs('handbook', read.mistakes));
  else lines.push(right('handbook', `${read.file.path}: ${describe(read.file.handbook)}`));
  if (handbook !== null) lines.push(...notes('handbook', adviceOn(handbook, Date.now())));
  if (handbook !== null && !wantsSandbox(env)) lines.push(...sourceLines(handbook, secret));
  lines.push(...(await databaseLines(env, file)));
  if (handbook === null) return lines;
  lines.push(...placeLines(env, handbook), ...(await slackLines(env, handbook)));
  lines.push(...(await teamsLines(env, handbook)));
  return lines;
}

function right(subject: string, text: string): CheckLine {
  return { state: 'ok', subject, text };
}

function notes(subject: string, texts: readonly string[]): CheckLine[] {
  return texts.map((text) => ({ state: 'note', subject, text }));
}

function wrongs(subject: string, texts: readonly string[]): CheckLine[] {
  return texts.map((text) => ({ state: 'wrong', subject, text }));
}

function describe(handbook: Handbook): string {
  const { people, departments, categories } = handbook;
  return `${people.length} people, ${departments.length} departments, ${categories.length} categories`;
}

function sourceLines(handbook: Handbook, secret: (name: string) => string | null): CheckLine[] {
  const opened = openSources(handbook, secret);
  if (!opened.ok) return wrongs('source', opened.mistakes);
  return handbook.sources.map((source) => {
    const replies = source.replyUrl === null ? 'read only' : `replies go to ${source.replyUrl}`;
    return right('source', `${source.id}: POST /hooks/${source.id}, ${replies}`);
  });
}

/** Looks and changes nothing: no tables are made, no folder either. */
async function databaseLines(env: Env, file: HandbookFile | null): Promise<readonly CheckLine[]> {
  const embedded = env.DATABASE_URL === undefined;
  const where = embedded ? `embedded in ${env.HEED_DATA_DIR}` : 'Postgres';
  if (embedded && !existsSync(join(env.HEED_DATA_DIR, 'db'))) {
    return [right('database', `${where}: not there yet, "heed start" makes it`)];
  }
  const reasons: string[] = [];
  const log = {
    info: () => {},
    warn: ({ reason }: { reason?: unknown }) => {
      reasons.push(String(reason));
    },
  };
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { store } = await openStore({ ...locationOf(env), signal, migrate: false }, log);
    try {
      await store.check();
      const version = await versionLines(store, file, wantsSandbox(env));
      return [right('database', `${where}, up to date`), ...version];
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof FolderInUse) {
      return [right('database', `${where}: in use${error.holder}, so a Heed is running on it`)];
    }
    const reason = error instanceof Error ? error.message : String(error);
    const away = reasons.at(-1);
    const text = away === undefined ? reason : `it does not answer (${away})`;
    return wrongs('database', [`${where}: ${text}`]);
  }
}

/** Which version decides, and what becomes of the file where it is another. */
async function versionLines(
  store: Store,
  file: HandbookFile | null,
  mayReturn: boolean,
): Promise<readonly CheckLine[]> {
  const active = await store.transaction((tx) => tx.activeHandbook());
  if (active === null) return [];
  const since = new Date(active.activatedAt).toISOString().slice(0, 16).replace('T', ' ');
  const decides = `version ${versionName(active.sha)} decides, since ${since} UTC`;
  if (file === null) return [right('handbook', decides)];
  const coming = await foresee(store, file, { mayReturn });
  const differs = right('handbook', `${decides}; ${file.path} differs`);
  switch (coming.type) {
    case 'same':
      return [right('handbook', `${decides}; it is what ${file.path} says`)];
    case 'activated': {
      const version = versionName(file.handbook.sha);
      return [right('handbook', `${differs.text}: version ${version}, not read by Heed yet`)];
    }
    case 'older':
      return [differs, right('handbook', coming.sentence)];
    case 'refused':
      return [differs, ...wrongs('handbook', coming.mistakes)];
    default:
      return coming satisfies never;
  }
}

/** Looking up people must not depend on a database, nor write into one. */
const NO_LINKS: PersonLinks = {
  byExternalId: async () => null,
  byEmail: async () => null,
  save: async () => {},
  noteUse: async () => {},
};

/** A department that names no channel where Heed works would have its cards nowhere. */
function placeLines(env: Env, { departments, digest, sensitive }: Handbook): CheckLine[] {
  const surfaces = [
    ...(slackOf(env) === null ? [] : ['slack']),
    ...(teamsOf(env) === null ? [] : ['teams']),
  ];
  if (surfaces.length === 0) return [];
  const key = surfaces.map((one) => `channel.${one}`).join(' or ');
  const isNowhere = (channel: Channel) =>
    surfaces.every((surface) => channelOn(channel, surface) === null);
  const own = departments
    .filter(({ channel }) => isNowhere(channel))
    .map(({ name }) => `${name} names no channel where Heed works: give it ${key}.`);
  const desks = [sensitive, ...departments.map((one) => one.sensitive)];
  const hidden = desks.some((desk) => desk !== null && isNowhere(desk.channel));
  return wrongs('channels', [
    ...own,
    ...(digest !== null && isNowhere(digest.channel)
      ? [`The digest names no channel where Heed works: give it ${key}.`]
      : []),
    ...(hidden
      ? ['What is sensitive has nowhere to stand: it needs Slack, and Heed works in Teams only.']
      : []),
  ]);
}

async function slackLines(env: Env, handbook: Handbook): Promise<readonly CheckLine[]> {
  const slack = slackOf(env);
  if (slack === null) {
    if (teamsOf(env) !== null) return [];
    return wantsSandbox(env)
      ? [right('slack', 'no credentials: "heed start" opens the sandbox')]
      : wrongs('slack', ['SLACK_BOT_TOKEN is not set, nor is MicrosoftAppId for Teams.']);
  }
  const { botToken, apiUrl } = slack;
  const personLinks = NO_LINKS;
  const lines = await checkSlack({ botToken, apiUrl, handbook, personLinks, now: Date.now });
  return lines.map(({ ok, text }) => ({ state: ok ? 'ok' : 'wrong', subject: 'slack', text }));
}

/** Whoever can be reached in Slack need not be in Teams. */
async function teamsLines(env: Env, handbook: Handbook): Promise<readonly CheckLine[]> {
  const credentials = teamsOf(env);
  if (credentials === null) return [];
  const { checkTeams } = await import('../surfaces/teams/index.ts');
  const opened = await openToLook(env);
  try {
    const lines = await checkTeams({ credentials, handbook, known: opened });
    const elsewhere = slackOf(env) !== null;
    return lines.map(({ ok, about, text }) => {
      const isNote = !ok && (about === 'looking' || (about === 'person' && elsewhere));
      return { state: ok ? 'ok' : isNote ? 'note' : 'wrong', subject: 'teams', text };
    });
  } finally {
    await opened?.store.close();
  }
}

/** Null where it is not there, or does not answer: another line says so. */
async function openToLook(env: Env): Promise<OpenStore | null> {
  if (env.DATABASE_URL === undefined && !existsSync(join(env.HEED_DATA_DIR, 'db'))) return null;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const opened = await openStore({ ...locationOf(env), signal, migrate: false });
    return await opened.store.check().then(
      () => opened,
      async () => {
        await opened.store.close();
        return null;
      },
    );
  } catch {
    return null;
  }
}
