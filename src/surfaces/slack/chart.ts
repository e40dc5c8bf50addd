/**
 * Slack's own charts: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 * Not every workspace takes them everywhere, so whatever is sent with one can be sent without.
 */
import type { Block, KnownBlock } from '@slack/types';
import { fitUnits } from '../../front/text.ts';
import { LIMITS } from './limits.ts';
import type { Payload } from './payload.ts';

const CHART = 'data_visualization';

interface Series {
  readonly name: string;
  /** As many as there are categories. */
  readonly values: readonly number[];
}

interface ChartBlock extends Block {
  readonly type: typeof CHART;
  readonly title: string;
  readonly chart: {
    readonly type: 'bar';
    readonly series: readonly {
      readonly name: string;
      readonly data: readonly { readonly label: string; readonly value: number }[];
    }[];
    readonly axis_config: { readonly categories: readonly string[] };
  };
}

/** At most 20 categories of different names. */
export function barChart(
  title: string,
  categories: readonly string[],
  series: readonly Series[],
): KnownBlock {
  const block: ChartBlock = {
    type: CHART,
    title: fitUnits(title, LIMITS.chartTitle),
    chart: {
      type: 'bar',
      series: series.map(({ name, values }) => ({
        name: fitUnits(name, LIMITS.chartLabel),
        data: categories.map((label, index) => ({ label, value: values[index] ?? 0 })),
      })),
      axis_config: { categories },
    },
  };
  // Slack's types do not know charts yet.
  return block as Block as KnownBlock;
}

function isChart({ type }: Block): boolean {
  return type === CHART;
}

export function holdsChart({ blocks }: Payload): boolean {
  return blocks.some(isChart);
}

export function withoutCharts(payload: Payload): Payload {
  return { ...payload, blocks: payload.blocks.filter((block) => !isChart(block)) };
}
