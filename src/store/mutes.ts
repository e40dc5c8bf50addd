/** Whose posts are kept off the desk. A mute that is over stays in its row until the next one. */
import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm';
import type { MutedAuthor, Reach } from '../app/store-port.ts';
import type { MuteRecord } from '../app/transaction-port.ts';
import type { Instant } from '../core/mention.ts';
import type { Mute } from '../core/mute.ts';
import type { Database } from './database.ts';
import { mute } from './mute-schema.ts';
import { author, content, mention } from './schema.ts';

/** Nothing has to run at its end: whoever asks compares times. */
export async function findMute(
  database: Database,
  source: string,
  by: string,
  now: Instant,
): Promise<Mute | null> {
  const [row] = await database
    .select({ by: mute.by, until: mute.until, reason: content.text })
    .from(mute)
    .leftJoin(mention, eq(mention.id, mute.mention))
    // Why somebody was muted on what is sensitive stands on no card.
    .leftJoin(content, and(eq(content.id, mute.reason), eq(mention.sensitive, false)))
    .where(
      and(eq(mute.source, source), eq(mute.author, by), isNull(mute.endedAt), gt(mute.until, now)),
    );
  return row ?? null;
}

export async function saveMute(database: Database, record: MuteRecord): Promise<void> {
  const { source: _, author: __, ...change } = record;
  await database
    .insert(mute)
    .values(record)
    .onConflictDoUpdate({
      target: [mute.source, mute.author],
      set: { ...change, endedAt: null },
    });
}

export async function endMute(
  database: Database,
  source: string,
  by: string,
  at: Instant,
): Promise<void> {
  await database
    .update(mute)
    .set({ endedAt: at })
    .where(and(eq(mute.source, source), eq(mute.author, by), isNull(mute.endedAt)));
}

/** By the department of the mention on which each was set; what is sensitive is in no list. */
export async function listMutes(
  database: Database,
  departments: Reach,
  now: Instant,
  most: number,
): Promise<readonly MutedAuthor[]> {
  const { by, until, source } = mute;
  return await database
    .select({
      ...{ by, until, source, mention: mute.mention, reason: content.text },
      ...{ name: author.name, handle: author.handle },
    })
    .from(mute)
    .innerJoin(mention, eq(mention.id, mute.mention))
    .innerJoin(author, and(eq(author.source, source), eq(author.externalId, mute.author)))
    .leftJoin(content, eq(content.id, mute.reason))
    .where(
      and(
        isNull(mute.endedAt),
        gt(until, now),
        eq(mention.sensitive, false),
        departments === null ? undefined : inArray(mention.department, [...departments]),
      ),
    )
    .orderBy(asc(until), asc(mute.author))
    .limit(most);
}
