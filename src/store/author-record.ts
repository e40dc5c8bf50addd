/** What else the author of a mention has with us. */
import { and, count, desc, eq, gt, ne, notInArray, type SQL, sql } from 'drizzle-orm';
import type { AuthorRecord } from '../core/card.ts';
import type { Instant, Mention } from '../core/mention.ts';
import type { Database } from './database.ts';
import { Statuses } from './rows.ts';
import { mention } from './schema.ts';

/** So many of an author's other mentions stand on a card. */
const SHOWN = 3;
/** So many cards follow when one of an author's mentions changes hands; a troll may have hundreds. */
const FOLLOWED = 5;

const OVER = ['dismissed', 'resolved'];

export async function readAuthorRecord(
  database: Database,
  of: Mention,
  since: Instant,
): Promise<AuthorRecord> {
  const { id, ref, status, owner, verdict, owes } = mention;
  const reading = database
    .select({ id, ref, status, owner, verdict, owes })
    .from(mention)
    .where(isBeside(of))
    .orderBy(sql`${status} in ('dismissed', 'resolved')`, desc(mention.openedAt))
    .limit(SHOWN);
  const counting = database
    .select({ times: count() })
    .from(mention)
    .where(and(isBeside(of), gt(mention.openedAt, since)));
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

/** Of the same author; those whose messages went to another mention are no mentions any more. */
function isBeside(of: Mention): SQL | undefined {
  return and(
    eq(mention.source, of.source),
    eq(mention.author, of.author.externalId),
    ne(mention.id, of.id),
    sql`${mention.threadRoot} <> 'joined:' || ${mention.id}`,
  );
}
