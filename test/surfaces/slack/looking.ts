/** What a test asks of blocks, whatever they show. */
import { expect } from 'vitest';
import type { Rendered } from '../../../src/app/surface-port.ts';
import { describeFaults, messageBlocks, textLength } from '../../../src/sandbox/blocks.ts';
import { modal } from '../../../src/sandbox/views.ts';
import { readPayload } from '../../../src/surfaces/slack/payload.ts';

type Node = Readonly<Record<string, unknown>>;

/** Every object within, outermost first. */
export function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap((item) => nodesOf(item));
  if (typeof value !== 'object' || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap((inner) => nodesOf(inner))];
}

/** All texts that somebody reads, joined by line breaks. */
export function textsIn(value: unknown): string {
  return nodesOf(value)
    .flatMap((node) => (typeof node['text'] === 'string' ? [node['text']] : []))
    .join('\n');
}

/** Slack would take it: the sandbox's strict check finds nothing. */
export function expectTaken(rendered: Rendered): void {
  const { text, blocks } = readPayload(rendered);
  const parsed = messageBlocks.safeParse(blocks, { reportInput: true });
  expect(parsed.success ? [] : describeFaults(parsed.error)).toEqual([]);
  expect(textLength(blocks)).toBeLessThanOrEqual(13_000);
  expect(blocks.length).toBeGreaterThan(0);
  expect(text).not.toBe('');
  expect(text.length).toBeLessThanOrEqual(4_000);
}

export function expectTakenView(view: unknown): void {
  const parsed = modal.safeParse(view, { reportInput: true });
  expect(parsed.success ? [] : describeFaults(parsed.error)).toEqual([]);
}

const ALIVE = ['user', 'usergroup', 'channel', 'broadcast', 'team', 'emoji', 'mrkdwn', 'image'];
const STEERING = /[\u202A-\u202E\u2066\u2067\u200B\uFEFF]/u;

/** Nothing of what foreign people wrote can be pressed, notifies anybody or turns letters around. */
export function expectTame(value: { readonly text?: string; readonly blocks: unknown }): void {
  const nodes = nodesOf(value.blocks);
  expect(nodes.filter((node) => ALIVE.includes(String(node['type'])))).toEqual([]);
  for (const node of nodes) {
    if (node['type'] !== 'link') continue;
    expect(['View', 'Open post', 'Photo', 'Video', 'Recording', 'File']).toContain(node['text']);
    expect(node['url']).toMatch(/^https?:\/\//);
  }
  expect(value.text ?? '').not.toMatch(/[<>]/);
  expect(textsIn(value)).not.toMatch(STEERING);
}
