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
export async function renderLine(
  { parts }: StoryLine,
  timezone: string,
  idOf: IdOf,
): Promise<Body> {
  const drawn: Drawn[] = [];
  for (const part of parts) drawn.push(await draw(part, timezone, idOf));
  if (drawn.every(({ marked }) => marked === null)) {
    return { type: 'text', text: drawn.map(({ plain }) => plain).join('') };
  }
  const xml = drawn.map(({ plain, marked }) => marked ?? escapeXml(plain)).join('');
  return { type: 'marked', xml, mentioned: drawn.flatMap((one) => one.mentioned) };
}

async function draw(part: StoryPart, timezone: string, idOf: IdOf): Promise<Drawn> {
  switch (part.type) {
    case 'text':
      return plain(clean(part.text));
    case 'link': {
      const url = webLink(part.url, LIMITS.url);
      if (url === null) return plain('');
      const marked = `<a href="${escapeXml(url)}">${escapeXml(part.label)}</a>`;
      return { plain: part.label, marked, mentioned: [] };
    }
    case 'instant':
      return plain(plainTime(part.at, 'day', timezone));
    case 'nudge': {
      const name = clean(part.name);
      const id = await idOf(part.email);
      if (id === null) return plain(name);
      const marked = `<at>${escapeXml(name)}</at>`;
      return { plain: name, marked, mentioned: [{ id, name, text: marked }] };
    }
    case 'nudge_group':
      return plain(clean(part.group));
    default:
      return part satisfies never;
  }
}

function plain(text: string): Drawn {
  return { plain: text, marked: null, mentioned: [] };
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
