/** Where nothing may be said of a mention any more but that it has moved. */
import { type Mention, wasJoined } from '../core/mention.ts';
import type { Store } from './store-port.ts';

/** Whether the card of this placement stands where people read who may not know of the mention. */
export async function isWithdrawn(
  store: Store,
  mention: Mention,
  placement: number,
): Promise<boolean> {
  if (wasJoined(mention)) return (await joinedInto(store, mention))?.sensitive ?? false;
  return mention.sensitive && placement < mention.placement;
}

/** The mention that has its messages now, through however many joins; null where there is none. */
export async function joinedInto(store: Store, mention: Mention): Promise<Mention | null> {
  const seen = new Set<string>([mention.id]);
  let into: Mention = mention;
  while (wasJoined(into)) {
    const history = await store.history(into.id, 0);
    const joined = history.findLast(({ event }) => event.type === 'joined')?.event;
    if (joined?.type !== 'joined' || seen.has(joined.into)) return null;
    seen.add(joined.into);
    const next = await store.readMention(joined.into);
    if (next === null) return null;
    into = next.mention;
  }
  return into;
}
