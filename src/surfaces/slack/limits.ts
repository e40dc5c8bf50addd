/**
 * Every number of Slack's that Heed leans on, and every method it calls. Lengths are UTF-16 units
 * unless they say graphemes; times are ms. Sources: Slack's Block Kit and method references,
 * "Rate limits", and for `blocksText` bolt-js issue 2509.
 */
import type { Budget } from '../../app/outbox-port.ts';

export const LIMITS = {
  /** Of a message. */
  blocks: 50,
  /** All texts in the blocks of one message; a little below what Slack takes. */
  blocksText: 12_000,
  buttonText: 75,
  optionText: 75,
  optionValue: 150,
  options: 100,
  radioOptions: 10,
  overflowOptions: 5,
  /** Elements of one row that a phone still shows well. */
  rowButtons: 4,
  inputText: 3000,
  modalTitle: 24,
  url: 3000,
  inputError: 1000,
  fallbackText: 1000,
  chartTitle: 50,
  chartLabel: 20,
  pageSize: 200,
  /** Pages of a channel's history that are read to learn which threads had replies. */
  historyPages: 5,
} as const;

export const TIMES = {
  call: 8_000,
  /** A trigger lives 3 s: what is not ready by then is filled in later. */
  prepare: 700,
  /** Slack waits 3 s for the answer to a submitted dialog. */
  submission: 2_200,
  personFresh: 24 * 60 * 60_000,
  /** How long an address that Slack does not know is not asked for again. */
  strangerFresh: 10 * 60_000,
  /** Who joins a user group is on duty some minutes later. */
  groupsFresh: 5 * 60_000,
  probe: 5 * 60_000,
  unclear: 30_000,
  /** `oldest` is set this much earlier when an own message is looked for. */
  lookBack: 60_000,
  /** Between tries; a connection that lasted `steady` counts as one that worked. */
  reconnect: { first: 200, least: 1_000, most: 30_000, steady: 10_000 },
  stop: 5_000,
  /** A connection that was gone for longer may have missed what was written. */
  away: 2_000,
  /** Between two looks into threads, so that effects keep most of the method's budget. */
  reread: 2_500,
  /** How long a mention that was closed is still read again for notes. */
  closedLately: 7 * 24 * 60 * 60_000,
  /** What was written this long before the last moment that is known to be read is read again. */
  overlap: 5 * 60_000,
  /** How often the moment is written down up to which everything was read. */
  heartbeat: 60_000,
  /** How long a card may stand before the database says so, and how long that is waited for. */
  newCard: 60_000,
  cardSettles: 1_500,
  /** Whoever wrote longer ago is no longer told why it was not kept. */
  tellNotKept: 60 * 60_000,
} as const;

/** Calls that can wait for their turn, a little below Slack's tiers; the rest serves presses. */
export const BUDGETS = {
  'chat.postMessage': { everyMs: 1_000, burst: 4 },
  'chat.update': { everyMs: 60_000 / 45, burst: 10 },
  'chat.delete': { everyMs: 60_000 / 45, burst: 10 },
  'views.publish': { everyMs: 60_000 / 90, burst: 20 },
  'conversations.history': { everyMs: 60_000 / 45, burst: 10 },
  'conversations.replies': { everyMs: 60_000 / 45, burst: 10 },
} as const satisfies Readonly<Record<string, Budget>>;

/** What each method needs of the bot token; the manifests ask for exactly these. */
export const METHOD_SCOPES = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.join': ['channels:join'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read', 'users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Method = keyof typeof METHOD_SCOPES;

/** The message shortcut's id. */
export const TRACK = 'track';
/** The slash command's scope, and the shortcut's. */
const COMMAND_SCOPES = ['commands'] as const;
/** Buttons, dialogs and the slash command come by themselves. An event may need a scope. */
export const EVENT_SCOPES = {
  app_home_opened: [],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const EVENTS: readonly string[] = Object.keys(EVENT_SCOPES);

export function botScopes(): readonly string[] {
  const methods = Object.values(METHOD_SCOPES).flat();
  return [
    ...new Set([...methods, ...COMMAND_SCOPES, ...Object.values(EVENT_SCOPES).flat()]),
  ].sort();
}
