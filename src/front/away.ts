/** The answer to somebody who goes away: until when, what they hold, and one button for all of it. */
import type { WentAway } from '../app/absences.ts';
import type { Card } from '../core/card.ts';
import type { CardDeadline } from '../core/card-deadlines.ts';
import type { Line } from '../core/overview.ts';
import { kindName } from './card-page.ts';
import { plainTime } from './clock.ts';
import { dueShortly } from './deadline-words.ts';
import { authorName } from './exchange.ts';
import { handOverBlock } from './hand-over.ts';
import { fitting, type Medium, refLink } from './medium.ts';
import { bold, type Inline, instantAt, lines, list, type Page, paragraph, words } from './page.ts';
import { cleanLine } from './text.ts';

type Gone = WentAway & { readonly ok: true };

export function awayPage(gone: Gone, medium: Medium): Page {
  const { until } = gone;
  const { timezone } = medium;
  const end = until === null ? 'you type /heed back' : plainTime(until, 'day', timezone);
  const sizes = [gone.held.lines.length, 10, 0];
  const all = (most: number) => [...drawn(gone, most, medium), ...handOverBlock(gone.handable)];
  return {
    sentence: `You are away until ${end}. ${holding(gone)}`,
    blocks: fitting(
      sizes.map((most) => () => all(most)),
      medium,
    ),
  };
}

function holding({ held }: Gone): string {
  const count = held.lines.length + held.more;
  return count === 0 ? 'You hold nothing.' : `You hold ${count}:`;
}

function drawn(gone: Gone, most: number, medium: Medium) {
  const { until, held } = gone;
  const { timezone } = medium;
  const end = until === null ? words('you type /heed back') : instantAt(until, 'weekday', timezone);
  const head = [...bold('You are away until '), ...end, ...words(`. ${holding(gone)}`)];
  const shown = held.lines.slice(0, most);
  const more = held.more + held.lines.length - shown.length;
  const items = list(shown.map((one) => item(one, medium)));
  const rest = lines([
    more > 0 ? words(`and ${more} more: /heed mine`) : [],
    words(`${whatGoesBack(held.lines)}${until === null ? '' : ENDS}`.trim()),
  ]);
  return paragraph([...lines([head]), ...items, ...rest]);
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
function item({ card, standsAt }: Line, medium: Medium): Inline[] {
  const about = [authorName(card), kindName(card), stateOf(card)];
  return [
    ...refLink(card.ref, standsAt, medium),
    ...words(` · ${about.join(' · ')}`),
    ...dueShortly(card.deadlines, medium.timezone),
  ];
}

function stateOf(card: Card): string {
  if (card.status !== 'claimed') return cleanLine(card.standing);
  return card.saved || card.draft !== null ? 'draft saved' : 'no draft yet';
}
