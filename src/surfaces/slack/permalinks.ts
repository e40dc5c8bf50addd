/** Links to Heed's own messages. A message keeps its link, so each is asked for once. */
import { z } from 'zod';
import type { MessageRef } from '../../app/ports.ts';
import type { Calls } from './calls.ts';
import { SlackFault } from './faults.ts';
import { LIMITS } from './limits.ts';

/** Null for a message that is gone. Throws what passes: then the drawing is tried again. */
export type LinkTo = (ref: MessageRef) => Promise<string | null>;

const answer = z.object({ permalink: z.string() });

export function createPermalinks(calls: Calls): LinkTo {
  const known = new Map<string, string>();
  return async ({ channel, ts }) => {
    const key = `${channel} ${ts}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    try {
      const args = { channel, message_ts: ts };
      const { permalink } = await calls.inTurn('chat.getPermalink', args, answer);
      if (known.size >= LIMITS.knownLinks) known.clear();
      known.set(key, permalink);
      return permalink;
    } catch (error) {
      if (error instanceof SlackFault && !isPassing(error)) return null;
      throw error;
    }
  };
}

function isPassing({ kind }: SlackFault): boolean {
  return kind.type === 'again' || kind.type === 'away';
}
