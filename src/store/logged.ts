/**
 * What is kept off the desk. The newest ones are the head of an index. Words are looked for from
 * there on, one mention after the other, until the page is full: words that are common cost
 * little, and words that stand nowhere cost a look at everything that was ever logged.
 */
import { and, count, desc, eq, gt, ilike, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import type { LoggedCount, LoggedQuery, Reach } from '../app/ports.ts';
import type { Instant } from '../core/mention.ts';
import { at } from './columns.ts';
import type { Database } from './database.ts';
import { content, mention, message } from './schema.ts';

/** The condition of the partial index, in its words. */
const LOGGED = sql`${mention.status} = 'logged'`;

export async function listLogged(
  database: Database,
  { departments, words, before, skip, most }: LoggedQuery,
): Promise<readonly string[]> {
  const rows = await database
    .select({ id: mention.id })
    .from(mention)
    .where(
      and(LOGGED, within(departments), lte(mention.openedAt, at(before)), ...words.map(saying)),
    )
    .orderBy(desc(mention.openedAt), desc(mention.department), desc(mention.id))
    .offset(skip)
    .limit(most);
  return rows.map(({ id }) => id);
}

/** By the first message of each. */
export async function countLogged(
  database: Database,
  departments: Reach,
  since: Instant,
): Promise<readonly LoggedCount[]> {
  const total = count();
  const rows = await database
    .select({ because: mention.logged, kind: message.kind, count: total })
    .from(mention)
    .innerJoin(message, and(eq(message.mention, mention.id), eq(message.position, 0)))
    .where(and(LOGGED, within(departments), gt(mention.openedAt, at(since))))
    .groupBy(mention.logged, message.kind)
    .orderBy(desc(total), message.kind);
  return rows.flatMap(({ because, ...row }) => (because === null ? [] : [{ because, ...row }]));
}

export async function countLoggedSince(database: Database, since: Instant): Promise<number> {
  const [row] = await database
    .select({ count: count() })
    .from(mention)
    .where(and(LOGGED, gt(mention.openedAt, at(since))));
  return row?.count ?? 0;
}

function within(departments: Reach): SQL | undefined {
  return departments === null ? undefined : inArray(mention.department, [...departments]);
}

function saying(word: string): SQL | undefined {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return or(
    ilike(mention.authorName, pattern),
    ilike(mention.authorHandle, pattern),
    sql`exists (select 1 from ${message} join ${content} on ${content.id} = ${message.content}
      where ${message.mention} = ${mention.id} and ${content.text} ilike ${pattern})`,
  );
}
