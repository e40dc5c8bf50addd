import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Handbook } from '../core/handbook.ts';
import { buildHandbook, type Overrides } from './build.ts';
import { checkFollowUpText } from './follow-up.ts';
import { explainUnknownKey } from './keys.ts';
import type { Problem } from './known.ts';
import { readYaml, type YamlFile } from './positions.ts';
import { checkReferences } from './references.ts';
import { handbookFile } from './schema.ts';

/** A mistake in the handbook's file. */
export interface Mistake {
  /** From 1. */
  readonly line: number;
  /** Such as `people[0].email`; empty where the file is no YAML. */
  readonly path: string;
  /** What is wrong, and what is allowed there. */
  readonly sentence: string;
}

export type LoadedHandbook =
  | { readonly ok: true; readonly handbook: Handbook }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Reads and checks a handbook; reports all mistakes at once, in the file's order. */
export function loadHandbook(
  text: string,
  overrides: Overrides = { replyUrls: {} },
): LoadedHandbook {
  const yaml = readYaml(text);
  const parsed = handbookFile.safeParse(yaml.data ?? null);
  const shape = (parsed.error?.issues ?? []).flatMap((issue) => explainIssue(issue, yaml.data));
  const mistakes = inOrder([
    ...yaml.problems.map(({ line, path, sentence }) => ({ line, path: writePath(path), sentence })),
    ...trusted(yaml, shape, checkReferences(yaml.data)),
  ]);
  if (mistakes.length > 0 || !parsed.success) return { ok: false, mistakes };
  const sha = createHash('sha256').update(text).digest('hex');
  const handbook = buildHandbook(parsed.data, sha, overrides);
  const late = checkFollowUpText(handbook).map((problem) => locate(yaml, problem));
  return late.length > 0 ? { ok: false, mistakes: late } : { ok: true, handbook };
}

function locate(yaml: YamlFile, { path, sentence }: Problem): Mistake {
  return { line: yaml.lineOf(path), path: writePath(path), sentence };
}

/**
 * Below a place that is no YAML, nothing can be trusted: something may look missing only because
 * it stands there. What is wrong above it is said all the same.
 */
function trusted(
  yaml: YamlFile,
  shape: readonly Problem[],
  references: readonly Problem[],
): Mistake[] {
  const broken = yaml.problems.filter(({ isLocal }) => !isLocal).map(({ line }) => line);
  const located = (problem: Problem) => locate(yaml, problem);
  if (broken.length === 0) return [...shape, ...references].map(located);
  const end = Math.min(...broken);
  return shape
    .filter(({ path }) => valueAt(yaml.data, path) !== undefined)
    .map(located)
    .filter(({ line }) => line < end);
}

function inOrder(mistakes: readonly Mistake[]): Mistake[] {
  const unique = new Map(mistakes.map((one) => [`${one.path}\n${one.sentence}`, one]));
  return [...unique.values()].sort((a, b) => a.line - b.line);
}

function explainIssue(issue: z.core.$ZodIssue, data: unknown): Problem[] {
  if (issue.code === 'invalid_union') return explainUnion(issue, data);
  const { path } = issue;
  if (issue.code === 'custom' && issue.params) {
    return [{ path, sentence: explainUnknownKey(String(path.at(-1)), issue.params) }];
  }
  const [keyIssue] = issue.code === 'invalid_key' ? issue.issues : [];
  if (keyIssue) return [{ path, sentence: `The key must be ${keyIssue.message}.` }];
  return [{ path, sentence: explainValue(valueAt(data, path), path, issue.message) }];
}

/** The mistakes of the alternative that was meant: the one whose outermost value fits. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, data: unknown): Problem[] {
  const meant =
    issue.errors.find((issues) => issues.every((one) => one.path.length > 0)) ??
    issue.errors.find((issues) => issues.every((one) => one.code !== 'invalid_type'));
  const { path } = issue;
  if (!meant) {
    return [{ path, sentence: explainValue(valueAt(data, path), path, issue.message) }];
  }
  return meant.flatMap((one) => explainIssue({ ...one, path: [...path, ...one.path] }, data));
}

/** What may be a secret, or hold one, is not repeated. */
const NOT_SHOWN: readonly PropertyKey[] = ['secret_env', 'reply_url'];

function explainValue(value: unknown, path: readonly PropertyKey[], expected: string): string {
  if (value === undefined || value === null) return `Missing: ${expected}.`;
  if (NOT_SHOWN.includes(path.at(-1) ?? '')) return `Must be ${expected}.`;
  return `Must be ${expected}; this is ${show(value)}.`;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  const written = JSON.stringify(value);
  return written.length > 60 ? `${written.slice(0, 60)}…` : written;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((holder, step) => {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) {
      return undefined;
    }
    return Reflect.get(holder, step);
  }, data);
}

function writePath(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./u, '');
}
