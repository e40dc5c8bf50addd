/** What is pressed in the answer to `/heed logged`, which changes in place. */

import { pressLogged } from '../../front/logbook.ts';
import { LOG, readLogTicket } from '../../front/logged.ts';
import type { Press } from './actions.ts';
import { drawPage } from './draw.ts';
import type { Room } from './presses.ts';
import { sentenceFor } from './private.ts';

const ACTIONS: readonly string[] = Object.values(LOG);

export function isInLog({ actions }: Press): boolean {
  return ACTIONS.includes(actions[0]?.action_id ?? '');
}

/** Never throws: whatever goes wrong is logged and told to whoever pressed. */
export async function takeLogPress(room: Room, press: Press): Promise<void> {
  const [action] = press.actions;
  if (action === undefined || action.action_id === LOG.post) return;
  const reader = { user: press.presser.id, responseUrl: press.response_url ?? null };
  try {
    const ticket = readLogTicket(action.value ?? '');
    if (ticket === null) return room.log.warn('A press in the log that Heed does not understand');
    const who = await room.people.identify(press.presser.team, press.presser.id);
    if (!who.ok) return await room.privately.tell(reader, who.sentence);
    const page = await pressLogged(room, action.action_id, ticket, who.person);
    await room.privately.replace(reader, drawPage(page));
  } catch (error) {
    room.log.error({ err: error, action: action.action_id }, 'A press in the log failed');
    await room.privately.tell(reader, sentenceFor(error));
  }
}
