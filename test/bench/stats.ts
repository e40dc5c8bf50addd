/**
 * A week's figures beside those of the week before, over 1,000,000 stored mentions against over
 * 10,000, with the same two weeks in both.
 *
 * Two databases, alike but for what came in before; see `stored.ts`.
 */
import { readReport } from '../../src/app/statistics.ts';
import { openStore } from '../../src/store/open.ts';
import { aHandbook } from '../support/cast.ts';
import type { Figure } from './figure.ts';
import { compare, median } from './rounds.ts';
import type { Stage } from './stage.ts';
import { FILLED_AT as NOW } from './stored.ts';

const FEW = 10_000;
const MANY = 1_000_000;
const ROUNDS = 9;
const REPORTS = 10;
const WEEK = { year: 2026, number: 47 };

export async function measureStats(stage: Stage): Promise<readonly Figure[]> {
  const few = await openHouse(stage, FEW);
  const many = await openHouse(stage, MANY);
  const compared = await compare({ rounds: ROUNDS, baseline: few, value: many });
  const goal = { is: 'below', ratio: 1.5 } as const;
  return [{ name: 'stats', unit: 'ms', ...compared, goal, wrong: [] }];
}

/** Answers what measures the median of several reports, in ms. */
async function openHouse(stage: Stage, stored: number): Promise<() => Promise<number>> {
  const databaseUrl = await stage.filled(stored);
  const { store } = await openStore({ databaseUrl });
  stage.after(() => store.close());
  const handbook = aHandbook();
  return async () => {
    const times: number[] = [];
    for (let n = 0; n < REPORTS; n += 1) {
      const begun = performance.now();
      const { report } = await readReport(store, handbook, { week: WEEK, department: null }, NOW);
      times.push(performance.now() - begun);
      if (report.figures.in.total < 900) throw new Error('the week is not there');
    }
    return median(times);
  };
}
