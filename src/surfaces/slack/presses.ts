/** From a press to what the desk makes of it: an act at once, or a dialog that asks for more. */
import type { ModalView } from '@slack/types';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Absences } from '../../app/absences.ts';
import type { Desk, Glance } from '../../app/desk.ts';
import type { HandOver } from '../../app/hand-over.ts';
import type { Logbook } from '../../app/logged.ts';
import type { Lists } from '../../app/overview.ts';
import type { Statistics } from '../../app/statistics.ts';
import { within } from '../../app/within.ts';
import { NOBODY_AWAY } from '../../core/absence.ts';
import type { PersonCommand } from '../../core/commands.ts';
import type { Person } from '../../core/handbook.ts';
import { tellSnoozed } from '../../core/sentences.ts';
import { type Chosen, chosenIn, commandOf, type Press } from './actions.ts';
import { tellIfAway } from './away.ts';
import { type Calls, NOTHING } from './calls.ts';
import { refreshHome } from './home-events.ts';
import type { HomeTab } from './home-tab.ts';
import { TIMES } from './limits.ts';
import type { Linking } from './links.ts';
import { moreDialog, questionDialog, said, waiting } from './modals.ts';
import { muteDialog } from './mute-dialog.ts';
import type { Notes } from './notes.ts';
import type { People } from './people.ts';
import { needsApproval, objection } from './permission.ts';
import { LABELS } from './press.ts';
import { type Privately, sentenceFor } from './private.ts';
import { COMMANDS, type ReplyMode, replyDialog } from './reply-dialog.ts';
import { answersOf, NO_ANSWERS } from './reply-questions.ts';
import type { Tracking } from './tracking.ts';
import type { Typing } from './typing.ts';

export interface Room {
  readonly desk: Desk;
  readonly lists: Lists;
  readonly absences: Absences;
  readonly logbook: Logbook;
  readonly statistics: Statistics;
  readonly handOver: HandOver;
  readonly people: People;
  readonly calls: Calls;
  readonly homeTab: HomeTab;
  readonly links: Linking;
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
  readonly now: () => number;
  readonly log: Logger;
}

export type Acknowledged = 'press' | 'dialog' | 'command';

const opened = z.object({ view: z.object({ id: z.string() }) });

type Made =
  | { readonly ok: true; readonly view: ModalView }
  | { readonly ok: false; readonly sentence: string };

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
    const refused = command === null ? null : await act(room, press, chosen, command);
    if (command === null) await openDialog(room, press, chosen);
    if (refused === null && TAKES.includes(chosen.action)) await tellIfAway(room, press);
  } catch (error) {
    log.error({ err: error }, 'A press failed');
    await answer(room, press, sentenceFor(error)).catch((failure: unknown) => {
      log.warn({ err: failure }, 'Could not say that a press failed');
    });
  }
}

/** What gives somebody something to do. */
const TAKES: readonly Chosen['action'][] = ['claim', 'reply'];

/** In the dialog that was pressed in, else to the person alone. */
async function answer(room: Room, press: Press, text: string): Promise<void> {
  const dialog = dialogOf(press);
  if (press.view?.type === 'home') return answerAtHome(room, press, text);
  if (dialog === null) {
    const reader = { user: press.presser.id, responseUrl: press.response_url ?? null };
    await room.privately.tell(reader, text);
    return;
  }
  const view = said(room.privately.inDialog(text), null);
  await room.calls.now('views.update', { view_id: dialog, view }, NOTHING);
}

/** There is no channel to answer in: a dialog says it, or a message once it is too late for one. */
async function answerAtHome(room: Room, press: Press, text: string): Promise<void> {
  const { calls, privately } = room;
  const view = said(privately.inDialog(text), null);
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
async function act(
  room: Room,
  press: Press,
  { mention, action }: Chosen,
  command: PersonCommand,
): Promise<string | null> {
  const who = await room.people.identify(press.presser.team, press.presser.id);
  if (!who.ok) {
    await answer(room, press, who.sentence);
    return who.sentence;
  }
  const { person } = who;
  const handled = await room.desk.handle(mention, command, { type: 'person', person });
  if (!handled.ok) {
    const { sentence } = handled.refusal;
    await answer(room, press, sentence);
    if (command.type === 'category') await room.redraw(mention);
    return sentence;
  }
  if (command.type === 'snooze' && press.view?.type !== 'home') {
    // No card says it, as it is about one person alone.
    const { mention: after } = handled.glance;
    await answer(room, press, tellSnoozed(after, person, room.desk.handbook()));
  } else if (dialogOf(press) !== null && action !== 'more') {
    await answer(room, press, `Done: ${LABELS[action]}.`);
  }
  return null;
}

/** A trigger lives 3 s: what takes longer to prepare is filled into a dialog that is open already. */
async function openDialog(room: Room, press: Press, chosen: Chosen): Promise<void> {
  const { calls, privately } = room;
  const making = makeDialog(room, press, chosen);
  const dialog = dialogOf(press);
  if (dialog !== null) {
    const view = viewOf(privately, await making);
    await calls.now('views.update', { view_id: dialog, view }, NOTHING);
    return;
  }
  const ready = await within(making, TIMES.prepare);
  if (ready !== null) {
    if (!ready.ok) return answer(room, press, ready.sentence);
    await calls.now('views.open', { trigger_id: press.trigger_id, view: ready.view }, NOTHING);
    return;
  }
  const placeholder = { trigger_id: press.trigger_id, view: waiting() };
  const open = await calls.now('views.open', placeholder, opened);
  const made = await making.catch((error: unknown): Made => {
    room.log.error({ err: error, mention: chosen.mention }, 'A dialog could not be prepared');
    return { ok: false, sentence: sentenceFor(error) };
  });
  const view = viewOf(privately, made);
  await calls.now('views.update', { view_id: open.view.id, view }, NOTHING);
}

function viewOf(privately: Privately, made: Made): ModalView {
  return made.ok ? made.view : said(privately.inDialog(made.sentence), null);
}

async function makeDialog(room: Room, press: Press, chosen: Chosen): Promise<Made> {
  const { desk } = room;
  const who = await room.people.identify(press.presser.team, press.presser.id);
  if (!who.ok) return who;
  const looked = await desk.look(chosen.mention, who.person);
  if (!looked.ok) return looked;
  const { glance } = looked;
  const { action } = chosen;
  switch (action) {
    case 'reply':
      return makeReply(room, who.person, glance);
    case 'touch_base':
      return takeAndReply(room, who.person, glance, { type: 'touch_base' });
    case 'edit_and_approve':
    case 'correct':
      return makeReplyDialog(room, who.person, glance, action);
    case 'more':
      return { ok: true, view: moreDialog(glance.card) };
    case 'mute': {
      const against = objection(glance.mention, action, who.person, desk.handbook());
      if (against !== null) return { ok: false, sentence: against };
      return { ok: true, view: muteDialog(glance.card) };
    }
    case 'request_changes':
    case 'resolve':
    case 'dismiss':
    case 'transfer':
    case 'assign':
    case 'category':
    case 'answered_elsewhere':
    case 'delete':
    case 'escalate': {
      const handbook = desk.handbook();
      const against = objection(glance.mention, action, who.person, handbook);
      if (against !== null) return { ok: false, sentence: against };
      const names = action === 'assign' || action === 'escalate';
      const away = names ? await room.absences.standing() : NOBODY_AWAY;
      const view = questionDialog(action, chosen, glance, handbook, who.person, away);
      return { ok: true, view };
    }
    default:
      throw new Error(`${action} opens no dialog`);
  }
}

/** Reply claims what nobody has. */
async function makeReply(room: Room, person: Person, glance: Glance): Promise<Made> {
  if (glance.mention.status !== 'unclaimed') return makeReplyDialog(room, person, glance, 'reply');
  return takeAndReply(room, person, glance, { type: 'claim' });
}

async function takeAndReply(
  room: Room,
  person: Person,
  { mention }: Glance,
  command: PersonCommand,
): Promise<Made> {
  const taken = await room.desk.handle(mention.id, command, { type: 'person', person });
  if (!taken.ok) return { ok: false, sentence: taken.refusal.sentence };
  return makeReplyDialog(room, person, taken.glance, 'reply');
}

/** What stands in the text area when the dialog opens. */
function beginning(mode: ReplyMode, { draftText, correctionText, card }: Glance): string {
  switch (mode) {
    case 'reply':
      return draftText;
    case 'correct':
      return correctionText;
    case 'edit_and_approve':
      return card.draft?.text ?? '';
    default:
      return mode satisfies never;
  }
}

function makeReplyDialog(room: Room, person: Person, glance: Glance, mode: ReplyMode): Made {
  const handbook = room.desk.handbook();
  const command = COMMANDS[mode];
  const against = objection(glance.mention, command, person, handbook);
  if (against !== null) return { ok: false, sentence: against };
  const view = replyDialog({
    glance,
    mode,
    text: beginning(mode, glance),
    needsApproval: needsApproval(glance.mention, command, person, handbook),
    notice: [],
    findings: [],
    ticked: [],
    answers: mode === 'reply' ? answersOf(glance.mention, person, handbook) : NO_ANSWERS,
    person,
    handbook,
  });
  return { ok: true, view };
}
