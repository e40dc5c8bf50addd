/**
 * The way to Teams' Bot Connector: one try per call, with a time limit. The connector's client
 * would try again by itself, but only after errors of its own making, and these are ours.
 */
import type { ConnectorClientOptions } from 'botframework-connector';
import { z } from 'zod';
import { ConnectorRefusal } from './faults.ts';
import { TIMES } from './limits.ts';

type ConnectorHttp = NonNullable<ConnectorClientOptions['httpClient']>;
type Headers = Awaited<ReturnType<ConnectorHttp['sendRequest']>>['headers'];

const refusal = z.object({
  error: z.object({ code: z.string().default(''), message: z.string().default('') }),
});

export const connectorHttp: ConnectorHttp = {
  async sendRequest(request) {
    const body: unknown = request.body;
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers.rawHeaders(),
      body: typeof body === 'string' ? body : null,
      signal: AbortSignal.timeout(TIMES.call),
      redirect: 'manual',
    });
    const bodyAsText = await response.text();
    if (!response.ok) throw refusalOf(response, bodyAsText);
    const headers = headersLike(request.headers, response);
    return { request, status: response.status, headers, bodyAsText };
  },
};

/** What an answer that is not ok says. */
export function refusalOf({ status, headers }: Response, text: string): ConnectorRefusal {
  const said = refusal.safeParse(jsonOf(text));
  const { code, message } = said.data?.error ?? { code: '', message: '' };
  const name = code === '' ? `http_${status}` : code;
  return new ConnectorRefusal(status, name, message, retryAfterOf(headers.get('retry-after')));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Seconds, or a date. */
function retryAfterOf(written: string | null): number | null {
  if (written === null) return null;
  const ms = /^\d+$/.test(written) ? Number(written) * 1000 : Date.parse(written) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** The client wants its own kind of headers, and tells nobody how to make them. */
function headersLike(kind: Headers, { headers }: Response): Headers {
  const like = kind.clone();
  for (const name of like.headerNames()) like.remove(name);
  for (const [name, value] of headers) like.set(name, value);
  return like;
}
