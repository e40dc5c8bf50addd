import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Act } from './act.ts';
import { perform } from './acts.ts';
import { type Changes, createChanges } from './changes.ts';
import type { Square, Workspace } from './control.ts';
import { actOnSquare, controlSquare, controlWorkspace } from './control.ts';
import { createHttpDelivery, createSocketDelivery } from './delivery.ts';
import { tellEvents } from './events.ts';
import { createWriter, readSnapshot, type Secrets } from './file.ts';
import { listen } from './listen.ts';
import type { User } from './people.ts';
import { answerResponseUrl } from './response-url.ts';
import { type SquareAct, SquareState, seedSquare } from './square.ts';
import { createCourier, receiveReply } from './square-hook.ts';
import { createUi, type UiContext } from './ui.ts';
import { createWebApi, type WebApi } from './web-api.ts';
import { WorkspaceState } from './workspace.ts';

export interface SandboxOptions {
  /** 0, the default: any free one. */
  readonly port?: number;
  /** Where messages, posts and secrets outlive a restart; nowhere when left out. */
  readonly dataFile?: string;
  /** Where the square posts: Heed's `/hooks/website`; empty while that is not there. */
  readonly hookUrl: () => string;
  readonly delivery?:
    | { readonly type: 'socket' }
    | { readonly type: 'http' /** Heed's `/slack/events`. */; readonly url: string };
  /** Epoch ms. */
  readonly clock?: () => number;
  readonly seedPosts?: boolean;
  readonly limits?: 'slack' | 'none';
  /** In the workspace beside those who always are. */
  readonly people?: readonly User[];
}

export interface Sandbox extends Secrets {
  /** Without a slash at the end. */
  readonly url: string;
  readonly slackApiUrl: string;
  /** Where the website takes Heed's replies. */
  readonly replyUrl: string;
  readonly workspace: Workspace;
  readonly square: Square;
  close(): Promise<void>;
}

const COALESCE_MS = 30;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

function createSecrets(): Secrets {
  const part = () => randomBytes(16).toString('hex');
  return {
    botToken: `xoxb-${part()}`,
    appToken: `xapp-1-${part()}`,
    signingSecret: part(),
    webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
  };
}

/** Refuses names that a foreign page could have pointed at this machine (DNS rebinding). */
const loopbackOnly: RequestHandler = (request, response, next) => {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (LOOPBACK.includes(host)) return next();
  response.status(403).json({ ok: false, error: 'the sandbox answers on this machine only' });
};

const onError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status = Number(Object(error).status ?? 500);
  const name = status < 500 ? 'invalid_json' : 'internal_error';
  response.status(status).json({ ok: false, error: name });
};

function route(context: UiContext, api: WebApi, secrets: Secrets): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(loopbackOnly);
  app.post('/square/replies', express.raw({ type: () => true }), (request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const raw = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
    const { square, baseUrl } = context;
    const outcome = receiveReply(square, secrets.webhookSecret, baseUrl, { raw, headers });
    if (outcome.type === 'silent') response.destroy();
    else response.status(outcome.status).json(outcome.body);
  });
  app.use(express.json({ limit: '2mb' }), express.urlencoded({ limit: '2mb', extended: false }));
  app.post('/api/:method', api.handle);
  app.post('/response/:id', (request, response) => {
    const answer = answerResponseUrl(context.state, request.params.id, request.body);
    response.status(answer.status).type('text').send(answer.body);
  });
  app.use(createUi(context));
  app.use(onError);
  return app;
}

function keepFile(path: string, changes: Changes, take: Parameters<typeof createWriter>[1]) {
  const save = createWriter(path, take);
  changes.subscribe(() => void save());
  return save;
}

/**
 * Starts the local workspace and square on 127.0.0.1.
 * @throws Error when the port is taken or the data file can't be read
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const before = options.dataFile ? readSnapshot(options.dataFile) : undefined;
  const server = createServer();
  const { port } = await listen(server, options.port ?? 0);
  const baseUrl = `http://127.0.0.1:${port}`;
  const secrets = before?.secrets ?? createSecrets();
  const now = options.clock ?? Date.now;
  const changes = createChanges(COALESCE_MS);

  const state = new WorkspaceState(now, changes.note, before?.workspace, options.people);
  const square = new SquareState(now, changes.note, before?.square);
  const delivery =
    options.delivery?.type === 'http'
      ? createHttpDelivery(options.delivery.url, secrets.signingSecret, changes.note)
      : createSocketDelivery(() => `127.0.0.1:${port}`, changes.note);
  state.events = tellEvents(state, delivery);
  const courier = createCourier(square, secrets.webhookSecret, { ...options, baseUrl });
  const methods = { state, baseUrl, openSocket: delivery.openSocket };
  const api = createWebApi(methods, secrets, options.limits !== 'none');
  const actHere = (given: Act) => perform({ state, delivery, baseUrl }, given);
  const actThere = (given: SquareAct) => actOnSquare(square, given);
  const save =
    options.dataFile === undefined
      ? null
      : keepFile(options.dataFile, changes, () => ({
          secrets,
          workspace: state.snapshot(),
          square: square.data,
        }));

  const { subscribe } = changes;
  const ui = { state, square, delivery, baseUrl, subscribe, act: actHere, actOnSquare: actThere };
  server.on('request', route(ui, api, secrets));
  server.on('upgrade', delivery.upgrade);
  square.onQueued = courier.wake;
  if (options.seedPosts) seedSquare(square);
  courier.wake();

  return {
    url: baseUrl,
    slackApiUrl: `${baseUrl}/api/`,
    replyUrl: `${baseUrl}/square/replies`,
    ...secrets,
    workspace: controlWorkspace(state, api, actHere),
    square: controlSquare(square, actThere),
    async close() {
      courier.close();
      delivery.close();
      changes.close();
      await save?.();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
