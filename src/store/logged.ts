/**
 * What is kept off the desk. The newest ones are the head of an index. Words are looked for from
 * there on, one mention after the other, until the page is full: words that are common cost
 * little, and words that stand nowhere cost a look at everything that was ever logged, which is a
 * second for some 100,000.
 */
import { and, count, desc, eq, gt, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { LoggedCount, LoggedQuery, Reach } from '../app/store-port.ts';
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
  const heads = database.select({ id: mention.id }).from(mention).$dynamic();
  const found = words.length === 0 ? heads : heads.crossJoinLateral(saidIn(database));
  const rows = await found
    .where(
      and(
        LOGGED,
        within(departments),
        lte(mention.openedAt, at(before)),
        ...words.map((word) => sql`said.words ilike ${patternOf(word)}`),
      ),
    )
    .orderBy(desc(mention.openedAt), desc(mention.department), desc(mention.id))
    .offset(skip)
    .limit(most);
  return rows.map(({ id }) => id);
}

/**
 * All that can be looked for in one mention, each thing in a line of its own. An aggregate, as
 * Postgres would look for words in whole tables first otherwise, and so in those of the desk too.
 */
function saidIn(database: Database) {
  const texts = sql<string>`concat_ws(chr(10), ${mention.authorName}, ${mention.authorHandle},
    string_agg(${content.text}, chr(10)))`;
  return database
    .select({ words: texts.as('words') })
    .from(message)
    .innerJoin(content, eq(content.id, message.content))
    .where(eq(message.mention, mention.id))
    .as('said');
}

function patternOf(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`;
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
