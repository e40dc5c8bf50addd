/** The desk's lists: which mentions stand on them, in which order, and how many more there are. */
import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Listed, ListKey, Trouble, WhichListed } from '../app/store-port.ts';
import type { MessageRef, Place } from '../app/surface-message.ts';
import type { Status } from '../core/mention.ts';
import type { Database } from './database.ts';
import { lane, laneParent, outbox } from './outbox-schema.ts';
import { mention, surfaceMessage } from './schema.ts';

/** Nobody reads on to the thousandth: counting ends there. */
const MOST_COUNTED = 1_000;

/**
 * For each owner or department and each state, the head of an index; so it costs what is listed,
 * however many there are.
 */
export async function listMentions(
  database: Database,
  of: ListKey,
  states: readonly (readonly Status[])[],
  most: number,
  which: WhichListed = 'all',
): Promise<Listed> {
  const order = which === 'all' ? mention.waitingSince : mention.pressingDueAt;
  const keys = keysOf(of);
  const wanted = states.flatMap((group, turn) =>
    group.flatMap((status) => keys.map((key) => ({ ...key, status, turn }))),
  );
  if (wanted.length === 0) return { ids: [], total: 0, counted: true };
  const head = database
    .select({ id: mention.id, order: sql`${order}`.as('listed_by') })
    .from(mention)
    .where(
      and(
        eq(columnOf(of), sql`wanted.key`),
        'owner' in of ? undefined : eq(mention.sensitive, sql`wanted.sensitive`),
        eq(mention.status, sql`wanted.status`),
        indexed(of, which),
      ),
    )
    .orderBy(asc(order), asc(mention.id))
    .limit(most)
    .as('head');
  const rows = await database
    .select({ id: head.id })
    .from(
      sql`jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as wanted(key text, sensitive boolean, status text, turn int)`,
    )
    .crossJoinLateral(head)
    .orderBy(sql`wanted.turn`, asc(head.order), asc(head.id))
    .limit(most);
  const ids = rows.map(({ id }) => id);
  if (ids.length < most) return { ids, total: ids.length, counted: true };
  const total = await countMentions(database, of, states.flat(), which);
  return { ids, total: Math.max(total, ids.length), counted: total < MOST_COUNTED };
}

export function listFollowUps(database: Database, owner: string, most: number): Promise<Listed> {
  const asked = and(eq(mention.owner, owner), sql`${mention.followUp} = 'asked'`);
  return listSome(database, asked, mention.closedAt, most);
}

export function listCalled(database: Database, person: string, most: number): Promise<Listed> {
  return listSome(database, eq(mention.calledByClock, person), mention.pressingDueAt, most);
}

/** The head of one index. */
async function listSome(
  database: Database,
  which: SQL | undefined,
  order: PgColumn,
  most: number,
): Promise<Listed> {
  const rows = await database
    .select({ id: mention.id })
    .from(mention)
    .where(which)
    .orderBy(asc(order), asc(mention.id))
    .limit(most);
  const ids = rows.map(({ id }) => id);
  if (ids.length < most) return { ids, total: ids.length, counted: true };
  const total = await countSome(database, which);
  return { ids, total: Math.max(total, ids.length), counted: total < MOST_COUNTED };
}

async function countMentions(
  database: Database,
  of: ListKey,
  states: readonly Status[],
  which: WhichListed,
): Promise<number> {
  return countSome(
    database,
    and(
      or(...keysOf(of).map((key) => isOf(of, key))),
      inArray(mention.status, [...states]),
      indexed(of, which),
    ),
  );
}

async function countSome(database: Database, which: SQL | undefined): Promise<number> {
  const some = database
    .select({ status: mention.status })
    .from(mention)
    .where(which)
    .limit(MOST_COUNTED)
    .as('some');
  const [row] = await database.select({ total: sql<number>`count(*)::int` }).from(some);
  return row?.total ?? 0;
}

function columnOf(of: ListKey) {
  return 'owner' in of ? mention.owner : mention.department;
}

interface Key {
  readonly key: string;
  readonly sensitive: boolean;
}

function keysOf(of: ListKey): readonly Key[] {
  if ('owner' in of) return [{ key: of.owner, sensitive: false }];
  return [
    ...of.departments.map((key) => ({ key, sensitive: false })),
    ...of.sensitiveIn.map((key) => ({ key, sensitive: true })),
  ];
}

/** What an owner has in hand is theirs to see, or taken off the list by the rules. */
function isOf(of: ListKey, { key, sensitive }: Key): SQL | undefined {
  if ('owner' in of) return eq(mention.owner, key);
  return and(eq(mention.department, key), eq(mention.sensitive, sensitive));
}

/** The condition of the partial index, in its words, or the index would not be used. */
function indexed(of: ListKey, which: WhichListed): SQL {
  if (which === 'pressing') {
    return 'owner' in of
      ? sql`${mention.owner} is not null and ${mention.pressingDueAt} is not null`
      : sql`${mention.pressingDueAt} is not null`;
  }
  return 'owner' in of
    ? sql`${mention.owner} is not null and ${mention.status} not in ('dismissed', 'resolved')`
    : sql`${mention.status} not in ('answered', 'dismissed', 'resolved', 'logged')`;
}

/** Where the current cards of these mentions stand in one workspace. */
export async function readCardRefs(
  database: Database,
  mentions: readonly string[],
  { surface, tenant }: Place,
): Promise<ReadonlyMap<string, MessageRef>> {
  if (mentions.length === 0) return new Map();
  const rows = await database
    .select({
      mention: mention.id,
      channel: surfaceMessage.channel,
      ts: surfaceMessage.ts,
    })
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
        inArray(mention.id, [...mentions]),
        eq(surfaceMessage.surface, surface),
        eq(surfaceMessage.tenant, tenant),
      ),
    );
  return new Map(
    rows.flatMap(({ mention: id, channel, ts }) =>
      channel === null || ts === null ? [] : [[id, { channel, ts }]],
    ),
  );
}

/** Lanes and their parents that are blocked, and what failed in the others; the worst first. */
export async function readTroubles(database: Database, most: number): Promise<readonly Trouble[]> {
  const parents = await database
    .select({ where: laneParent.key, error: laneParent.blocked })
    .from(laneParent)
    .where(sql`${laneParent.blocked} is not null`);
  const lanes = await database
    .select({ where: lane.key, error: lane.blocked })
    .from(lane)
    .where(sql`${lane.blocked} is not null`)
    .orderBy(asc(lane.key))
    .limit(most);
  const failed = await database
    .select({
      where: outbox.lane,
      state: outbox.state,
      count: sql<number>`count(*)::int`,
      error: sql<string>`max(${outbox.error})`,
    })
    .from(outbox)
    .where(
      sql`${outbox.error} is not null and (${outbox.state} = 'dead' or ${outbox.attempts} > 0)`,
    )
    .groupBy(outbox.lane, outbox.state)
    .orderBy(asc(outbox.state), asc(outbox.lane))
    .limit(most);
  const blocked = [...parents, ...lanes].map(
    ({ where, error }): Trouble => ({ type: 'blocked', where, error: error ?? '' }),
  );
  const others = failed.map(({ where, state, count, error }): Trouble => {
    const type = state === 'dead' ? 'given_up' : 'failing';
    return { type, where, count, error };
  });
  return [...blocked, ...others].slice(0, most);
}
