/**
 * The dice of the play. Everybody has their own, so that what one of them throws does not depend on
 * how fast the others are. Threads of time stay as they fall: a seed repeats the play, not its timing.
 */

export interface Chance {
  /** Whether something of this probability happens. */
  happens(probability: number): boolean;
  between(least: number, most: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** By weight; null where nothing has any. */
  weigh<T>(from: readonly (readonly [T, number])[]): T | null;
}

const USUAL = '20261122';

/** `SEED=random` for another play each time, `SEED=1234` to see one again. */
export function seedOf(text = USUAL): number {
  return text === 'random' ? Date.now() % 2 ** 31 : Number(text);
}

export function chanceOf(seed: number, whose: string): Chance {
  let state = [...whose].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), seed) >>> 0;

  /** Mulberry32: below 1. */
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return {
    happens: (probability) => next() < probability,
    between: (least, most) => Math.floor(least + next() * (most - least)),
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
    weigh(from) {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [one, weight] of from) {
        left -= weight;
        if (left < 0) return one;
      }
      return null;
    },
  };
}
