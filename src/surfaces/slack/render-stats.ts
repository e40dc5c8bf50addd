/** The answer to `/heed stats`: the week in lines, what was missed with its button, a chart. */
import type { Button, KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Stats } from '../../app/statistics.ts';
import type { Handbook } from '../../core/handbook.ts';
import type { Report } from '../../stats/report.ts';
import { type TellLine, tellReport, titleOf } from '../../stats/tell.ts';
import { readCarried } from './carried.ts';
import { barChart } from './chart.ts';
import { type Linking, refLink } from './links.ts';
import type { Payload } from './payload.ts';
import { bold, button, type Inline, lines, richText, words } from './rich.ts';
import { clean, cleanLine, escapeMrkdwn } from './text.ts';

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
  readonly links: Linking;
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

export function statsPayload(stats: Stats, context: StatsContext): Payload {
  const { report, now } = stats;
  const { handbook, standing } = context;
  const title = clean(titleOf(report, handbook));
  const told = tellReport(report, handbook, now);
  const of = (...about: readonly TellLine['about'][]) =>
    told.filter((line) => about.includes(line.about)).map((line) => inlines(line, stats, context));
  const { week, department } = report;
  const ticket = { week, department, page: 0, at: now };
  return {
    text: escapeMrkdwn(`${title}: ${plainText(told[0])}`),
    blocks: [
      ...richText(lines([bold(title), ...of('desk')])),
      ...told.filter(({ about }) => about === 'missed').map((line) => missed(line, report, ticket)),
      ...richText(lines([...of('mix', 'people'), words(noteOn(standing))])),
      ...chartOf(report),
      ...(standing.type === 'private' ? [share(ticket)] : []),
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

function inlines({ parts }: TellLine, { oldestAt }: Stats, { links }: StatsContext): Inline[] {
  return parts.flatMap((part): Inline[] => {
    switch (part.type) {
      case 'text':
        return words(clean(part.text));
      case 'strong':
        return bold(clean(part.text));
      case 'mention':
        return refLink(part.ref, oldestAt, links);
      default:
        return part satisfies never;
    }
  });
}

function missed(line: TellLine, { figures }: Report, ticket: StatsTicket): KnownBlock {
  const text = { type: 'mrkdwn', text: mrkdwn(line) } as const;
  const section = { type: 'section', block_id: 'stats:missed', text } as const;
  if (figures.missed.total === 0) return section;
  return { ...section, accessory: statsButton('Show', STATS.show, ticket) };
}

/** Of figures and our own words alone. */
function mrkdwn({ parts }: TellLine): string {
  return parts
    .map((part) => {
      if (part.type === 'mention') return escapeMrkdwn(part.ref);
      return part.type === 'strong' ? `*${escapeMrkdwn(part.text)}*` : escapeMrkdwn(part.text);
    })
    .join('');
}

function share(ticket: StatsTicket): KnownBlock {
  const elements = [statsButton('Share here', STATS.share, ticket)];
  return { type: 'actions', block_id: 'stats:share', elements };
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** First replies in time and late, day by day; nothing where none was due. */
function chartOf({ figures, week }: Report): KnownBlock[] {
  const { firstReplies } = figures;
  if (firstReplies.every(({ inTime, late }) => inTime + late === 0)) return [];
  const series = [
    { name: 'In time', values: firstReplies.map(({ inTime }) => inTime) },
    { name: 'Late', values: firstReplies.map(({ late }) => late) },
  ];
  return [barChart(`First replies, ${week}`, DAYS.slice(0, firstReplies.length), series)];
}
