/** The block `data_visualization`: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
import { z } from 'zod';
import { LIMITS } from './limits.ts';

const label = z.string().min(1).max(LIMITS.chartLabel);
const axisTitle = z.string().max(LIMITS.chartTitle).optional();

const plotted = {
  series: z
    .array(
      z.strictObject({
        name: label,
        data: z
          .array(z.strictObject({ label, value: z.number() }))
          .min(1)
          .max(LIMITS.chartCategories),
      }),
    )
    .min(1)
    .max(LIMITS.chartSeries),
  axis_config: z.strictObject({
    categories: z.array(label).min(1).max(LIMITS.chartCategories),
    x_label: axisTitle,
    y_label: axisTitle,
  }),
};

const chart = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('bar'), ...plotted }),
    z.strictObject({ type: z.literal('line'), ...plotted }),
    z.strictObject({ type: z.literal('area'), ...plotted }),
    z.strictObject({
      type: z.literal('pie'),
      segments: z
        .array(z.strictObject({ label, value: z.number().positive() }))
        .min(1)
        .max(LIMITS.chartSeries),
    }),
  ])
  .superRefine((given, context) => {
    if (given.type === 'pie') return;
    const { categories } = given.axis_config;
    const wanted = new Set(categories);
    const names = new Set(given.series.map(({ name }) => name));
    if (wanted.size < categories.length || names.size < given.series.length) {
      context.addIssue({
        code: 'custom',
        message: 'names of categories and series must be unique',
      });
    }
    for (const [index, { data }] of given.series.entries()) {
      const labels = new Set(data.map((point) => point.label));
      const all = data.length === wanted.size && labels.size === wanted.size;
      if (all && [...labels].every((one) => wanted.has(one))) continue;
      const path = ['series', index, 'data'];
      context.addIssue({ code: 'custom', path, message: 'labels must match the categories' });
    }
  });

export const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  title: z.string().min(1).max(LIMITS.chartTitle),
  chart,
});
