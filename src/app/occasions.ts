/**
 * What comes round by the clock on the wall, whatever the mentions do. Each is begun once, by
 * whichever process comes first; what nobody was there for is made up for as long as it matters.
 */
import { isAway } from '../core/absence.ts';
import { mayBeUnmanned, toldOfDuty } from '../core/duty.ts';
import { channelOn, type Department, type Digest, type Handbook } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import { dayBegun, endOfShift } from '../core/shifts.ts';
import { lastTimeOfWeek, weekAt, weekBefore, weekName } from '../stats/week.ts';
import { StoreAway } from './desk.ts';
import { dutySubject } from './duty-view.ts';
import type { House } from './house.ts';
import { writeTo } from './notices.ts';
import { showRequest } from './outbox-rows.ts';
import { reminderRequests } from './reminder-requests.ts';
import type { SurfaceMessageKey } from './surface-message.ts';
import type { Transaction } from './transaction-port.ts';

/** `key` is the same for all processes, and another every time. */
export type Occasion =
  /** The figures of a week, as `weekName` writes it, at the handbook's time. */
  | { readonly type: 'digest'; readonly key: string; readonly week: string }
  /** A department's day, a local date, has begun. */
  | {
      readonly type: 'opening';
      readonly key: string;
      readonly department: string;
      readonly date: string;
    }
  /** It ends soon. */
  | { readonly type: 'closing'; readonly key: string; readonly department: string };

const DAY_MS = 86_400_000;
/** Later in the week nobody waits for the figures of the last one any more. */
const DIGEST_MATTERS_MS = 3 * DAY_MS;

/** Those whose moment has come and that still matter, begun or not. */
export function occasionsAt(handbook: Handbook, now: Instant): readonly Occasion[] {
  const { digest, timezone, departments } = handbook;
  return [
    ...(digest === null ? [] : digestAt(digest, timezone, now)),
    ...departments.flatMap((department) => dayAt(department, timezone, now)),
  ];
}

function dayAt({ id, hours }: Department, zone: string, now: Instant): readonly Occasion[] {
  const date = dayBegun(hours, zone, now);
  const end = endOfShift(hours, now);
  const department = id;
  return [
    ...(date === null
      ? []
      : [{ type: 'opening' as const, key: `opening ${id} ${date}`, department, date }]),
    ...(end === null
      ? []
      : [{ type: 'closing' as const, key: `closing ${id} ${end}`, department }]),
  ];
}

function digestAt(digest: Digest, zone: string, now: Instant): readonly Occasion[] {
  const at = lastTimeOfWeek(digest, now, zone);
  if (now - at >= DIGEST_MATTERS_MS) return [];
  const week = weekName(weekBefore(weekAt(at, zone)));
  return [{ type: 'digest', key: `digest ${week}`, week }];
}

/** Begins what has not been begun. Throws `StoreAway` when the database does not answer. */
export async function attend(house: House): Promise<void> {
  const occasions = occasionsAt(house.handbook(), house.now());
  if (occasions.length === 0) return;
  const begun = await house.store.occasionsBegun(occasions.map(({ key }) => key));
  for (const occasion of occasions) {
    if (!begun.includes(occasion.key)) await beginOrLog(house, occasion);
  }
}

/** One that cannot be begun holds up no other. */
async function beginOrLog(house: House, occasion: Occasion): Promise<void> {
  try {
    await house.store.transaction(async (tx) => {
      if (await tx.beginOccasion(occasion.key, house.now())) await begin(house, tx, occasion);
    });
  } catch (error) {
    if (error instanceof StoreAway) throw error;
    house.log.error({ err: error, occasion: occasion.key }, 'an occasion could not be begun');
  }
}

async function begin(house: House, tx: Transaction, occasion: Occasion): Promise<void> {
  switch (occasion.type) {
    case 'digest':
      return showDigest(house, tx, occasion.week);
    case 'opening':
      return lookForDuty(house, tx, occasion.department, occasion.date);
    case 'closing':
      return remindOfAll(house, tx, occasion.department);
    default:
      return occasion satisfies never;
  }
}

async function showDigest(house: House, tx: Transaction, week: string): Promise<void> {
  const { digest } = await house.deciding(tx);
  if (digest === null) return;
  await showAt(house, tx, { kind: 'digest', subject: week }, (surface) => {
    const channel = channelOn(digest.channel, surface);
    return channel === null ? null : `#${channel}`;
  });
}

/** Whether somebody is on duty may be known to a surface alone: it is looked at as it is shown. */
async function lookForDuty(
  house: House,
  tx: Transaction,
  department: string,
  date: string,
): Promise<void> {
  const handbook = await house.deciding(tx);
  const away = await tx.absent(house.now());
  if (!mayBeUnmanned(department, handbook, away)) return;
  for (const contact of toldOfDuty(department, handbook, away)) {
    const subject = dutySubject({ department, date });
    await writeTo(house, tx, { kind: 'duty', subject, recipient: contact });
  }
}

/** Whoever has something in hand there hears what is still theirs. */
async function remindOfAll(house: House, tx: Transaction, department: string): Promise<void> {
  const now = house.now();
  const away = await tx.absent(now);
  const owners = (await tx.ownersIn(department)).filter((email) => !isAway(email, away));
  const context = { places: house.places(), now, mayWait: false };
  for (const owner of owners) await tx.enqueue(await reminderRequests(tx, owner, context));
}

async function showAt(
  house: House,
  tx: Transaction,
  what: Pick<SurfaceMessageKey, 'kind' | 'subject'>,
  placeOn: (surface: string) => string | null,
): Promise<void> {
  for (const { surface, tenant } of house.places()) {
    const place = placeOn(surface);
    if (place === null) continue;
    const key = { surface, tenant, ...what, placement: 0, place };
    const message = await tx.ensureSurfaceMessage(key, 0);
    await tx.enqueue([showRequest(message, { now: house.now(), mayWait: false })]);
  }
}
