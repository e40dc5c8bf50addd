/** What else the author of a mention has with us. */
import { and, count, desc, eq, gt, inArray, ne, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { AuthorRecord } from '../core/card.ts';
import type { Instant, Mention } from '../core/mention.ts';
import type { Database } from './database.ts';
import { Statuses } from './rows.ts';
import { mention } from './schema.ts';

/** So many of an author's other mentions stand on a card. */
const SHOWN = 3;
/** So many cards follow when one of an author's mentions changes hands; a troll may have hundreds. */
const FOLLOWED = 5;

/** Redraws that one act may ask for: a query takes 65,535 values, and a row has nine. */
const MOST = 1_000;

const OVER = ['dismissed', 'resolved'];

export async function readAuthorRecord(
  database: Database,
  of: Mention,
  since: Instant,
  sensitiveIn: readonly string[],
): Promise<AuthorRecord> {
  const known = and(isBeside(of), isFor(sensitiveIn));
  const { id, ref, status, owner, verdict, owes } = mention;
  const reading = database
    .select({ id, ref, status, owner, verdict, owes })
    .from(mention)
    .where(known)
    .orderBy(sql`${status} in ('dismissed', 'resolved')`, desc(mention.openedAt))
    .limit(SHOWN);
  const counting = database
    .select({ times: count() })
    .from(mention)
    .where(and(known, gt(mention.openedAt, since)));
  const [rows, [lately]] = await Promise.all([reading, counting]);
  const others = rows.map((row) => ({ ...row, status: Statuses.parse(row.status) }));
  return { others, times: (lately?.times ?? 0) + 1 };
}

export async function findOpenBeside(database: Database, of: Mention): Promise<readonly string[]> {
  const rows = await database
    .select({ id: mention.id })
    .from(mention)
    .where(and(isBeside(of), notInArray(mention.status, OVER)))
    .orderBy(desc(mention.openedAt))
    .limit(FOLLOWED);
  return rows.map(({ id }) => id);
}

/** Open or closed, as many as one would ever draw again. */
export async function findBeside(database: Database, of: Mention): Promise<readonly string[]> {
  const rows = await database
    .select({ id: mention.id })
    .from(mention)
    .where(isBeside(of))
    .orderBy(desc(mention.openedAt))
    .limit(MOST);
  return rows.map(({ id }) => id);
}

/** What is sensitive stands on no card but those of the same readers. */
function isFor(sensitiveIn: readonly string[]): SQL | undefined {
  return or(
    eq(mention.sensitive, false),
    sensitiveIn.length === 0 ? undefined : inArray(mention.department, [...sensitiveIn]),
  );
}

/**
 * Of the same author; those whose messages went to another mention are no mentions any more, and
 * what is logged is not on the desk.
 */
function isBeside(of: Mention): SQL | undefined {
  return and(
    eq(mention.source, of.source),
    eq(mention.author, of.author.externalId),
    ne(mention.id, of.id),
    ne(mention.status, 'logged'),
    sql`${mention.threadRoot} <> 'joined:' || ${mention.id}`,
  );
}
