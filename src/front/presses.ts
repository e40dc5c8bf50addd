/** From a press to what the desk makes of it: an act at once, or a form that asks for more. */
import type { Glance } from '../app/desk.ts';
import { NOBODY_AWAY } from '../core/absence.ts';
import type { PersonCommand } from '../core/commands.ts';
import type { Person } from '../core/handbook.ts';
import { tellSnoozed } from '../core/sentences.ts';
import type { Form } from './form.ts';
import { muteForm } from './mute-form.ts';
import { needsApproval, objection } from './permission.ts';
import { LABELS } from './press.ts';
import type { Chosen } from './press-commands.ts';
import { moreForm, questionForm } from './questions.ts';
import { COMMANDS, type ReplyMode, replyForm } from './reply-form.ts';
import { answersOf, NO_ANSWERS } from './reply-questions.ts';
import type { Room } from './room.ts';

export type Made =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly sentence: string };

export type Acted =
  /** `sentence` is for whoever pressed, where nothing they look at says it. */
  | { readonly ok: true; readonly sentence: string | null }
  | { readonly ok: false; readonly sentence: string };

/** Where somebody pressed; a card and a list show by themselves what came of it. */
export type PressedIn = 'message' | 'list' | 'form';

/** Gives somebody something to do. */
export const TAKES: readonly Chosen['action'][] = ['claim', 'reply'];

/** Throws when the desk does not answer. */
export async function act(
  { desk }: Room,
  person: Person,
  { mention, action }: Chosen,
  command: PersonCommand,
  where: PressedIn,
): Promise<Acted> {
  const handled = await desk.handle(mention, command, { type: 'person', person });
  if (!handled.ok) return { ok: false, sentence: handled.refusal.sentence };
  if (command.type === 'snooze' && where !== 'list') {
    // No card says it, as it is about one person alone.
    const { mention: after } = handled.glance;
    return { ok: true, sentence: tellSnoozed(after, person, desk.handbook()) };
  }
  const says = where === 'form' && action !== 'more';
  return { ok: true, sentence: says ? `Done: ${LABELS[action]}.` : null };
}

/** Throws when the desk does not answer. */
export async function makeForm(room: Room, person: Person, chosen: Chosen): Promise<Made> {
  const { desk } = room;
  const looked = await desk.look(chosen.mention, person);
  if (!looked.ok) return looked;
  const { glance } = looked;
  const { action } = chosen;
  switch (action) {
    case 'reply':
      return makeReply(room, person, glance);
    case 'touch_base':
      return takeAndReply(room, person, glance, { type: 'touch_base' });
    case 'edit_and_approve':
    case 'correct':
      return makeReplyForm(room, person, glance, action);
    case 'more':
      return { ok: true, form: moreForm(glance.card) };
    case 'mute': {
      const against = objection(glance.mention, action, person, desk.handbook());
      if (against !== null) return { ok: false, sentence: against };
      return { ok: true, form: muteForm(glance.card) };
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
      const against = objection(glance.mention, action, person, handbook);
      if (against !== null) return { ok: false, sentence: against };
      const names = action === 'assign' || action === 'escalate';
      const away = names ? await room.absences.standing() : NOBODY_AWAY;
      return { ok: true, form: questionForm(action, chosen, glance, handbook, person, away) };
    }
    default:
      throw new Error(`${action} opens no form`);
  }
}

/** Reply claims what nobody has. */
async function makeReply(room: Room, person: Person, glance: Glance): Promise<Made> {
  if (glance.mention.status !== 'unclaimed') return makeReplyForm(room, person, glance, 'reply');
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
  return makeReplyForm(room, person, taken.glance, 'reply');
}

/** What stands in the text area when the form opens. */
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

function makeReplyForm(room: Room, person: Person, glance: Glance, mode: ReplyMode): Made {
  const handbook = room.desk.handbook();
  const command = COMMANDS[mode];
  const against = objection(glance.mention, command, person, handbook);
  if (against !== null) return { ok: false, sentence: against };
  const form = replyForm({
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
  return { ok: true, form };
}
