/** Which workspace the bot token belongs to. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Calls } from './calls.ts';
import { SlackFault } from './faults.ts';
import { TIMES } from './limits.ts';

const identity = z.object({
  team_id: z.string(),
  team: z.string().default(''),
  url: z.string().optional(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  /** From the header `x-oauth-scopes`; missing where Slack sends none. */
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

export interface Workspace {
  readonly tenant: string;
  readonly name: string;
  /** Such as `https://acme.slack.com/`; null where Slack does not say. */
  readonly url: string | null;
  readonly botUserId: string;
  readonly botId: string | null;
  /** The scopes granted; null where Slack does not say. */
  readonly scopes: readonly string[] | null;
}

/** Throws a `SlackFault`. */
export async function identifyWorkspace(calls: Calls): Promise<Workspace> {
  const answer = await calls.now('auth.test', {}, identity);
  return {
    tenant: answer.team_id,
    name: answer.team,
    url: answer.url ?? null,
    botUserId: answer.user_id,
    botId: answer.bot_id ?? null,
    scopes: answer.response_metadata?.scopes ?? null,
  };
}

/** Waits for a Slack that is away; throws at once when the token is wrong. */
export async function awaitWorkspace(
  calls: Calls,
  log: Logger,
  signal: AbortSignal | undefined,
): Promise<Workspace> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await identifyWorkspace(calls);
    } catch (error) {
      const kind = error instanceof SlackFault ? error.kind : null;
      if (kind?.type !== 'again' && kind?.type !== 'away') throw error;
      const waitMs = Math.max(kind.type === 'again' ? kind.afterMs : 0, backOff(attempt));
      log.warn({ err: error, waitMs }, 'Slack is away; waiting for it');
      await pause(waitMs, undefined, signal === undefined ? {} : { signal });
    }
  }
}

export function backOff(attempt: number): number {
  const { least, most } = TIMES.reconnect;
  return Math.min(most, least * 2 ** attempt);
}
