/** Notes: what people write in the thread of a card goes to the notebook, and to nobody else. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Notebook, noteId } from '../../app/notes.ts';
import type { MessageRef } from '../../app/surface-message.ts';
import type { Identified } from '../../front/room.ts';
import { type Calls, NOTHING } from './calls.ts';
import { TIMES } from './limits.ts';
import { type People, SURFACE_NAME } from './people.ts';
import { plainWords } from './plain-words.ts';
import type { Privately } from './private.ts';
import { instantOf, type Standing, type TakenBack, type Writer } from './thread-events.ts';

export interface Notes {
  /** Takes in what Slack tells; throws when it could not, so that the thread is to be read again. */
  take(told: Standing | TakenBack): Promise<void>;
  /** The same, of a mention that is known already. */
  takeFor(mention: string, told: Standing | TakenBack): Promise<void>;
}

interface NotesOptions {
  readonly notebook: Notebook;
  readonly people: People;
  readonly calls: Calls;
  readonly privately: Privately;
  readonly tenant: string;
  readonly botUserId: string;
  readonly now: () => number;
  readonly log: Logger;
}

export function createNotes(options: NotesOptions): Notes {
  const { notebook, people, tenant, now, log } = options;

  /** What is read later was written then. */
  function identify({ user, team }: Writer, ts: string): Promise<Identified> {
    return people.identify(team ?? tenant, user, instantOf(ts));
  }

  async function takeFor(mention: string, told: Standing | TakenBack): Promise<void> {
    const who = await identify(told.writer, told.ts);
    const author = who.ok ? who.person : null;
    if (told.type === 'taken_back') {
      await notebook.erase(mention, noteId(told.thread, told.ts), author);
      return;
    }
    const { thread, ts, editedTs } = told;
    const text = await textOf(told);
    const editedAt = editedTs === null ? null : instantOf(editedTs);
    const written = { thread, ts, text, at: instantOf(ts), editedAt };
    const kept = await notebook.write(mention, written, author);
    if (kept.type === 'kept') return;
    await tell(mention, told, who.ok ? kept.sentence : who.sentence).catch((error: unknown) => {
      log.warn({ err: error, mention }, 'Could not tell somebody that no note was kept');
    });
  }

  async function textOf({ text, files }: Standing): Promise<string> {
    const said = await plainWords(text, people.nameOf);
    const names = files.map((name) => `[${name}]`).join(' ');
    return [said.trim(), names].filter((part) => part !== '').join(' ');
  }

  /** Once for each person and mention, and only while they may still look at the thread. */
  async function tell(mention: string, told: Standing, sentence: string): Promise<void> {
    const { writer, thread, ts } = told;
    if (now() - instantOf(ts) > TIMES.tellNotKept) return;
    if (!(await notebook.isNews(`no_note:${tenant}:${writer.user}:${mention}`))) return;
    const body = options.privately.payload(
      `Heed keeps no note of what you wrote here, so the card does not count it. ${sentence}`,
    );
    const { channel, ts: threadTs } = thread;
    const args = { channel, thread_ts: threadTs, user: writer.user, ...body };
    await options.calls.now('chat.postEphemeral', args, NOTHING);
  }

  function mentionOf({ channel, ts }: MessageRef): Promise<string | null> {
    return notebook.mentionAt({ surface: SURFACE_NAME, tenant, channel, ts });
  }

  /** A card stands in Slack a moment before it is written down where. */
  async function mentionOfNewCard(thread: MessageRef): Promise<string | null> {
    if (now() - instantOf(thread.ts) > TIMES.newCard) return null;
    await pause(TIMES.cardSettles);
    return mentionOf(thread);
  }

  return {
    takeFor: async (mention, told) => {
      if (told.writer.user !== options.botUserId) await takeFor(mention, told);
    },
    async take(told) {
      if (told.writer.user === options.botUserId) return;
      const mention = (await mentionOf(told.thread)) ?? (await mentionOfNewCard(told.thread));
      if (mention !== null) await takeFor(mention, told);
    },
  };
}
