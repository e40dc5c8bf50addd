/** Slack's Web API: one try per call, a time limit, budgets shared by all processes, faults. */

import type { Logger as SlackLogger } from '@slack/bolt';
import { WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Outbox } from '../../app/outbox-port.ts';
import type { Begin } from '../../app/surface-port.ts';
import { faultOf, SlackFault } from './faults.ts';
import { BUDGETS, type Method, TIMES } from './limits.ts';

export interface Calls {
  /** At once: for what a person waits for. Throws a `SlackFault`. */
  now<Schema extends z.ZodType>(
    method: Method,
    args: Readonly<Record<string, unknown>>,
    schema: Schema,
  ): Promise<z.infer<Schema>>;
  /**
   * In its turn: throws a fault of type `again` when the method's budget is spent, else awaits
   * `begin` and calls. What may wait leaves half of what the budget allows at once to the rest.
   */
  inTurn<Schema extends z.ZodType>(
    method: keyof typeof BUDGETS,
    args: Readonly<Record<string, unknown>>,
    schema: Schema,
    how?: Turn,
  ): Promise<z.infer<Schema>>;
}

export interface Turn {
  readonly begin?: Begin;
  readonly mayWait?: boolean;
}

export interface CallsOptions {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly takeBudget: Outbox['takeBudget'];
  readonly logger: SlackLogger;
  readonly now: () => number;
  /** Set once the workspace is known; budgets belong to it. */
  readonly tenant: () => string;
}

/** An answer of which nothing is needed. */
export const NOTHING = z.looseObject({});

export const CLIENT_OPTIONS = {
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: TIMES.call,
} as const;

export function createCalls(options: CallsOptions): Calls {
  const { botToken, apiUrl, logger, takeBudget, tenant } = options;
  const client = new WebClient(botToken, { ...CLIENT_OPTIONS, slackApiUrl: apiUrl, logger });

  async function now<Schema extends z.ZodType>(
    method: Method,
    args: Readonly<Record<string, unknown>>,
    schema: Schema,
  ): Promise<z.infer<Schema>> {
    const answer = await client.apiCall(method, { ...args }).catch((error: unknown) => {
      throw faultOf(method, error, rateScope(method));
    });
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const cause = parsed.error;
    throw new SlackFault(
      `${method}: Slack's answer is not understood`,
      { type: 'final' },
      { code: 'not_understood', cause },
    );
  }

  async function inTurn<Schema extends z.ZodType>(
    method: keyof typeof BUDGETS,
    args: Readonly<Record<string, unknown>>,
    schema: Schema,
    { begin, mayWait = false }: Turn = {},
  ): Promise<z.infer<Schema>> {
    const scope = rateScope(method);
    const channel = scope === 'lane' ? `:${String(args['channel'])}` : '';
    const key = `slack:${tenant()}:${method}${channel}`;
    const budget = BUDGETS[method];
    const leaves = mayWait ? Math.floor(budget.burst / 2) : 0;
    const waitMs = await takeBudget(key, { ...budget, leaves }, options.now());
    if (waitMs === 0) {
      await begin?.();
      return now(method, args, schema);
    }
    const cause = new WebAPIRateLimitedError(waitMs / 1000);
    const kind = { type: 'again', afterMs: waitMs, scope } as const;
    throw new SlackFault(`${method}: its budget is spent`, kind, { code: 'budget', cause });
  }

  return { now, inTurn };
}

/** Slack counts posted messages per channel, which is a lane; everything else per workspace. */
function rateScope(method: Method): 'effect' | 'lane' {
  return method === 'chat.postMessage' ? 'lane' : 'effect';
}
