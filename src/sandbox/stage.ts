import type { ActResult } from './act.ts';
import { type Block, elementsIn } from './blocks.ts';
import type { Ack, Delivery, Envelope } from './delivery.ts';
import type { Element } from './elements.ts';
import type { User } from './people.ts';
import type { WorkspaceState } from './workspace.ts';

export interface Stage {
  readonly state: WorkspaceState;
  readonly delivery: Delivery;
  readonly baseUrl: string;
}

export const DONE: ActResult = { ok: true };

/** @param error a sentence that the page shows */
export function refused(error: string): ActResult {
  return { ok: false, error };
}

export const NO_ELEMENT = refused('That button or choice is gone.');

export function findElement(
  blocks: readonly Block[],
  blockId: string,
  actionId: string,
): { readonly block: Block; readonly element: Element } | null {
  const block = blocks.find((other) => other.block_id === blockId);
  const element = block && elementsIn(block).find((other) => other.action_id === actionId);
  return block && element ? { block, element } : null;
}

/** Hands it to Heed; what goes wrong stands on the person's screen. */
export async function hand(stage: Stage, user: User, envelope: Envelope): Promise<Ack> {
  const ack = await stage.delivery.deliver(envelope);
  const sentence = ackFault(ack);
  if (sentence !== null) stage.state.notice(user.id, sentence);
  return ack;
}

function ackFault(ack: Ack): string | null {
  switch (ack.type) {
    case 'acked':
      return null;
    case 'timeout':
      return "Heed didn't respond in time.";
    case 'unconnected':
      return 'Heed is not running.';
    case 'failed':
      return `Heed answered with status ${ack.status}.`;
    default: {
      const never: never = ack;
      return never;
    }
  }
}

export function resultOf(ack: Ack): ActResult {
  const sentence = ackFault(ack);
  return sentence === null ? DONE : refused(sentence);
}
