const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** How long to wait after the n-th failure (from 1), in ms: doubling, with a quarter of jitter. */
export function backOff(failures: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.75 + Math.random() * 0.25));
}

/** How often a reply is tried under one key before a person is asked, and how long it waits between. */
export interface Patience {
  readonly attempts: number;
  /** In ms, after the n-th failure. */
  readonly pause: (failures: number) => number;
}

/** About three minutes in all. */
export const PATIENCE: Patience = { attempts: 8, pause: backOff };
