/** Everything that somebody holds goes back to its departments: one act for them, one command each. */

import { couldNotHand, type HandedOver, whyKept } from '../core/hand-over.ts';
import type { Person } from '../core/handbook.ts';
import { askerOf, belongsOn, SHELF_STATES } from '../core/overview.ts';
import { fits } from '../core/permits.ts';
import { StoreAway } from './desk.ts';
import { decideAndSave } from './handle.ts';
import type { House } from './house.ts';
import { settledReminders } from './reminder-requests.ts';
import type { Transaction } from './transaction-port.ts';

export interface HandOver {
  /** How many mentions somebody could hand back now. */
  count(person: Person): Promise<number>;
  /**
   * Hands back all that can be. One that fails holds up no other; whatever stays is named.
   * Throws `StoreAway` when the database does not say what they hold.
   */
  all(person: Person): Promise<HandedOver>;
}

/** @param house throws `StoreAway` while Heed is starting */
export function createHandOver(house: () => House): HandOver {
  return {
    count: async (person) => countHeld(house(), person),
    all: async (person) => handOverAll(house(), person),
  };
}

/** More than anybody holds. */
const MOST = 500;

export async function countHeld({ store }: House, { email }: Person): Promise<number> {
  const { total } = await store.listMentions({ owner: email }, [['claimed']], 1);
  return total;
}

async function handOverAll(house: House, person: Person): Promise<HandedOver> {
  const { store } = house;
  const { ids } = await store.listMentions({ owner: person.email }, SHELF_STATES.mine, MOST);
  const handed: string[] = [];
  const kept: string[] = [];
  let unanswered = 0;
  for (const { mention } of await store.readMentions(ids)) {
    const { id, ref } = mention;
    // It answers nobody: the others are not waited for one after the other.
    const result = unanswered < MOST_UNANSWERED ? await handBack(house, person, id) : AWAY;
    unanswered = result.type === 'away' ? unanswered + 1 : 0;
    if (result.type === 'handed') handed.push(ref);
    if (result.type === 'kept') kept.push(result.sentence);
    if (result.type === 'away' || result.type === 'failed') kept.push(couldNotHand(ref));
  }
  if (handed.length > 0) await redrawReminder(house, person);
  return { handed, kept };
}

type HandedBack =
  | { readonly type: 'handed' }
  | { readonly type: 'kept'; readonly sentence: string }
  /** It is somebody else's by now. */
  | { readonly type: 'gone' }
  | { readonly type: 'failed' }
  /** The database does not answer. */
  | { readonly type: 'away' };

const AWAY: HandedBack = { type: 'away' };
const MOST_UNANSWERED = 2;

async function handBack(house: House, person: Person, id: string): Promise<HandedBack> {
  try {
    return await house.store.transaction((tx) => decideOne(house, tx, person, id));
  } catch (error) {
    house.log.error({ err: error, mention: id }, 'a mention could not be handed over');
    return error instanceof StoreAway ? AWAY : { type: 'failed' };
  }
}

/** Under its lock: whoever leads could release it for a colleague who has taken it meanwhile. */
async function decideOne(
  house: House,
  tx: Transaction,
  person: Person,
  id: string,
): Promise<HandedBack> {
  const loaded = await tx.loadMention(id);
  if (loaded === null) return { type: 'gone' };
  const { mention } = loaded;
  const handbook = await house.deciding(tx);
  if (!belongsOn(mention, 'mine', askerOf(person, handbook), handbook)) return { type: 'gone' };
  if (!fits(mention, 'release')) return { type: 'kept', sentence: whyKept(mention) };
  const actor = { type: 'person', person } as const;
  const outcome = await decideAndSave(house, tx, loaded, { type: 'release' }, actor);
  if (outcome.ok) return { type: 'handed' };
  return { type: 'kept', sentence: `${mention.ref} stays with you. ${outcome.refusal.sentence}` };
}

/** What is not due tells it nothing, but its button counts all that they hold. */
async function redrawReminder(house: House, { email }: Person): Promise<void> {
  const context = { places: house.places(), now: house.now(), mayWait: false };
  try {
    await house.store.transaction(async (tx) => {
      await tx.enqueue(await settledReminders(tx, email, context));
    });
  } catch (error) {
    house.log.warn({ err: error }, 'a reminder could not be drawn anew');
  }
}
