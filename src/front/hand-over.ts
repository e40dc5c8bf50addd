/** The button with which somebody hands back all that they hold, wherever it stands. */
import { type Block, button, row } from './page.ts';

/** As acknowledged presses name it. */
export const HAND_OVER = 'hand_over_all';

/** Asked once more. Nothing where there is nothing to hand back. */
export function handOverBlock(count: number): Block[] {
  if (count === 0) return [];
  const question =
    count === 1
      ? 'Hand 1 mention back to its department? Drafts are kept.'
      : `Hand ${count} mentions back to their departments? Drafts are kept.`;
  const confirm = {
    title: 'Hand over all',
    text: question,
    yes: 'Hand over',
    no: 'Keep',
  };
  return row(HAND_OVER, [{ ...button('Hand over all', HAND_OVER, HAND_OVER), confirm }]);
}
