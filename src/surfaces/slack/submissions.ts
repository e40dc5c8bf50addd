/** What somebody wrote in a dialog: to the desk, and back into the dialog when it is refused. */
import type { ModalView } from '@slack/types';
import type { Glance } from '../../app/desk.ts';
import type { PersonCommand, Refusal, Seen } from '../../core/commands.ts';
import type { Person } from '../../core/handbook.ts';
import {
  answeredCommand,
  CHOICE,
  type Dialog,
  type DialogState,
  initialIn,
  type Press,
  valueIn,
} from './actions.ts';
import type { Answer } from './answer.ts';
import { plainSentence } from './clock.ts';
import { LIMITS } from './limits.ts';
import { CALLBACKS } from './modals.ts';
import { MUTE_FIELDS } from './mute-dialog.ts';
import { takeMute } from './muting.ts';
import { needsApproval, objection } from './permission.ts';
import { readPress } from './press.ts';
import type { Room } from './presses.ts';
import { sentenceFor } from './private.ts';
import {
  COMMANDS,
  FIELDS,
  overDialog,
  type ReplyDialog,
  type ReplyTicket,
  readReplyTicket,
  replyDialog,
} from './reply-dialog.ts';
import { type Answers, ASKED_BLOCK, readAnswers } from './reply-questions.ts';
import { bold, type Inline } from './rich.ts';
import { clean, fitUnits } from './text.ts';

/** Never throws: whatever goes wrong is logged, and the text stays in the dialog. */
export async function takeSubmission(room: Room, dialog: Dialog): Promise<Answer> {
  const { view } = dialog;
  const isReply = view.callback_id === CALLBACKS.reply;
  const block = blockOf(view);
  const typed = isReply
    ? valueIn(view, FIELDS.block, FIELDS.text)
    : valueIn(view, CHOICE.block, CHOICE.action);
  try {
    if (view.callback_id === CALLBACKS.track) return await room.tracking.submit(dialog);
    if (view.callback_id === CALLBACKS.mute) return await takeMute(room, dialog);
    if (isReply) return await takeReply(room, dialog, typed);
    if (view.callback_id === CALLBACKS.question) return await takeAnswer(room, dialog, typed);
    return { type: 'close' };
  } catch (error) {
    room.log.error({ err: error, mention: mentionOf(view) }, 'A submitted dialog failed');
    room.typing.goOn(view.id);
    return { type: 'error', block, sentence: sentenceFor(error), typed };
  }
}

/** Where it is said that something went wrong. */
function blockOf({ callback_id: dialog }: DialogState): string {
  if (dialog === CALLBACKS.reply) return FIELDS.block;
  return dialog === CALLBACKS.mute ? MUTE_FIELDS.reason : CHOICE.block;
}

function mentionOf({ private_metadata: text }: DialogState): string | null {
  return readReplyTicket(text)?.mention ?? readPress(text)?.mention ?? null;
}

async function takeAnswer(room: Room, { presser, view }: Dialog, typed: string): Promise<Answer> {
  const pressed = readPress(view.private_metadata);
  const command = pressed === null ? null : answeredCommand(pressed, typed);
  if (pressed === null || command === null) return { type: 'close' };
  const who = await room.people.identify(presser.team, presser.id);
  const sentence = who.ok
    ? await refusalOf(room, pressed.mention, command, who.person)
    : who.sentence;
  if (sentence === null) return { type: 'close' };
  return { type: 'error', block: CHOICE.block, sentence: spoken(room, sentence), typed };
}

async function refusalOf(
  room: Room,
  mention: string,
  command: PersonCommand,
  person: Person,
): Promise<string | null> {
  const handled = await room.desk.handle(mention, command, { type: 'person', person });
  return handled.ok ? null : handled.refusal.sentence;
}

/** A dialog's error is plain text. */
function spoken(room: Room, sentence: string): string {
  const text = plainSentence(sentence, room.now(), room.desk.handbook().timezone);
  return fitUnits(clean(text), LIMITS.inputError);
}

async function takeReply(room: Room, { presser, view }: Dialog, typed: string): Promise<Answer> {
  const ticket = readReplyTicket(view.private_metadata);
  if (ticket === null || ticket.over) return { type: 'close' };
  await room.typing.end(view.id);
  const who = await room.people.identify(presser.team, presser.id);
  if (!who.ok) {
    return { type: 'error', block: FIELDS.block, sentence: spoken(room, who.sentence), typed };
  }
  const ticked = tickedIn(view);
  const answers = readAnswers(view);
  const command = writtenCommand(ticket, { text: typed, seen: ticket.seen, ticked }, answers);
  const actor = { type: 'person', person: who.person } as const;
  const handled = await room.desk.handle(ticket.mention, command, actor);
  if (handled.ok) return { type: 'close' };
  room.typing.goOn(view.id);
  const glance = handled.glance;
  const { refusal } = handled;
  if (glance === null) {
    return { type: 'error', block: FIELDS.block, sentence: spoken(room, refusal.sentence), typed };
  }
  const { person } = who;
  return answerRefusal(room, { ticket, person, glance, refusal, typed, ticked, answers });
}

function writtenCommand(
  { mode }: ReplyTicket,
  written: { text: string; seen: Seen; ticked: readonly string[] },
  { asked, owes }: Answers,
): PersonCommand {
  switch (mode) {
    case 'reply':
      return { type: 'submit', ...written, asked, owes };
    case 'correct':
      return { type: 'correct', ...written, asked };
    case 'edit_and_approve':
      return { type: 'edit_and_approve', ...written };
    default:
      return mode satisfies never;
  }
}

interface Refused {
  readonly ticket: ReplyTicket;
  readonly person: Person;
  readonly glance: Glance;
  readonly refusal: Refusal;
  readonly typed: string;
  readonly ticked: readonly string[];
  readonly answers: Answers;
}

function answerRefusal(room: Room, refused: Refused): Answer {
  const { refusal, typed } = refused;
  const asError: Answer = {
    type: 'error',
    block: FIELDS.block,
    sentence: spoken(room, refusal.sentence),
    typed,
  };
  switch (refusal.code) {
    case 'findings': {
      const warns = refusal.findings.some((finding) => finding.severity === 'warning');
      return warns ? { type: 'update', view: showAgain(room, refused, []) } : asError;
    }
    case 'input':
      return asError;
    case 'asked':
      return { ...asError, block: ASKED_BLOCK };
    case 'stale':
    case 'not_now':
    case 'not_allowed':
    case 'outsider':
      return { type: 'update', view: handBack(room, refused) };
    default:
      return refusal.code satisfies never;
  }
}

/** The new situation with the text as it was typed; it can be submitted again if that can help. */
function handBack(room: Room, refused: Refused): ModalView {
  const { ticket, glance, person, refusal } = refused;
  const command = COMMANDS[ticket.mode];
  const against = objection(glance.mention, command, person, room.desk.handbook());
  const sentence = against ?? refusal.sentence;
  const notice = room.privately.inDialog(sentence).map((part) => loud(part));
  if (against === null) return showAgain(room, refused, notice);
  return overDialog({ ...dialogOf(room, refused), notice });
}

function loud(part: Inline): Inline {
  return part.type === 'text' ? (bold(part.text)[0] ?? part) : part;
}

function showAgain(room: Room, refused: Refused, notice: Inline[]): ModalView {
  return replyDialog({ ...dialogOf(room, refused), notice });
}

function dialogOf(room: Room, refused: Refused): Omit<ReplyDialog, 'notice'> {
  const { ticket, glance, person, refusal, typed, ticked, answers } = refused;
  const handbook = room.desk.handbook();
  const command = COMMANDS[ticket.mode];
  return {
    glance,
    mode: ticket.mode,
    text: typed,
    needsApproval: needsApproval(glance.mention, command, person, handbook),
    findings: refusal.findings,
    ticked,
    answers,
    person,
    handbook,
  };
}

function tickedIn(view: DialogState): readonly string[] {
  return Object.entries(view.state.values)
    .filter(([block]) => block.startsWith(`${FIELDS.ticks}:`))
    .flatMap(([, fields]) => fields[FIELDS.ticked]?.selected_options ?? [])
    .map(({ value }) => value);
}

/** Whether this press is typing in a reply dialog, which is saved. */
export function isTyping(press: Press): boolean {
  return press.view !== undefined && press.actions[0]?.action_id === FIELDS.text;
}

/** Saves what is typed. Never throws: the text is still in the dialog. */
export async function takeTyping(room: Room, press: Press): Promise<void> {
  if (press.view === undefined) return;
  await saveTyped(room, press.view, press.presser, press.actions[0]?.value ?? '');
}

/**
 * The last keystrokes before a dialog is closed. An empty field, or one as it was opened, says
 * nothing new; Slack may also leave the state out.
 */
export async function takeClosed(room: Room, { view, presser }: Dialog): Promise<void> {
  if (view.callback_id !== CALLBACKS.reply) return;
  const typed = view.state.values[FIELDS.block]?.[FIELDS.text]?.value ?? '';
  if (typed.trim() === '' || typed === initialIn(view, FIELDS.block)) return;
  await saveTyped(room, view, presser, typed);
}

async function saveTyped(
  room: Room,
  view: DialogState,
  presser: Press['presser'],
  text: string,
): Promise<void> {
  const ticket = readReplyTicket(view.private_metadata);
  if (ticket === null || ticket.mode !== 'reply' || ticket.over) return;
  const log = room.log.child({ mention: ticket.mention });
  await room.typing
    .save(view.id, async () => {
      const who = await room.people.identify(presser.team, presser.id);
      if (!who.ok) return;
      const actor = { type: 'person', person: who.person } as const;
      await room.desk.handle(ticket.mention, { type: 'save_draft', text }, actor);
    })
    .catch((error: unknown) => log.warn({ err: error }, 'What was typed could not be saved'));
}
