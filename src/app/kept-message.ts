/** Where the answer to a post was lost a message may stand twice: which of the two is kept. */
import type { House } from './house.ts';
import type { MessageRef, SurfaceMessage } from './surface-message.ts';

export interface KeptMessage {
  readonly at: MessageRef;
  /** A card's, such as H-1000. */
  readonly ref: string | null;
}

export interface KeptMessages {
  /**
   * What is kept instead of the message that stands there; null where that one is kept itself, or
   * none is yet.
   *
   * @param message as which it was posted
   */
  insteadOf(message: string, standing: MessageRef): Promise<KeptMessage | null>;
}

export function createKeptMessages(house: () => Pick<House, 'store'>): KeptMessages {
  return {
    async insteadOf(message, { channel, ts }) {
      const { store } = house();
      const kept = await store.surfaceMessage(message);
      if (kept === null || kept.ref === null) return null;
      if (kept.ref.channel === channel && kept.ref.ts === ts) return null;
      return { at: kept.ref, ref: await refOf(store, kept) };
    },
  };
}

async function refOf(store: House['store'], message: SurfaceMessage): Promise<string | null> {
  if (message.kind !== 'card') return null;
  return (await store.readMention(message.subject))?.mention.ref ?? null;
}
