/** What all benchmarks stand on: one real Postgres, and what began during a benchmark and must end. */
import postgres from 'postgres';
import { migrateStore } from '../../src/store/open.ts';
import { startPostgres } from '../support/postgres.ts';
import { fillStore } from './stored.ts';

export interface Stage {
  /** An empty database of its own; its URL. */
  database(): Promise<string>;
  /** One of its own that holds so many mentions; see `stored.ts`. */
  filled(stored: number): Promise<string>;
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
  const models = new Map<number, Promise<string>>();
  let databases = 0;

  async function create(): Promise<string> {
    databases += 1;
    const name = `bench_${databases}`;
    await server.createDatabase(name);
    return name;
  }

  /** Filling takes minutes, a copy seconds. */
  async function fillModel(stored: number): Promise<string> {
    const name = await create();
    const databaseUrl = `${server.url}/${name}`;
    await migrateStore({ databaseUrl });
    await fillStore(databaseUrl, stored);
    return name;
  }

  async function copyOf(model: string): Promise<string> {
    databases += 1;
    const name = `bench_${databases}`;
    const client = postgres(`${server.url}/postgres`, { max: 1 });
    await client.unsafe(`create database ${name} template ${model}`).finally(() => client.end());
    return name;
  }

  return {
    async perform(play) {
      const ends: (() => Promise<unknown>)[] = [];
      const stage: Stage = {
        database: async () => `${server.url}/${await create()}`,
        async filled(stored) {
          const model = models.get(stored) ?? fillModel(stored);
          models.set(stored, model);
          return `${server.url}/${await copyOf(await model)}`;
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
