/** Whatever comes in from Teams, answered: presses, dialogs, commands, and notes under a card. */
import { z } from 'zod';
import { type Notebook, noteId } from '../../app/notes.ts';
import type { Handbook } from '../../core/handbook.ts';
import type { StoryLine, StoryPart } from '../../core/story-parts.ts';
import { plainTime } from '../../front/clock.ts';
import { clean } from '../../front/text.ts';
import type { Body } from './calls.ts';
import type { Dialog } from './draw-form.ts';
import { type Answer, type Input, message } from './handling.ts';
import { WAYS } from './help.ts';
import type { TeamsOptions, TeamsParts } from './index.ts';
import { SURFACE_NAME } from './limits.ts';
import { teamsMedium } from './medium.ts';
import type { Room } from './presses.ts';
import { answerWords, openDialog, readCarried, takeDialog, takePress } from './presses.ts';
import { drawView } from './render.ts';

/** What was pressed on a card; what was pressed or filled in for a dialog. */
const press = z.object({ action: z.object({ data: z.unknown() }) });
const dialog = z.object({ data: z.unknown() });

const DONE: Answer = { status: 200 };
const OLD = 'This card is from before an update of Heed. Look for the newer one in the channel.';

type AnswersOptions = Omit<Room, 'place' | 'medium' | 'canShare' | 'ways'> & {
  readonly notebook: Notebook;
  readonly handbook: () => Handbook;
  readonly tenant: string;
};

export function createAnswers(options: AnswersOptions): Pick<TeamsOptions, 'draw' | 'take'> {
  const { notebook, handbook, tenant } = options;
  const room: Room = {
    ...options,
    place: { surface: SURFACE_NAME, tenant },
    medium: () => teamsMedium(handbook().timezone, tenant),
    canShare: false,
    ways: WAYS,
  };
  return {
    draw: {
      view: (view) => drawView(view, room.medium()),
      line: (line) => drawLine(line, room.medium().timezone),
    },
    take: (parts) => (input) => take(room, notebook, parts, input),
  };
}

async function take(
  room: Room,
  notebook: Notebook,
  parts: TeamsParts,
  input: Input,
): Promise<Answer> {
  switch (input.type) {
    case 'invoke':
      return answerInvoke(room, input);
    case 'message': {
      if (await keepNote(room, notebook, parts, input)) return DONE;
      if (!input.isToHeed) return DONE;
      const words = input.text.replace(MENTION, ' ').trim();
      const said = await answerWords(room, words, async () => input.who);
      await parts.messages.say(input.from, { type: 'card', ...said });
      return DONE;
    }
    case 'edited':
    case 'deleted':
      await followNote(notebook, room, input);
      return DONE;
    default:
      return input satisfies never;
  }
}

const MENTION = /<at[^>]*>.*?<\/at>/gsu;

async function answerInvoke(room: Room, input: Input & { type: 'invoke' }): Promise<Answer> {
  const { name, value, who } = input;
  switch (name) {
    case 'adaptiveCard/action': {
      const carried = readCarried(press.safeParse(value).data?.action.data);
      if (carried === null) return message(name, OLD);
      const pressed = await takePress(room, who, carried);
      if (pressed.type === 'said') return message(name, pressed.sentence);
      const type = 'application/vnd.microsoft.card.adaptive';
      return { status: 200, body: { statusCode: 200, type, value: pressed.card } };
    }
    case 'task/fetch': {
      const carried = readCarried(dialog.safeParse(value).data?.data);
      return carried === null
        ? message(name, OLD)
        : continueWith(await openDialog(room, who, carried));
    }
    case 'task/submit': {
      const answer = await takeDialog(room, who, dialog.safeParse(value).data?.data);
      return answer.type === 'close' ? DONE : continueWith(answer.dialog);
    }
    default:
      return message(name, 'Heed does not know what to do with this.');
  }
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots */
function continueWith({ title, card }: Dialog): Answer {
  const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
  const value = { title, width: 'medium', height: 'large', card: content };
  return { status: 200, body: { task: { type: 'continue', value } } };
}

/** What is written under a card; what cannot be kept is said to whoever wrote it. */
async function keepNote(
  room: Room,
  notebook: Notebook,
  { messages }: TeamsParts,
  input: Input & { type: 'message' },
): Promise<boolean> {
  const { thread } = input.from;
  const mention = await mentionAt(notebook, room, thread);
  if (thread === null || mention === null) return false;
  const text = input.text.replace(MENTION, ' ').trim();
  if (text === '') return false;
  const author = input.who.ok ? input.who.person : null;
  const written = { thread, ts: input.id, text, at: room.now(), editedAt: null };
  const kept = await notebook.write(mention, written, author);
  if (kept.type === 'refused' && input.isToHeed) {
    await messages.say(input.from, { type: 'text', text: kept.sentence });
  }
  return true;
}

async function mentionAt(
  notebook: Notebook,
  { place }: Room,
  thread: Input['from']['thread'],
): Promise<string | null> {
  return thread === null ? null : notebook.mentionAt({ ...place, ...thread });
}

/** Only a note that is kept is followed. */
async function followNote(
  notebook: Notebook,
  room: Room,
  input: Input & { type: 'edited' | 'deleted' },
): Promise<void> {
  const { thread } = input.from;
  const mention = await mentionAt(notebook, room, thread);
  if (thread === null || mention === null) return;
  const author = input.who.ok ? input.who.person : null;
  if (input.type === 'deleted') return notebook.erase(mention, noteId(thread, input.id), author);
  const text = input.text.replace(MENTION, ' ').trim();
  const at = room.now();
  await notebook.write(mention, { thread, ts: input.id, text, at, editedAt: at }, author);
}

/** A line of a card's thread, in plain words, which Teams does not parse. */
export function drawLine({ parts }: StoryLine, timezone: string): Body {
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
