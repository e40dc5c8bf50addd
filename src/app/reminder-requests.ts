/**
 * Which message reminds somebody: the latest one, drawn anew, or where that is ten minutes old, a
 * new one, since only a new message makes itself heard. What the clock brings is gathered: drawn for
 * each mention that fell due, the messages of a few people would spend what a surface lets be changed
 * in minutes.
 */
import { placeFor } from './one-surface.ts';
import type { EffectRequest } from './outbox-port.ts';
import { type RequestContext, showRequest } from './outbox-rows.ts';
import type { Place, SurfaceMessage, SurfaceMessageKey } from './surface-message.ts';
import type { Transaction } from './transaction-port.ts';

const MINUTE_MS = 60_000;
const BETWEEN_MINUTES = 10;
/** Where a clock that has so much to look at, or dies at it, does not say that it is through. */
const GATHER_MS = 30_000;

type ReminderContext = Pick<RequestContext, 'places' | 'now' | 'mayWait' | 'byClock'>;

export async function reminderRequests(
  tx: Transaction,
  recipient: string,
  context: ReminderContext,
): Promise<readonly EffectRequest[]> {
  // Their numbers are the minutes at which they begin.
  const minute = Math.floor(context.now / MINUTE_MS);
  const latest = await latestReminders(tx, recipient, context.places);
  const isFresh = latest.some(({ placement }) => placement > minute - BETWEEN_MINUTES);
  const requests = latest.map((one) => reminderRequest(one, { ...context, mayWait: !isFresh }));
  const chosen = isFresh ? null : await placeFor(tx, recipient, context.places);
  if (chosen === null) return requests;
  const { surface, tenant } = chosen;
  const key: SurfaceMessageKey = {
    ...{ surface, tenant, kind: 'reminder' as const, subject: recipient },
    ...{ placement: minute, place: `@${recipient}` },
  };
  return [...requests, reminderRequest(await tx.ensureSurfaceMessage(key, 0), context)];
}

export async function settledReminders(
  tx: Transaction,
  recipient: string,
  context: ReminderContext,
): Promise<readonly EffectRequest[]> {
  const latest = await latestReminders(tx, recipient, context.places);
  return latest.map((one) => reminderRequest(one, context));
}

/** On whichever surface it is. Those before it only point to it. */
async function latestReminders(
  tx: Transaction,
  recipient: string,
  places: readonly Place[],
): Promise<readonly SurfaceMessage[]> {
  const found: SurfaceMessage[] = [];
  for (const place of places) {
    const latest = await tx.latestReminder(recipient, place);
    if (latest !== null) found.push(latest);
  }
  const newest = Math.max(...found.map(({ placement }) => placement));
  return found.filter(({ placement }) => placement === newest);
}

function reminderRequest(message: SurfaceMessage, context: ReminderContext): EffectRequest {
  const request = showRequest(message, context);
  if (context.byClock !== true) return request;
  return { ...request, dueAt: context.now + GATHER_MS, gathers: true };
}
