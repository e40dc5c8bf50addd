/** Whatever comes in from Teams, answered: presses, dialogs, commands, and notes under a card. */
import { z } from 'zod';
import type { KeptMessages } from '../../app/kept-message.ts';
import { type Notebook, noteId } from '../../app/notes.ts';
import type { ShownCards } from '../../app/shown-cards.ts';
import type { Handbook } from '../../core/handbook.ts';
import { openOnMessage } from './extensions.ts';
import type { Input } from './handling.ts';
import { WAYS } from './help.ts';
import type { TeamsOptions, TeamsParts } from './index.ts';
import { type Answer, continueWith, inPlaceOfCard, message } from './invoke-answer.ts';
import { SURFACE_NAME } from './limits.ts';
import { teamsMedium } from './medium.ts';
import { leadFromOrphan } from './orphans.ts';
import type { Room } from './presses.ts';
import { answerWords, OLD, openDialog, readCarried, takeDialog, takePress } from './presses.ts';
import { drawFor, drawForAll, REFRESH } from './render.ts';
import { renderLine } from './render-line.ts';

type Invoke = Input & { readonly type: 'invoke' };

/** What was pressed on a card; what was pressed or filled in for a dialog. */
const press = z.object({ action: z.object({ data: z.unknown() }) });
const dialog = z.object({ data: z.unknown() });

/** What the button or the form carries. */
function dataOf({ name, value }: Invoke): unknown {
  return name === 'adaptiveCard/action'
    ? press.safeParse(value).data?.action.data
    : dialog.safeParse(value).data?.data;
}

const DONE: Answer = { status: 200 };

type AnswersOptions = Omit<Room, 'place' | 'medium' | 'canShare' | 'ways'> & {
  readonly notebook: Notebook;
  readonly keptMessages: KeptMessages;
  readonly shownCards: ShownCards;
  readonly handbook: () => Handbook;
  readonly tenant: string;
};

export function createAnswers(options: AnswersOptions): Pick<TeamsOptions, 'draw' | 'take'> {
  const { notebook, keptMessages, shownCards, handbook, tenant } = options;
  const room: Room = {
    ...options,
    place: { surface: SURFACE_NAME, tenant },
    medium: () => teamsMedium(handbook().timezone, tenant),
    canShare: false,
    ways: WAYS,
  };
  return {
    draw: {
      view: (view, idOf) => drawForAll(view, room.medium(), idOf),
      line: (line, idOf) => renderLine(line, room.medium().timezone, idOf),
    },
    take: (parts) => async (input) =>
      (await answerOrphan(room, keptMessages, parts, input)) ??
      (await answerRefresh(room, shownCards, input)) ??
      (await take(room, notebook, parts, input)),
  };
}

/** Null for whatever is no press on such a card. */
async function answerOrphan(
  room: Room,
  kept: KeptMessages,
  { messages }: TeamsParts,
  input: Input,
): Promise<Answer | null> {
  if (input.type !== 'invoke') return null;
  const lead = await leadFromOrphan(room, kept, messages, input, dataOf(input));
  if (lead === null) return null;
  return input.name === 'task/fetch'
    ? continueWith({ title: 'Heed', card: lead.card })
    : inPlaceOfCard(lead.card);
}

/** The card as the one sees it for whom Teams asks; null for whatever is no such question. */
async function answerRefresh(room: Room, cards: ShownCards, input: Input): Promise<Answer | null> {
  if (input.type !== 'invoke' || input.name !== 'adaptiveCard/action') return null;
  const asked = readCarried(dataOf(input));
  if (asked?.id !== REFRESH) return null;
  const mention = z.uuid().safeParse(asked.value).data;
  const view = mention === undefined ? null : await cards.viewOf(mention);
  if (view === null) return message(input.name, OLD);
  const email = input.who.ok ? input.who.person.email : null;
  return inPlaceOfCard(drawFor(view, email, room.medium()).card);
}

async function take(
  room: Room,
  notebook: Notebook,
  parts: TeamsParts,
  input: Input,
): Promise<Answer> {
  switch (input.type) {
    case 'invoke':
      return answerInvoke(room, notebook, input);
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

async function answerInvoke(room: Room, notebook: Notebook, input: Invoke): Promise<Answer> {
  const { name, value, who, from } = input;
  switch (name) {
    case 'adaptiveCard/action': {
      const carried = readCarried(dataOf(input));
      if (carried === null) return message(name, OLD);
      const pressed = await takePress(room, who, carried);
      if (pressed.type === 'said') return message(name, pressed.sentence);
      return inPlaceOfCard(pressed.card);
    }
    case 'task/fetch': {
      const carried = readCarried(dataOf(input));
      return carried === null
        ? message(name, OLD)
        : continueWith(await openDialog(room, who, carried));
    }
    case 'composeExtension/fetchTask':
      return continueWith(await openOnMessage(room, notebook, who, value, from));
    case 'task/submit':
    case 'composeExtension/submitAction': {
      const answer = await takeDialog(room, who, dataOf(input));
      return answer.type === 'close' ? DONE : continueWith(answer.dialog);
    }
    default:
      return message(name, 'Heed does not know what to do with this.');
  }
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
