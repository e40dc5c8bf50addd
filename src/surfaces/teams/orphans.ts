/** A press on a card whose answer was lost, and which was posted again, leads to the one that is kept. */
import type { KeptMessages } from '../../app/kept-message.ts';
import { within } from '../../app/within.ts';
import { keptPage } from '../../front/kept.ts';
import { isUnasked } from './activity.ts';
import { drawPage, type Payload } from './draw.ts';
import { TeamsFault } from './faults.ts';
import type { Input } from './handling.ts';
import { TIMES } from './limits.ts';
import type { Messages } from './messages.ts';
import type { Room } from './presses.ts';
import { readStamp } from './stamp.ts';

type Invoke = Input & { readonly type: 'invoke' };

/**
 * What to show in place of the card that was pressed, which is exchanged for everybody; null for a
 * card that is kept. What was pressed is not done: the card may have told something long past.
 */
export async function leadFromOrphan(
  room: Pick<Room, 'medium' | 'log'>,
  kept: KeptMessages,
  messages: Messages,
  { from, value }: Invoke,
  data: unknown,
): Promise<Payload | null> {
  const posted = readStamp(data);
  if (posted === null || from.message === null) return null;
  const instead = await kept.insteadOf(posted, from.message);
  if (instead === null) return null;
  const pointer = drawPage(keptPage(instead, from.kind === 'personal', room.medium()));
  if (isUnasked(value)) return pointer;
  const exchanged = messages
    .exchange(from, from.message.ts, { type: 'card', ...pointer })
    .catch((error: unknown) => {
      if (!(error instanceof TeamsFault)) throw error;
      room.log.warn({ err: error }, 'an orphaned card stays as it is');
    });
  await within(exchanged, TIMES.exchange);
  return pointer;
}
