/** The one server: the sources' hooks, health, and what Bolt and Teams mount. */
import { createServer, type Server } from 'node:http';
import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { StoreAway } from './app/desk.ts';
import type { Log } from './app/house.ts';
import type { Incoming } from './app/ingest.ts';
import type { WebhookSource } from './sources/webhook/index.ts';

/** 40,000 characters fit, however JSON escapes them. */
const LARGEST_BODY = '1mb';
/** Posts taken in at once; more are asked to come back. */
const MOST_AT_ONCE = 50;
/** How often a stop looks for connections that are kept alive for nothing. */
const IDLE_LOOK_MS = 50;

export interface HttpOptions {
  readonly source: (id: string) => WebhookSource | null;
  readonly ingest: (incoming: Incoming) => Promise<{ type: string }>;
  /** What is not ready, in sentences; empty when everything is. */
  readonly problems: () => Promise<readonly string[]>;
  /** The page for monitoring. */
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** Bolt's receiver, where Slack delivers over HTTP. */
  readonly slack: RequestHandler | null;
  /** Where Teams delivers; null where Heed does not work there. */
  readonly teams: RequestHandler | null;
  readonly log: Log;
}

export interface HttpServer {
  readonly port: number;
  /** Takes no new connection and waits for the requests under way. */
  close(): Promise<void>;
}

export function listen(options: HttpOptions, port: number, host: string): Promise<HttpServer> {
  const server = createServer(createHttp(options));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ port: bound, close: () => closeServer(server) });
    });
  });
}

/** A connection that is kept alive and busy would otherwise never end. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.prependListener('request', (_request, response) => {
      response.setHeader('Connection', 'close');
    });
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
    server.close(() => {
      clearInterval(idle);
      resolve();
    });
  });
}

function createHttp(options: HttpOptions): express.Express {
  const app = express();
  app.disable('x-powered-by');
  if (options.slack !== null) app.use(options.slack);
  if (options.teams !== null) app.use(options.teams);
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    const problems = await options.problems();
    const status = problems.length === 0 ? 'ready' : 'not ready';
    response.status(problems.length === 0 ? 200 : 503).json({ status, problems });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(options.metrics.contentType).send(await options.metrics.text());
  });
  const raw = express.raw({ type: () => true, limit: LARGEST_BODY });
  app.post('/hooks/:source', raw, hookHandler(options));
  app.all('/hooks/:source', (_request, response) => {
    response.status(405).set('Allow', 'POST').json({ error: 'posts come here by POST' });
  });
  app.use((_request, response) => {
    response.status(404).json({ error: 'there is nothing here' });
  });
  app.use(errorHandler(options.log));
  return app;
}

function hookHandler(options: HttpOptions): RequestHandler<{ source: string }> {
  let underWay = 0;
  return async (request, response) => {
    const source = options.source(request.params.source);
    if (source === null) {
      response.status(404).json({ error: `the handbook has no source "${request.params.source}"` });
      return;
    }
    if (underWay >= MOST_AT_ONCE) {
      response.status(429).set('Retry-After', '1').json({ error: 'too many posts at once' });
      return;
    }
    underWay += 1;
    try {
      await takeHook(options, source, request, response);
    } finally {
      underWay -= 1;
    }
  };
}

async function takeHook(
  options: HttpOptions,
  source: WebhookSource,
  request: Request<{ source: string }>,
  response: Response,
): Promise<void> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const received = source.receive(headersOf(request), body);
  switch (received.type) {
    case 'forged':
      options.log.warn({ source: source.id, reason: received.reason }, 'hook refused');
      response.status(401).json({ error: received.reason });
      return;
    case 'malformed':
      options.log.warn({ source: source.id, reason: received.reason }, 'hook not understood');
      response.status(400).json({ error: received.reason });
      return;
    case 'post': {
      const taken = await options.ingest(received.incoming);
      response.status(202).json({ taken: taken.type });
      return;
    }
    default:
      received satisfies never;
  }
}

function headersOf(request: Request<{ source: string }>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}

function errorHandler(log: Log) {
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    if (status !== null && status >= 400 && status < 500) {
      const reason =
        status === 413
          ? `the body is larger than ${LARGEST_BODY}`
          : 'the request is not understood';
      response.status(status).json({ error: reason });
      return;
    }
    const away = error instanceof StoreAway;
    if (!away) log.error({ err: error }, 'request failed');
    response
      .status(503)
      .set('Retry-After', '5')
      .json({
        error: away
          ? 'the database does not answer, send it again'
          : 'this went wrong here, send it again',
      });
  };
}

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}
