/** Slack's errors, wrapped once: what went wrong, and whether trying again can help. */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { SurfaceFault, type SurfaceFaultKind } from '../../app/surface-port.ts';
import { TIMES } from './limits.ts';

export class SlackFault extends SurfaceFault {
  /** Slack's own word, such as `not_in_channel`; `http_…`, `ratelimited` or `no_answer` else. */
  readonly code: string;
  /** The details Slack gives, with JSON pointers into what it refused. */
  readonly details: readonly string[];

  constructor(
    message: string,
    kind: SurfaceFaultKind,
    more: { code: string; details?: readonly string[]; cause?: unknown },
  ) {
    super(message, kind, more.cause);
    this.name = 'SlackFault';
    this.code = more.code;
    this.details = more.details ?? [];
  }
}

const LANE: SurfaceFaultKind = { type: 'blocked', scope: 'lane' };
const WORKSPACE: SurfaceFaultKind = { type: 'blocked', scope: 'parent' };
const GONE: SurfaceFaultKind = { type: 'gone' };
const AWAY: SurfaceFaultKind = { type: 'away' };
const NOBODY: SurfaceFaultKind = { type: 'unreachable' };
const LATER: SurfaceFaultKind = { type: 'again', afterMs: TIMES.unclear, scope: 'effect' };

/** What is not in here will be refused again however often it is tried. */
const KINDS: Readonly<Record<string, SurfaceFaultKind>> = {
  invalid_auth: WORKSPACE,
  not_authed: WORKSPACE,
  token_revoked: WORKSPACE,
  token_expired: WORKSPACE,
  account_inactive: WORKSPACE,
  org_login_required: WORKSPACE,
  team_access_not_granted: WORKSPACE,
  access_denied: WORKSPACE,
  ekm_access_denied: WORKSPACE,
  app_missing_action_url: WORKSPACE,
  channel_not_found: LANE,
  not_in_channel: LANE,
  is_archived: LANE,
  missing_scope: LANE,
  no_permission: LANE,
  restricted_action: LANE,
  restricted_action_read_only_channel: LANE,
  restricted_action_non_threadable_channel: LANE,
  restricted_action_thread_only_channel: LANE,
  posting_to_channel_denied: LANE,
  messages_tab_disabled: LANE,
  message_not_found: GONE,
  thread_not_found: GONE,
  cant_update_message: GONE,
  edit_window_closed: GONE,
  cannot_reply_to_message: GONE,
  user_disabled: NOBODY,
  user_not_found: NOBODY,
  users_not_found: NOBODY,
  user_not_visible: NOBODY,
  cannot_dm_bot: NOBODY,
  internal_error: AWAY,
  fatal_error: AWAY,
  request_timeout: AWAY,
  service_unavailable: AWAY,
  accesslimited: LATER,
  team_added_to_org: LATER,
  message_limit_exceeded: LATER,
};

const SENTENCES: Readonly<Record<string, string>> = {
  invalid_auth:
    'Slack does not know this bot token. Set SLACK_BOT_TOKEN to the one of the installed app.',
  token_revoked: 'The bot token was revoked. Install the app again and set SLACK_BOT_TOKEN.',
  token_expired: 'The bot token has expired. Set SLACK_BOT_TOKEN to a fresh one.',
  account_inactive:
    'The app was removed from the workspace. Install it again and set SLACK_BOT_TOKEN.',
  user_disabled:
    'Their Slack account was deactivated. Take them out of the handbook, or have it activated again.',
  not_allowed_token_type: 'SLACK_BOT_TOKEN holds another kind of token. It starts with "xoxb-".',
};

/**
 * Whatever a call threw as a fault.
 * @param rateScope what has to rest when Slack says 429
 */
export function faultOf(method: string, error: unknown, rateScope: 'effect' | 'lane'): SlackFault {
  if (error instanceof SlackFault) return error;
  if (error instanceof WebAPIRateLimitedError) {
    const kind = { type: 'again', afterMs: error.retryAfter * 1000, scope: rateScope } as const;
    return new SlackFault(`${method}: Slack asks to slow down`, kind, {
      code: 'ratelimited',
      cause: error,
    });
  }
  if (error instanceof WebAPIPlatformError) return platformFault(method, error);
  if (error instanceof WebAPIHTTPError) {
    const kind = error.statusCode >= 500 ? AWAY : LATER;
    const code = `http_${error.statusCode}`;
    return new SlackFault(`${method}: Slack answers with status ${error.statusCode}`, kind, {
      code,
      cause: error,
    });
  }
  return new SlackFault(`${method}: Slack does not answer`, AWAY, {
    code: 'no_answer',
    cause: error,
  });
}

function platformFault(method: string, error: WebAPIPlatformError): SlackFault {
  const code = error.data.error;
  const details = error.data.response_metadata?.messages ?? [];
  if (!/^[a-z_]+$/.test(code)) {
    return new SlackFault(`${method}: Slack's answer is not JSON`, LATER, {
      code: 'not_json',
      cause: error,
    });
  }
  const why = SENTENCES[code] ?? [`Slack refuses ${method}: ${code}`, ...details].join(' ');
  return new SlackFault(why, KINDS[code] ?? { type: 'final' }, { code, details, cause: error });
}

/** The numbers of the blocks that Slack names by JSON pointer, such as `/blocks/2/text`. */
export function blocksAtFault(fault: SlackFault): readonly number[] {
  if (fault.code !== 'invalid_blocks') return [];
  const found = fault.details.flatMap((detail) =>
    [...detail.matchAll(/\/blocks\/(\d+)/g)].map((match) => Number(match[1])),
  );
  return [...new Set(found)];
}
