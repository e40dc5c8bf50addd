/** The kills one after the other while people work, and the peace in which they end what they began. */
import { expect } from 'vitest';
import type { Heeds } from './heeds.ts';
import type { Kills } from './kills.ts';
import type { Lives } from './lives.ts';
import { settle } from './settle.ts';
import type { Site } from './site.ts';

/** @param between is called after each kill */
export async function killUntilDone(
  site: Site,
  kills: Kills,
  lives: Lives,
  over: AbortSignal,
  between: () => Promise<void> = async () => undefined,
): Promise<void> {
  while (!over.aborted) {
    const plan = kills.next(lives.steps());
    if (plan === null) return;
    await lives.live(site, plan);
    await between();
  }
}

/**
 * Lets everybody end what they began, waits until Heed has nothing left to do, and stops it.
 *
 * @param last is done when all that is done, and waited for as well
 */
export async function endInPeace(
  site: Site,
  heeds: Heeds,
  { port }: Lives,
  work: Promise<number>,
  last: (() => Promise<void>) | null = null,
): Promise<number> {
  const heed = heeds.start(site.orders(port, null));
  await heed.ready;
  const played = await work;
  const metrics = `http://127.0.0.1:${port}/metrics`;
  await settle(site, metrics);
  if (last !== null) {
    await last();
    await settle(site, metrics);
  }
  expect(await heed.stop()).toEqual({ code: 0, signal: null });
  return played;
}
