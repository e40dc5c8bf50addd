/** What is sent of a message. */
import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Rendered } from '../../app/surface-port.ts';

export interface Payload {
  /** For notifications and screen readers; escaped. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

const sent = z.object({
  text: z.string(),
  blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() })),
});
export type SentPayload = z.infer<typeof sent>;

/** What `renderView` made, after a way through the port. */
export function readPayload(rendered: Rendered): SentPayload {
  return sent.parse(rendered.payload);
}
