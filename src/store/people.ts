/** Who is who on a surface, and when that was last looked up. */
import { and, desc, eq, exists, gte, isNull, lt, ne, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { PersonLink, PersonLinks } from '../app/people-port.ts';
import type { Instant } from '../core/mention.ts';
import { answering } from './away.ts';
import type { Database } from './database.ts';
import { personLink } from './schema.ts';

export function createPersonLinks(database: Database): PersonLinks {
  return {
    byExternalId: (surface, tenant, externalId) =>
      answering(() => first(database, surface, tenant, eq(personLink.externalId, externalId))),
    byEmail: (surface, tenant, email) =>
      answering(() => first(database, surface, tenant, eq(personLink.email, email))),
    save: (link) =>
      answering(async () => {
        const { email, standing, checkedAt } = link;
        await database
          .insert(personLink)
          .values(link)
          .onConflictDoUpdate({
            target: [personLink.surface, personLink.tenant, personLink.externalId],
            set: { email, standing, checkedAt },
          });
      }),
    noteUse: (link, at) => answering(() => noteUse(database, link, at)),
  };
}

/** So exact is the moment of last use, where nobody asks which of two was later. */
const USE_MS = 5 * 60_000;

async function noteUse(
  database: Database,
  { surface, tenant, externalId }: Pick<PersonLink, 'surface' | 'tenant' | 'externalId'>,
  at: Instant,
): Promise<void> {
  const other = alias(personLink, 'other');
  const { usedAt } = personLink;
  const usedElsewhereSince = database
    .select({ email: other.email })
    .from(other)
    .where(
      and(
        eq(other.email, personLink.email),
        or(ne(other.surface, personLink.surface), ne(other.tenant, personLink.tenant)),
        gte(other.usedAt, usedAt),
      ),
    );
  await database
    .update(personLink)
    .set({ usedAt: at })
    .where(
      and(
        eq(personLink.surface, surface),
        eq(personLink.tenant, tenant),
        eq(personLink.externalId, externalId),
        or(
          isNull(usedAt),
          lt(usedAt, at - USE_MS),
          and(lt(usedAt, at), exists(usedElsewhereSince)),
        ),
      ),
    );
}

/** All of whoever has this address, on every surface. */
export async function findPersonLinks(
  database: Database,
  email: string,
): Promise<readonly PersonLink[]> {
  return await database.select().from(personLink).where(eq(personLink.email, email));
}

/** Of several accounts with one address, the one looked up last. */
async function first(
  database: Database,
  surface: string,
  tenant: string,
  which: ReturnType<typeof eq>,
): Promise<PersonLink | null> {
  const [row] = await database
    .select()
    .from(personLink)
    .where(and(eq(personLink.surface, surface), eq(personLink.tenant, tenant), which))
    .orderBy(desc(personLink.checkedAt))
    .limit(1);
  return row ?? null;
}
