import type { Env } from '../env.ts';
import type { StoreLocation } from '../store/open.ts';

export function locationOf(env: Env): StoreLocation {
  return env.DATABASE_URL === undefined
    ? { dataDir: env.HEED_DATA_DIR }
    : { databaseUrl: env.DATABASE_URL };
}
