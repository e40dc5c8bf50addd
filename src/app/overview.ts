/** The lists of the desk: what waits for somebody, and for whom. Reads only. */
import type { Absence } from '../core/absence.ts';
import { besides, byDue, dueSoonOf, isPressingLine } from '../core/due-soon.ts';
import { departmentOf, type Handbook, type Person } from '../core/handbook.ts';
import {
  type Asker,
  askerOf,
  belongsOn,
  type DueSoon,
  type Line,
  lineOf,
  type Overview,
  SHELF_STATES,
  type Shelf,
  type ShelfName,
} from '../core/overview.ts';
import { reviews } from '../core/permits.ts';
import { endOfShift } from '../core/shifts.ts';
import { healthOf } from './health.ts';
import { openHome } from './home.ts';
import type { House } from './house.ts';
import type { Listed, ListKey, WhichListed } from './store-port.ts';
import type { MessageRef, Place } from './surface-message.ts';
import type { Ending, View } from './surface-port.ts';
import type { Loaded } from './transaction-port.ts';

/** What a surface asks for somebody who wants a list. */
export interface Lists {
  /** What nobody has, and what somebody has in hand, in these departments; null for one's own. */
  queue(departments: readonly string[] | null, person: Person, place: Place): Promise<Queue>;
  mine(person: Person, place: Place): Promise<Mine>;
  /**
   * Puts a person's Home tab in order: now, and from now on after whatever they do.
   * @param standing the hash of what stands there already; null where nothing does
   */
  openHome(person: Person, place: Place, standing: string | null): Promise<void>;
}

export interface Queue {
  readonly unclaimed: Shelf;
  readonly inHand: Shelf;
}

export interface Mine {
  readonly mine: Shelf;
  readonly review: Shelf | null;
  readonly called: Shelf;
  readonly touchBase: Shelf;
  readonly answered: Shelf;
}

/** Two blocks a line: together they stay well below the hundred that a Home tab may have. */
const HOME = { mine: 15, review: 10, unclaimed: 15 } as const;
/** What is over stands apart, and leaves the tab to what is not. */
const TOUCH_BASE_AT_HOME = 3;
/** What presses stands before the shelves, and takes its lines from theirs. */
const DUE = 8;
/** An answer to a command has no buttons, so that more fits. */
const LISTED = 25;
/** Who is asked to review is a question for the rules: so many are looked at. */
const REVIEWS_LOOKED_AT = 100;

/** @param house throws `StoreAway` while Heed is starting */
export function createLists(house: () => House): Lists {
  return {
    queue: async (departments, person, place) => queueOf(house(), departments, person, place),
    mine: async (person, place) => mineOf(house(), person, place),
    openHome: async (person, place, standing) => openHome(house(), person, place, standing),
  };
}

export async function overviewOf(house: House, person: Person, place: Place): Promise<Overview> {
  const handbook = house.handbook();
  const asker = askerOf(person, handbook, null, await awayNow(house));
  const found = await readShelves(house, place, asker, [
    { name: 'mine', most: HOME.mine },
    { name: 'unclaimed', most: HOME.unclaimed },
    { name: 'touch_base', most: TOUCH_BASE_AT_HOME },
    ...(reviews(person) ? [{ name: 'review', most: HOME.review } as const] : []),
  ]);
  const due = await dueSoonFor(house, place, asker);
  const shelf = (name: keyof typeof HOME) => besides(shelfIn(found, name), name, due, HOME[name]);
  return {
    due,
    mine: shelf('mine'),
    review: found.has('review') ? shelf('review') : null,
    unclaimed: shelf('unclaimed'),
    touchBase: shelfIn(found, 'touch_base'),
    departments: asker.departments.map((id) => departmentOf(handbook, id)?.name ?? id),
    health: person.role === 'admin' ? await healthOf(house) : null,
  };
}

async function dueSoonFor(house: House, place: Place, asker: Asker): Promise<DueSoon> {
  const names: readonly ShelfName[] = [
    ...(['mine', 'unclaimed'] as const),
    ...(reviews(asker.person) ? (['review'] as const) : []),
  ];
  const wanted = names.map((name) => ({ name, most: DUE, which: 'pressing' }) as const);
  return dueSoonOf(await readShelves(house, place, asker, wanted), DUE);
}

function awayNow({ store, now }: House): Promise<readonly Absence[]> {
  return store.absent(now());
}

/** What a reminder is about. */
export type Reminded = Pick<
  View & { readonly type: 'reminder' },
  'mine' | 'review' | 'called' | 'touchBase' | 'ending'
>;

/**
 * What of somebody's is near or was missed, the next due first; the same of drafts that wait for
 * them; what the clock called them for; with whom they are to touch base; and what else is theirs
 * where the day ends soon.
 */
export async function remindedOf(house: House, person: Person, place: Place): Promise<Reminded> {
  const asker = askerOf(person, house.handbook(), null, await awayNow(house));
  const pressing = { most: REVIEWS_LOOKED_AT, which: 'pressing' } as const;
  const found = await readShelves(house, place, asker, [
    { name: 'mine', ...pressing },
    { name: 'called', most: REVIEWS_LOOKED_AT },
    { name: 'touch_base', most: LISTED },
    ...(reviews(person) ? [{ name: 'review', ...pressing } as const] : []),
  ]);
  const linesOf = (name: ShelfName) =>
    shelfIn(found, name).lines.filter(isPressingLine).toSorted(byDue);
  const called = shelfIn(found, 'called');
  // It offers the review too, and says why they are called.
  const theirs = new Set(called.lines.map(({ card }) => card.mention));
  const review = linesOf('review').filter(({ card }) => !theirs.has(card.mention));
  const mine = linesOf('mine');
  const touchBase = shelfIn(found, 'touch_base').lines;
  const ending = await endingFor(house, place, asker, mine);
  return { mine, review, called, touchBase, ending };
}

/** By the departments that close soon; without what is told already. */
async function endingFor(
  house: House,
  place: Place,
  asker: Asker,
  told: readonly Line[],
): Promise<readonly Ending[]> {
  const closing = house.handbook().departments.flatMap(({ id, name, hours }) => {
    const closesAt = endOfShift(hours, house.now());
    return closesAt === null ? [] : [{ id, department: name, closesAt }];
  });
  if (closing.length === 0) return [];
  const known = new Set(told.map(({ card }) => card.mention));
  const found = await readShelves(house, place, asker, [{ name: 'mine', most: LISTED }]);
  const others = shelfIn(found, 'mine').lines.filter(({ card }) => !known.has(card.mention));
  return closing.flatMap(({ id, ...ending }) => {
    const lines = others.filter(({ card }) => card.department.id === id);
    return lines.length === 0 ? [] : [{ ...ending, lines }];
  });
}

async function queueOf(
  house: House,
  departments: readonly string[] | null,
  person: Person,
  place: Place,
): Promise<Queue> {
  const asker = askerOf(person, house.handbook(), departments, await awayNow(house));
  const found = await readShelves(house, place, asker, [
    { name: 'unclaimed', most: LISTED },
    { name: 'in_hand', most: LISTED },
  ]);
  return { unclaimed: shelfIn(found, 'unclaimed'), inHand: shelfIn(found, 'in_hand') };
}

async function mineOf(house: House, person: Person, place: Place): Promise<Mine> {
  const asker = askerOf(person, house.handbook(), null, await awayNow(house));
  const found = await readShelves(house, place, asker, [
    { name: 'mine', most: LISTED },
    { name: 'called', most: LISTED },
    { name: 'touch_base', most: LISTED },
    { name: 'answered', most: LISTED },
    ...(reviews(person) ? [{ name: 'review', most: LISTED } as const] : []),
  ]);
  return {
    mine: shelfIn(found, 'mine'),
    review: found.get('review') ?? null,
    called: shelfIn(found, 'called'),
    touchBase: shelfIn(found, 'touch_base'),
    answered: shelfIn(found, 'answered'),
  };
}

/** What somebody has in hand until it is answered. */
export async function heldBy(house: House, person: Person, place: Place): Promise<Shelf> {
  const asker = askerOf(person, house.handbook());
  const found = await readShelves(house, place, asker, [{ name: 'mine', most: LISTED }]);
  return shelfIn(found, 'mine');
}

interface Wanted {
  readonly name: ShelfName;
  readonly most: number;
  /** All of it when left out. */
  readonly which?: WhichListed;
}

const EMPTY: Shelf = { lines: [], more: 0, counted: true };

function shelfIn(found: ReadonlyMap<ShelfName, Shelf>, name: ShelfName): Shelf {
  return found.get(name) ?? EMPTY;
}

/** Which mentions first, then all that is shown of them at once. */
async function readShelves(
  house: House,
  place: Place,
  asker: Asker,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<ShelfName, Shelf>> {
  const listed = new Map<Wanted, Listed>();
  for (const one of wanted) listed.set(one, await list(house, asker, one));
  const ids = [...new Set([...listed.values()].flatMap((one) => one.ids))];
  const loaded = await house.store.readMentions(ids);
  const byId = new Map(loaded.map((one) => [one.mention.id, one]));
  const refs = await house.store.cardRefs(ids, place);
  return new Map(
    [...listed].map(([one, found]) => {
      const there = found.ids.flatMap((id) => byId.get(id) ?? []);
      return [one.name, shelfOf(one, found, there, refs, asker, house.handbook())];
    }),
  );
}

async function list(house: House, asker: Asker, wanted: Wanted): Promise<Listed> {
  const { name, most, which = 'all' } = wanted;
  const { departments, sensitiveIn, person } = asker;
  if (name === 'touch_base') return house.store.listFollowUps(person.email, most);
  if (name === 'called') return house.store.listCalled(person.email, most);
  const key: ListKey =
    name === 'mine' || name === 'answered' ? { owner: person.email } : { departments, sensitiveIn };
  const reach = name === 'review' ? REVIEWS_LOOKED_AT : most;
  const states = SHELF_STATES[name];
  // Whose turn it is comes after what is due first.
  const groups = which === 'all' ? states : [states.flat()];
  return house.store.listMentions(key, groups, reach, which);
}

/** What has moved on since it was listed is left out; it stands on another list by now. */
function shelfOf(
  { name, most }: Wanted,
  { ids, total, counted }: Listed,
  there: readonly Loaded[],
  refs: ReadonlyMap<string, MessageRef>,
  asker: Asker,
  handbook: Handbook,
): Shelf {
  const mine = there.filter(({ mention }) => belongsOn(mention, name, asker, handbook));
  const lines = mine.slice(0, most).map(
    ({ mention, words }): Line => ({
      ...lineOf(mention, words, name, asker, handbook),
      standsAt: refs.get(mention.id) ?? null,
    }),
  );
  const beyond = name === 'review' ? 0 : total - ids.length;
  return { lines, more: mine.length - lines.length + beyond, counted };
}
