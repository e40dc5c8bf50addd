import { fileURLToPath } from 'node:url';
import express, { type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import { type Act, type ActResult, act } from './act.ts';
import type { Delivery } from './delivery.ts';
import { CUSTOMERS, GROUPS, OUR_POSTS, TEAM, type User } from './people.ts';
import { type SquareAct, type SquareState, squareAct } from './square.ts';
import { linkTo } from './square-hook.ts';
import type { View } from './views.ts';
import { type Channel, isIn, type Message, type WorkspaceState } from './workspace.ts';

export interface UiContext {
  readonly state: WorkspaceState;
  readonly square: SquareState;
  readonly delivery: Delivery;
  readonly baseUrl: string;
  readonly act: (given: Act) => Promise<ActResult>;
  readonly actOnSquare: (given: SquareAct) => ActResult;
  /** Calls back after each change, coalesced. @returns how to stop */
  readonly subscribe: (listener: () => void) => () => void;
}

function userLine(user: User) {
  const { id, name, email, title, color, isBot } = user;
  const initials = name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('');
  return { id, name, email, title, initials, color, isBot };
}

function messageLine(message: Message, replyCount: number, ephemeral: boolean) {
  const { ts, user, text, blocks, threadTs, broadcast, at } = message;
  const edited = message.editedTs !== undefined;
  return { ts, user, text, blocks, threadTs, broadcast, replyCount, edited, ephemeral, at };
}

function messageLines(state: WorkspaceState, channel: Channel, me: string) {
  const secret = state.ephemerals
    .filter((e) => e.channel === channel.id && e.reader === me)
    .map((e) => messageLine(e, 0, true));
  const lines = channel.messages.map((message) => {
    const replies = channel.messages.filter((other) => other.threadTs === message.ts);
    return messageLine(message, replies.length, false);
  });
  return [...lines, ...secret].sort((a, b) => Number(a.ts) - Number(b.ts));
}

function viewLine(view: View) {
  const { id, hash, modal, values, errors, pending } = view;
  return {
    id,
    hash,
    title: modal.title.text,
    submit: modal.submit?.text ?? null,
    close: modal.close?.text ?? null,
    blocks: modal.blocks,
    values,
    ...(Object.keys(errors).length > 0 ? { errors } : {}),
    pending,
  };
}

function homeLine(state: WorkspaceState, me: string) {
  const home = state.homes.get(me);
  return home ? { id: home.id, blocks: home.view.blocks, values: home.values } : null;
}

/** What stands in a thread counts for whom it mentions. */
function isUnread(channel: Channel, message: Message, me: string): boolean {
  const { ts, user, text, threadTs, broadcast = false } = message;
  const concerns = threadTs === undefined || broadcast || text.includes(`<@${me}>`);
  return concerns && user !== me && Number(ts) > Number(channel.read[me] ?? 0);
}

function workspacePage(context: UiContext, me: string) {
  const { state } = context;
  const channels = state.channels.filter((channel) => isIn(channel, me));
  return {
    team: { id: TEAM.id, name: TEAM.name },
    me,
    users: state.users.map(userLine),
    groups: GROUPS.map(({ id, handle }) => ({ id, handle })),
    channels: channels.map((channel) => ({
      id: channel.id,
      name: channel.with ? 'Heed' : channel.name,
      kind: channel.with ? 'im' : 'channel',
      isPrivate: channel.members !== null,
      ...(channel.with ? { with: channel.with } : {}),
      unread: channel.messages.filter((message) => isUnread(channel, message, me)).length,
    })),
    messages: Object.fromEntries(
      channels.map((channel) => [channel.id, messageLines(state, channel, me)]),
    ),
    views: state.views(me).map(viewLine),
    home: homeLine(state, me),
    notice: state.notices.get(me) ?? null,
    connected: context.delivery.isConnected(),
  };
}

function squarePage({ square, baseUrl }: UiContext) {
  const customers = CUSTOMERS.map(({ id, handle, name }) => ({ id, handle, name }));
  return {
    customers,
    ourPosts: OUR_POSTS,
    posts: square.data.posts.map(({ customer, ...post }) => ({
      ...post,
      author: customers.find((other) => other.id === customer) ?? null,
      url: linkTo(baseUrl, post.id),
    })),
    mode: square.mode,
  };
}

const PARCEL = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">
<rect width="320" height="200" fill="#e7e5e4"/><path d="M70 80 160 50l90 30v80l-90 30-90-30z"
fill="#d6a76c"/><path d="m70 80 90 30 90-30M160 110v80" fill="none" stroke="#8a5a26"
stroke-width="4"/><path d="m150 62 14 16-10 10 18 14-8 16 14 10" fill="none" stroke="#44260b"
stroke-width="5"/><path d="m196 150 22-9v16l-22 9z" fill="#be123c"/></svg>`;

function badRequest(response: Response, error: z.ZodError): void {
  response.status(400).json({ ok: false, error: error.issues[0]?.message ?? 'bad request' });
}

/** The routes of the page; its files stand in `page/`. */
export function createUi(context: UiContext): Router {
  const router = Router();

  function reader(request: Request): string {
    const wanted = String(request.query['as'] ?? '');
    return context.state.user(wanted) ? wanted : (context.state.users[0]?.id ?? '');
  }

  router.use('/ui', (request, response, next) => {
    const { origin, host } = request.headers;
    const foreign = origin !== undefined && origin !== `http://${host}`;
    if (request.method === 'POST' && (foreign || !request.is('application/json'))) {
      response.status(403).json({ ok: false, error: 'only the page itself may do this' });
      return;
    }
    next();
  });
  router.get('/ui/state', (request, response) => {
    response.json(workspacePage(context, reader(request)));
  });
  router.get('/ui/square', (_request, response) => {
    response.json(squarePage(context));
  });
  router.get('/ui/events', (_request, response) => {
    response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('event: change\ndata: {}\n\n');
    const stop = context.subscribe(() => response.write('event: change\ndata: {}\n\n'));
    response.on('close', stop);
  });
  router.post('/ui/act', async (request, response) => {
    const given = act.safeParse(request.body);
    if (!given.success) return badRequest(response, given.error);
    response.json(await context.act(given.data));
  });
  router.post('/ui/square', (request, response) => {
    const given = squareAct.safeParse(request.body);
    if (!given.success) return badRequest(response, given.error);
    response.json(context.actOnSquare(given.data));
  });
  /** A permalink, as the page understands it. */
  router.get('/archives/:channel/:message', (request, response) => {
    const { channel, message } = request.params;
    const ts = message.replace(/^p(\d+)(\d{6})$/, '$1.$2');
    response.redirect(`/?${new URLSearchParams({ channel, ts })}`);
  });
  router.get('/square/parcel.svg', (_request, response) => {
    response.type('image/svg+xml').send(PARCEL);
  });
  router.use(
    express.static(fileURLToPath(new URL('./page/', import.meta.url)), {
      setHeaders(response) {
        response.setHeader('cache-control', 'no-store');
        response.setHeader(
          'content-security-policy',
          "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; " +
            "frame-ancestors 'none'; base-uri 'none'",
        );
      },
    }),
  );
  return router;
}
