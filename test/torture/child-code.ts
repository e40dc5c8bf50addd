/**
 * Heed and all that it needs in a few files, as loading hundreds of them takes two seconds of a core
 * and these tests start it hundreds of times.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** As deep below the root as Heed's own files, which find the migrations from where they are. */
const PLACE = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const CHILD = fileURLToPath(new URL('./heed-child.ts', import.meta.url));

/** They read files of their own beside them, or are large and seldom needed. */
const AS_THEY_ARE = [
  ...[/^@electric-sql\//, /^botbuilder/, /^botframework-/, 'date-holidays', 'nock', 'pino'],
];

export interface ChildCode {
  readonly script: string;
  remove(): void;
}

export async function bundleChild(): Promise<ChildCode> {
  const folder = mkdtempSync(join(PLACE, '.heed-child-'));
  const bundle = await rolldown({
    input: CHILD,
    platform: 'node',
    external: AS_THEY_ARE,
    logLevel: 'silent',
  });
  const [entry] = (await bundle.write({ dir: folder, format: 'esm' })).output;
  await bundle.close();
  return {
    script: join(folder, entry.fileName),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
