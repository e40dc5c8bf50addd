/** Everything that the database says after a torture, read once everybody is gone. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { RecordedEvent } from '../../src/core/events.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import type { Mention, Words } from '../../src/core/mention.ts';
import { loadHandbook } from '../../src/handbook/load.ts';
import { openConnection, type StoreLocation, storeOn } from '../../src/store/open.ts';
import { type Draw, type Drawing, drawAll, slackDraw } from './drawings.ts';
import type { Site } from './site.ts';

const rowOfMessage = z.object({
  id: z.string(),
  kind: z.enum(['card', 'review', 'call', 'reminder', 'duty', 'digest', 'notice', 'home']),
  subject: z.string(),
  placement: z.number(),
  place: z.string(),
  ts: z.string().nullable(),
});
export type Row = z.infer<typeof rowOfMessage>;

export interface Known {
  readonly mention: Mention;
  readonly words: Words;
  readonly history: readonly RecordedEvent[];
}

export interface Books<Drawn = Drawing> {
  readonly known: readonly Known[];
  readonly rows: readonly Row[];
  /** By row: what would be drawn there now. */
  readonly drawings: ReadonlyMap<string, Drawn>;
  /** What still waits in the outbox. */
  readonly waiting: readonly string[];
  readonly handbook: Handbook;
}

/** Nobody else may have an embedded store open. */
export function readBooks(site: Site, location: StoreLocation): Promise<Books> {
  return readBooksIn(site, location, (handbook) => slackDraw(handbook, site.sandbox));
}

/** As `readBooks`, drawn as on another surface. */
export async function readBooksIn<Drawn>(
  site: Pick<Site, 'handbook'>,
  location: StoreLocation,
  drawsBy: (handbook: Handbook) => Draw<Drawn>,
): Promise<Books<Drawn>> {
  const loaded = loadHandbook(site.handbook);
  if (!loaded.ok) throw new Error('the handbook has mistakes');
  const { handbook } = loaded;
  const connection = await openConnection({ ...location, migrate: false });
  const { store } = storeOn(connection);
  const select = async <T>(shape: z.ZodType<T>, text: string): Promise<readonly T[]> => {
    const result: unknown = await connection.database.execute(sql.raw(text));
    const found = Array.isArray(result)
      ? [...result]
      : z.object({ rows: z.array(z.unknown()) }).parse(result).rows;
    return z.array(shape).parse(found);
  };
  try {
    const known: Known[] = [];
    const ids = await select(z.object({ id: z.string() }), 'select id from mention order by ref');
    for (const { id } of ids) {
      const read = await store.readMention(id);
      if (read !== null) known.push({ ...read, history: await store.history(id, 0) });
    }
    const waiting = await select(
      z.object({ key: z.string(), state: z.string(), error: z.string().nullable() }),
      'select key, state, error from outbox',
    );
    const rows = await select(rowOfMessage, 'select * from surface_message');
    const all = rows.map((row) => row.id);
    return {
      known,
      rows,
      drawings: await drawAll(store, all, handbook, drawsBy(handbook)),
      waiting: waiting.map(({ key, state, error }) => `${key} is ${state}: ${error ?? ''}`),
      handbook,
    };
  } finally {
    await connection.close();
  }
}
