/** One line of a card's thread. */
import type { StoryLine, StoryPart } from '../../core/story-parts.ts';
import { plainTime } from '../../front/clock.ts';
import { clean, webLink } from '../../front/text.ts';
import type { Body, Mentioned } from './calls.ts';
import { LIMITS } from './limits.ts';

/** Their Teams id, which is what notifies somebody; null where Heed does not know it. */
export type IdOf = (email: string) => Promise<string | null>;

interface Drawn {
  readonly plain: string;
  /** The same with its mark-up; null where there is none to it. */
  readonly marked: string | null;
  readonly mentioned: readonly Mentioned[];
}

/**
 * In plain words, which Teams does not parse. Where somebody is told or a link leads on, as the XML
 * that Teams takes, in which all that anybody wrote is escaped.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
 */
export async function renderLine(line: StoryLine, timezone: string, idOf: IdOf): Promise<Body> {
  const drawn: Drawn[] = [];
  for (const part of line.parts) drawn.push(await draw(part, timezone, idOf));
  if (drawn.every(({ marked }) => marked === null)) {
    return { type: 'text', text: plainLine(line, timezone) };
  }
  const xml = drawn.map(({ plain, marked }) => marked ?? escapeXml(plain)).join('');
  return { type: 'marked', xml, mentioned: drawn.flatMap((one) => one.mentioned) };
}

/** As it reads, whatever it is written in. */
export function plainLine({ parts }: StoryLine, timezone: string): string {
  return parts.map((part) => wordsOf(part, timezone)).join('');
}

function wordsOf(part: StoryPart, timezone: string): string {
  switch (part.type) {
    case 'text':
      return clean(part.text);
    case 'link':
      return webLink(part.url, LIMITS.url) === null ? '' : part.label;
    case 'instant':
      return plainTime(part.at, 'day', timezone);
    case 'nudge':
      return clean(part.name);
    case 'nudge_group':
      return clean(part.group);
    default:
      return part satisfies never;
  }
}

async function draw(part: StoryPart, timezone: string, idOf: IdOf): Promise<Drawn> {
  const plain = wordsOf(part, timezone);
  const url = part.type === 'link' ? webLink(part.url, LIMITS.url) : null;
  if (url !== null) {
    return { plain, marked: `<a href="${escapeXml(url)}">${escapeXml(plain)}</a>`, mentioned: [] };
  }
  const id = part.type === 'nudge' ? await idOf(part.email) : null;
  if (id === null) return { plain, marked: null, mentioned: [] };
  const marked = `<at>${escapeXml(plain)}</at>`;
  return { plain, marked, mentioned: [{ id, name: plain, text: marked }] };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/gu, (one) => ENTITIES[one] ?? one);
}
