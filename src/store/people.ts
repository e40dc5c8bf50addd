/** Who is who on a surface, and when that was last looked up. */
import { and, desc, eq } from 'drizzle-orm';
import type { PersonLink, PersonLinks } from '../app/people-port.ts';
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
  };
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
