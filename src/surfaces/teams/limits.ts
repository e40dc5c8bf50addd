/**
 * Every number of Teams' that Heed leans on; times are ms. Sources: "Optimize your bot with rate
 * limiting in Teams" and "Format your bot messages" in Microsoft's Teams documentation.
 */
import type { Budget } from '../../app/outbox-port.ts';

export const SURFACE_NAME = 'teams';

/** Which press opens the dialog for what no source saw. */
export const TRACK = 'track';

export const LIMITS = {
  /** Of a message; Teams takes 28 KB with all that goes around it, and each button gets a stamp. */
  cardBytes: 25_500,
  /** People for whom one card is refreshed. */
  refreshed: 60,
  /** Of a link in a line. */
  url: 2_000,
  /** Of `/api/messages`; an activity of Teams' is a few KB. */
  body: '256kb',
  /** Of the roster; Teams takes 50 to 500. */
  pageSize: 200,
  /** Pages of a roster, more people than any department has; or of a channel. */
  pages: 25,
  /** Messages of a channel on a page: the most that Graph gives. */
  lookedAt: 50,
} as const;

export const TIMES = {
  call: 8_000,
  /** A call and the token that it may have to wait for. */
  callAndToken: 16_000,
  /** Whoever may know who is speaking gets so long to say it. */
  authentication: 10_000,
  /** Teams waits 5 s for the answer to an invoke, or asks again. */
  answer: 4_000,
  /** An orphaned card is exchanged within it, or after the answer. */
  exchange: 2_000,
  /** All pages of a channel together. */
  lookAround: 20_000,
  /** What waits for a look goes out unlooked then: late is worse than twice. */
  lookFor: 10 * 60_000,
  /** How much earlier than Heed's own clock says something may have been posted. */
  lookBack: 60_000,
  /** Between two looks whether the same invoke is answered by now. */
  look: 100,
  personFresh: 24 * 60 * 60_000,
  /** How long somebody of whom the rosters know nothing is not looked for again. */
  strangerFresh: 10 * 60_000,
  /** Where Teams asks to slow down and does not say for how long. */
  slowDown: 2_000,
  /** An answer to somebody's words waits so long for its turn in the conversation. */
  turn: 1_500,
  stop: 5_000,
} as const;

/**
 * Of one conversation, all its threads together: 8 in 2 s (which holds 7 in 1 s, too), 60 in 30 s,
 * 1,800 an hour. What a burst takes at once is taken off the rate, so that no window holds more.
 */
export const CONVERSATION_BUDGETS = {
  '2s': { everyMs: 400, burst: 3 },
  '30s': { everyMs: 750, burst: 20 },
  '1h': { everyMs: 2_400, burst: 300 },
} as const satisfies Readonly<Record<string, Budget>>;

/** Of the app in its tenant: 50 in 1 s. */
export const APP_BUDGET: Budget = { everyMs: 25, burst: 10 };
