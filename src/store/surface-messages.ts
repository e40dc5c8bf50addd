import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, inArray, isNotNull, ne, notInArray, or, sql } from 'drizzle-orm';
import type {
  Place,
  SurfaceMessage,
  SurfaceMessageChange,
  SurfaceMessageKey,
  SurfaceMessageKind,
} from '../app/surface-message.ts';
import type { Database } from './database.ts';
import { draft, draftVersion, event, mention, surfaceMessage } from './schema.ts';
import { conversation } from './surface-schema.ts';

export async function ensureSurfaceMessage(
  database: Database,
  message: SurfaceMessageKey,
  storyThrough: number,
): Promise<SurfaceMessage> {
  const { surface, tenant, kind, subject, placement, place } = message;
  const key = { surface, tenant, kind, subject, placement, place };
  const [row] = await database
    .insert(surfaceMessage)
    .values({ id: randomUUID(), ...key, storyThrough })
    .onConflictDoUpdate({
      target: [
        surfaceMessage.kind,
        surfaceMessage.subject,
        surfaceMessage.placement,
        surfaceMessage.surface,
        surfaceMessage.tenant,
        surfaceMessage.place,
      ],
      // Changes nothing, but makes the row that is there the answer.
      set: { kind },
    })
    .returning();
  if (row === undefined) throw new Error('an insert that answered no row');
  return read(row);
}

export async function findSurfaceMessages(
  database: Database,
  kind: SurfaceMessageKind,
  subject: string,
): Promise<readonly SurfaceMessage[]> {
  const rows = await database
    .select()
    .from(surfaceMessage)
    .where(and(eq(surfaceMessage.kind, kind), eq(surfaceMessage.subject, subject)))
    .orderBy(asc(surfaceMessage.placement), asc(surfaceMessage.place));
  return rows.map(read);
}

/** The mention's cards, the requests to review any version of it, the calls for help with it. */
export async function findMessagesAbout(
  database: Database,
  mention: string,
): Promise<readonly SurfaceMessage[]> {
  const versions = database
    .select({ id: draftVersion.id })
    .from(draftVersion)
    .innerJoin(draft, eq(draft.id, draftVersion.draft))
    .where(eq(draft.mention, mention));
  // As `callSubject` writes it.
  const calls = database
    .select({ subject: sql<string>`${event.mention} || ' ' || (${event.data} ->> 'reason')` })
    .from(event)
    .where(and(eq(event.mention, mention), eq(event.type, 'escalated')));
  const { kind, subject } = surfaceMessage;
  const rows = await database
    .select()
    .from(surfaceMessage)
    .where(
      or(
        and(eq(kind, 'card'), eq(subject, mention)),
        and(eq(kind, 'review'), inArray(subject, versions)),
        and(eq(kind, 'call'), inArray(subject, calls)),
      ),
    )
    .orderBy(asc(kind), asc(surfaceMessage.placement), asc(surfaceMessage.place));
  return rows.map(read);
}

export async function readLatestReminder(
  database: Database,
  recipient: string,
  { surface, tenant }: Place,
): Promise<SurfaceMessage | null> {
  const [row] = await database
    .select()
    .from(surfaceMessage)
    .where(
      and(
        eq(surfaceMessage.kind, 'reminder'),
        eq(surfaceMessage.subject, recipient),
        eq(surfaceMessage.surface, surface),
        eq(surfaceMessage.tenant, tenant),
      ),
    )
    .orderBy(desc(surfaceMessage.placement))
    .limit(1);
  return row === undefined ? null : read(row);
}

/** Whoever comes second sees what the first one made. */
export async function lockLatestReminder(
  database: Database,
  recipient: string,
  place: Place,
): Promise<SurfaceMessage | null> {
  const name = JSON.stringify(['reminder', recipient]);
  await database.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
  return await readLatestReminder(database, recipient, place);
}

export async function findHomeTabs(database: Database): Promise<readonly SurfaceMessage[]> {
  const rows = await database
    .select()
    .from(surfaceMessage)
    .where(and(eq(surfaceMessage.kind, 'home'), isNotNull(surfaceMessage.hash)))
    .orderBy(asc(surfaceMessage.place));
  return rows.map(read);
}

export async function readSurfaceMessage(
  database: Database,
  id: string,
): Promise<SurfaceMessage | null> {
  const [row] = await database.select().from(surfaceMessage).where(eq(surfaceMessage.id, id));
  return row === undefined ? null : read(row);
}

export async function findOpenCards(database: Database): Promise<readonly SurfaceMessage[]> {
  const rows = await database
    .select({ card: surfaceMessage })
    .from(mention)
    .innerJoin(
      surfaceMessage,
      and(
        eq(surfaceMessage.kind, 'card'),
        eq(surfaceMessage.subject, mention.id),
        eq(surfaceMessage.placement, mention.placement),
      ),
    )
    .where(
      and(
        notInArray(mention.status, ['dismissed', 'resolved', 'logged']),
        isNotNull(surfaceMessage.ts),
      ),
    );
  return rows.map(({ card }) => read(card));
}

/** One that stands somewhere already comes first. */
export async function findCard(
  database: Database,
  mention: string,
  placement: number,
  surface: string,
): Promise<SurfaceMessage | null> {
  const [row] = await database
    .select()
    .from(surfaceMessage)
    .where(
      and(
        eq(surfaceMessage.kind, 'card'),
        eq(surfaceMessage.subject, mention),
        eq(surfaceMessage.placement, placement),
        eq(surfaceMessage.surface, surface),
      ),
    )
    .orderBy(sql`${isNotNull(surfaceMessage.ts)} desc`, asc(surfaceMessage.place))
    .limit(1);
  return row === undefined ? null : read(row);
}

export async function updateSurfaceMessage(
  database: Database,
  id: string,
  change: SurfaceMessageChange,
): Promise<void> {
  const { ref, ...columns } = change;
  const place = ref === undefined ? {} : { channel: ref?.channel ?? null, ts: ref?.ts ?? null };
  const set = { ...columns, ...place };
  if (Object.keys(set).length === 0) return;
  await database.update(surfaceMessage).set(set).where(eq(surfaceMessage.id, id));
}

export async function findLeftBehind(
  database: Database,
  { surface, tenant }: Place,
  place: string,
  channel: string,
): Promise<readonly SurfaceMessage[]> {
  const known = database
    .select({ id: conversation.id })
    .from(conversation)
    .where(and(eq(conversation.surface, surface), eq(conversation.tenant, tenant)));
  const rows = await database
    .select()
    .from(surfaceMessage)
    .where(
      and(
        eq(surfaceMessage.surface, surface),
        eq(surfaceMessage.tenant, tenant),
        eq(surfaceMessage.place, place),
        ne(surfaceMessage.channel, channel),
        notInArray(surfaceMessage.channel, known),
      ),
    )
    .orderBy(asc(surfaceMessage.id));
  return rows.map(read);
}

export async function dropSurfaceMessage(database: Database, id: string): Promise<void> {
  await database.delete(surfaceMessage).where(eq(surfaceMessage.id, id));
}

function read({ channel, ts, ...row }: typeof surfaceMessage.$inferSelect): SurfaceMessage {
  return { ...row, ref: channel === null || ts === null ? null : { channel, ts } };
}
