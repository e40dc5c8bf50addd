/**
 * One seed for every property, so that the same code passes or fails alike wherever it is tested.
 * `SEED=random npm test` looks for what no run has met yet; a failure prints its seed.
 */
import fc from 'fast-check';

const { SEED = '20261122' } = process.env;

if (SEED !== 'random') fc.configureGlobal({ seed: Number(SEED) });
