/** The desk's lists over mentions in memory, by the same rules. */
import type { Lists, Mine, Queue } from '../../src/app/overview.ts';
import type { MessageRef } from '../../src/app/surface-message.ts';
import { NOTHING_DUE } from '../../src/core/due-soon.ts';
import type { Handbook, Person } from '../../src/core/handbook.ts';
import type { Mention, Words } from '../../src/core/mention.ts';
import {
  type Asker,
  askerOf,
  belongsOn,
  lineOf,
  type Overview,
  type Shelf,
  type ShelfName,
  waitingSince,
} from '../../src/core/overview.ts';
import { reviews } from '../../src/core/permits.ts';

interface Kept {
  readonly mention: Mention;
  readonly words: Words;
  readonly standsAt: MessageRef | null;
}

export interface MemoryLists {
  overview(person: Person): Overview;
  queue(departments: readonly string[] | null, person: Person): Queue;
  mine(person: Person): Mine;
}

/** @param most lines on a shelf */
export function listsOver(
  all: () => readonly Kept[],
  handbook: Handbook,
  most = Number.POSITIVE_INFINITY,
): MemoryLists {
  function shelf(name: ShelfName, asker: Asker): Shelf {
    const there = all()
      .filter(({ mention }) => belongsOn(mention, name, asker, handbook))
      .toSorted((a, b) => waitingSince(a.mention) - waitingSince(b.mention));
    const lines = there.slice(0, most).map(({ mention, words, standsAt }) => ({
      ...lineOf(mention, words, name, asker, handbook),
      standsAt,
    }));
    return { lines, more: there.length - lines.length, counted: true };
  }

  const own = (person: Person) => askerOf(person, handbook);
  const reviewed = (person: Person) => (reviews(person) ? shelf('review', own(person)) : null);

  return {
    overview: (person) => ({
      due: NOTHING_DUE,
      mine: shelf('mine', own(person)),
      review: reviewed(person),
      unclaimed: shelf('unclaimed', own(person)),
      touchBase: shelf('touch_base', own(person)),
      departments: own(person).departments,
      health: null,
    }),
    queue: (departments, person) => ({
      unclaimed: shelf('unclaimed', askerOf(person, handbook, departments)),
      inHand: shelf('in_hand', askerOf(person, handbook, departments)),
    }),
    mine: (person) => ({
      mine: shelf('mine', own(person)),
      review: reviewed(person),
      called: shelf('called', own(person)),
      touchBase: shelf('touch_base', own(person)),
      answered: shelf('answered', own(person)),
    }),
  };
}

/** For tests in which nobody asks for a list. */
export const NO_LISTS: Lists = {
  queue: async () => {
    throw new Error('nobody asked for a queue');
  },
  mine: async () => {
    throw new Error('nobody asked what is theirs');
  },
  openHome: async () => {
    throw new Error('nobody opened a Home tab');
  },
};
