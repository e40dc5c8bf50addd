/**
 * The house plan, checked a second time and without the linter's help: which way imports point,
 * how long a file may be, what it may be called. A folder that has no rule here fails.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface SourceFile {
  /** From `src/`, with forward slashes: `core/mention.ts`. */
  readonly name: string;
  readonly text: string;
}

/** What each part of `src/` may import besides itself. `sources/*` is each folder within. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  stats: ['core'],
  app: ['core', 'stats'],
  handbook: ['core'],
  store: ['app', 'core', 'stats'],
  jobs: ['app', 'core'],
  sources: ['sources/*', 'app', 'core'],
  'sources/*': ['app', 'core'],
  front: ['app', 'core', 'stats'],
  surfaces: ['surfaces/*', 'front', 'app', 'core', 'stats'],
  'surfaces/*': ['front', 'app', 'core', 'stats'],
  sandbox: [],
  cli: ['*'],
  'compose.ts': ['*'],
  'compose-surfaces.ts': ['*'],
  'env.ts': ['app', 'core'],
  'http.ts': ['app', 'core', 'sources', 'sources/*'],
  'metrics.ts': ['app', 'core'],
  'node-version.mjs': [],
  'main.ts': ['*'],
  'quick-start.ts': [],
};

/** Packages that only one part may know. */
const KEPT_TO: readonly { readonly packages: RegExp; readonly part: string }[] = [
  { packages: /^@slack\//u, part: 'surfaces/slack/' },
  { packages: /^(?:botbuilder|botframework-)/u, part: 'surfaces/teams/' },
  {
    packages: /^(?:drizzle-orm|postgres|@electric-sql\/pglite|node:sqlite)(?:\/|$)/u,
    part: 'store/',
  },
];

const LONGEST_FILE = 400;
const EMPTY_NAMES = /(?:^|[-.])(?:utils?|helpers?|managers?|services?|common)(?:[-.]|$)/u;

const files = sourceFiles();
/** `surfaces` itself need hold no file: its surfaces do. */
const parts = Object.keys(MAY_IMPORT).filter((part) => part !== 'surfaces');

test('the scan found the code and its imports', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap(importsOf).length).toBeGreaterThan(files.length);
});

test.each(parts)('%s has files that its rule applies to', (part) => {
  expect(files.filter((file) => partOf(file.name) === part)).not.toEqual([]);
});

test('every part of src has a rule', () => {
  const found = new Set(files.map((file) => partOf(file.name)));
  expect([...found].filter((part) => !(part in MAY_IMPORT))).toEqual([]);
});

test('imports point one way', () => {
  expect(files.flatMap(wrongImports)).toEqual([]);
});

test.each<[string, string, string]>([
  ['core/mention.ts', "import { z } from 'zod';", 'zod'],
  ['stats/week.ts', "import { z } from 'zod';", 'zod'],
  ['stats/week.ts', "import type { Store } from '../app/store-port.ts';", '../app/store-port.ts'],
  ['core/mention.ts', "import type { Store } from '../store/open.ts';", '../store/open.ts'],
  ['app/handle.ts', "export { open } from '../store/open.ts';", '../store/open.ts'],
  ['app/handle.ts', "const store = await import('../store/open.ts');", '../store/open.ts'],
  ['app/handle.ts', "import '../jobs/dispatcher.ts';", '../jobs/dispatcher.ts'],
  ['handbook/load.ts', "import { handle } from '../app/handle.ts';", '../app/handle.ts'],
  [
    'store/open.ts',
    "import {\n  one,\n  two,\n} from '../jobs/dispatcher.ts';",
    '../jobs/dispatcher.ts',
  ],
  ['sources/webhook/index.ts', "import { App } from '@slack/bolt';", '@slack/bolt'],
  ['sources/webhook/index.ts', "import { a } from '../other/index.ts';", '../other/index.ts'],
  ['surfaces/slack/index.ts', "import { a } from '../teams/index.ts';", '../teams/index.ts'],
  ['surfaces/slack/index.ts', "import { eq } from 'drizzle-orm';", 'drizzle-orm'],
  ['sandbox/workspace.ts', "import { escape } from '../core/words.ts';", '../core/words.ts'],
  ['cli/check.ts', "import { main } from '../main.ts';", '../main.ts'],
])('in %s, %s is seen to be wrong', (name, text, specifier) => {
  expect(wrongImports({ name, text })).toEqual([`${name} imports ${specifier}`]);
});

test.each<[string, string]>([
  ['core/sla.ts', "import { DateTime } from 'luxon';"],
  ['app/handle.ts', "import { decide } from '../core/decide.ts';"],
  ['sources/registry.ts', "import { webhook } from './webhook/index.ts';"],
  ['surfaces/slack/index.ts', "import { App } from '@slack/bolt';"],
  ['surfaces/slack/index.ts', "import type { Surface } from '../../app/surface-port.ts';"],
  ['store/open.ts', "import { PGlite } from '@electric-sql/pglite';"],
])('in %s, %s is seen to be right', (name, text) => {
  expect(importsOf({ name, text })).toHaveLength(1);
  expect(wrongImports({ name, text })).toEqual([]);
});

test('no file is longer than a person can hold in mind', () => {
  const long = files.filter(({ text }) => text.trimEnd().split('\n').length > LONGEST_FILE);
  expect(long.map((file) => file.name)).toEqual([]);
});

test('nothing is exported by default', () => {
  const found = files.filter(({ text }) =>
    /^export\s+(?:default\b|\{[^}]*\bas default\b)/mu.test(text),
  );
  expect(found.map((file) => file.name)).toEqual([]);
});

test('only env.ts reads the environment', () => {
  const reads =
    /\bprocess\s*(?:\.|\?\.|\[\s*['"])\s*env\b|\benv\b[^;]*\bfrom\s+'(?:node:)?process'/u;
  const found = files.filter(({ text }) => reads.test(text));
  expect(found.map((file) => file.name)).toEqual(['env.ts']);
});

test('a file is named after what it holds', () => {
  const names = files.flatMap((file) => file.name.split('/'));
  expect(names.filter((name) => EMPTY_NAMES.test(name))).toEqual([]);
  expect(['utils.ts', 'date-helpers.ts', 'common'].every((name) => EMPTY_NAMES.test(name))).toBe(
    true,
  );
});

function sourceFiles(): readonly SourceFile[] {
  const root = fileURLToPath(new URL('../src/', import.meta.url));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|js|mjs)$/u.test(name))
    .map((name) => ({
      name: name.split(path.sep).join('/'),
      text: readFileSync(path.join(root, name), 'utf8'),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Every specifier: `import … from`, `export … from`, bare and dynamic imports, types too. */
function importsOf({ text }: SourceFile): readonly string[] {
  const code = text.replaceAll(/^\s*(?:\/?\*|\/\/).*$/gmu, '');
  const named = /^\s*(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]/gmu;
  const bare = /^\s*import\s*['"]([^'"]+)['"]/gmu;
  const dynamic = /\bimport\(\s*['"`]([^'"`]+)['"`]/gu;
  return [named, bare, dynamic].flatMap((shape) =>
    [...code.matchAll(shape)].map(([, specifier = '']) => specifier),
  );
}

function wrongImports(file: SourceFile): readonly string[] {
  return importsOf(file)
    .filter((specifier) => !isRight(file.name, specifier))
    .map((specifier) => `${file.name} imports ${specifier}`);
}

function isRight(importer: string, specifier: string): boolean {
  if (!specifier.startsWith('.')) return mayUse(importer, specifier);
  const imported = path.posix.join(path.posix.dirname(importer), specifier);
  if (imported === 'main.ts' || imported.startsWith('..')) return false;
  if (folderOf(imported) === folderOf(importer)) return true;
  const allowed = MAY_IMPORT[partOf(importer)] ?? [];
  return allowed.includes('*') || allowed.includes(partOf(imported));
}

function mayUse(importer: string, specifier: string): boolean {
  if (['core', 'stats'].includes(partOf(importer))) return specifier === 'luxon';
  return KEPT_TO.every(
    ({ packages, part }) => !packages.test(specifier) || importer.startsWith(part),
  );
}

/** `sources/webhook` for what lies in it, `core` for the core, `env.ts` for a file of the root. */
function folderOf(name: string): string {
  const [first = '', second = '', third] = name.split('/');
  const divided = first === 'sources' || first === 'surfaces';
  return divided && third !== undefined ? `${first}/${second}` : first;
}

/** The row of the table that governs a file. */
function partOf(name: string): string {
  return folderOf(name).replace(/\/.*$/u, '/*');
}
