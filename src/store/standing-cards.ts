/** Cards by where they stand, for what people write in their threads. */
import { and, desc, eq, gt, inArray, isNotNull, isNull, notInArray, or } from 'drizzle-orm';
import { noteId } from '../app/notes.ts';
import type { CardPlace, StandingCard } from '../app/store-port.ts';
import type { Instant } from '../core/mention.ts';
import type { Database } from './database.ts';
import { event, mention, note, surfaceMessage } from './schema.ts';

export async function findMentionAt(
  database: Database,
  { surface, tenant, channel, ts }: CardPlace,
): Promise<string | null> {
  const [row] = await database
    .select({ mention: surfaceMessage.subject })
    .from(surfaceMessage)
    .where(
      and(
        eq(surfaceMessage.channel, channel),
        eq(surfaceMessage.ts, ts),
        eq(surfaceMessage.kind, 'card'),
        eq(surfaceMessage.surface, surface),
        eq(surfaceMessage.tenant, tenant),
      ),
    );
  return row?.mention ?? null;
}

export async function findStandingCards(
  database: Database,
  surface: string,
  tenant: string,
  since: Instant,
): Promise<readonly StandingCard[]> {
  const rows = await database
    .select({
      mention: mention.id,
      channel: surfaceMessage.channel,
      ts: surfaceMessage.ts,
    })
    .from(surfaceMessage)
    .innerJoin(mention, eq(mention.id, surfaceMessage.subject))
    .innerJoin(event, and(eq(event.mention, mention.id), eq(event.seq, mention.lastSeq)))
    .where(
      and(
        eq(surfaceMessage.kind, 'card'),
        eq(surfaceMessage.surface, surface),
        eq(surfaceMessage.tenant, tenant),
        isNotNull(surfaceMessage.ts),
        or(notInArray(mention.status, ['dismissed', 'resolved']), gt(event.at, since)),
      ),
    )
    .orderBy(desc(event.at), desc(surfaceMessage.placement));
  const notes = await notesByThread(database, [...new Set(rows.map((row) => row.mention))]);
  return rows.flatMap(({ mention: id, channel, ts }) => {
    if (channel === null || ts === null) return [];
    const ref = { channel, ts };
    return [{ mention: id, ref, notes: notes.get(noteId(ref, '')) ?? [] }];
  });
}

async function notesByThread(
  database: Database,
  mentions: readonly string[],
): Promise<ReadonlyMap<string, StandingCard['notes']>> {
  if (mentions.length === 0) return new Map();
  const rows = await database
    .select({ mention: note.mention, id: note.id })
    .from(note)
    .where(and(inArray(note.mention, [...mentions]), isNull(note.deletedAt)));
  return Map.groupBy(rows, ({ id }) => id.slice(0, id.lastIndexOf('/') + 1));
}
