import { defineConfig } from 'vitest/config';

export const config = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/postgres.ts'],
    setupFiles: ['src/quick-start.ts', 'test/support/seed.ts'],
    pool: 'forks',
    // One more than the cores of a small machine: journeys wait a good part of their time.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
  },
});

// Vitest reads the default export.
export default config;
