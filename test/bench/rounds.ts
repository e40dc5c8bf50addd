/** Rounds of a benchmark: each measures the baseline and Heed one after the other. */

export interface Compared {
  readonly value: number;
  readonly baseline: number;
  /** Of each round. */
  readonly ratios: readonly number[];
}

interface Sides {
  readonly rounds: number;
  readonly baseline: () => Promise<number>;
  readonly value: () => Promise<number>;
}

/** The medians of both sides. The round before the first, in which everything warms up, is not counted. */
export async function compare({ rounds, baseline, value }: Sides): Promise<Compared> {
  await takeTurns(1, [baseline, value]);
  const [baselines = [], values = []] = await takeTurns(rounds, [baseline, value]);
  return comparedOf(values, baselines);
}

export function comparedOf(values: readonly number[], baselines: readonly number[]): Compared {
  return {
    value: median(values),
    baseline: median(baselines),
    ratios: values.map((one, round) => one / (baselines[round] ?? Number.NaN)),
  };
}

/**
 * What each side measured in each round. In every other round they go in the opposite order, so
 * that whatever else the machine does meets all of them.
 */
export async function takeTurns(
  rounds: number,
  sides: readonly (() => Promise<number>)[],
): Promise<readonly (readonly number[])[]> {
  const measured = sides.map((measure) => ({ measure, results: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    const inTurn = round % 2 === 0 ? measured : measured.toReversed();
    for (const { measure, results } of inTurn) results.push(await measure());
  }
  return measured.map(({ results }) => results);
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The smallest value that so many percent do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

/** How many times a second: so many callers do the next one as soon as the last is done. */
export async function rateOf<Item>(
  items: readonly Item[],
  callers: number,
  call: (item: Item) => Promise<unknown>,
): Promise<number> {
  const waiting = items.values();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (const item of waiting) await call(item);
    }),
  );
  return (items.length / (performance.now() - begun)) * 1_000;
}
