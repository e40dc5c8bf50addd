/**
 * What somebody presses on a card, fills in in a dialog or types, answered in Teams' words. Nothing
 * here knows how it came or how the answer goes back.
 */
import { z } from 'zod';
import type { Tracker } from '../../app/track.ts';
import { tellHandedOver } from '../../core/hand-over.ts';
import type { Person } from '../../core/handbook.ts';
import { ADD, answerCommand, type Said, wordIn } from '../../front/commands.ts';
import type { Form } from '../../front/form.ts';
import { HAND_OVER } from '../../front/hand-over.ts';
import { pressLogged } from '../../front/logbook.ts';
import { LOG, readLogTicket } from '../../front/logged.ts';
import { missedPage } from '../../front/missed.ts';
import { lines, type Page, paragraph, words } from '../../front/page.ts';
import { MORE, readPress } from '../../front/press.ts';
import { type Chosen, commandOf } from '../../front/press-commands.ts';
import { act, type Made, makeForm } from '../../front/presses.ts';
import { FORMS, said } from '../../front/questions.ts';
import { FIELDS, readReplyTicket } from '../../front/reply-form.ts';
import { type Room as FrontRoom, type Identified, spoken, told } from '../../front/room.ts';
import { readStatsTicket, STATS, type StatsTicket } from '../../front/stats.ts';
import { takeFilled } from '../../front/submissions.ts';
import { type AdaptiveCard, drawPage, type Payload } from './draw.ts';
import { type Dialog, drawForm, readSubmitted, refill, type Submitted } from './draw-form.ts';
import { sentenceFor } from './faults.ts';
import { inTeams } from './help.ts';
import { TRACK } from './limits.ts';
import { makeTrackForm, offerTracking, takeTracked } from './tracking.ts';

export interface Room extends FrontRoom {
  readonly tracker: Tracker;
}

/** What a button carries. */
const carried = z.object({ id: z.string(), value: z.string().default('') });
export type Carried = z.infer<typeof carried>;

/** Null for what no card of Heed's carries. */
export function readCarried(data: unknown): Carried | null {
  return carried.safeParse(data).data ?? null;
}

/** In place of the card that was pressed on, for whoever pressed; or a sentence beside it. */
export type Pressed =
  | { readonly type: 'said'; readonly sentence: string }
  | { readonly type: 'card'; readonly card: AdaptiveCard };

export type DialogAnswer =
  | { readonly type: 'close' }
  | { readonly type: 'dialog'; readonly dialog: Dialog };

/** Throws when the use cases do not answer. */
export async function takePress(room: Room, who: Identified, pressed: Carried): Promise<Pressed> {
  if (!who.ok) return sentenceOf(room, who.sentence);
  const { id, value } = pressed;
  const log = readLogTicket(value);
  if (log !== null && LOG_ACTIONS.includes(id)) {
    return cardOf(await pressLogged(room, id, log, who.person));
  }
  const stats = readStatsTicket(value);
  if (stats !== null && STATS_ACTIONS.includes(id)) {
    return pressStats(room, stats, who.person);
  }
  const chosen = chosenIn(pressed);
  const command = chosen === null ? null : commandOf(chosen);
  if (chosen === null || command === null) return sentenceOf(room, OLD);
  const acted = await act(room, who.person, chosen, command, 'message');
  return sentenceOf(room, acted.sentence ?? 'Done.');
}

const LOG_ACTIONS: readonly string[] = Object.values(LOG);
const STATS_ACTIONS: readonly string[] = [STATS.show, STATS.earlier, STATS.later];

export const OLD =
  'This card is from before an update of Heed. Look for the newer one in the channel.';

function chosenIn({ value }: Carried): Chosen | null {
  const pressed = readPress(value);
  return pressed === null ? null : { ...pressed, chosen: null };
}

function sentenceOf(room: Room, sentence: string): Pressed {
  return { type: 'said', sentence: inTeams(spoken(room, sentence)) };
}

function cardOf(page: Page): Pressed {
  return { type: 'card', card: drawPage(page).card };
}

async function pressStats(room: Room, ticket: StatsTicket, person: Person): Promise<Pressed> {
  const found = await room.statistics.missed(ticket, person, room.place);
  return found.ok
    ? cardOf(missedPage(found.page, room.medium()))
    : sentenceOf(room, found.sentence);
}

/** Opens a dialog. Throws when the use cases do not answer. */
export async function openDialog(room: Room, who: Identified, pressed: Carried): Promise<Dialog> {
  if (!who.ok) return telling(room, who.sentence);
  if (pressed.id === HAND_OVER) return drawForm(HAND_OVER_FORM);
  if (pressed.id === TRACK)
    return drawForm(await makeTrackForm(room, who.person, { link: pressed.value }));
  const chosen = chosenIn(pressed);
  if (chosen === null || chosen.action === MORE) return telling(room, OLD);
  return dialogOf(room, await makeForm(room, who.person, chosen));
}

function dialogOf(room: Room, made: Made): Dialog {
  return made.ok ? drawForm(made.form) : telling(room, made.sentence);
}

/** In a dialog's place. */
export function telling(room: Room, sentence: string): Dialog {
  return drawForm(said(told(room, sentence), null));
}

/** Asked once more, which a button of a card cannot do in Teams. */
const HAND_OVER_FORM: Form = {
  id: HAND_OVER,
  title: 'Hand over all',
  submit: 'Hand over',
  close: null,
  carried: HAND_OVER,
  saves: false,
  parts: paragraph(
    lines([words('Hand back all that you hold to its departments? Drafts are kept.')]),
  ),
};

/** Throws when the use cases do not answer. */
export async function takeDialog(
  room: Room,
  who: Identified,
  data: unknown,
): Promise<DialogAnswer> {
  const filled = readSubmitted(data, room.desk.handbook().timezone);
  if (filled === null) return { type: 'close' };
  if (!who.ok) return { type: 'dialog', dialog: telling(room, who.sentence) };
  if (filled.id === HAND_OVER) {
    const sentence = tellHandedOver(await room.handOver.all(who.person));
    return { type: 'dialog', dialog: telling(room, sentence) };
  }
  if (filled.id === FORMS.track) {
    const tracked = await takeTracked(room, filled, who.person);
    const again = tracked.type === 'again';
    const form = again
      ? refill(tracked.form, filled, spoken(room, tracked.sentence))
      : tracked.form;
    return { type: 'dialog', dialog: drawForm(form) };
  }
  if (filled.how === 'save') return saveDraft(room, filled, who.person);
  const answer = await takeFilled(room, filled, who);
  switch (answer.type) {
    case 'close':
      return answer;
    case 'form':
      return { type: 'dialog', dialog: drawForm(answer.form) };
    case 'error':
      return { type: 'dialog', dialog: await askAgain(room, filled, who.person, answer.sentence) };
    default:
      return answer satisfies never;
  }
}

/** A dialog of Teams does not tell what is typed in it, so that whoever stops says so. */
async function saveDraft(room: Room, filled: Submitted, person: Person): Promise<DialogAnswer> {
  const ticket = readReplyTicket(filled.carried);
  if (ticket === null || ticket.mode !== 'reply' || ticket.over) return { type: 'close' };
  const command = { type: 'save_draft', text: filled.textOf(FIELDS.text) } as const;
  const handled = await room.desk.handle(ticket.mention, command, { type: 'person', person });
  if (handled.ok) return { type: 'close' };
  const dialog = drawForm(said(told(room, handled.refusal.sentence), command.text));
  return { type: 'dialog', dialog };
}

/** The same form with what was filled in, and what is wrong with it. */
async function askAgain(
  room: Room,
  filled: Submitted,
  person: Person,
  sentence: string,
): Promise<Dialog> {
  const chosen = chosenAgain(filled);
  const made = chosen === null ? null : await makeForm(room, person, chosen);
  if (made?.ok) return drawForm(refill(made.form, filled, sentence));
  const typed = filled.textOf(FIELDS.text);
  return drawForm(said(told(room, sentence), typed === '' ? null : typed));
}

/** What had opened it. */
function chosenAgain({ carried: text }: Submitted): Chosen | null {
  const reply = readReplyTicket(text);
  if (reply === null) return chosenIn({ id: '', value: text });
  const { mode: action, mention, seen } = reply;
  return { action, mention, seen, chosen: null };
}

/** The words may begin with the command's name in Slack, which people and help texts know it by. */
const SLASH = /^\s*\/?heed(?=\s|$)/iu;

/** Never throws: whatever goes wrong is logged and said. */
export async function answerWords(
  room: Room,
  typed: string,
  who: () => Promise<Identified>,
): Promise<Payload> {
  const asked = wordIn(typed.replace(SLASH, ''));
  try {
    if (asked.word !== ADD) return payloadOf(room, await answerCommand(room, asked, who));
    const identified = await who();
    return payloadOf(room, identified.ok ? offerTracking(asked.rest) : identified.sentence);
  } catch (error) {
    room.log.error({ err: error, command: asked.word }, 'A command failed');
    return payloadOf(room, sentenceFor(error));
  }
}

function payloadOf(room: Room, answer: Said): Payload {
  if (typeof answer !== 'string') return drawPage(answer);
  const rows = answer.split('\n').map((row) => told(room, row));
  return drawPage({ sentence: spoken(room, answer), blocks: paragraph(lines(rows)) });
}
