/** The cron: asks twice a minute what is due. A run that takes longer is not run over. */
import cron from 'node-cron';
import type { Log } from '../app/house.ts';

const TWICE_A_MINUTE = '*/30 * * * * *';

export interface Scheduler {
  /** Waits for the run in hand. */
  stop(): Promise<void>;
}

/** Runs it at once, too: what became due while nobody ran waits no longer. */
export function startScheduler(
  tick: () => Promise<unknown>,
  log: Log,
  pattern = TWICE_A_MINUTE,
): Scheduler {
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    try {
      await tick();
    } catch (error) {
      log.warn({ err: error }, 'the clock could not be looked at; the next tick tries again');
    }
  }

  function begin(): void {
    running ??= run().finally(() => {
      running = null;
    });
  }

  const task = cron.schedule(pattern, begin);
  begin();
  return {
    async stop() {
      await task.destroy();
      await running;
    },
  };
}
