import type { Config } from 'drizzle-kit';

export const config = {
  dialect: 'postgresql',
  schema: [
    'schema',
    'outbox-schema',
    'mute-schema',
    'deadline-schema',
    'occasion-schema',
    'absence-schema',
    'surface-schema',
  ].map((name) => `./src/store/${name}.ts`),
  out: './migrations',
} satisfies Config;

// drizzle-kit reads the default export.
export default config;
