/** Where cards stand, and that where a sensitive mention was nothing is left of it. */
import type { Mention } from '../../src/core/mention.ts';
import type { Books, Row } from './books.ts';
import type { Site } from './site.ts';
import { staysOf } from './stays.ts';

/** Each card stands in the channel of whom it was for at that time: what is sensitive in private. */
export function checkPlaces({ sandbox: { workspace } }: Site, books: Books): readonly string[] {
  return books.known.flatMap((one) => {
    const { id, ref } = one.mention;
    const stays = staysOf(one, books.handbook);
    const cards = books.rows.filter(({ kind, subject }) => kind === 'card' && subject === id);
    return cards.flatMap(({ placement, place, ts }) => {
      const channel = stays[placement - 1]?.channel ?? 'nowhere';
      if (place !== `#${channel}`) {
        return [`${ref}, card ${placement}, is for ${place} instead of #${channel}`];
      }
      const isThere = workspace.messages(channel).some((message) => message.ts === ts);
      return ts === null || isThere ? [] : [`${ref}, card ${placement}, is not in ${place}`];
    });
  });
}

/** Where it may be read by others, the card says that it moved, and not a word more. */
export function checkMoved({ sandbox: { workspace } }: Site, books: Books): readonly string[] {
  return books.known.flatMap(({ mention }) => {
    const old = books.rows.filter(
      (row) => row.kind === 'card' && row.subject === mention.id && isWithdrawn(row, mention),
    );
    return old.flatMap(({ placement, place, ts }) => {
      const card = workspace.messages(place.slice(1)).find((message) => message.ts === ts);
      const texts = textsIn([card?.text, card?.blocks]);
      const isPlain = texts.every((text) => text === `${mention.ref} has moved.`);
      if (card === undefined || isPlain) return [];
      return [`${mention.ref} has moved, and its card ${placement} says ${texts.join(' | ')}`];
    });
  });
}

/** Whether this card of it stands where people read who may not know of it any more. */
export function isWithdrawn({ placement }: Row, mention: Mention): boolean {
  return mention.sensitive && placement < mention.placement;
}

/** Everything that is read, pressed or followed there. */
function textsIn(part: unknown, key = ''): readonly string[] {
  if (typeof part === 'string') return UNSEEN.includes(key) ? [] : [part];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, one]) => textsIn(one, name));
}

const UNSEEN: readonly string[] = ['type', 'block_id'];
