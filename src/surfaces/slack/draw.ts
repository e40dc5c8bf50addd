/**
 * Pages and forms in Block Kit. All words stand in `rich_text` and `plain_text`, where Slack parses
 * nothing; the sentence for notifications is escaped.
 */
import type {
  ActionsBlockElement,
  KnownBlock,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  RichTextElement,
  Button as SlackButton,
} from '@slack/types';
import type {
  Block,
  Button,
  Element,
  Inline,
  Menu,
  Option,
  Page,
  Part,
  Sign,
} from '../../front/page.ts';
import { barChart } from './chart.ts';
import { LIMITS } from './limits.ts';
import { DATE_FORMATS, escapeMrkdwn } from './mrkdwn.ts';
import type { Payload } from './payload.ts';

export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

export function drawPage({ sentence, blocks }: Page): Payload {
  return { text: escapeMrkdwn(sentence), blocks: drawBlocks(blocks) };
}

export function drawBlocks(blocks: readonly Block[]): KnownBlock[] {
  return blocks.map(drawBlock);
}

/** Whether one message takes them. */
export function fitsMessage(blocks: readonly Block[]): boolean {
  return blocks.length <= LIMITS.blocks && textLength(drawBlocks(blocks)) <= LIMITS.blocksText;
}

export function drawBlock(block: Block): KnownBlock {
  switch (block.type) {
    case 'text': {
      const id = block.id === undefined ? {} : { block_id: block.id };
      return { type: 'rich_text', ...id, elements: block.parts.map(drawPart) };
    }
    case 'heading':
      return { type: 'header', text: plain(block.text) };
    case 'note':
      return { type: 'context', elements: [plain(block.text)] };
    case 'figure': {
      const text = { type: 'mrkdwn', text: block.elements.map(mrkdwn).join('') } as const;
      const beside = block.button === null ? {} : { accessory: drawButton(block.button) };
      return { type: 'section', block_id: block.id, text, ...beside };
    }
    case 'divider':
      return { type: 'divider' };
    case 'row':
      return { type: 'actions', block_id: block.id, elements: block.elements.map(drawElement) };
    case 'chart':
      return barChart(block.title, block.categories, block.series);
    default:
      return block satisfies never;
  }
}

function drawPart(part: Part): RichTextBlock['elements'][number] {
  switch (part.type) {
    case 'line':
      return { type: 'rich_text_section', elements: drawInlines(part.elements) };
    case 'quote':
      return { type: 'rich_text_quote', elements: drawInlines(part.elements) };
    case 'list': {
      const elements = part.items.map(
        (item) => ({ type: 'rich_text_section', elements: drawInlines(item) }) as const,
      );
      return { type: 'rich_text_list', style: 'bullet', elements };
    }
    default:
      return part satisfies never;
  }
}

export function drawInlines(elements: readonly Inline[]): RichTextElement[] {
  return elements.map(drawInline);
}

/** Slack draws signs by name. */
const SIGNS: Readonly<Record<Sign, string>> = {
  imminent: 'large_yellow_circle',
  breached: 'red_circle',
};

function drawInline(inline: Inline): RichTextElement {
  switch (inline.type) {
    case 'text': {
      const { text, style } = inline;
      return { type: 'text', text, ...(style === undefined ? {} : { style: { [style]: true } }) };
    }
    case 'link': {
      const { url, text, bold } = inline;
      return { type: 'link', url, text, ...(bold === undefined ? {} : { style: { bold } }) };
    }
    case 'instant':
      return {
        type: 'date',
        timestamp: Math.floor(inline.at / 1000),
        format: DATE_FORMATS[inline.format],
        fallback: inline.plain,
      };
    case 'sign':
      return { type: 'emoji', name: SIGNS[inline.sign] };
    case 'channel':
      return drawChannel(inline.channel);
    default:
      return inline satisfies never;
  }
}

/** A channel that the handbook names by its id is shown by Slack with its name. */
function drawChannel(channel: string): RichTextElement {
  const isId = /^[CG][A-Z0-9]{8,20}$/.test(channel);
  return isId ? { type: 'channel', channel_id: channel } : { type: 'text', text: `#${channel}` };
}

function mrkdwn(inline: Inline): string {
  if (inline.type !== 'text') return '';
  const text = escapeMrkdwn(inline.text);
  return inline.style === 'bold' ? `*${text}*` : text;
}

function drawElement(element: Element): ActionsBlockElement {
  switch (element.type) {
    case 'button':
      return drawButton(element);
    case 'select': {
      const { id, label, options, chosen } = element;
      const initial = chosen === null ? {} : { initial_option: drawOption(chosen) };
      return {
        type: 'static_select',
        action_id: id,
        placeholder: plain(label),
        options: options.map(drawOption),
        ...initial,
      };
    }
    case 'menu': {
      const options = entriesOf(element).map(({ label, value, url }) => ({
        ...drawOption({ label, value }),
        ...(url === undefined ? {} : { url }),
      }));
      return { type: 'overflow', action_id: element.id, options };
    }
    default:
      return element satisfies never;
  }
}

/** What does not fit, and what cannot be done, is told in the dialog behind the last of them. */
function entriesOf({ entries, note, more }: Menu): readonly Button[] {
  const most = LIMITS.overflowOptions;
  if (entries.length <= most && note === null) return entries;
  return [...entries.slice(0, most - 1), more];
}

function drawButton({ label, id, value, url, isMain, confirm }: Button): SlackButton {
  return {
    type: 'button',
    text: plain(label),
    action_id: id,
    value,
    ...(url === undefined ? {} : { url }),
    ...(isMain === true ? { style: 'primary' } : {}),
    ...(confirm === undefined
      ? {}
      : {
          confirm: {
            title: plain(confirm.title),
            text: plain(confirm.text),
            confirm: plain(confirm.yes),
            deny: plain(confirm.no),
          },
        }),
  };
}

export function drawOption({ label, value }: Option): PlainTextOption {
  return { text: plain(label), value };
}

/** All texts within, in UTF-16 units: what Slack's limit on a message counts. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === 'text' && typeof inner === 'string' ? inner.length : textLength(inner)),
    0,
  );
}
