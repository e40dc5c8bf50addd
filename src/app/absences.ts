/** Somebody goes away, says when they are back, or is back because the time has come. */
import type { Absence } from '../core/absence.ts';
import { actsIn, namedIn } from '../core/audience.ts';
import { type Handbook, type Person, personOf } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import type { Shelf } from '../core/overview.ts';
import { reviews } from '../core/permits.ts';
import { askAnew } from './ask-anew.ts';
import { readUntil } from './away-until.ts';
import { StoreAway } from './desk.ts';
import { countHeld } from './hand-over.ts';
import type { House } from './house.ts';
import { showRequest } from './outbox-rows.ts';
import { heldBy } from './overview.ts';
import type { Place } from './surface-message.ts';

export type WentAway =
  | {
      readonly ok: true;
      readonly until: Instant | null;
      readonly held: Shelf;
      /** How many of those they could hand back. */
      readonly handable: number;
    }
  | { readonly ok: false; readonly sentence: string };

export interface Absences {
  /** @param typed until when, in words; nothing for until they say that they are back */
  goAway(typed: string, person: Person, place: Place): Promise<WentAway>;
  /** Answers what they are told. */
  comeBack(person: Person, place: Place): Promise<string>;
  standing(): Promise<readonly Absence[]>;
}

/** More than anybody holds, and than a company has in review. */
const MOST = 500;

/** @param house throws `StoreAway` while Heed is starting */
export function createAbsences(house: () => House): Absences {
  return {
    goAway: async (typed, person, place) => goAway(house(), typed, person, place),
    comeBack: async (person, place) => comeBack(house(), person, place),
    standing: async () => {
      const { store, now } = house();
      return store.absent(now());
    },
  };
}

async function goAway(
  house: House,
  typed: string,
  person: Person,
  place: Place,
): Promise<WentAway> {
  const handbook = house.handbook();
  const { timezone } = handbook;
  const now = house.now();
  const read = readUntil(typed, { now, timezone, hours: hoursOf(person, handbook) });
  if (!read.ok) return read;
  const { until } = read;
  const { ids } = await house.store.listMentions({ owner: person.email }, [['claimed']], MOST);
  await house.store.transaction(async (tx) => {
    // What was missed already has no stage to come at which it would go back.
    await tx.recheckClocks(ids, now);
    await tx.saveAbsence({ email: person.email, until }, now);
  });
  house.log.info({ person: person.email, until }, 'somebody is away');
  await followOrLog(house, person);
  const held = await heldBy(house, person, place);
  return { ok: true, until, held, handable: await countHeld(house, person) };
}

/** Of the first department that they are in. */
function hoursOf({ departments }: Person, handbook: Handbook) {
  return handbook.departments.find(({ id }) => id === departments[0])?.hours ?? 'always';
}

async function comeBack(house: House, person: Person, place: Place): Promise<string> {
  const wasAway = await house.store.transaction((tx) => tx.endAbsence(person.email, house.now()));
  if (!wasAway) return 'You are not away. /heed away until monday says that you are.';
  house.log.info({ person: person.email }, 'somebody is back');
  await followOrLog(house, person);
  const { lines, more } = await heldBy(house, person, place);
  const open = lines.length + more;
  if (open === 0) return 'You are back. Nothing of yours is open.';
  return `You are back. ${open} of yours ${open === 1 ? 'is' : 'are'} open: /heed mine`;
}

/** Whose time is over; may be repeated, and run by several processes at once. */
export async function endAbsences(house: House): Promise<void> {
  for (const email of await house.store.absencesOver(house.now())) {
    const person = personOf(house.handbook(), email);
    if (person !== null) await followOrLog(house, person);
    await house.store.transaction((tx) => tx.forgetAbsence(email, house.now()));
  }
}

/** What is not done now is made good at the next look at a deadline. */
async function followOrLog(house: House, person: Person): Promise<void> {
  try {
    await redrawHeld(house, person);
    await askOthers(house, person);
  } catch (error) {
    if (error instanceof StoreAway) throw error;
    house.log.error({ err: error, person: person.email }, 'an absence could not be followed up');
  }
}

/** The cards of what they have in hand say whether they are away. */
async function redrawHeld({ store, now }: House, { email }: Person): Promise<void> {
  const { ids } = await store.listMentions({ owner: email }, [['claimed']], MOST);
  await store.transaction(async (tx) => {
    const cards = (await Promise.all(ids.map((id) => tx.surfaceMessages('card', id)))).flat();
    const standing = cards.filter(({ ref }) => ref !== null);
    const requests = standing.map((card) => showRequest(card, { now: now(), mayWait: true }));
    if (requests.length > 0) await tx.enqueue(requests);
  });
}

/** Drafts that they could review are asked of those who are there. */
async function askOthers(house: House, person: Person): Promise<void> {
  if (!reviews(person)) return;
  const handbook = house.handbook();
  const departments = handbook.departments.map(({ id }) => id).filter((id) => actsIn(person, id));
  const of = { departments, sensitiveIn: namedIn(person, handbook) };
  const { ids } = await house.store.listMentions(of, [['in_review']], MOST);
  for (const id of ids) await askAnew(house, id);
}
