/**
 * The composition root: opens the store, connects Slack, mounts the sources, starts the dispatcher.
 * Everything else gets what it needs handed in from here.
 */
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { PATIENCE, type Patience } from './app/backoff.ts';
import { createDesk } from './app/create-desk.ts';
import { StoreAway } from './app/desk.ts';
import { handle } from './app/handle.ts';
import type { House } from './app/house.ts';
import { ingest } from './app/ingest.ts';
import { readPause, startPaused } from './app/pause.ts';
import { perform } from './app/perform.ts';
import type { Figures } from './app/ports.ts';
import type { Sources } from './app/publish.ts';
import { requestRedraw } from './app/requests.ts';
import { checkDraft } from './core/guide.ts';
import { type Handbook, personOf } from './core/handbook.ts';
import { findPhoneNumbers } from './handbook/phone-numbers.ts';
import { type HttpServer, listen } from './http.ts';
import { createDispatcher, type Dispatcher } from './jobs/dispatcher.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { WebhookSource } from './sources/webhook/index.ts';
import { type OpenStore, openStore, type StoreLocation } from './store/open.ts';
import { createSlackSurface, type SlackSurface } from './surfaces/slack/index.ts';

export interface SlackCredentials {
  readonly botToken: string;
  readonly signingSecret: string | null;
  /** With it Socket Mode, without it HTTP. */
  readonly appToken: string | null;
  readonly apiUrl: string;
}

export interface HeedOptions {
  readonly handbook: Handbook;
  readonly sources: ReadonlyMap<string, WebhookSource>;
  readonly location: StoreLocation;
  readonly slack: SlackCredentials;
  readonly port: number;
  readonly host: string;
  readonly log: Logger;
  /** Begins with all publishing stopped. */
  readonly paused?: boolean;
  /** With a source that does not take a reply; minutes when left out. */
  readonly patience?: Patience;
  /** Ends a start that is still waiting for something. */
  readonly signal?: AbortSignal;
}

export interface Heed {
  readonly url: string;
  /** Resolves once everything is up; rejects with a sentence when it never can be. */
  readonly ready: Promise<void>;
  /** Takes nothing new, finishes what is in hand. */
  stop(): Promise<void>;
}

/** How many channels, conversations and sources are worked on at once by one process. */
const CONCURRENCY = 8;

interface Parts {
  store: OpenStore | null;
  slack: SlackSurface | null;
  dispatcher: Dispatcher | null;
}

/** Listens at once, so that health can be asked while the database or Slack are waited for. */
export async function startHeed(options: HeedOptions): Promise<Heed> {
  const parts: Parts = { store: null, slack: null, dispatcher: null };
  const slackDoor: RequestHandler = (request, response, next) => {
    const router = parts.slack?.receiverRouter ?? null;
    if (router === null) next();
    else router(request, response, next);
  };
  const house = () => houseOf(options, parts);
  const metrics = createMetrics({
    sources: options.sources.keys(),
    figures: async () => figuresOf(house()),
  });
  const http = await listen(
    {
      source: (id) => options.sources.get(id) ?? null,
      ingest: async (incoming) => {
        const taken = await ingest(house(), incoming);
        metrics.postTaken(incoming.source, taken.type);
        return taken;
      },
      metrics,
      problems: () => problems(parts),
      slack: slackDoor,
      log: options.log,
    },
    options.port,
    options.host,
  );
  return {
    url: `http://${options.host}:${http.port}`,
    ready: connect(options, parts, house, metrics),
    stop: () => stop(parts, http),
  };
}

function houseOf(options: HeedOptions, parts: Parts): House {
  const { store, slack } = parts;
  if (store === null || slack === null) throw new StoreAway('Heed is still starting');
  return {
    store: store.store,
    handbook: () => options.handbook,
    places: () => [{ surface: slack.surface.name, tenant: slack.surface.tenant }],
    findings: (text, replyLength, handbook) =>
      checkDraft(text, { handbook, replyLength, findPhoneNumbers }),
    now: Date.now,
    newId: randomUUID,
    patience: options.patience ?? PATIENCE,
    log: options.log,
  };
}

async function connect(
  options: HeedOptions,
  parts: Parts,
  house: () => House,
  metrics: Metrics,
): Promise<void> {
  const { log, slack: credentials } = options;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const opened = await openStore({ ...options.location, ...signal }, log);
  parts.store = opened;
  if (options.paused === true) await startPaused(opened.store, Date.now());
  const slack = await createSlackSurface({
    ...credentials,
    desk: {
      handbook: () => options.handbook,
      handle: (...args) => createDesk(house()).handle(...args),
      look: (mention) => createDesk(house()).look(mention),
      pause: (person) => createDesk(house()).pause(person),
      resume: (person) => createDesk(house()).resume(person),
    },
    personLinks: opened.personLinks,
    takeBudget: opened.outbox.takeBudget,
    redraw: (mention) => requestRedraw(house().store, mention, Date.now()),
    onAcknowledged: metrics.acknowledged,
    now: Date.now,
    log,
    ...signal,
  });
  parts.slack = slack;
  await releaseWorkOfLeavers(house());
  const sources = countReplies(options.sources, metrics);
  const dispatcher = createDispatcher({
    outbox: opened.outbox,
    async perform(effect) {
      const surfaces = () => [slack.surface];
      const result = await perform({ ...house(), surfaces, sources }, effect);
      metrics.effectPerformed(effect.kind, result.type, Date.now() - effect.dueAt);
      return result;
    },
    now: Date.now,
    log,
    concurrency: CONCURRENCY,
  });
  parts.dispatcher = dispatcher;
  await dispatcher.start();
  await slack.start();
  log.info({ store: opened.kind, workspace: slack.surface.tenant }, 'Heed is ready');
}

function countReplies(all: HeedOptions['sources'], metrics: Metrics): Sources {
  return (id) => {
    const source = all.get(id);
    if (source === undefined) return null;
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

/** What somebody had in hand who is no longer in the handbook goes back to the department. */
async function releaseWorkOfLeavers(house: House): Promise<void> {
  for (const { id, owner } of await house.store.ownedMentions()) {
    if (personOf(house.handbook(), owner) !== null) continue;
    await handle(house, id, { type: 'owner_left' }, { type: 'heed' });
  }
}

async function problems(parts: Parts): Promise<readonly string[]> {
  const found: string[] = [];
  if (parts.store === null) found.push('database: not there yet');
  else {
    const problem = await parts.store.store.check().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (problem !== null) found.push(`database: ${problem}`);
  }
  const slack = parts.slack?.ready() ?? { ok: false, reason: 'not connected yet' };
  if (!slack.ok) found.push(`slack: ${slack.reason}`);
  if (parts.dispatcher === null) found.push('dispatcher: not started yet');
  return found;
}

async function stop(parts: Parts, http: HttpServer): Promise<void> {
  await Promise.all([http.close(), parts.slack?.stop(), parts.dispatcher?.stop()]);
  await parts.store?.store.close();
}
