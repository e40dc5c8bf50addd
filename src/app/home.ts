/** Home tabs: one surface message for each person who ever opened theirs. */
import type { Person } from '../core/handbook.ts';
import type { House } from './house.ts';
import { showRequest } from './outbox-rows.ts';
import type { Place, SurfaceMessageKey } from './surface-message.ts';

/**
 * Has somebody's Home tab drawn, and remembers that they have one.
 * @param standing the hash of what stands there by the surface's own account; null for nothing
 */
export async function openHome(
  house: House,
  person: Person,
  { surface, tenant }: Place,
  standing: string | null,
): Promise<void> {
  const place = `@${person.email}`;
  const key: SurfaceMessageKey = {
    ...{ surface, tenant, place, kind: 'home' as const, subject: person.email },
    placement: 0,
  };
  const home = await house.store.transaction((tx) => tx.ensureSurfaceMessage(key, 0));
  if (home.hash !== standing) {
    await house.store.updateSurfaceMessage(home.id, { hash: standing });
  }
  const request = showRequest(home, { now: house.now(), mayWait: false });
  await house.store.transaction((tx) => tx.enqueue([request]));
}
