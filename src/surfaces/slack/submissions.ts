/** What somebody wrote in a dialog: to the desk, and back into the dialog when it is refused. */
import type { Answer } from '../../front/answer.ts';
import { FORMS } from '../../front/questions.ts';
import { FIELDS, readReplyTicket } from '../../front/reply-form.ts';
import { mainField, mentionOf, takeFilled } from '../../front/submissions.ts';
import { type Dialog, type DialogState, initialIn, type Press } from './actions.ts';
import { filledIn } from './draw-form.ts';
import type { Room } from './presses.ts';
import { sentenceFor } from './private.ts';

/** Never throws: whatever goes wrong is logged, and the text stays in the dialog. */
export async function takeSubmission(room: Room, dialog: Dialog): Promise<Answer> {
  const { view, presser } = dialog;
  const filled = filledIn(view);
  const isReply = filled.id === FORMS.reply;
  try {
    if (filled.id === FORMS.track) return await room.tracking.submit(dialog);
    if (isReply) await room.typing.end(view.id);
    const who = await room.people.identify(presser.team, presser.id);
    const answer = await takeFilled(room, filled, who);
    if (isReply && answer.type !== 'close') room.typing.goOn(view.id);
    return answer;
  } catch (error) {
    room.log.error({ err: error, mention: mentionOf(filled) }, 'A submitted dialog failed');
    room.typing.goOn(view.id);
    const field = mainField(filled);
    return { type: 'error', field, sentence: sentenceFor(error), typed: filled.textOf(field) };
  }
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
  if (view.callback_id !== FORMS.reply) return;
  const typed = view.state.values[FIELDS.text]?.[FIELDS.text]?.value ?? '';
  if (typed.trim() === '' || typed === initialIn(view, FIELDS.text)) return;
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
