/** What somebody pressed in Slack: answered where they pressed, at once or by a dialog. */
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { within } from '../../app/within.ts';
import type { PersonCommand } from '../../core/commands.ts';
import { type Chosen, commandOf } from '../../front/press-commands.ts';
import { act, type Made, makeForm, type PressedIn, TAKES } from '../../front/presses.ts';
import { said, waiting } from '../../front/questions.ts';
import { type Room as FrontRoom, told } from '../../front/room.ts';
import { chosenIn, type Press } from './actions.ts';
import { tellIfAway } from './away.ts';
import { type Calls, NOTHING } from './calls.ts';
import { drawForm } from './draw-form.ts';
import { refreshHome } from './home-events.ts';
import type { HomeTab } from './home-tab.ts';
import { TIMES } from './limits.ts';
import type { Notes } from './notes.ts';
import type { People } from './people.ts';
import { type Privately, sentenceFor } from './private.ts';
import type { Tracking } from './tracking.ts';
import type { Typing } from './typing.ts';

export interface Room extends FrontRoom {
  readonly people: People;
  readonly calls: Calls;
  readonly homeTab: HomeTab;
  readonly privately: Privately;
  readonly typing: Typing;
  readonly tracking: Tracking;
  readonly notes: Notes;
  /** What was written since then is to be read again. */
  readonly missed: (since: number) => void;
  /** Draws the card anew although nothing changed: a refused choice still stands in its select. */
  readonly redraw: (mention: string) => Promise<void>;
  /** Hears how long Slack waited for an acknowledgement, in ms. */
  readonly onAcknowledged: (kind: Acknowledged, ms: number) => void;
}

export type Acknowledged = 'press' | 'dialog' | 'command';

const opened = z.object({ view: z.object({ id: z.string() }) });

/** Never throws: whatever goes wrong is logged and told to whoever pressed. */
export async function takePress(room: Room, press: Press): Promise<void> {
  const chosen = chosenIn(press);
  if (chosen === null) {
    room.log.warn({ action: press.actions[0]?.action_id }, 'A press that Heed does not know');
    return;
  }
  if (chosen.action === 'open_post') return;
  const log = room.log.child({ mention: chosen.mention, action: chosen.action });
  try {
    const command = commandOf(chosen);
    const refused = command === null ? null : await perform(room, press, chosen, command);
    if (command === null) await openDialog(room, press, chosen);
    if (refused === null && TAKES.includes(chosen.action)) await tellIfAway(room, press);
  } catch (error) {
    log.error({ err: error }, 'A press failed');
    await answer(room, press, sentenceFor(error)).catch((failure: unknown) => {
      log.warn({ err: failure }, 'Could not say that a press failed');
    });
  }
}

/** In the dialog that was pressed in, else to the person alone. */
async function answer(room: Room, press: Press, text: string): Promise<void> {
  const dialog = dialogOf(press);
  if (press.view?.type === 'home') return answerAtHome(room, press, text);
  if (dialog === null) {
    const reader = { user: press.presser.id, responseUrl: press.response_url ?? null };
    await room.privately.tell(reader, text);
    return;
  }
  const view = drawForm(said(told(room, text), null));
  await room.calls.now('views.update', { view_id: dialog, view }, NOTHING);
}

/** There is no channel to answer in: a dialog says it, or a message once it is too late for one. */
async function answerAtHome(room: Room, press: Press, text: string): Promise<void> {
  const { calls, privately } = room;
  const view = drawForm(said(told(room, text), null));
  try {
    await calls.now('views.open', { trigger_id: press.trigger_id, view }, NOTHING);
  } catch {
    await privately.tell({ user: press.presser.id, responseUrl: null }, text);
  }
  await refreshHome(room, press);
}

/** The dialog that was pressed in; null for a card, a message or the Home tab. */
function dialogOf({ view }: Press): string | null {
  return view === undefined || view.type === 'home' ? null : view.id;
}

/** Answers the sentence of a refusal, which was told. */
async function perform(
  room: Room,
  press: Press,
  chosen: Chosen,
  command: PersonCommand,
): Promise<string | null> {
  const who = await room.people.identify(press.presser.team, press.presser.id);
  if (!who.ok) {
    await answer(room, press, who.sentence);
    return who.sentence;
  }
  const acted = await act(room, who.person, chosen, command, pressedIn(press));
  if (acted.sentence !== null) await answer(room, press, acted.sentence);
  if (acted.ok) return null;
  if (command.type === 'category') await room.redraw(chosen.mention);
  return acted.sentence;
}

function pressedIn(press: Press): PressedIn {
  if (press.view?.type === 'home') return 'list';
  return dialogOf(press) === null ? 'message' : 'form';
}

/** A trigger lives 3 s: what takes longer to prepare is filled into a dialog that is open already. */
async function openDialog(room: Room, press: Press, chosen: Chosen): Promise<void> {
  const { calls } = room;
  const making = prepare(room, press, chosen);
  const dialog = dialogOf(press);
  if (dialog !== null) {
    const view = viewOf(room, await making);
    await calls.now('views.update', { view_id: dialog, view }, NOTHING);
    return;
  }
  const ready = await within(making, TIMES.prepare);
  if (ready !== null) {
    if (!ready.ok) return answer(room, press, ready.sentence);
    await calls.now(
      'views.open',
      { trigger_id: press.trigger_id, view: drawForm(ready.form) },
      NOTHING,
    );
    return;
  }
  const placeholder = { trigger_id: press.trigger_id, view: drawForm(waiting()) };
  const open = await calls.now('views.open', placeholder, opened);
  const made = await making.catch((error: unknown): Made => {
    room.log.error({ err: error, mention: chosen.mention }, 'A dialog could not be prepared');
    return { ok: false, sentence: sentenceFor(error) };
  });
  const view = viewOf(room, made);
  await calls.now('views.update', { view_id: open.view.id, view }, NOTHING);
}

function viewOf(room: Room, made: Made): ModalView {
  return drawForm(made.ok ? made.form : said(told(room, made.sentence), null));
}

async function prepare(room: Room, press: Press, chosen: Chosen): Promise<Made> {
  const who = await room.people.identify(press.presser.team, press.presser.id);
  return who.ok ? makeForm(room, who.person, chosen) : who;
}
