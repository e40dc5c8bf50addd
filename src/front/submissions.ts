/** What somebody filled in: to the desk, and back into the form when it is refused. */
import type { Glance } from '../app/desk.ts';
import type { PersonCommand, Refusal, Seen } from '../core/commands.ts';
import type { Person } from '../core/handbook.ts';
import { mistakeIn } from '../core/mute.ts';
import type { Answer } from './answer.ts';
import type { Filled, Form } from './form.ts';
import { fieldAtFault, MUTE_FIELDS, muteIn } from './mute-form.ts';
import { type Inline, loud } from './page.ts';
import { needsApproval, objection } from './permission.ts';
import { readPress } from './press.ts';
import { answeredCommand } from './press-commands.ts';
import { CHOICE, FORMS } from './questions.ts';
import {
  COMMANDS,
  FIELDS,
  overForm,
  type ReplyDraft,
  type ReplyTicket,
  readReplyTicket,
  replyForm,
  tickedIn,
} from './reply-form.ts';
import { type Answers, ASKED, readAnswers } from './reply-questions.ts';
import { type Identified, type Room, spoken, told } from './room.ts';

/** Answers any form about a mention. Throws when the desk does not answer. */
export async function takeFilled(room: Room, filled: Filled, who: Identified): Promise<Answer> {
  const field = mainField(filled);
  const isMeant = mentionOf(filled) !== null && filled.id !== FORMS.said;
  if (!isMeant) return { type: 'close' };
  if (!who.ok) return errorIn(room, field, who.sentence, filled.textOf(field));
  switch (filled.id) {
    case FORMS.reply:
      return takeReply(room, filled, who.person);
    case FORMS.question:
      return takeAnswer(room, filled, who.person);
    case FORMS.mute:
      return takeMute(room, filled, who.person);
    default:
      return { type: 'close' };
  }
}

/** Where it is said that something went wrong. */
export function mainField({ id }: Filled): string {
  if (id === FORMS.reply) return FIELDS.text;
  return id === FORMS.mute ? MUTE_FIELDS.reason : CHOICE;
}

/** Which mention it is about; null for a form about none. */
export function mentionOf({ carried }: Filled): string | null {
  return readReplyTicket(carried)?.mention ?? readPress(carried)?.mention ?? null;
}

function errorIn(room: Room, field: string, sentence: string, typed: string): Answer {
  return { type: 'error', field, sentence: spoken(room, sentence), typed };
}

async function takeAnswer(room: Room, filled: Filled, person: Person): Promise<Answer> {
  const pressed = readPress(filled.carried);
  const typed = filled.textOf(CHOICE);
  const command = pressed === null ? null : answeredCommand(pressed, typed);
  if (pressed === null || command === null) return { type: 'close' };
  const handled = await room.desk.handle(pressed.mention, command, { type: 'person', person });
  if (handled.ok) return { type: 'close' };
  return errorIn(room, CHOICE, handled.refusal.sentence, typed);
}

/** Its length is counted from now on. */
async function takeMute(room: Room, filled: Filled, person: Person): Promise<Answer> {
  const pressed = readPress(filled.carried);
  if (pressed === null) return { type: 'close' };
  const now = room.now();
  const { reason, until } = muteIn(filled, now);
  const mistake = mistakeIn({ reason, until }, now);
  if (mistake !== null) {
    return errorIn(room, fieldAtFault(mistake, filled), mistake.sentence, reason);
  }
  const command = { type: 'mute', reason, until } as const;
  const handled = await room.desk.handle(pressed.mention, command, { type: 'person', person });
  if (handled.ok) return { type: 'close' };
  return errorIn(room, MUTE_FIELDS.reason, handled.refusal.sentence, reason);
}

async function takeReply(room: Room, filled: Filled, person: Person): Promise<Answer> {
  const ticket = readReplyTicket(filled.carried);
  if (ticket === null || ticket.over) return { type: 'close' };
  const typed = filled.textOf(FIELDS.text);
  const ticked = tickedIn(filled);
  const answers = readAnswers(filled);
  const command = writtenCommand(ticket, { text: typed, seen: ticket.seen, ticked }, answers);
  const handled = await room.desk.handle(ticket.mention, command, { type: 'person', person });
  if (handled.ok) return { type: 'close' };
  const { glance, refusal } = handled;
  if (glance === null) return errorIn(room, FIELDS.text, refusal.sentence, typed);
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
  switch (refusal.code) {
    case 'findings': {
      const warns = refusal.findings.some((finding) => finding.severity === 'warning');
      if (warns) return { type: 'form', form: showAgain(room, refused, []) };
      return errorIn(room, FIELDS.text, refusal.sentence, typed);
    }
    case 'input':
      return errorIn(room, FIELDS.text, refusal.sentence, typed);
    case 'asked':
      return errorIn(room, ASKED, refusal.sentence, typed);
    case 'stale':
    case 'not_now':
    case 'not_allowed':
    case 'outsider':
      return { type: 'form', form: handBack(room, refused) };
    default:
      return refusal.code satisfies never;
  }
}

/** The new situation with the text as it was typed; it can be submitted again if that can help. */
function handBack(room: Room, refused: Refused): Form {
  const { ticket, glance, person, refusal } = refused;
  const command = COMMANDS[ticket.mode];
  const against = objection(glance.mention, command, person, room.desk.handbook());
  const notice = loud(told(room, against ?? refusal.sentence));
  if (against === null) return showAgain(room, refused, notice);
  return overForm({ ...draftOf(room, refused), notice });
}

function showAgain(room: Room, refused: Refused, notice: readonly Inline[]): Form {
  return replyForm({ ...draftOf(room, refused), notice });
}

function draftOf(room: Room, refused: Refused): Omit<ReplyDraft, 'notice'> {
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
