/** The button with which somebody hands back all that they hold, wherever it stands. */
import type { ActionsBlock } from '@slack/types';
import { button, plain } from './rich.ts';

/** As acknowledged presses name it. */
export const HAND_OVER = 'hand_over_all';

/** Slack asks once more before it tells of the press. Nothing where there is nothing to hand back. */
export function handOverBlock(count: number): ActionsBlock[] {
  if (count === 0) return [];
  const question =
    count === 1
      ? 'Hand 1 mention back to its department? Drafts are kept.'
      : `Hand ${count} mentions back to their departments? Drafts are kept.`;
  const confirm = {
    title: plain('Hand over all'),
    text: plain(question),
    confirm: plain('Hand over'),
    deny: plain('Keep'),
  };
  return [
    {
      type: 'actions',
      elements: [{ ...button('Hand over all', HAND_OVER, HAND_OVER), confirm }],
    },
  ];
}
