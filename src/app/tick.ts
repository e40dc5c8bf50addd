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
  let looked = 0;
  let after: DueMention | null = null;
  for (;;) {
    const due: readonly DueMention[] = await house.store.dueMentions(now, after, atOnce);
    for (const { id } of due) if (await lookOrLog(house, id)) looked += 1;
    after = due.at(-1) ?? null;
    if (due.length < atOnce) break;
  }
  await attend(house);
  return looked;
}

/** One that cannot be looked at holds up no other. */
async function lookOrLog(house: House, id: string): Promise<boolean> {
  try {
    return await lookAt(house, id);
  } catch (error) {
    if (error instanceof StoreAway) throw error;
    house.log.error({ err: error, mention: id }, 'a clock could not be looked at');
    return false;
  }
}

/** False where another process looks at it, or has. */
async function lookAt(house: House, id: string): Promise<boolean> {
  return await house.store.transaction(async (tx) => {
    if (!(await tx.lockDue(id, house.now()))) return false;
    const outcome = await decideAndSave(
      house,
      tx,
      await tx.loadMention(id),
      { type: 'tick' },
      HEED,
    );
    if (!outcome.ok) throw new Error(`a tick was refused: ${outcome.refusal.sentence}`);
    await tx.scheduleTick(id, await nextLookAt(house, tx, outcome.loaded.mention));
    return true;
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
