/** The card of a mention as it would be drawn now. */
import type { House } from './house.ts';
import { cardView } from './show.ts';
import type { View } from './surface-port.ts';

export interface ShownCards {
  /** Null where no card of it stands, or nothing of it is to be seen. */
  viewOf(mention: string): Promise<View | null>;
}

/** @param surface where it stands */
export function createShownCards(house: () => House, surface: string): ShownCards {
  return {
    async viewOf(id) {
      const { store } = house();
      const mention = (await store.readMention(id))?.mention;
      if (mention === undefined) return null;
      const standing = await store.cardOf(id, mention.placement, surface);
      return standing === null ? null : cardView(house(), standing);
    },
  };
}
