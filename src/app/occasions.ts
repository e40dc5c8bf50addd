/**
 * What comes round by the clock on the wall, whatever the mentions do. Each is begun once, by
 * whichever process comes first; what nobody was there for is made up for as long as it matters.
 */
import type { Digest, Handbook } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import { lastTimeOfWeek, weekAt, weekBefore, weekName } from '../stats/week.ts';
import { StoreAway } from './desk.ts';
import type { House } from './house.ts';
import { showRequest } from './outbox-rows.ts';
import type { SurfaceMessageKey } from './surface-message.ts';
import type { Transaction } from './transaction-port.ts';

/** The week's figures, at the handbook's time. */
export interface Occasion {
  readonly type: 'digest';
  /** The same for all processes, and another every time. */
  readonly key: string;
  /** The one that it tells of, as `weekName` writes it. */
  readonly week: string;
}

const DAY_MS = 86_400_000;
/** Later in the week nobody waits for the figures of the last one any more. */
const DIGEST_MATTERS_MS = 3 * DAY_MS;

/** Those whose moment has come and that still matter, begun or not. */
export function occasionsAt(handbook: Handbook, now: Instant): readonly Occasion[] {
  const { digest, timezone } = handbook;
  return digest === null ? [] : digestAt(digest, timezone, now);
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

async function begin(house: House, tx: Transaction, { week }: Occasion): Promise<void> {
  const { digest } = await house.deciding(tx);
  if (digest === null) return;
  for (const { surface, tenant } of house.places()) {
    const key: SurfaceMessageKey = {
      ...{ surface, tenant, kind: 'digest' as const, subject: week },
      ...{ placement: 0, place: `#${digest.channel.slack}` },
    };
    const message = await tx.ensureSurfaceMessage(key, 0);
    await tx.enqueue([showRequest(message, { now: house.now(), mayWait: false })]);
  }
}
