/** What a test asks of an Adaptive Card, whatever it shows. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import { z } from 'zod';

const SCHEMA = new URL('../../fixtures/adaptive-card-1.5.0.schema.json', import.meta.url);
const DRAFT_06: unknown = createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json');

/** Teams takes 28 KB, of all that is sent. */
const MOST_BYTES = 28 * 1024;

type Node = Readonly<Record<string, unknown>>;

const validate = compile();

function compile() {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addMetaSchema(z.record(z.string(), z.unknown()).parse(DRAFT_06));
  const { id: _ownId, ...schema } = z
    .looseObject({ id: z.string() })
    .parse(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  return ajv.compile(schema);
}

/** Every object within, outermost first. */
export function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap((item) => nodesOf(item));
  if (typeof value !== 'object' || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap((inner) => nodesOf(inner))];
}

/** All that somebody reads: the runs of a line together, a line each. */
export function textsIn(card: unknown): string {
  return nodesOf(card)
    .filter((node) => node['type'] === 'RichTextBlock')
    .map(({ inlines }) =>
      nodesOf(inlines)
        .map((run) => run['text'] ?? '')
        .join(''),
    )
    .join('\n');
}

/** What can be pressed, by its label. */
export function labelsOf(card: unknown): readonly string[] {
  return nodesOf(card)
    .filter(({ type, title }) => String(type).startsWith('Action.') && title !== undefined)
    .map(({ title }) => String(title));
}

/** The public schema knows neither what Teams adds at the root nor its charts. */
export function expectTaken(card: unknown): void {
  const { msteams: _width, ...rest } = z.record(z.string(), z.unknown()).parse(card);
  const plain: unknown = JSON.parse(JSON.stringify(rest), (_key, value: unknown) =>
    isChart(value) ? value.fallback : value,
  );
  expect(validate(plain) ? [] : validate.errors).toEqual([]);
  expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(MOST_BYTES);
  expect(nodesOf(card).length).toBeGreaterThan(1);
}

function isChart(value: unknown): value is { fallback: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'fallback' in value &&
    'type' in value &&
    String(value.type).startsWith('Chart.')
  );
}

const OUR_LABELS = ['View', 'Open post', 'Photo', 'Video', 'Recording', 'File', 'Open card'];

/** Nothing of what foreign people wrote is parsed, can be pressed or notifies anybody. */
export function expectTame(card: unknown): void {
  const nodes = nodesOf(card);
  expect(nodes.filter(({ type }) => type === 'TextBlock')).toEqual([]);
  expect(nodes.filter(({ entities }) => entities !== undefined)).toEqual([]);
  for (const node of nodes) {
    if (node['type'] !== 'TextRun' || node['selectAction'] === undefined) continue;
    expect(OUR_LABELS).toContain(node['text']);
  }
  for (const { url } of nodes.filter((node) => node['type'] === 'Action.OpenUrl')) {
    expect(url).toMatch(/^https?:\/\//);
  }
}
