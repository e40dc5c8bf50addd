/**
 * Pages as Adaptive Cards. All words stand in text runs, which Teams shows as they are: neither
 * Markdown nor a mention can come alive in them. A text block would parse both.
 * https://adaptivecards.io/explorer/TextRun.html
 */

import { HAND_OVER } from '../../front/hand-over.ts';
import type { Block, Button, Element, Inline, Page, Part, Row, Sign } from '../../front/page.ts';
import { readPress, writePress } from '../../front/press.ts';
import { commandOf } from '../../front/press-commands.ts';
import { inTeams } from './help.ts';
import { LIMITS, TRACK } from './limits.ts';

/** One element or action of a card. */
export interface CardPart {
  readonly type: string;
  readonly [name: string]: unknown;
}

export interface AdaptiveCard extends CardPart {
  readonly type: 'AdaptiveCard';
  readonly body: readonly CardPart[];
}

/** What is sent of a message. */
export interface Payload {
  /** For notifications and screen readers. */
  readonly summary: string;
  readonly card: AdaptiveCard;
}

export function drawPage({ sentence, blocks }: Page): Payload {
  return { summary: sentence, card: cardWith(drawBlocks(blocks)) };
}

export function cardWith(
  body: readonly CardPart[],
  actions: readonly CardPart[] = [],
): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    msteams: { width: 'Full' },
    body,
    ...(actions.length === 0 ? {} : { actions }),
  };
}

/** Whether one message takes them. */
export function fitsMessage(blocks: readonly Block[]): boolean {
  return Buffer.byteLength(JSON.stringify(cardWith(drawBlocks(blocks)))) <= LIMITS.cardBytes;
}

/** A line between two stands as what is above the next one. */
function drawBlocks(blocks: readonly Block[]): CardPart[] {
  return blocks.flatMap((block, index) => {
    const parts = drawBlock(block);
    if (blocks[index - 1]?.type !== 'divider') return parts;
    return parts.map((part, n) => (n === 0 ? { ...part, separator: true } : part));
  });
}

export function drawBlock(block: Block): CardPart[] {
  switch (block.type) {
    case 'text':
      return block.parts.flatMap(drawPart);
    case 'heading':
      return [richText([{ ...run(block.text), weight: 'Bolder', size: 'Medium' }], 'Medium')];
    case 'note':
      return [richText([{ ...run(inTeams(block.text)), size: 'Small', isSubtle: true }], 'Small')];
    case 'figure': {
      const said = drawLines(block.elements);
      const { button } = block;
      return button === null ? said : [...said, actionSet(drawButton(button))];
    }
    case 'divider':
      return [];
    case 'row':
      return drawRow(block);
    case 'chart': {
      const { title, categories, series } = block;
      const data = series.map(({ name, values }) => ({
        legend: name,
        values: categories.map((x, index) => ({ x, y: values[index] ?? 0 })),
      }));
      const said = series.map(
        ({ name, values }) =>
          `${name}: ${categories.map((x, n) => `${x} ${values[n] ?? 0}`).join(', ')}`,
      );
      const fallback = richText([run(`${title}. ${said.join('. ')}.`)], 'Small');
      return [{ type: 'Chart.VerticalBar.Grouped', title, data, fallback }];
    }
    default:
      return block satisfies never;
  }
}

function drawPart(part: Part): CardPart[] {
  switch (part.type) {
    case 'line':
      return drawLines(ours(part.elements));
    case 'quote':
      return [{ type: 'Container', style: 'emphasis', items: drawLines(part.elements) }];
    case 'list':
      return part.items.flatMap((item) => drawLines([{ type: 'text', text: '• ' }, ...ours(item)]));
    default:
      return part satisfies never;
  }
}

/** In our own words commands are named; what somebody else wrote stands as it is. */
function ours(elements: readonly Inline[]): readonly Inline[] {
  return elements.map((one) => (one.type === 'text' ? { ...one, text: inTeams(one.text) } : one));
}

/** Each line is a block of its own: a line break within a run is not shown everywhere. */
function drawLines(elements: readonly Inline[]): CardPart[] {
  const rows: CardPart[][] = [[]];
  for (const element of elements) {
    const [first = '', ...more] = element.type === 'text' ? element.text.split('\n') : [];
    const parts = element.type === 'text' ? [{ ...element, text: first }] : [element];
    rows.at(-1)?.push(...parts.flatMap(drawInline));
    for (const text of more) {
      rows.push(element.type === 'text' ? drawInline({ ...element, text }) : []);
    }
  }
  return rows
    .filter((row) => row.length > 0)
    .map((row, index) => richText(row, index === 0 ? 'Small' : 'None'));
}

function richText(inlines: readonly CardPart[], spacing: 'None' | 'Small' | 'Medium'): CardPart {
  return { type: 'RichTextBlock', spacing, inlines };
}

function run(text: string): CardPart {
  return { type: 'TextRun', text };
}

const SIGNS: Readonly<Record<Sign, string>> = { imminent: '🟡', breached: '🔴' };

function drawInline(inline: Inline): CardPart[] {
  switch (inline.type) {
    case 'text': {
      const { text, style } = inline;
      if (text === '') return [];
      if (style === 'bold') return [{ ...run(text), weight: 'Bolder' }];
      return [style === 'italic' ? { ...run(text), italic: true } : run(text)];
    }
    case 'link': {
      const { url, text, bold } = inline;
      const weight = bold === true ? { weight: 'Bolder' } : {};
      return [{ ...run(text), ...weight, selectAction: { type: 'Action.OpenUrl', url } }];
    }
    case 'instant':
      return [run(inline.plain)];
    case 'sign':
      return [run(SIGNS[inline.sign])];
    case 'channel':
      return [run(inline.channel)];
    default:
      return inline satisfies never;
  }
}

function actionSet(...actions: readonly CardPart[]): CardPart {
  return { type: 'ActionSet', actions };
}

/**
 * What stands behind ⋯ in Slack stands there in Teams too, as secondary actions, and all of it: a
 * button in a dialog could do nothing but end the dialog.
 */
function drawRow({ id, elements }: Row): CardPart[] {
  const actions = elements.flatMap((element) => drawElement(element, id));
  const notes = elements.flatMap((element) =>
    element.type === 'menu' ? (element.note ?? []) : [],
  );
  return [
    ...(actions.length === 0 ? [] : [actionSet(...actions)]),
    ...notes.flatMap((text) => drawBlock({ type: 'note', text })),
  ];
}

function drawElement(element: Element, row: string): CardPart[] {
  switch (element.type) {
    case 'button':
      return [drawButton(element)];
    case 'select': {
      const { id, label } = element;
      const about = readPress(row.replace(/#.*$/u, ''));
      if (about === null) return [];
      return [opensForm(label, id, writePress('category', about))];
    }
    case 'menu':
      return element.entries.map((entry) => ({ ...drawButton(entry), mode: 'secondary' }));
    default:
      return element satisfies never;
  }
}

function drawButton({ label, id, value, url, isMain, confirm }: Button): CardPart {
  if (url !== undefined) return { type: 'Action.OpenUrl', title: label, url };
  const style = isMain === true ? { style: 'positive' } : {};
  if (confirm !== undefined || asksMore(id, value))
    return { ...opensForm(label, id, value), ...style };
  return { type: 'Action.Execute', title: label, verb: 'press', data: { id, value }, ...style };
}

/** Whether something is to be asked before anything can be done. */
function asksMore(id: string, value: string): boolean {
  if (id === HAND_OVER || id === TRACK) return true;
  const pressed = readPress(value);
  return pressed !== null && commandOf({ ...pressed, chosen: null }) === null;
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots */
function opensForm(title: string, id: string, value: string): CardPart {
  return { type: 'Action.Submit', title, data: { msteams: { type: 'task/fetch' }, id, value } };
}
