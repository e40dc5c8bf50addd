/** What all benchmarks stand on: one real Postgres, and what began during a benchmark and must end. */
import { startPostgres } from '../support/postgres.ts';

export interface Stage {
  /** An empty database of its own; its URL. */
  database(): Promise<string>;
  /** Runs it when the benchmark is over, the last one first. */
  after(end: () => Promise<unknown>): void;
}

export interface Theatre {
  /** Runs one benchmark on a stage of its own. */
  perform<Found>(play: (stage: Stage) => Promise<Found>): Promise<Found>;
  close(): Promise<void>;
}

/** Commits wait for the disk, as in production and on both sides of each comparison. */
export async function openTheatre(): Promise<Theatre> {
  const server = await startPostgres({ durable: true });
  let databases = 0;
  return {
    async perform(play) {
      const ends: (() => Promise<unknown>)[] = [];
      const stage: Stage = {
        async database() {
          databases += 1;
          const name = `bench_${databases}`;
          await server.createDatabase(name);
          return `${server.url}/${name}`;
        },
        after: (end) => ends.unshift(end),
      };
      try {
        return await play(stage);
      } finally {
        for (const end of ends) await end();
      }
    },
    close: () => server.remove(),
  };
}
