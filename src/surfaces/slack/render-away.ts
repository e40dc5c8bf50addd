/** The answer to somebody who goes away: until when, what they hold, and one button for all of it. */
import type { RichTextSection } from '@slack/types';
import type { WentAway } from '../../app/absences.ts';
import type { Card } from '../../core/card.ts';
import type { CardDeadline } from '../../core/card-deadlines.ts';
import type { Line } from '../../core/overview.ts';
import { plainTime } from './clock.ts';
import { LIMITS } from './limits.ts';
import { type Linking, refLink } from './links.ts';
import type { Payload } from './payload.ts';
import { kindName } from './render-card.ts';
import { dueShortly } from './render-deadlines.ts';
import { authorName } from './render-exchange.ts';
import { handOverBlock } from './render-hand-over.ts';
import { bold, type Inline, instantAt, lines, richText, textLength, words } from './rich.ts';
import { cleanLine } from './text.ts';

type Gone = WentAway & { readonly ok: true };

interface AwayContext extends Linking {
  readonly timezone: string;
}

export function awayPayload(gone: Gone, context: AwayContext): Payload {
  const { until } = gone;
  const { timezone } = context;
  const end = until === null ? 'you type /heed back' : plainTime(until, 'day', timezone);
  const text = `You are away until ${end}. ${holding(gone)}`;
  for (const most of [gone.held.lines.length, 10]) {
    const blocks = [...drawn(gone, most, context), ...handOverBlock(gone.handable)];
    if (textLength(blocks) <= LIMITS.blocksText) return { text, blocks };
  }
  return { text, blocks: [...drawn(gone, 0, context), ...handOverBlock(gone.handable)] };
}

function holding({ held }: Gone): string {
  const count = held.lines.length + held.more;
  return count === 0 ? 'You hold nothing.' : `You hold ${count}:`;
}

function drawn(gone: Gone, most: number, context: AwayContext) {
  const { until, held } = gone;
  const { timezone } = context;
  const end = until === null ? words('you type /heed back') : instantAt(until, 'weekday', timezone);
  const head = [...bold('You are away until '), ...end, ...words(`. ${holding(gone)}`)];
  const shown = held.lines.slice(0, most);
  const more = held.more + held.lines.length - shown.length;
  const items = shown.map(
    (one): RichTextSection => ({ type: 'rich_text_section', elements: item(one, context) }),
  );
  const list = { type: 'rich_text_list', style: 'bullet', elements: items } as const;
  const rest = lines([
    more > 0 ? words(`and ${more} more: /heed mine`) : [],
    words(`${whatGoesBack(held.lines)}${until === null ? '' : ENDS}`.trim()),
  ]);
  const [block] = richText(lines([head]));
  if (block === undefined || items.length === 0) return richText([...lines([head]), ...rest]);
  return [{ ...block, elements: [...block.elements, list, ...rest] }];
}

const OVERDUE_GOES = 'What is overdue goes back within a minute. ';
const GOES_BACK =
  'What of it falls due before you are back goes to its department again, with its draft. ';
const ENDS = '/heed back ends it sooner.';

function whatGoesBack(held: readonly Line[]): string {
  if (held.length === 0) return '';
  const isOverdue = held.some(({ card }) => card.deadlines.due.some((one) => isMissed(one)));
  return isOverdue ? `${OVERDUE_GOES}${GOES_BACK}` : GOES_BACK;
}

function isMissed({ state }: CardDeadline): boolean {
  return state === 'breached';
}

/** "H-1042 · Lerato · Complaint · draft saved · due today at 11:15" */
function item({ card, standsAt }: Line, context: AwayContext): Inline[] {
  const about = [authorName(card), kindName(card), stateOf(card)];
  return [
    ...refLink(card.ref, standsAt, context),
    ...words(` · ${about.join(' · ')}`),
    ...dueShortly(card.deadlines, context.timezone),
  ];
}

function stateOf(card: Card): string {
  if (card.status !== 'claimed') return cleanLine(card.standing);
  return card.saved || card.draft !== null ? 'draft saved' : 'no draft yet';
}
