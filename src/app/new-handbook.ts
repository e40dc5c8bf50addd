/**
 * What follows once another version of the handbook decides: work of those who left it goes back
 * to their departments, reviews are asked of those who can give them now, open cards are drawn
 * anew. Each step may be repeated, by this process or another: what stands already stays.
 *
 * A department whose channel changed keeps its cards where they stand, threads and all; new ones
 * go to the new channel.
 */
import { isThere } from '../core/audience.ts';
import type { Actor } from '../core/commands.ts';
import { askAnew } from './ask-anew.ts';
import { handle } from './handle.ts';
import type { House } from './house.ts';
import type { EffectRequest } from './outbox-port.ts';
import { showRequest } from './outbox-rows.ts';

const HEED: Actor = { type: 'heed' };
const FOLLOWED = 'handbook:followed';
/** A query takes 65,535 values, and a row has nine. */
const MOST_AT_ONCE = 1_000;

/** Does nothing where somebody has done it all since this version was activated. */
export async function followHandbook(house: House): Promise<void> {
  const activation = await house.store.transaction(async (tx) => {
    await house.deciding(tx);
    const active = await tx.activeHandbook();
    return `${active?.sha} ${active?.activatedAt}`;
  });
  if ((await house.store.readSetting(FOLLOWED)) === activation) return;
  await releaseWorkOfLeavers(house);
  const open = await house.store.transaction((tx) => tx.openMentions());
  for (const { id, status, sensitive } of open) {
    if (status === 'in_review' || sensitive) await askAnew(house, id);
  }
  await house.store.transaction((tx) => tx.recheckDeadlines(house.now()));
  await redrawOpenCards(house);
  await house.store.writeSetting(FOLLOWED, activation);
  house.log.info({ activation, open: open.length }, 'the new handbook was followed up');
}

/**
 * What somebody had in hand who is no longer in the handbook, or not named any more for what is
 * sensitive, goes back to the others, and no reply waits for them.
 */
async function releaseWorkOfLeavers(house: House): Promise<void> {
  const handbook = house.handbook();
  for (const { owner, ...mention } of await house.store.ownedMentions()) {
    if (isThere(owner, mention, handbook)) continue;
    await handle(house, mention.id, { type: 'owner_left' }, HEED);
  }
  for (const { asked, ...mention } of await house.store.askingMentions()) {
    if (asked.every((email) => isThere(email, mention, handbook))) continue;
    await handle(house, mention.id, { type: 'asked_left' }, HEED);
  }
}

async function redrawOpenCards(house: House): Promise<void> {
  const cards = await house.store.transaction((tx) => tx.openCards());
  const requests = cards.map((card) => showRequest(card, { now: house.now(), mayWait: true }));
  for (let from = 0; from < requests.length; from += MOST_AT_ONCE) {
    const some: readonly EffectRequest[] = requests.slice(from, from + MOST_AT_ONCE);
    await house.store.transaction((tx) => tx.enqueue(some));
  }
}
