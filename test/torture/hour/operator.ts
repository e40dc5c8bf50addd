/** Whoever runs Heed: stops it, kills it, and starts it again, in the middle of the work. */
import type { Heeds, Running } from '../heeds.ts';
import type { Site } from '../site.ts';
import type { Chance } from './chance.ts';
import type { Tally } from './tally.ts';

/** Longest time that Heed is away on purpose. */
const AWAY_MS = 700;

interface Plan {
  readonly port: number;
  readonly restarts: number;
  /** From one to the next, about, in ms. */
  readonly between: number;
}

export interface Operator {
  /** From one restart to the next, until it is over. Heed runs afterwards. */
  operate(isOver: () => boolean): Promise<void>;
  /** By SIGTERM, for good. */
  end(): ReturnType<Running['stop']>;
}

export function createOperator(
  site: Site,
  heeds: Heeds,
  { port, restarts, between }: Plan,
  chance: Chance,
  tally: Tally,
): Operator {
  let heed = heeds.start(site.orders(port, null));

  async function restart(how: 'stop' | 'kill'): Promise<void> {
    if (how === 'kill') {
      heed.kill();
      await heed.ended;
      await site.freeLeases();
    } else await stop();
    tally.did(how);
    await pause(chance.between(0, AWAY_MS));
    heed = heeds.start(site.orders(port, null));
    await ready();
  }

  async function stop(): Promise<Awaited<Running['ended']>> {
    const ended = await heed.stop();
    if (ended.code !== 0) throw new Error(`Heed stopped with ${ended.code} ${ended.signal}`);
    return ended;
  }

  async function ready(): Promise<void> {
    if ((await heed.ready) === null) throw new Error('Heed does not start');
  }

  return {
    async operate(isOver) {
      await ready();
      for (let n = 0; n < restarts && !isOver(); n += 1) {
        await pause(chance.between(0.5 * between, 1.2 * between));
        await restart(n % 2 === 0 ? 'kill' : 'stop');
      }
    },
    end: stop,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
