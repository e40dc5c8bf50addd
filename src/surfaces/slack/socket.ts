/**
 * Socket Mode: one connection that is kept up. Slack's client takes some failures of a reconnect
 * for final and leaves them as unhandled rejections, so its own reconnecting is off and this loop
 * does it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type App, type Logger as SlackLogger, SocketModeReceiver } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import type { Logger } from 'pino';
import { CLIENT_OPTIONS } from './calls.ts';
import { backOff } from './connect.ts';
import { TIMES } from './limits.ts';

export interface Socket {
  readonly receiver: SocketModeReceiver;
  /** Resolves when connected for the first time; throws when the app token is wrong. */
  start(app: App): Promise<void>;
  isConnected(): boolean;
  stop(): Promise<void>;
}

interface SocketOptions {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly logger: SlackLogger;
  readonly log: Logger;
  /** The connection is back after long; what happened since then may have passed by. */
  readonly missed: (since: number) => void;
}

export function createSocket({ appToken, apiUrl, logger, log, missed }: SocketOptions): Socket {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { ...CLIENT_OPTIONS, slackApiUrl: apiUrl } },
  });
  const { client } = receiver;
  const stopping = new AbortController();
  let connected = false;
  let lostAt: number | null = null;
  client.on('connected', () => {
    connected = true;
    if (lostAt !== null && Date.now() - lostAt > TIMES.away) missed(lostAt);
    lostAt = null;
  });
  client.on('disconnected', () => {
    connected = false;
    lostAt ??= Date.now();
  });

  function isOver(): boolean {
    return stopping.signal.aborted;
  }

  /** Resolves when connected; throws when it never will be. */
  async function connect(app: App): Promise<void> {
    for (let attempt = 0; !isOver(); attempt += 1) {
      try {
        await app.start();
        return;
      } catch (error) {
        if (isHopeless(error)) throw error;
        const waitMs = backOff(attempt);
        log.warn({ err: error, waitMs }, 'Slack refuses the socket; trying again');
        await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  }

  /** Slack renews a connection every few hours; one that ends at once is not taken up at once. */
  async function keepUp(app: App): Promise<void> {
    let shortLived = 0;
    while (!isOver()) {
      const since = Date.now();
      if (connected) {
        await new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
      }
      shortLived = Date.now() - since < TIMES.reconnect.steady ? shortLived + 1 : 0;
      const waitMs = shortLived > 1 ? backOff(shortLived) : TIMES.reconnect.first;
      await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (isOver()) return;
      log.info({ waitMs }, 'Slack closed the socket; connecting again');
      await connect(app);
    }
  }

  return {
    receiver,
    isConnected: () => connected,
    async start(app) {
      await connect(app).catch((error: unknown) => {
        throw new Error(tokenSentence(error), { cause: error });
      });
      keepUp(app).catch((error: unknown) => {
        log.error({ err: error }, 'Slack takes the socket no more');
      });
    },
    async stop() {
      stopping.abort();
      await receiver.stop();
    },
  };
}

const HOPELESS = [
  'invalid_auth',
  'not_authed',
  'not_allowed_token_type',
  'account_inactive',
  'token_revoked',
  'missing_scope',
];

function isHopeless(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && HOPELESS.includes(error.data.error);
}

function tokenSentence(error: unknown): string {
  const code = error instanceof WebAPIPlatformError ? error.data.error : String(error);
  return `Slack does not take SLACK_APP_TOKEN (${code}). Set it to an app-level token with the scope connections:write, which starts with "xapp-".`;
}
