/** What of somebody's lists is near or was missed, in one list before the others. */
import type { DueLine, DueSoon, Line, Shelf, ShelfName } from './overview.ts';

export const NOTHING_DUE: DueSoon = { lines: [], more: 0, counted: true };

/** Where one stands on several: it is this reader's turn there. */
const BY_TURN: readonly ShelfName[] = ['review', 'mine', 'unclaimed'];

/** @param found each of the shelves with nothing but what is near or was missed */
export function dueSoonOf(found: ReadonlyMap<ShelfName, Shelf>, most: number): DueSoon {
  const lines = new Map<string, DueLine>();
  let beyond = 0;
  let counted = true;
  for (const shelf of BY_TURN) {
    const there = found.get(shelf);
    for (const line of there?.lines ?? []) {
      const { mention } = line.card;
      if (isPressingLine(line) && !lines.has(mention)) lines.set(mention, { ...line, shelf });
    }
    beyond += there?.more ?? 0;
    counted &&= there?.counted ?? true;
  }
  const all = [...lines.values()].toSorted(byDue);
  const shown = all.slice(0, most);
  return { lines: shown, more: all.length - shown.length + beyond, counted };
}

/** A shelf without what stands in the list before it. */
export function besides(shelf: Shelf, name: ShelfName, due: DueSoon, most: number): Shelf {
  const above = new Set(due.lines.map(({ card }) => card.mention));
  const kept = shelf.lines.filter(({ card }) => !above.has(card.mention));
  const taken = new Set(shelf.lines.map(({ card }) => card.mention));
  const own = due.lines.filter((line) => line.shelf === name);
  const further = own.filter(({ card }) => !taken.has(card.mention)).length;
  const lines = kept.slice(0, Math.max(0, most - own.length));
  return { ...shelf, lines, more: Math.max(0, kept.length + shelf.more - further - lines.length) };
}

/** By what of it is near or was missed. */
export function byDue(a: Line, b: Line): number {
  return (dueOf(a) ?? 0) - (dueOf(b) ?? 0);
}

export function isPressingLine(line: Line): boolean {
  return dueOf(line) !== null;
}

function dueOf({ card }: Line): number | null {
  return card.deadlines.due.find(({ state }) => state !== 'pending')?.dueAt ?? null;
}
