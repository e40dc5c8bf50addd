import { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { createRateLimiter, RATES } from './limits.ts';
import { type MethodContext, SlackError } from './method.ts';
import { METHODS } from './methods.ts';

interface Call {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Epoch ms. */
  readonly at: number;
  /** Null where a fault left the call without an answer. */
  readonly response: unknown;
}

/** What can go wrong with a call on purpose. */
type Fault =
  | { readonly error: string; readonly response_metadata?: unknown }
  | { readonly status: 500 }
  | { readonly status: 429; readonly retryAfter: number }
  | { readonly hang: true }
  | { readonly drop: 'before' | 'after' };

interface Tokens {
  readonly botToken: string;
  readonly appToken: string;
}

const body = z.record(z.string(), z.unknown());
type Body = z.infer<typeof body>;
type Answer = { readonly status: number; readonly body: Body; readonly retryAfter?: number };

const MOST_CALLS = 5000;

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refusal(error: unknown): Answer {
  if (!(error instanceof SlackError)) throw error;
  const { message, messages } = error;
  const details = messages.length > 0 ? { response_metadata: { messages } } : {};
  return { status: 200, body: { ok: false, error: message, ...details } };
}

export interface WebApi {
  readonly calls: readonly Call[];
  handle(request: Request, response: Response): void;
  onCall(listener: (call: Call) => void): () => void;
  fault(method: string, fault: Fault, times?: number): void;
}

/** `POST /api/<method>`: token, rate, arguments, method, in the order in which Slack refuses. */
export function createWebApi(context: MethodContext, tokens: Tokens, limited: boolean): WebApi {
  const calls: Call[] = [];
  const listeners = new Set<(call: Call) => void>();
  const faults = new Map<string, Fault[]>();
  const mustWait = createRateLimiter(context.state.now);

  function checkToken(kind: 'bot' | 'app', given: string): void {
    if (given === '') throw new SlackError('not_authed');
    const wanted = kind === 'bot' ? tokens.botToken : tokens.appToken;
    if (isSame(given, wanted)) return;
    const other = kind === 'bot' ? tokens.appToken : tokens.botToken;
    throw new SlackError(isSame(given, other) ? 'not_allowed_token_type' : 'invalid_auth');
  }

  function perform(name: string, token: string, args: Body): Answer {
    try {
      const method = METHODS[name];
      if (!method) throw new SlackError('unknown_method');
      if (name !== 'api.test') checkToken(method.token, token);
      const rate = limited ? RATES[name] : undefined;
      const key = rate?.each === 'channel' ? `${name} ${String(args['channel'])}` : name;
      const waitMs = rate ? mustWait(key, rate) : 0;
      if (waitMs > 0) {
        const retryAfter = Math.ceil(waitMs / 1000);
        return { status: 429, body: { ok: false, error: 'ratelimited' }, retryAfter };
      }
      return { status: 200, body: { ok: true, ...method.call(context, args) } };
    } catch (error) {
      return refusal(error);
    }
  }

  function answerFor(name: string, token: string, args: Body, fault: Fault | undefined) {
    if (!fault) return perform(name, token, args);
    if ('error' in fault) return { status: 200, body: { ok: false, ...fault } };
    if ('status' in fault) {
      return fault.status === 429
        ? { ...fault, body: { ok: false, error: 'ratelimited' } }
        : { status: 500, body: { ok: false, error: 'internal_error' } };
    }
    return 'drop' in fault && fault.drop === 'after' ? perform(name, token, args) : null;
  }

  function send(response: Response, answer: Answer | null, fault: Fault | undefined): void {
    if (fault && 'hang' in fault) return;
    if (!answer || (fault && 'drop' in fault)) {
      response.destroy();
      return;
    }
    if (answer.retryAfter !== undefined) response.set('retry-after', String(answer.retryAfter));
    response.status(answer.status).json(answer.body);
  }

  return {
    calls,
    handle(request, response) {
      const name = String(request.params['method']);
      // Bolt adds `team_id` to every call of its own client, and Slack takes it everywhere.
      const { token: field, team_id: _, ...args } = body.parse(request.body ?? {});
      const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      const fault = faults.get(name)?.shift();
      const answer = answerFor(name, bearer ?? String(field ?? ''), args, fault);
      const call = { method: name, args, at: context.state.now(), response: answer?.body ?? null };
      calls.push(call);
      if (calls.length > MOST_CALLS) calls.shift();
      for (const listener of listeners) listener(call);
      send(response, answer, fault);
    },
    onCall(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    fault(method, fault, times = 1) {
      const queue = faults.get(method) ?? [];
      queue.push(...Array.from({ length: times }, () => fault));
      faults.set(method, queue);
    },
  };
}
