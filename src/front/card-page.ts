/** A card: what it is and where it stands, who wrote what, the draft, and what can be done now. */
import type { View } from '../app/surface-port.ts';
import type { Card } from '../core/card.ts';
import { actionRow } from './card-actions.ts';
import { answeredLine, dueLine } from './deadline-words.ts';
import { draftParts } from './draft-parts.ts';
import { authorName, byline, type ExchangeSize, exchangeParts } from './exchange.ts';
import { EXCHANGE, SHOWN } from './limits.ts';
import { fitting, type Medium } from './medium.ts';
import { noteCount } from './notes.ts';
import {
  type Block,
  bold,
  type Inline,
  instantAt,
  lines,
  link,
  type Part,
  paragraph,
  quote,
  words,
} from './page.ts';
import { clean, cleanLine, inline, shorten } from './text.ts';

function categoryName(card: Card): string {
  return card.category === null ? 'No category' : cleanLine(card.category.name);
}

/** "Sensitive · Complaint": first what its reader must not pass on. */
export function kindName(card: Card): string {
  return card.sensitive ? `Sensitive · ${categoryName(card)}` : categoryName(card);
}

/** "Complaint · Deliveries · H-1042 · unclaimed" */
function headline(card: Card): string {
  const standing = shorten(cleanLine(card.standing), SHOWN.sentence).text;
  return [kindName(card), cleanLine(card.department.name), card.ref, standing].join(' · ');
}

/** For notifications, where nothing but this is seen; not escaped. */
export function cardSentence(card: Card): string {
  const what = card.category === null ? 'Mention' : categoryName(card);
  const standing = shorten(cleanLine(card.standing), SHOWN.sentence).text;
  const who = `${authorName(card)} on ${inline(card.source, SHOWN.name)}`;
  const lead = card.sensitive ? 'Sensitive: ' : '';
  return `${lead}${what} for ${cleanLine(card.department.name)}, ${standing}: ${who}`;
}

const SIZES: readonly { readonly exchange: ExchangeSize; readonly draft: number }[] = [
  {
    exchange: { messages: EXCHANGE.card, newest: SHOWN.newest, earlier: SHOWN.earlier },
    draft: SHOWN.draft,
  },
  { exchange: { messages: 3, newest: 300, earlier: 120 }, draft: 300 },
  { exchange: { messages: 2, newest: 100, earlier: 40 }, draft: 100 },
];

type Whole = View & { type: 'card' };

/** As much as fits into one message. */
export function cardBlocks(view: Whole, medium: Medium): readonly Block[] {
  const { card } = view;
  const least = () => [...paragraph(lines([bold(headline(card))])), ...actionRow(card)];
  return fitting([...SIZES.map((size) => () => drawCard(view, size, medium)), least], medium);
}

function drawCard(view: Whole, size: (typeof SIZES)[number], medium: Medium): Block[] {
  const { card } = view;
  const { timezone } = medium;
  return [
    ...paragraph([
      ...lines([bold(headline(card)), byline(card, timezone)]),
      ...exchangeParts(card, size.exchange, timezone),
      ...lines([
        dueLine(card.deadlines, timezone),
        answeredLine(card.deadlines, timezone),
        owned(card, timezone),
        noteCount(card),
        words(card.hint ?? ''),
      ]),
      ...escalationParts(card, size.exchange.earlier, timezone),
    ]),
    ...paragraph(
      [...lines([authorRecord(view, medium)]), ...muteParts(card, timezone)],
      AUTHOR_BLOCK,
    ),
    ...paragraph(draftParts(card, size.draft, timezone)),
    ...actionRow(card),
  ];
}

/** Of its own: it changes with other mentions. */
const AUTHOR_BLOCK = 'author';

const TIMES = ['', '', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth'];

/** "Third time in 30 days. Also theirs: H-1039, with Sam · H-1021, resolved: solved" */
function authorRecord({ card, others: places }: Whole, medium: Medium): Inline[] {
  const { others, times } = card;
  const count = TIMES[times] ?? `${times}th`;
  const often = times > 1 ? words(`${count} time in 30 days. `) : [];
  if (others.length === 0) return often;
  const rows = others.map(({ mention, ref, standing }) => {
    const href = medium.linkTo(places.get(mention) ?? null);
    const state = shorten(cleanLine(standing), SHOWN.name).text;
    return [...(href === null ? words(ref) : link(ref, href)), ...words(`, ${state}`)];
  });
  const joined = rows.flatMap((row, index) => (index === 0 ? row : [...words(' · '), ...row]));
  return [...often, ...words('Also theirs: '), ...joined];
}

/** "Muted until 3 December at 10:15 by Sam, because:", with the reason. */
function muteParts({ mute }: Card, timezone: string): Part[] {
  if (mute === null) return [];
  const reason = clean(mute.reason ?? '').trim();
  const row = [
    ...bold('Muted until '),
    ...instantAt(mute.until, 'day', timezone),
    ...words(` by ${cleanLine(mute.by)}${reason === '' ? '' : ', because:'}`),
  ];
  return [...lines([row]), ...quote(shorten(reason, SHOWN.note).text)];
}

/** "Escalated to Lindiwe by Thandi at 10:15", with what they need to know. */
function escalationParts(card: Card, graphemes: number, timezone: string): Part[] {
  const { escalation } = card;
  if (escalation === null) return [];
  const row = [
    ...bold(`Escalated to ${cleanLine(escalation.to)}`),
    ...words(escalation.by === null ? ' ' : ` by ${cleanLine(escalation.by)} `),
    ...instantAt(escalation.at, 'day', timezone),
  ];
  return [...lines([row]), ...quote(shorten(clean(escalation.reason ?? ''), graphemes).text)];
}

/** Who has it, where the first line does not say so already. */
function owned({ owner, status }: Card, timezone: string): Inline[] {
  if (owner === null || ['claimed', 'resolved', 'dismissed'].includes(status)) return [];
  if (owner.since === null) return words(`With ${cleanLine(owner.name)}`);
  return [
    ...words(`With ${cleanLine(owner.name)} since `),
    ...instantAt(owner.since, 'since', timezone),
  ];
}
