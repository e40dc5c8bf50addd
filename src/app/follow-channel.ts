/**
 * A surface was taken out of a channel and put into another one that is called the same: what stands
 * where it cannot speak any more is left there, and what is open stands anew.
 */
import { type Mention, type Status, wasJoined } from '../core/mention.ts';
import type { House } from './house.ts';
import { showRequest, storyRequest } from './outbox-rows.ts';
import type { Place, SurfaceMessage } from './surface-message.ts';

/**
 * @param written the channel, as the handbook names it
 * @param channel which one that is now
 * @returns what stands nowhere any more, as far as anybody knows
 */
export async function followChannel(
  house: House,
  place: Place,
  written: string,
  channel: string,
): Promise<readonly SurfaceMessage[]> {
  const left = await house.store.messagesLeftBehind(place, `#${written}`, channel);
  for (const message of left) await standAnew(house, { ...message, ref: null, hash: null });
  return left;
}

async function standAnew({ store, now }: House, message: SurfaceMessage): Promise<void> {
  await store.transaction(async (tx) => {
    const mention =
      message.kind === 'card' ? ((await tx.loadMention(message.subject))?.mention ?? null) : null;
    const { ref, hash } = message;
    await tx.updateSurfaceMessage(message.id, { ref, hash, postingSince: null });
    if (mention === null || isOver(mention) || mention.placement !== message.placement) return;
    const context = { now: now(), mayWait: true };
    await tx.enqueue([showRequest(message, context), storyRequest(message, context)]);
  });
}

const OVER: readonly Status[] = ['dismissed', 'resolved', 'logged'];

function isOver(mention: Mention): boolean {
  return OVER.includes(mention.status) || wasJoined(mention);
}
