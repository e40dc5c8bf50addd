/** Where surfaces may speak. */
import { and, asc, eq, notInArray, sql } from 'drizzle-orm';
import type {
  ChannelConversation,
  Conversations,
  PersonalConversation,
} from '../app/conversation-port.ts';
import type { Place } from '../app/surface-message.ts';
import { answering } from './away.ts';
import type { Database } from './database.ts';
import { conversation } from './surface-schema.ts';

export function createConversations(database: Database): Conversations {
  return {
    save: (place, one) => answering(() => save(database, place, one)),
    saveTeam: (place, team, channels) =>
      answering(() => database.transaction((tx) => saveTeam(tx, place, team, channels))),
    renameTeam: (place, team, teamName) =>
      answering(async () => {
        await database.update(conversation).set({ teamName }).where(ofTeam(place, team));
      }),
    channels: (place) => answering(() => readChannels(database, place)),
    chatWith: (place, person) => answering(() => findChat(database, place, person)),
    find: (place, id) => answering(() => find(database, place, id)),
    forget: (place, id) =>
      answering(async () => {
        await database.delete(conversation).where(and(within(place), eq(conversation.id, id)));
      }),
    forgetTeam: (place, team) =>
      answering(async () => {
        await database.delete(conversation).where(ofTeam(place, team));
      }),
  };
}

function within({ surface, tenant }: Place) {
  return and(eq(conversation.surface, surface), eq(conversation.tenant, tenant));
}

function ofTeam(place: Place, team: string) {
  return and(within(place), eq(conversation.team, team));
}

async function save(
  database: Database,
  { surface, tenant }: Place,
  one: ChannelConversation | PersonalConversation,
): Promise<void> {
  const { id, kind, serviceUrl } = one;
  const whose =
    one.kind === 'channel'
      ? { name: one.name, team: one.team, teamName: one.teamName, person: null }
      : { name: null, team: null, teamName: null, person: one.person };
  await database
    .insert(conversation)
    .values({ surface, tenant, id, kind, serviceUrl, ...whose })
    .onConflictDoUpdate({
      target: [conversation.surface, conversation.tenant, conversation.id],
      set: {
        kind,
        serviceUrl,
        team: whose.team,
        person: whose.person,
        name: sql`coalesce(excluded.name, ${conversation.name})`,
        teamName: sql`coalesce(excluded.team_name, ${conversation.teamName})`,
      },
    });
}

async function saveTeam(
  tx: Database,
  place: Place,
  team: string,
  channels: readonly ChannelConversation[],
): Promise<void> {
  const kept = channels.map(({ id }) => id);
  const gone = kept.length === 0 ? undefined : notInArray(conversation.id, kept);
  await tx.delete(conversation).where(and(ofTeam(place, team), gone));
  for (const one of channels) await save(tx, place, one);
}

type Row = typeof conversation.$inferSelect;

async function readChannels(
  database: Database,
  place: Place,
): Promise<readonly ChannelConversation[]> {
  const rows = await database
    .select()
    .from(conversation)
    .where(and(within(place), eq(conversation.kind, 'channel')))
    .orderBy(asc(conversation.teamName), asc(conversation.name), asc(conversation.id));
  return rows.map(readChannel);
}

function readChannel({ id, name, team, teamName, serviceUrl }: Row): ChannelConversation {
  return { kind: 'channel', id, name, team: team ?? '', teamName, serviceUrl };
}

function readChat({ id, person, serviceUrl }: Row): PersonalConversation {
  return { kind: 'personal', id, person: person ?? '', serviceUrl };
}

async function find(
  database: Database,
  place: Place,
  id: string,
): Promise<ChannelConversation | PersonalConversation | null> {
  const [row] = await database
    .select()
    .from(conversation)
    .where(and(within(place), eq(conversation.id, id)));
  if (row === undefined) return null;
  return row.kind === 'channel' ? readChannel(row) : readChat(row);
}

async function findChat(
  database: Database,
  place: Place,
  person: string,
): Promise<PersonalConversation | null> {
  const [row] = await database
    .select()
    .from(conversation)
    .where(and(within(place), eq(conversation.person, person)))
    .orderBy(asc(conversation.id))
    .limit(1);
  return row === undefined ? null : readChat(row);
}
