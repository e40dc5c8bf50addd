/** One line of a card's thread. */
import type { StoryLine, StoryPart } from '../../core/story-parts.ts';
import { plainTime } from './clock.ts';
import { LIMITS } from './limits.ts';
import type { SentPayload } from './render.ts';
import { bold, type Inline, instantAt, line, link, richText, words } from './rich.ts';
import { clean, escapeMrkdwn, webLink } from './text.ts';

interface Drawn {
  readonly elements: readonly Inline[];
  /** The same for notifications, escaped. */
  readonly text: string;
}

/** @param idOf the Slack id of an address, which is what notifies somebody */
export async function renderLine(
  story: StoryLine,
  timezone: string,
  idOf: (email: string) => Promise<string | null>,
): Promise<SentPayload> {
  const drawn: Drawn[] = [];
  for (const part of story.parts) drawn.push(await draw(part, timezone, idOf));
  const elements = drawn.flatMap((one) => [...one.elements]);
  return {
    text: drawn.map((one) => one.text).join(''),
    blocks: [...richText([line(elements)])].map((block) => ({ ...block })),
  };
}

async function draw(
  part: StoryPart,
  timezone: string,
  idOf: (email: string) => Promise<string | null>,
): Promise<Drawn> {
  switch (part.type) {
    case 'text': {
      const text = clean(part.text);
      return { elements: words(text), text: escapeMrkdwn(text) };
    }
    case 'link': {
      const url = webLink(part.url, LIMITS.url);
      if (url === null) return { elements: [], text: '' };
      return { elements: link(part.label, url), text: part.label };
    }
    case 'instant':
      return {
        elements: instantAt(part.at, 'day', timezone),
        text: plainTime(part.at, 'day', timezone),
      };
    case 'nudge': {
      const id = await idOf(part.email);
      const name = clean(part.name);
      if (id === null) return { elements: bold(name), text: escapeMrkdwn(name) };
      return { elements: [{ type: 'user', user_id: id }], text: `<@${id}>` };
    }
    default:
      return part satisfies never;
  }
}
