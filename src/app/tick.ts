/**
 * What the clock does: whatever is due by now is looked at, each in a transaction of its own. Safe
 * to run at any time, any number of times and by any number of processes at once: what is due is
 * read from the database, and every look moves a mention's next moment forward. Whose absence is over
 * is back before anything is looked at.
 */
import { NOBODY_AWAY } from '../core/absence.ts';
import type { Actor } from '../core/commands.ts';
import { isLeftLying, returnsAt } from '../core/decide-return.ts';
import type { Instant, Mention } from '../core/mention.ts';
import { nextLook } from '../core/sla.ts';
import { endAbsences } from './absences.ts';
import { StoreAway } from './desk.ts';
import { decideAndSave } from './handle.ts';
import type { House } from './house.ts';
import { attend } from './occasions.ts';
import type { EffectRequest } from './outbox-port.ts';
import type { DueMention } from './store-port.ts';
import type { Transaction } from './transaction-port.ts';

const HEED: Actor = { type: 'heed' };
const AT_ONCE = 100;

/**
 * Answers how many were looked at. Throws `StoreAway` when the database does not answer.
 * @param atOnce how many are asked for with one question
 */
export async function tick(house: House, atOnce = AT_ONCE): Promise<number> {
  await endAbsences(house);
  const now = house.now();
  const gathered: Gathered = new Map();
  let looked = 0;
  let after: DueMention | null = null;
  for (;;) {
    const due: readonly DueMention[] = await house.store.dueMentions(now, after, atOnce);
    for (const { id } of due) if (await lookOrLog(house, id, gathered)) looked += 1;
    after = due.at(-1) ?? null;
    if (due.length < atOnce) break;
  }
  await letGo(house, gathered);
  await attend(house);
  return looked;
}

/** What waits until all is looked at, by its key. */
type Gathered = Map<string, EffectRequest>;

/** Where this is missed, each goes by itself once it is due. */
async function letGo(house: House, gathered: Gathered): Promise<void> {
  if (gathered.size === 0) return;
  const now = house.now();
  const requests = [...gathered.values()].map((one) => ({ ...one, dueAt: now }));
  await house.store.transaction((tx) => tx.enqueue(requests));
}

/** One that cannot be looked at holds up no other. */
async function lookOrLog(house: House, id: string, gathered: Gathered): Promise<boolean> {
  try {
    const requested = await lookAt(house, id);
    for (const one of requested ?? []) if (one.gathers === true) gathered.set(one.key, one);
    return requested !== null;
  } catch (error) {
    if (error instanceof StoreAway) throw error;
    house.log.error({ err: error, mention: id }, 'a clock could not be looked at');
    return false;
  }
}

/** What was requested; null where another process looks at it, or has. */
async function lookAt(house: House, id: string): Promise<readonly EffectRequest[] | null> {
  return await house.store.transaction(async (tx) => {
    if (!(await tx.lockDue(id, house.now()))) return null;
    const outcome = await decideAndSave(
      house,
      tx,
      await tx.loadMention(id),
      { type: 'tick' },
      HEED,
    );
    if (!outcome.ok) throw new Error(`a tick was refused: ${outcome.refusal.sentence}`);
    await tx.scheduleTick(id, await nextLookAt(house, tx, outcome.loaded.mention));
    return outcome.requested;
  });
}

async function nextLookAt(
  house: House,
  tx: Transaction,
  mention: Mention,
): Promise<Instant | null> {
  const handbook = await house.deciding(tx);
  const now = house.now();
  const away = isLeftLying(mention) ? await tx.absent(now) : NOBODY_AWAY;
  const looks = [nextLook(mention, handbook, now), returnsAt(mention, away, handbook, now)];
  const known = looks.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
