/** Somebody hands back all that they hold with one press. */
import { tellHandedOver } from '../../core/hand-over.ts';
import { HAND_OVER } from '../../front/hand-over.ts';
import type { Press } from './actions.ts';
import type { Room } from './presses.ts';
import { sentenceFor } from './private.ts';

export function isHandOver({ actions }: Press): boolean {
  return actions[0]?.action_id === HAND_OVER;
}

/** Never throws: whatever goes wrong is logged and told to whoever pressed. */
export async function takeHandOver(room: Room, { presser, response_url }: Press): Promise<void> {
  const { people, handOver, privately } = room;
  const reader = { user: presser.id, responseUrl: response_url ?? null };
  try {
    const who = await people.identify(presser.team, presser.id);
    if (!who.ok) return await privately.tell(reader, who.sentence);
    await privately.tell(reader, tellHandedOver(await handOver.all(who.person)));
  } catch (error) {
    room.log.error({ err: error }, 'What somebody holds could not be handed over');
    await privately.tell(reader, sentenceFor(error));
  }
}
