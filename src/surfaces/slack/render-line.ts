/** One line of a card's thread. */
import type { RichTextElement } from '@slack/types';
import type { StoryLine, StoryPart } from '../../core/story-parts.ts';
import { plainTime } from '../../front/clock.ts';
import { bold, instantAt, link, words } from '../../front/page.ts';
import { clean, webLink } from '../../front/text.ts';
import { drawInlines } from './draw.ts';
import { LIMITS } from './limits.ts';
import { escapeMrkdwn } from './mrkdwn.ts';
import type { SentPayload } from './payload.ts';

interface Drawn {
  readonly elements: readonly RichTextElement[];
  /** The same for notifications, escaped. */
  readonly text: string;
}

/** Slack's ids, which are what notifies somebody. */
export interface Ids {
  readonly ofPerson: (email: string) => Promise<string | null>;
  readonly ofGroup: (handleOrId: string) => Promise<string | null>;
}

export async function renderLine(
  story: StoryLine,
  timezone: string,
  ids: Ids,
): Promise<SentPayload> {
  const drawn: Drawn[] = [];
  for (const part of story.parts) drawn.push(await draw(part, timezone, ids));
  const elements = drawn.flatMap((one) => [...one.elements]);
  return {
    text: drawn.map((one) => one.text).join(''),
    blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }],
  };
}

async function draw(part: StoryPart, timezone: string, ids: Ids): Promise<Drawn> {
  switch (part.type) {
    case 'text': {
      const text = clean(part.text);
      return { elements: drawInlines(words(text)), text: escapeMrkdwn(text) };
    }
    case 'link': {
      const url = webLink(part.url, LIMITS.url);
      if (url === null) return { elements: [], text: '' };
      return { elements: drawInlines(link(part.label, url)), text: part.label };
    }
    case 'instant':
      return {
        elements: drawInlines(instantAt(part.at, 'day', timezone)),
        text: plainTime(part.at, 'day', timezone),
      };
    case 'nudge': {
      const id = await ids.ofPerson(part.email);
      const name = clean(part.name);
      if (id === null) return { elements: drawInlines(bold(name)), text: escapeMrkdwn(name) };
      return { elements: [{ type: 'user', user_id: id }], text: `<@${id}>` };
    }
    case 'nudge_group': {
      const id = await ids.ofGroup(part.group);
      const handle = `@${clean(part.group)}`;
      if (id === null) return { elements: drawInlines(bold(handle)), text: escapeMrkdwn(handle) };
      return {
        elements: [{ type: 'usergroup', usergroup_id: id }],
        text: `<!subteam^${id}>`,
      };
    }
    default:
      return part satisfies never;
  }
}
