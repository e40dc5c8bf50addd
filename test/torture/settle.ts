import { until } from '../support/until.ts';
import type { Site } from './site.ts';

const QUIET_MS = 3_000;
const SETTLES_MS = 180_000;

/**
 * Until nothing is on its way and nothing waits in the outbox.
 *
 * @param metrics the address of a running Heed's figures
 */
export async function settle({ sandbox }: Site, metrics: string): Promise<void> {
  let last = Date.now();
  const stop = sandbox.workspace.onCall(() => {
    last = Date.now();
  });
  let left = '';
  const isSettled = async () => {
    if (sandbox.square.posts.some(({ delivery }) => delivery === 'sending')) return false;
    if (Date.now() - last < QUIET_MS) return false;
    const text = await fetch(metrics).then((response) => response.text());
    left = (text.match(/^heed_effects_waiting\{.*\} \d+$/gm) ?? ['unknown 1']).join(' ');
    return !/ [1-9]/.test(left);
  };
  await until('nothing to be left to do', isSettled, SETTLES_MS).catch((error: unknown) => {
    throw new Error(`still to be done: ${left}`, { cause: error });
  });
  stop();
}
