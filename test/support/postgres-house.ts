/** A house on a Postgres of its own, to look behind its back. */
import postgres from 'postgres';
import { createPostgresDatabase } from './databases.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';

export interface PostgresHouse extends House {
  query(text: string): Promise<readonly Record<string, unknown>[]>;
  /** The types of a mention's events, in order. */
  eventsOf(ref: string): Promise<readonly string[]>;
}

export async function openPostgresHouse(options: HouseOptions = {}): Promise<PostgresHouse> {
  const { url, drop } = await createPostgresDatabase();
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  const house = await openHouse({ ...options, location: { databaseUrl: url } });
  const query = async (text: string) => [...(await client.unsafe(text))];
  return {
    sandbox: house.sandbox,
    get heed() {
      return house.heed;
    },
    restart: () => house.restart(),
    saveHandbook: house.saveHandbook,
    query,
    async eventsOf(ref) {
      const rows = await query(
        `select type from event where mention = (select id from mention where ref = '${ref}') order by seq`,
      );
      return rows.map(({ type }) => String(type));
    },
    async close() {
      await house.close();
      await client.end();
      await drop();
    },
  };
}
