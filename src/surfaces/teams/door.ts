/** `POST /api/messages`. */
import express, { type Request, type Router } from 'express';
import type { Handling } from './handling.ts';
import { LIMITS } from './limits.ts';

/** @param onlyHere hears this machine alone */
export function createDoor(handling: Handling, onlyHere: boolean): Router {
  const router = express.Router();
  const json = express.json({ limit: LIMITS.body });
  router.post('/api/messages', (request, response, next) => {
    if (!onlyHere || isFromHere(request)) return next();
    response.status(403).json({ error: 'without an app id Heed listens to this machine only' });
  });
  router.post('/api/messages', json, async (request, response) => {
    const body: unknown = request.body;
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      response.status(400).json({ error: 'an activity is a JSON object' });
      return;
    }
    const { status, body: answer } = await handling.receive(
      request.headers.authorization ?? '',
      body,
    );
    if (answer === undefined || answer === null) response.status(status).end();
    else response.status(status).json(answer);
  });
  router.all('/api/messages', (_request, response) => {
    response.status(405).set('Allow', 'POST').json({ error: 'Teams comes here by POST' });
  });
  return router;
}

/** Neither through a proxy on this machine, nor by a web page whose name leads here. */
function isFromHere({ socket, headers }: Request): boolean {
  const isProxied = ['forwarded', 'x-forwarded-for', 'x-forwarded-host'].some(
    (name) => headers[name] !== undefined,
  );
  return !isProxied && isLoopback(socket.remoteAddress ?? '') && isLoopback(hostOf(headers.host));
}

function hostOf(host = ''): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/iu, '').replace(/^\[|\]$/gu, '');
  return plain === 'localhost' || plain === '::1' || /^127(?:\.\d{1,3}){3}$/u.test(plain);
}
