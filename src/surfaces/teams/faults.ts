/** Teams' errors, wrapped once: what went wrong, and whether trying again can help. */
import { StoreAway } from '../../app/desk.ts';
import { SurfaceFault, type SurfaceFaultKind } from '../../app/surface-port.ts';
import { TIMES } from './limits.ts';

export class TeamsFault extends SurfaceFault {
  /** Teams' own word, such as `BotNotInConversationRoster`; `http_…` or `no_answer` else. */
  readonly code: string;

  constructor(message: string, kind: SurfaceFaultKind, code: string, cause?: unknown) {
    super(message, kind, cause);
    this.name = 'TeamsFault';
    this.code = code;
  }
}

/** The connector said no. Never retried by the connector's client, which retries only its own errors. */
export class ConnectorRefusal extends Error {
  readonly status: number;
  readonly code: string;
  /** Null where Teams does not say. */
  readonly retryAfterMs: number | null;

  constructor(status: number, code: string, message: string, retryAfterMs: number | null) {
    super(message);
    this.name = 'ConnectorRefusal';
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What a call was about, for the sentence that says why it failed. */
export type About =
  | { readonly type: 'channel'; readonly name: string }
  | { readonly type: 'person'; readonly name: string }
  | { readonly type: 'roster' };

const LANE: SurfaceFaultKind = { type: 'blocked', scope: 'lane' };
const TENANT: SurfaceFaultKind = { type: 'blocked', scope: 'parent' };
const AWAY: SurfaceFaultKind = { type: 'away' };

/** Microsoft's words for credentials that will not do however often they are tried. */
const BAD_CREDENTIALS = [
  'invalid_client',
  'unauthorized_client',
  'invalid_request',
  'invalid_grant',
];

/** Whatever a call threw as a fault. */
export function faultOf(what: string, about: About, error: unknown): TeamsFault {
  if (error instanceof TeamsFault) return error;
  if (error instanceof ConnectorRefusal) return refusalFault(what, about, error);
  const code = codeOf(error);
  if (BAD_CREDENTIALS.includes(code)) {
    return new TeamsFault(
      'Microsoft gives Heed no token. Check MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId; the secret may have expired.',
      TENANT,
      code,
      error,
    );
  }
  return new TeamsFault(`${what}: Teams does not answer`, AWAY, 'no_answer', error);
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('errorCode' in error)) return '';
  return String(error.errorCode);
}

function refusalFault(what: string, about: About, refusal: ConnectorRefusal): TeamsFault {
  const { status, code, message, retryAfterMs } = refusal;
  const as = (sentence: string, kind: SurfaceFaultKind) =>
    new TeamsFault(sentence, kind, code, refusal);
  if (status === 429) {
    const afterMs = retryAfterMs ?? TIMES.slowDown;
    return as(`${what}: Teams asks to slow down`, { type: 'again', afterMs, scope: 'lane' });
  }
  if (status === 401) {
    return as('Teams does not take Heed for the bot that it is. Check MicrosoftAppId.', TENANT);
  }
  if (status === 412 || status === 408 || status >= 500) {
    return as(`${what}: Teams answers with status ${status}`, AWAY);
  }
  if (isGone(refusal)) return as(`${what}: the message is no longer there`, { type: 'gone' });
  if (status === 403 || status === 404) return shutOut(about, as);
  return as(`Teams refuses ${what} with status ${status}: ${code} ${message}`.trim(), {
    type: 'final',
  });
}

/** A message that somebody deleted; a conversation that is not there is another matter. */
function isGone({ status, code }: ConnectorRefusal): boolean {
  return status === 404 && /^(?:Activity|Message)NotFound/iu.test(code);
}

function shutOut(
  about: About,
  as: (sentence: string, kind: SurfaceFaultKind) => TeamsFault,
): TeamsFault {
  switch (about.type) {
    case 'channel':
      return as(noChannel(about.name), LANE);
    case 'person':
      return as(notReached(about.name), { type: 'unreachable' });
    case 'roster':
      return as('Teams does not show Heed who is in the team', { type: 'final' });
    default:
      return about satisfies never;
  }
}

export function noChannel(name: string): string {
  return `${name} has no channel yet: add Heed to it in Teams.`;
}

export function notReached(name: string): string {
  return `${name} can't get reminders: install Heed for ${name} in Teams.`;
}

/** What somebody is told when their press went wrong through no fault of theirs. */
export function sentenceFor(error: unknown): string {
  if (error instanceof StoreAway) {
    return "Heed can't reach its database, nothing was changed. Try again in a minute.";
  }
  if (error instanceof TeamsFault) {
    return "Teams doesn't answer Heed at the moment. Try again in a minute.";
  }
  return 'Something went wrong in Heed, and it has been written down. Look at the card before you try again.';
}
