/** The least that a conversation in Teams can show: each message in one sentence of plain words. */
import type { View } from '../../app/surface-port.ts';
import type { Handbook } from '../../core/handbook.ts';
import type { StoryLine, StoryPart } from '../../core/story-parts.ts';
import { plainTime } from '../../front/clock.ts';
import { clean } from '../../front/text.ts';
import { pageOf } from '../../front/views.ts';
import type { Body } from './calls.ts';
import { type Answer, type Input, message, type Take } from './handling.ts';
import type { TeamsOptions, TeamsParts } from './index.ts';
import type { Drawing } from './messages.ts';

export function plainly(handbook: () => Handbook): Pick<TeamsOptions, 'draw' | 'take'> {
  const timezone = () => handbook().timezone;
  return {
    draw: {
      view: (view) => drawView(view, timezone()),
      line: (line) => drawLine(line, timezone()),
    },
    take: answerPlainly,
  };
}

function drawView(view: View, timezone: string): Drawing {
  if (view.type === 'home') throw new Error('Teams has no Home tab');
  const medium = { timezone, linkTo: () => null, fits: () => true };
  const { sentence } = pageOf(view, medium);
  // A run is shown as it is written: neither Markdown nor a mention comes alive in it.
  const inlines = [{ type: 'TextRun', text: sentence }];
  const card = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body: [{ type: 'RichTextBlock', inlines }],
  };
  return { summary: sentence, card };
}

function drawLine({ parts }: StoryLine, timezone: string): Body {
  return { type: 'text', text: parts.map((part) => wordsOf(part, timezone)).join('') };
}

function wordsOf(part: StoryPart, timezone: string): string {
  switch (part.type) {
    case 'text':
      return clean(part.text);
    case 'link':
      return part.label;
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

function answerPlainly({ messages }: TeamsParts): Take {
  return async (input: Input): Promise<Answer> => {
    const sentence = input.who.ok ? UNKNOWN : input.who.sentence;
    if (input.type === 'invoke') return message(sentence);
    if (input.type === 'message' && input.isToHeed) {
      await messages.say(input.from, { type: 'text', text: sentence });
    }
    return { status: 200 };
  };
}

const UNKNOWN = 'Heed does not know what to do with this.';
