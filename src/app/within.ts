import { setTimeout as pause } from 'node:timers/promises';

/** What the promise answers, or null when it takes longer than that. */
export async function within<Result>(work: Promise<Result>, ms: number): Promise<Result | null> {
  const stop = new AbortController();
  // Whoever races must not leave a later failure unheard: the caller awaits `work` again.
  work.catch(() => {});
  try {
    return await Promise.race([work, pause(ms, null, { signal: stop.signal, ref: false })]);
  } finally {
    stop.abort();
  }
}
