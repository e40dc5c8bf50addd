/**
 * The composition root: opens the store, connects the surfaces, mounts the sources, starts the
 * dispatcher.
 * Everything else gets what it needs handed in from here.
 */
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { PATIENCE, type Patience } from './app/backoff.ts';
import { StoreAway } from './app/desk.ts';
import { createHandbooks, type HandbookFile, type Handbooks } from './app/handbooks.ts';
import type { House } from './app/house.ts';
import { ingest } from './app/ingest.ts';
import { followHandbook } from './app/new-handbook.ts';
import { readPause, startPaused } from './app/pause.ts';
import { perform } from './app/perform.ts';
import type { Sources } from './app/publish.ts';
import type { Figures, Store } from './app/store-port.ts';
import type { Surface } from './app/surface-port.ts';
import { type HandbookRead, type Taking, takeHandbook, tellTrouble } from './app/take-handbook.ts';
import { tick } from './app/tick.ts';
import { openSlack, openTeams, type SlackCredentials } from './compose-surfaces.ts';
import { checkDraft } from './core/guide.ts';
import type { Handbook } from './core/handbook.ts';
import { findPhoneNumbers } from './handbook/phone-numbers.ts';
import { type HttpServer, listen } from './http.ts';
import { createDispatcher, type Dispatcher } from './jobs/dispatcher.ts';
import { type Scheduler, startScheduler } from './jobs/scheduler.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { OpenedSources } from './sources/registry.ts';
import { type ServedSources, serveSources } from './sources/served.ts';
import { type OpenStore, openStore, type StoreLocation } from './store/open.ts';
import type { SlackSurface } from './surfaces/slack/index.ts';
import type { TeamsCredentials } from './surfaces/teams/auth.ts';
import type { TeamsOptions, TeamsSurface } from './surfaces/teams/index.ts';

export interface HeedOptions {
  /** Decides from the start on where it is new to the database; see `activate`. */
  readonly handbook: HandbookFile;
  /** Whether a handbook that was active before comes back by being read; false when left out. */
  readonly handbookMayReturn?: boolean;
  readonly openSources: (handbook: Handbook) => OpenedSources;
  readonly location: StoreLocation;
  /** Null where Heed does not work in Slack; in one of the two it does. */
  readonly slack: SlackCredentials | null;
  readonly teams: TeamsCredentials | null;
  readonly port: number;
  readonly host: string;
  readonly log: Logger;
  /** Begins with all publishing stopped. */
  readonly paused?: boolean;
  /** With a source that does not take a reply; minutes when left out. */
  readonly patience?: Patience;
  /** When the clock is looked at, as a cron pattern; twice a minute when left out. */
  readonly clock?: string;
  /** What Teams draws and answers with; its cards and dialogs when left out. */
  readonly teamsParts?: Pick<TeamsOptions, 'draw' | 'take'>;
  /** Ends a start that is still waiting for something. */
  readonly signal?: AbortSignal;
}

export interface Heed {
  readonly url: string;
  /** Resolves once everything is up; rejects with a sentence when it never can be. */
  readonly ready: Promise<void>;
  /** The handbook's file was read again: it decides from now on, or the admins hear why not. */
  takeHandbook(read: HandbookRead): Promise<void>;
  /** Takes nothing new, finishes what is in hand. */
  stop(): Promise<void>;
}

/** How many channels, conversations and sources are worked on at once by one process. */
const CONCURRENCY = 8;

interface Parts {
  readonly handbooks: Handbooks;
  readonly sources: ServedSources;
  readonly metrics: Metrics;
  store: OpenStore | null;
  slack: SlackSurface | null;
  teams: TeamsSurface | null;
  /** All of them are connected. */
  surfaces: readonly Surface[] | null;
  dispatcher: Dispatcher | null;
  scheduler: Scheduler | null;
  /** What follows from handbooks, one after the other. */
  following: Promise<void>;
}

/** Listens at once, so that health can be asked while the database or Slack are waited for. */
export async function startHeed(options: HeedOptions): Promise<Heed> {
  const handbooks = createHandbooks(options.handbook, options.log);
  const metrics = createMetrics({
    sources: options.handbook.handbook.sources.map(({ id }) => id),
    figures: async () => figuresOf(house()),
  });
  const parts: Parts = {
    handbooks,
    sources: serveSources(options.openSources, handbooks.newest, options.log),
    metrics,
    store: null,
    slack: null,
    teams: null,
    surfaces: null,
    dispatcher: null,
    scheduler: null,
    following: Promise.resolve(),
  };
  const slackDoor: RequestHandler = (request, response, next) => {
    const router = parts.slack?.receiverRouter ?? null;
    if (router === null) next();
    else router(request, response, next);
  };
  const teamsDoor: RequestHandler = (request, response, next) => {
    if (parts.teams !== null) parts.teams.router(request, response, next);
    else if (request.path !== '/api/messages') next();
    else throw new StoreAway('Heed is still starting');
  };
  const house = () => houseOf(options, parts);
  const http = await listen(
    {
      source: parts.sources.get,
      ingest: async (incoming) => {
        const taken = await ingest(house(), incoming);
        metrics.postTaken(incoming.source, taken.type);
        return taken;
      },
      metrics,
      problems: () => problems(options, parts),
      slack: slackDoor,
      teams: options.teams === null ? null : teamsDoor,
      log: options.log,
    },
    options.port,
    options.host,
  );
  const ready = connect(options, parts, house);
  return {
    url: `http://${options.host}:${http.port}`,
    ready,
    async takeHandbook(read) {
      await ready;
      const trouble = await takeHandbook(takingOf(options, parts, house().store), read);
      if (trouble !== null) await tellTrouble(house(), trouble);
    },
    stop: () => stop(parts, http),
  };
}

function houseOf(options: HeedOptions, parts: Parts): House {
  const { store, surfaces, handbooks } = parts;
  if (store === null || surfaces === null) throw new StoreAway('Heed is still starting');
  return {
    store: store.store,
    handbook: handbooks.newest,
    deciding: handbooks.deciding,
    places: () => surfaces.map(({ name, tenant }) => ({ surface: name, tenant })),
    findings: (text, replyLength, handbook) =>
      checkDraft(text, { handbook, replyLength, findPhoneNumbers }),
    now: Date.now,
    newId: randomUUID,
    patience: options.patience ?? PATIENCE,
    log: options.log,
  };
}

function takingOf(options: HeedOptions, { sources }: Parts, store: Store): Taking {
  return {
    store,
    now: Date.now,
    log: options.log,
    mayReturn: options.handbookMayReturn ?? false,
    lacking: sources.lacking,
  };
}

async function connect(options: HeedOptions, parts: Parts, house: () => House): Promise<void> {
  const { log } = options;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const opened = await openStore({ ...options.location, ...signal }, log);
  parts.store = opened;
  if (options.paused === true) await startPaused(opened.store, Date.now());
  const read: HandbookRead = { ok: true, file: options.handbook };
  const trouble = await takeHandbook(takingOf(options, parts, opened.store), read);
  await opened.store.transaction((tx) => parts.handbooks.deciding(tx));
  const surfaces = await openSurfaces(options, parts, opened, house);
  parts.surfaces = surfaces;
  if (trouble !== null) await tellTrouble(house(), trouble);
  const follow = () => {
    parts.following = parts.following.then(() => followOrLog(options, parts, house));
  };
  await opened.store.onHandbookActivated(follow);
  follow();
  const sources = countReplies(parts);
  const dispatcher = createDispatcher({
    outbox: opened.outbox,
    async perform(effect) {
      const result = await perform({ ...house(), surfaces: () => surfaces, sources }, effect);
      parts.metrics.effectPerformed(effect.kind, result.type, Date.now() - effect.dueAt);
      return result;
    },
    now: Date.now,
    log,
    concurrency: CONCURRENCY,
  });
  parts.dispatcher = dispatcher;
  await dispatcher.start();
  parts.scheduler = startScheduler(() => tick(house()), log, options.clock);
  await Promise.all([parts.slack?.start(), parts.teams?.start()]);
  const places = surfaces.map(({ name, tenant }) => `${name} ${tenant}`);
  log.info({ store: opened.kind, places }, 'Heed is ready');
}

async function openSurfaces(
  options: HeedOptions,
  parts: Parts,
  opened: OpenStore,
  house: () => House,
): Promise<readonly Surface[]> {
  const { handbooks, metrics } = parts;
  const { log, signal } = options;
  const around = { handbooks, opened, house, log };
  if (options.teams !== null) {
    parts.teams = await openTeams(options.teams, around, options.teamsParts);
  }
  if (options.slack !== null) {
    const { acknowledged } = metrics;
    parts.slack = await openSlack(options.slack, around, acknowledged, signal);
  }
  return [parts.slack, parts.teams].flatMap((one) => (one === null ? [] : [one.surface]));
}

function countReplies({ sources, metrics }: Parts): Sources {
  return (id) => {
    const source = sources.get(id);
    if (source === null) return null;
    return {
      ...source,
      async publish(reply) {
        const outcome = await source.publish(reply);
        metrics.replied(id, outcome.type);
        return outcome;
      },
    };
  };
}

async function figuresOf({ store }: House): Promise<Figures> {
  const pause = await readPause(store);
  return { ...(await store.figures(Date.now())), paused: pause !== null };
}

/** What fails now is done at the next call or start: nothing of it is noted before it is done. */
async function followOrLog(
  options: HeedOptions,
  { sources }: Parts,
  house: () => House,
): Promise<void> {
  try {
    await followHandbook(house());
    const sentences = sources.lacking(house().handbook());
    if (sentences.length === 0) return;
    await tellTrouble(house(), {
      path: options.handbook.path,
      title: 'Heed lacks something to serve a source',
      sentences,
      after: 'Set it and restart Heed. What is posted there meanwhile is not taken in.',
    });
  } catch (error) {
    options.log.warn({ err: error }, 'the new handbook could not be followed up yet');
  }
}

async function problems(options: HeedOptions, parts: Parts): Promise<readonly string[]> {
  const found: string[] = [];
  if (parts.store === null) found.push('database: not there yet');
  else {
    const problem = await parts.store.store.check().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (problem !== null) found.push(`database: ${problem}`);
  }
  const handbook = parts.handbooks.problem();
  if (handbook !== null) found.push(`handbook: ${handbook}`);
  for (const name of ['slack', 'teams'] as const) {
    if (options[name] === null) continue;
    const state = parts[name]?.ready() ?? { ok: false, reason: 'not connected yet' };
    if (!state.ok) found.push(`${name}: ${state.reason}`);
  }
  if (parts.dispatcher === null) found.push('dispatcher: not started yet');
  return found;
}

async function stop(parts: Parts, http: HttpServer): Promise<void> {
  const { slack, teams, dispatcher, scheduler } = parts;
  const surfaces = [slack?.stop(), teams?.stop()];
  await Promise.all([http.close(), ...surfaces, dispatcher?.stop(), scheduler?.stop()]);
  await parts.following;
  await parts.store?.store.close();
}
