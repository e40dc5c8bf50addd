/**
 * Every number that Slack refuses beyond, in one place. Lengths are in characters, times in ms.
 * Sources: Slack's Block Kit reference, its rate limit tiers, and for `blocksText` bolt-js issue 2509.
 */
export const LIMITS = {
  text: 40_000,
  blocksText: 13_000,
  messageBlocks: 50,
  viewBlocks: 100,
  blockId: 255,
  actionId: 255,
  header: 150,
  sectionText: 3000,
  sectionFields: 10,
  fieldText: 2000,
  contextElements: 10,
  actionsElements: 25,
  url: 3000,
  altText: 2000,
  imageTitle: 2000,
  label: 2000,
  chartTitle: 50,
  chartLabel: 20,
  chartSeries: 6,
  chartCategories: 20,
  messageCharts: 2,
  buttonText: 75,
  buttonValue: 2000,
  accessibilityLabel: 75,
  overflowOptions: 5,
  choices: 10,
  options: 100,
  optionText: 75,
  optionValue: 150,
  placeholder: 150,
  inputText: 3000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  modalTitle: 24,
  privateMetadata: 3000,
  callbackId: 255,
  externalId: 255,
  /** Of a view as JSON, in bytes. */
  view: 250_000,
  viewStack: 3,
  ackMs: 3000,
  triggerMs: 3000,
  ticketMs: 30_000,
  /** A frame of Socket Mode, in bytes. */
  frame: 1_000_000,
  pingMs: 10_000,
  closeMs: 500,
  responseUrlMs: 30 * 60_000,
  responseUrlUses: 5,
} as const;

export interface Rate {
  readonly perMinute: number;
  /** How many calls may come at once before the rate bites. */
  readonly burst: number;
  readonly each: 'workspace' | 'channel';
}

const TIER_3: Rate = { perMinute: 50, burst: 50, each: 'workspace' };
const TIER_4: Rate = { perMinute: 100, burst: 100, each: 'workspace' };

export const RATES: Readonly<Record<string, Rate>> = {
  'chat.postMessage': { perMinute: 60, burst: 5, each: 'channel' },
  'chat.postEphemeral': TIER_4,
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  'conversations.list': TIER_3,
  'conversations.info': TIER_3,
  'conversations.members': TIER_4,
  'conversations.join': TIER_3,
  'conversations.open': TIER_3,
  'conversations.history': TIER_3,
  'conversations.replies': TIER_3,
  'users.lookupByEmail': TIER_3,
  'users.info': TIER_4,
  'views.open': TIER_4,
  'views.update': TIER_4,
  'views.push': TIER_4,
  'views.publish': TIER_4,
};

/**
 * Token buckets by key.
 * @returns a function that answers 0 when the call may pass, else how many ms to wait.
 */
export function createRateLimiter(now: () => number): (key: string, rate: Rate) => number {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key, rate) => {
    const at = now();
    const perMs = rate.perMinute / 60_000;
    const bucket = buckets.get(key) ?? { tokens: rate.burst, at };
    const tokens = Math.min(rate.burst, bucket.tokens + (at - bucket.at) * perMs);
    if (tokens < 1) {
      buckets.set(key, { tokens, at });
      return Math.ceil((1 - tokens) / perMs);
    }
    buckets.set(key, { tokens: tokens - 1, at });
    return 0;
  };
}
