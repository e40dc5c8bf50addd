/** The cron: asks twice a minute what is due. A run that takes longer is not run over. */
import cron from 'node-cron';
import type { Log } from '../app/house.ts';

const TWICE_A_MINUTE = '*/30 * * * * *';

export interface Scheduler {
  /** Waits for the run in hand. */
  stop(): Promise<void>;
}

/** What node-cron would print, as Heed logs. */
function quiet(log: Log) {
  return {
    info: () => {},
    debug: () => {},
    warn: (message: string) => log.warn({ cron: message }, 'the cron warns'),
    error: (error: string | Error) => log.error({ err: error }, 'the cron failed'),
  };
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

  // A tick that was missed loses nothing: the next one sees all that is due by then.
  const task = cron.schedule(pattern, begin, { suppressMissedWarning: true, logger: quiet(log) });
  begin();
  return {
    async stop() {
      await task.destroy();
      await running;
    },
  };
}
