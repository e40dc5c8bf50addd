import { channel } from 'node:diagnostics_channel';

/**
 * The seams between a transaction, a call and its record, for whoever wants to watch: tracing, or
 * a test that kills the process exactly there. Free when nobody subscribed.
 */
export const boundaries = channel('heed:boundary');

export type Boundary = 'claimed' | 'intended' | 'called' | 'recorded';

export function passBoundary(boundary: Boundary, target: string): void {
  if (boundaries.hasSubscribers) boundaries.publish({ boundary, target });
}
