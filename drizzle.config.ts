import type { Config } from 'drizzle-kit';

export const config = {
  dialect: 'postgresql',
  schema: ['./src/store/schema.ts', './src/store/outbox-schema.ts', './src/store/mute-schema.ts'],
  out: './migrations',
} satisfies Config;

// drizzle-kit reads the default export.
export default config;
