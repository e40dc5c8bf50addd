/**
 * Which message reminds somebody: the latest one, drawn anew, or where that is ten minutes old, a
 * new one, since only a new message makes itself heard. What the clock brings is gathered: drawn for
 * each mention that fell due, the messages of a few people would spend what a surface lets be changed
 * in minutes.
 */
import type { EffectRequest } from './outbox-port.ts';
import { type RequestContext, showRequest } from './outbox-rows.ts';
import type { SurfaceMessage, SurfaceMessageKey } from './surface-message.ts';
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
  const requests: EffectRequest[] = [];
  for (const { surface, tenant } of context.places) {
    const latest = await tx.latestReminder(recipient, { surface, tenant });
    const isFresh = latest !== null && latest.placement > minute - BETWEEN_MINUTES;
    if (latest !== null) requests.push(reminderRequest(latest, { ...context, mayWait: !isFresh }));
    if (isFresh) continue;
    const key: SurfaceMessageKey = {
      ...{ surface, tenant, kind: 'reminder' as const, subject: recipient },
      ...{ placement: minute, place: `@${recipient}` },
    };
    requests.push(reminderRequest(await tx.ensureSurfaceMessage(key, 0), context));
  }
  return requests;
}

export async function settledReminders(
  tx: Transaction,
  recipient: string,
  context: ReminderContext,
): Promise<readonly EffectRequest[]> {
  const requests: EffectRequest[] = [];
  for (const place of context.places) {
    const latest = await tx.latestReminder(recipient, place);
    if (latest !== null) requests.push(reminderRequest(latest, context));
  }
  return requests;
}

function reminderRequest(message: SurfaceMessage, context: ReminderContext): EffectRequest {
  const request = showRequest(message, context);
  if (context.byClock !== true) return request;
  return { ...request, dueAt: context.now + GATHER_MS, gathers: true };
}
