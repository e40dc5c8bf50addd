/** The answer to `/heed stats`: the week in lines, what was missed with its button, a chart. */
import { z } from 'zod';
import type { Stats } from '../app/statistics.ts';
import type { Handbook } from '../core/handbook.ts';
import type { Report } from '../stats/report.ts';
import { type TellLine, tellReport, titleOf } from '../stats/tell.ts';
import { readCarried } from './carried.ts';
import { type Medium, refLink } from './medium.ts';
import {
  type Block,
  type Button,
  bold,
  button,
  type Inline,
  lines,
  type Page,
  paragraph,
  row,
  words,
} from './page.ts';
import { clean, cleanLine } from './text.ts';

export const STATS = {
  show: 'stats_show',
  share: 'stats_share',
  earlier: 'stats_earlier',
  later: 'stats_later',
} as const;

/** What a button carries: which figures, and where in the list of the missed its reader is. */
const carried = z.object({
  week: z.string(),
  department: z.string().nullable(),
  page: z.number().int().nonnegative(),
  at: z.number(),
});
export type StatsTicket = z.infer<typeof carried>;

/** Null for what no button of the figures carries. */
export function readStatsTicket(value: string): StatsTicket | null {
  return readCarried(value, carried);
}

export function statsButton(label: string, action: string, ticket: StatsTicket): Button {
  return button(label, action, JSON.stringify(ticket));
}

interface StatsContext {
  readonly handbook: Handbook;
  readonly medium: Medium;
  readonly standing: StatsStanding;
}

export type StatsStanding =
  /** Where only who asked sees it, and it is offered to the channel. */
  | { readonly type: 'private' }
  /** As before, and it stands in the channel by now. */
  | { readonly type: 'shared_here' }
  | { readonly type: 'shared'; readonly by: string }
  /** By itself, where the handbook says. */
  | { readonly type: 'digest' };

export function statsPage(stats: Stats, context: StatsContext): Page {
  const { report, now } = stats;
  const { handbook, standing } = context;
  const title = clean(titleOf(report, handbook));
  const told = tellReport(report, handbook, now);
  const of = (...about: readonly TellLine['about'][]) =>
    told.filter((line) => about.includes(line.about)).map((line) => inlines(line, stats, context));
  const { week, department } = report;
  const ticket = { week, department, page: 0, at: now };
  return {
    sentence: `${title}: ${plainText(told[0])}`,
    blocks: [
      ...paragraph(lines([bold(title), ...of('desk')])),
      ...told.filter(({ about }) => about === 'missed').map((line) => missed(line, report, ticket)),
      ...paragraph(lines([...of('mix', 'people'), words(noteOn(standing))])),
      ...chartOf(report),
      ...(standing.type === 'private' ? share(ticket) : []),
    ],
  };
}

function noteOn(standing: StatsStanding): string {
  switch (standing.type) {
    case 'private':
    case 'digest':
      return '';
    case 'shared_here':
      return 'Shared here.';
    case 'shared':
      return `Shared by ${cleanLine(standing.by)}`;
    default:
      return standing satisfies never;
  }
}

function plainText(line: TellLine | undefined): string {
  return (line?.parts ?? [])
    .map((part) => (part.type === 'mention' ? part.ref : part.text))
    .join('');
}

function inlines({ parts }: TellLine, { oldestAt }: Stats, { medium }: StatsContext): Inline[] {
  return parts.flatMap((part): Inline[] => {
    switch (part.type) {
      case 'text':
        return words(clean(part.text));
      case 'strong':
        return bold(clean(part.text));
      case 'mention':
        return refLink(part.ref, oldestAt, medium);
      default:
        return part satisfies never;
    }
  });
}

/** Of figures and our own words alone. */
function missed({ parts }: TellLine, { figures }: Report, ticket: StatsTicket): Block {
  const elements = parts.flatMap((part) => {
    if (part.type === 'mention') return words(part.ref);
    return part.type === 'strong' ? bold(part.text) : words(part.text);
  });
  const button = figures.missed.total === 0 ? null : statsButton('Show', STATS.show, ticket);
  return { type: 'figure', id: 'stats:missed', elements, button };
}

function share(ticket: StatsTicket): Block[] {
  return row('stats:share', [statsButton('Share here', STATS.share, ticket)]);
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** First replies in time and late, day by day; nothing where none was due. */
function chartOf({ figures, week }: Report): Block[] {
  const { firstReplies } = figures;
  if (firstReplies.every(({ inTime, late }) => inTime + late === 0)) return [];
  const series = [
    { name: 'In time', values: firstReplies.map(({ inTime }) => inTime) },
    { name: 'Late', values: firstReplies.map(({ late }) => late) },
  ];
  const categories = DAYS.slice(0, firstReplies.length);
  return [{ type: 'chart', title: `First replies, ${week}`, categories, series }];
}
