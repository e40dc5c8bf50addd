/** How the sources are, and what goes wrong outside, as far as the outbox knows. */
import type { Health } from '../core/overview.ts';
import type { House } from './house.ts';
import { sourceLane, whereOf } from './outbox-rows.ts';
import type { Trouble } from './store-port.ts';

const MOST_TROUBLES = 12;

export async function healthOf(house: House): Promise<Health> {
  const troubles = await house.store.troubles(MOST_TROUBLES);
  const { sources } = house.handbook();
  const of = (id: string) => troubles.filter(({ where }) => where === sourceLane(id));
  const lanes = sources.map(({ id }) => sourceLane(id));
  const elsewhere = troubles.filter(({ where }) => !lanes.includes(where));
  return {
    sources: sources.map(({ id, replyUrl }) => ({
      id,
      canReply: replyUrl !== null,
      trouble: of(id).map((trouble) => sentenceOf(trouble, 'Replies')),
    })),
    elsewhere: inPlaces(elsewhere).map((trouble) => sentenceOf(trouble, placeName(trouble.where))),
  };
}

/** `slack:T0ACME:#care` reads as "#care"; `source:blog`, which the handbook dropped, as "blog". */
/** What goes wrong in several lanes of one place in the same way is one trouble. */
function inPlaces(troubles: readonly Trouble[]): readonly Trouble[] {
  const found = new Map<string, Trouble>();
  for (const trouble of troubles) {
    const where = whereOf(trouble.where);
    const key = JSON.stringify([trouble.type, where, trouble.error]);
    const known = found.get(key);
    const counts = trouble.type !== 'blocked' && known !== undefined && known.type !== 'blocked';
    const count = counts ? { count: known.count + trouble.count } : {};
    found.set(key, { ...trouble, where, ...count });
  }
  return [...found.values()];
}

function placeName(where: string): string {
  const [surface = '', , ...rest] = where.split(':');
  const place = rest.join(':');
  if (where === 'sources') return 'All sources';
  if (surface === 'source') return `Replies to ${where.slice('source:'.length)}`;
  if (place === '') return `Everything in ${surface}`;
  if (place.startsWith('home@')) return `The Home tab of ${place.slice('home@'.length)}`;
  return place.startsWith('@') ? `Messages to ${place.slice(1)}` : place;
}

function sentenceOf(trouble: Trouble, what: string): string {
  switch (trouble.type) {
    case 'blocked':
      return `${what}: held back until it is mended. ${trouble.error}`;
    case 'failing':
      return `${what}: ${counted(trouble.count)} tried again. ${trouble.error}`;
    case 'given_up':
      return `${what}: ${counted(trouble.count)} given up. ${trouble.error}`;
    default:
      return trouble satisfies never;
  }
}

function counted(count: number): string {
  return count === 1 ? '1 is' : `${count} are`;
}
