/** How often Heed is to be killed where, and how often it was. */
import { CONNECTOR_BOUNDARIES } from '../support/teams.ts';
import { DOOR_BOUNDARIES } from './doors.ts';
import { CALLS, type OutsideBoundary } from './site.ts';

/** Where Heed ends itself: see `src/app/boundary.ts`. */
const INSIDE = ['claimed', 'intended', 'called', 'recorded'] as const;
type InsideBoundary = (typeof INSIDE)[number];

export type Moment = InsideBoundary | OutsideBoundary | 'any moment';

/** Not more often than this on purpose. What is not in here happens by itself alone. */
export type Most = Readonly<Partial<Record<Moment, number>>>;

const EVERYWHERE: Most = {
  claimed: 9,
  intended: 11,
  called: 12,
  recorded: 9,
  'hook arrives': 3,
  'hook taken': 5,
  'reply arrives': 6,
  'reply performed': 7,
  'chat.postMessage arrives': 5,
  'chat.postMessage performed': 6,
  'chat.update arrives': 4,
  'chat.update performed': 4,
  'conversations.history performed': 3,
  'conversations.replies performed': 3,
  'views.open performed': 4,
  'views.publish arrives': 2,
  'views.publish performed': 3,
  'any moment': 12,
};
/** Wherever it kills on purpose, before it is enough. */
const LEAST = 2;

const OUTSIDE: readonly OutsideBoundary[] = [
  ...DOOR_BOUNDARIES,
  ...CALLS.flatMap((call) => [`${call} arrives`, `${call} performed`] as const),
  ...CONNECTOR_BOUNDARIES,
];
const MOMENTS: readonly Moment[] = [...INSIDE, ...OUTSIDE, 'any moment'];

/** What is rare is waited for in every round. */
const RARE: readonly OutsideBoundary[] = [
  'hook taken',
  'reply arrives',
  'reply performed',
  'views.open performed',
  'conversations.history performed',
  'conversations.replies performed',
  'card arrives',
  'card performed',
  'line performed',
];

export interface Plan {
  readonly inside: { readonly boundary: InsideBoundary; readonly pass: number } | null;
  /** By how many passes are left until the one that kills. */
  readonly outside: Map<OutsideBoundary, number>;
  /** Kills so long after this, whatever happens; ms. */
  readonly atLatest: number;
  /** Lets somebody get on before it kills. */
  readonly lenient: boolean;
  readonly when: 'started' | 'ready';
}

export interface Kills {
  /** Null when it is enough. `steps`: how many things were got done at the desk so far. */
  next(steps: number): Plan | null;
  note(moment: Moment): void;
  total(): number;
  summary(): string;
}

const LONGEST_ROUND_MS = 4_000;
const LONGEST_LENIENT_ROUND_MS = 60_000;
/** After so many lives in which nobody got anything done, as on a slow machine, one is lenient. */
const FRUITLESS = 3;

/**
 * At least `enough` kills.
 * @param random below 1
 */
export function createKills(
  enough: number,
  random: () => number = Math.random,
  mostOften: Most = EVERYWHERE,
  least = LEAST,
): Kills {
  const done = new Map<Moment, number>();
  let round = 0;
  let stepsBefore = 0;
  let fruitless = 0;

  const total = () => [...done.values()].reduce((sum, count) => sum + count, 0);

  function left(moment: Moment): number {
    const most = mostOften[moment] ?? 0;
    const wanted = total() < enough ? most : Math.min(most, least);
    return Math.max(0, wanted - (done.get(moment) ?? 0));
  }

  function choose(): Moment | null {
    const bag = MOMENTS.flatMap((moment) => Array.from({ length: left(moment) }, () => moment));
    if (bag.length === 0 && total() < enough) return 'any moment';
    return bag[Math.floor(random() * bag.length)] ?? null;
  }

  function next(steps: number): Plan | null {
    const chosen = choose();
    if (chosen === null) return null;
    round += 1;
    fruitless = steps > stepsBefore ? 0 : fruitless + 1;
    stepsBefore = steps;
    if (fruitless > FRUITLESS) {
      const atLatest = LONGEST_LENIENT_ROUND_MS;
      return { inside: null, outside: new Map(), atLatest, lenient: true, when: 'ready' };
    }
    const pass = 1 + (round % 5);
    const inside = INSIDE.find((boundary) => boundary === chosen);
    const outside = new Map(RARE.filter((rare) => left(rare) > 0).map((rare) => [rare, 1]));
    const common = OUTSIDE.find((boundary) => boundary === chosen);
    if (common !== undefined && !RARE.includes(common)) {
      outside.set(common, common.endsWith('arrives') ? 1 : pass);
    }
    return {
      inside: inside === undefined ? null : { boundary: inside, pass },
      outside,
      lenient: false,
      atLatest: chosen === 'any moment' ? random() * 2_000 : LONGEST_ROUND_MS,
      when: chosen === 'any moment' && round % 2 === 0 ? 'started' : 'ready',
    };
  }

  return {
    next,
    total,
    note(moment) {
      done.set(moment, (done.get(moment) ?? 0) + 1);
    },
    summary: () =>
      MOMENTS.filter((moment) => done.has(moment))
        .map((moment) => `${moment} ${done.get(moment)}`)
        .join(', '),
  };
}
