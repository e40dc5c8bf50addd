/** What somebody submitted in the dialog for a mute. */
import { mistakeIn } from '../../core/mute.ts';
import type { Dialog } from './actions.ts';
import type { Answer } from './answer.ts';
import { plainSentence } from './clock.ts';
import { LIMITS } from './limits.ts';
import { blockFor, MUTE_FIELDS, muteIn } from './mute-dialog.ts';
import { readPress } from './press.ts';
import type { Room } from './presses.ts';
import { clean, fitUnits } from './text.ts';

/** Its length is counted from now on. Throws when the desk does not answer. */
export async function takeMute(room: Room, { presser, view }: Dialog): Promise<Answer> {
  const pressed = readPress(view.private_metadata);
  if (pressed === null) return { type: 'close' };
  const now = room.now();
  const { reason, until } = muteIn(view, now);
  const error = (block: string, sentence: string): Answer => {
    const plain = plainSentence(sentence, now, room.desk.handbook().timezone);
    const said = fitUnits(clean(plain), LIMITS.inputError);
    return { type: 'error', block, sentence: said, typed: reason };
  };
  const mistake = mistakeIn({ reason, until }, now);
  if (mistake !== null) return error(blockFor(mistake, view), mistake.sentence);
  const who = await room.people.identify(presser.team, presser.id);
  if (!who.ok) return error(MUTE_FIELDS.reason, who.sentence);
  const actor = { type: 'person', person: who.person } as const;
  const handled = await room.desk.handle(pressed.mention, { type: 'mute', reason, until }, actor);
  if (handled.ok) return { type: 'close' };
  return error(MUTE_FIELDS.reason, handled.refusal.sentence);
}
