/** The sandbox takes a chart as Slack describes it, and no other. */
import { expect, test } from 'vitest';
import { messageBlocks } from '../../src/sandbox/blocks.ts';

const BAR = {
  type: 'bar',
  series: [{ name: 'Late', data: [{ label: 'Mon', value: 2 }] }],
  axis_config: { categories: ['Mon'], y_label: 'Replies' },
};
const PIE = { type: 'pie', segments: [{ label: 'Spam', value: 1 }] };

function takes(...blocks: readonly unknown[]): boolean {
  return messageBlocks.safeParse(blocks).success;
}

function chart(drawn: unknown, more: object = {}) {
  return { type: 'data_visualization', title: 'First replies', chart: drawn, ...more };
}

test('bars, lines, areas and pies are taken, two in a message', () => {
  expect(takes(chart(BAR), chart({ ...BAR, type: 'line' }))).toBe(true);
  expect(takes(chart({ ...BAR, type: 'area' }), chart(PIE, { block_id: 'b' }))).toBe(true);
  expect(takes(chart(BAR), chart(BAR), chart(BAR))).toBe(false);
});

const [late] = BAR.series;

test.each<[string, unknown]>([
  ['a long title', chart(BAR, { title: 't'.repeat(51) })],
  ['no title', { type: 'data_visualization', chart: BAR }],
  ['a key that Slack does not know', chart(BAR, { color: 'red' })],
  ['a kind that Slack does not know', chart({ ...BAR, type: 'radar' })],
  ['no series', chart({ ...BAR, series: [] })],
  ['seven series', chart({ ...BAR, series: Array(7).fill(late) })],
  ['two series of a name', chart({ ...BAR, series: [late, late] })],
  ['a point without a category', chart({ ...BAR, axis_config: { categories: ['Tue'] } })],
  ['a category without a point', chart({ ...BAR, axis_config: { categories: ['Mon', 'Tue'] } })],
  ['21 categories', chart({ ...BAR, axis_config: { categories: Array(21).fill('Mon') } })],
  ['a long label', chart({ ...PIE, segments: [{ label: 'l'.repeat(21), value: 1 }] })],
  ['a slice of nothing', chart({ ...PIE, segments: [{ label: 'Spam', value: 0 }] })],
])('%s is refused', (_, block) => {
  expect(takes(block)).toBe(false);
});
