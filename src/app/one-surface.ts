/**
 * What goes to one person alone goes to one surface: the one that they last used. What stands already
 * stays where it is.
 */
import type { PersonLink } from './people-port.ts';
import type { Place, SurfaceMessage, SurfaceMessageKind } from './surface-message.ts';
import type { Transaction } from './transaction-port.ts';

/** What somebody is to read in a direct message. */
export interface Personal {
  readonly kind: SurfaceMessageKind;
  readonly subject: string;
  readonly recipient: string;
}

/** The message of theirs, made where there is none yet. None where Heed works on no surface. */
export async function personalMessages(
  tx: Transaction,
  { kind, subject, recipient }: Personal,
  places: readonly Place[],
): Promise<readonly SurfaceMessage[]> {
  const place = `@${recipient}`;
  if (places.length > 1) {
    const known = (await tx.surfaceMessages(kind, subject)).filter(
      (message) => message.place === place && places.some((one) => isSame(one, message)),
    );
    if (known.length > 0) return known;
  }
  const chosen = await placeFor(tx, recipient, places);
  if (chosen === null) return [];
  const key = { ...placeOf(chosen), kind, subject, placement: 0, place };
  return [await tx.ensureSurfaceMessage(key, 0)];
}

/** Where somebody is written to; of places that they never used, one that knows them. */
export async function placeFor(
  tx: Transaction,
  email: string,
  places: readonly Place[],
): Promise<Place | null> {
  const [first, ...others] = places;
  if (first === undefined) return null;
  if (others.length === 0) return first;
  const links = (await tx.personLinks(email)).filter(({ standing }) => standing === 'member');
  const lastUsed = (place: Place) =>
    Math.max(-1, ...links.filter((link) => isSame(place, link)).map(usedAt));
  return places.reduce((best, place) => (lastUsed(place) > lastUsed(best) ? place : best));
}

/** Whoever is known but never did anything comes after whoever did. */
function usedAt(link: PersonLink): number {
  return link.usedAt ?? 0;
}

function isSame(one: Place, other: Place): boolean {
  return one.surface === other.surface && one.tenant === other.tenant;
}

function placeOf({ surface, tenant }: Place): Place {
  return { surface, tenant };
}
