/** Slack: the cards, threads and direct messages out, the presses, dialogs and commands in. */
import { App, ExpressReceiver, type Receiver } from '@slack/bolt';
import type { IRouter } from 'express';
import { type Logger, pino } from 'pino';
import type { Absences } from '../../app/absences.ts';
import type { Desk } from '../../app/desk.ts';
import type { HandOver } from '../../app/hand-over.ts';
import type { Logbook } from '../../app/logged.ts';
import type { Notebook } from '../../app/notes.ts';
import type { Outbox } from '../../app/outbox-port.ts';
import type { Lists } from '../../app/overview.ts';
import type { PersonLinks } from '../../app/people-port.ts';
import type { Statistics } from '../../app/statistics.ts';
import type { Surface } from '../../app/surface-port.ts';
import type { Tracker } from '../../app/track.ts';
import type { Handbook } from '../../core/handbook.ts';
import { createCalls } from './calls.ts';
import { createChannels } from './channels.ts';
import { type CheckLine, checkWorkspace } from './check.ts';
import { awaitWorkspace } from './connect.ts';
import { createGroups } from './groups.ts';
import { createHandling } from './handling.ts';
import { WAYS } from './help.ts';
import { createHomeTab } from './home-tab.ts';
import { slackLogger } from './logger.ts';
import { slackMedium } from './medium.ts';
import { createMessages } from './messages.ts';
import { createNotes } from './notes.ts';
import { createPeople, SURFACE_NAME } from './people.ts';
import type { Acknowledged } from './presses.ts';
import { createPrivately } from './private.ts';
import { createReread } from './reread.ts';
import { createSocket, type Socket } from './socket.ts';
import { createTracking } from './tracking.ts';
import { createTyping } from './typing.ts';

export interface SlackOptions {
  readonly botToken: string;
  /** Not needed in Socket Mode. */
  readonly signingSecret: string | null;
  /** With it Socket Mode, without it HTTP. */
  readonly appToken: string | null;
  readonly apiUrl: string;
  readonly desk: Desk;
  readonly lists: Lists;
  readonly absences: Absences;
  readonly logbook: Logbook;
  readonly statistics: Statistics;
  readonly handOver: HandOver;
  readonly notebook: Notebook;
  readonly tracker: Tracker;
  readonly personLinks: PersonLinks;
  readonly takeBudget: Outbox['takeBudget'];
  /** Draws a mention's card anew although nothing changed: somebody's screen shows a refused choice. */
  readonly redraw: (mention: string) => Promise<void>;
  /** Hears how long Slack waited for an acknowledgement, in ms. */
  readonly onAcknowledged?: (kind: Acknowledged, ms: number) => void;
  readonly now: () => number;
  readonly log: Logger;
  /** Ends a start that is still waiting for Slack. */
  readonly signal?: AbortSignal;
}

export interface SlackSurface {
  readonly surface: Surface;
  /** Connects the socket in Socket Mode; throws with a sentence when the app token is wrong. */
  start(): Promise<void>;
  /** Takes `POST /slack/events`; null in Socket Mode. Nothing before it may read the body. */
  readonly receiverRouter: IRouter | null;
  /** Takes nothing new and finishes what is in hand. */
  stop(): Promise<void>;
  check(): Promise<readonly CheckLine[]>;
  ready(): { readonly ok: true } | { readonly ok: false; readonly reason: string };
}

/** Waits for a Slack that is away; throws with a sentence when it refuses the token. */
export async function createSlackSurface(options: SlackOptions): Promise<SlackSurface> {
  const { botToken, apiUrl, appToken, desk, notebook, personLinks, takeBudget, now, log } = options;
  const logger = slackLogger(log);
  let tenant = '';
  const calls = createCalls({ botToken, apiUrl, takeBudget, logger, now, tenant: () => tenant });
  const workspace = await awaitWorkspace(calls, log, options.signal);
  tenant = workspace.tenant;
  const { botUserId } = workspace;
  const handbook = () => desk.handbook();
  const people = createPeople({ calls, links: personLinks, tenant, handbook, now });
  const channels = createChannels(calls);
  const groups = createGroups(calls, now);
  const medium = () => slackMedium(handbook().timezone, workspace.url);
  const messages = createMessages({
    calls,
    channels,
    people,
    groups,
    tenant,
    botUserId,
    medium,
    now,
    log,
  });
  const homeTab = createHomeTab({ calls, people, medium });
  const privately = createPrivately({ say: messages.say, handbook, now, log });
  const notes = createNotes({
    notebook,
    people,
    calls,
    privately,
    tenant,
    botUserId,
    now,
    log,
  });
  const reread = createReread({
    calls,
    notebook,
    notes,
    tenant,
    isListening: () => socket?.isConnected() ?? true,
    now,
    log,
  });
  const room = {
    desk,
    lists: options.lists,
    absences: options.absences,
    logbook: options.logbook,
    statistics: options.statistics,
    handOver: options.handOver,
    tracking: createTracking({
      desk,
      tracker: options.tracker,
      notebook,
      people,
      calls,
      privately,
      medium,
      tenant,
      botUserId,
      now,
      log,
    }),
    notes,
    missed: reread.owe,
    people,
    calls,
    homeTab,
    medium,
    canShare: true,
    ways: WAYS,
    place: { surface: SURFACE_NAME, tenant },
    privately,
    typing: createTyping(),
    redraw: options.redraw,
    onAcknowledged: options.onAcknowledged ?? (() => undefined),
    now,
    log,
  };
  const handling = createHandling(room);

  const socket =
    appToken === null ? null : createSocket({ appToken, apiUrl, logger, log, missed: reread.owe });
  const http = socket === null ? httpReceiver(options) : null;
  const app = new App({
    receiver: receiverOf(socket, http),
    authorize: async () => ({ botToken, botUserId, teamId: tenant, ...botIdOf(workspace.botId) }),
    logger,
    clientOptions: { slackApiUrl: apiUrl },
    convoStore: false,
    attachFunctionToken: false,
  });
  handling.listen(app);

  return {
    surface: {
      ...messages,
      publish: homeTab.publish,
      render: async (view) =>
        view.type === 'home' ? homeTab.render(view.overview) : messages.render(view),
    },
    receiverRouter: http?.router ?? null,
    async start() {
      await socket?.start(app);
      reread.start();
    },
    async stop() {
      await handling.finish();
      await Promise.all([socket?.stop(), reread.stop()]);
      await handling.finish();
    },
    check: () => checkWorkspace({ calls, personLinks, handbook, now }),
    ready() {
      if (socket === null || socket.isConnected()) return { ok: true };
      return { ok: false, reason: 'the socket to Slack is down' };
    },
  };
}

function botIdOf(botId: string | null): { botId?: string } {
  return botId === null ? {} : { botId };
}

function httpReceiver({ signingSecret, log }: SlackOptions): ExpressReceiver {
  if (signingSecret === null) {
    throw new Error(
      'Without SLACK_APP_TOKEN, Slack posts to Heed over HTTP: set SLACK_SIGNING_SECRET to check that it is Slack.',
    );
  }
  return new ExpressReceiver({
    signingSecret,
    logger: slackLogger(log),
    endpoints: '/slack/events',
  });
}

function receiverOf(socket: Socket | null, http: ExpressReceiver | null): Receiver {
  const receiver = socket?.receiver ?? http;
  if (receiver === null) throw new Error('neither a socket nor HTTP');
  return receiver;
}

export interface CheckOptions {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly handbook: Handbook;
  readonly personLinks: PersonLinks;
  readonly now: () => number;
}

/** For `heed check`: without starting anything. Never throws. */
export async function checkSlack(options: CheckOptions): Promise<readonly CheckLine[]> {
  const { botToken, apiUrl, personLinks, now } = options;
  const calls = createCalls({
    botToken,
    apiUrl,
    now,
    takeBudget: async () => 0,
    logger: slackLogger(pino({ level: 'silent' })),
    tenant: () => '',
  });
  return checkWorkspace({ calls, personLinks, handbook: () => options.handbook, now });
}
