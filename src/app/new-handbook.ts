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
import { showRequest } from './outbox-rows.ts';
import type { OpenMention } from './transaction-port.ts';

const HEED: Actor = { type: 'heed' };
const FOLLOWED = 'handbook:followed';
/** Raised when Heed keeps a clock that it did not keep before: all that is open is to get it. */
const CLOCKS = 2;
/** A query takes 65,535 values, and a row has nine. */
const MOST_AT_ONCE = 1_000;

/** Does nothing where somebody has done it all since this version was activated. */
export async function followHandbook(house: House): Promise<void> {
  const activation = await house.store.transaction(async (tx) => {
    await house.deciding(tx);
    const active = await tx.activeHandbook();
    return `${active?.sha} ${active?.activatedAt} ${CLOCKS}`;
  });
  if ((await house.store.readSetting(FOLLOWED)) === activation) return;
  await releaseWorkOfLeavers(house);
  const open = await house.store.transaction((tx) => tx.openMentions());
  for (const { id, status, sensitive } of open) {
    if (status === 'in_review' || sensitive) await askAnew(house, id);
  }
  await lookAtClocks(house, open);
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

/**
 * So many of what is answered close in one go: years of them may be overdue when a handbook sets a
 * time for the first time, and each has a line to say in its channel, where others wait to speak.
 */
const CLOSE_AT_ONCE = 25;
const BETWEEN_MS = 30_000;

/** Nobody waits for what is answered, so it is looked at little by little. */
async function lookAtClocks(house: House, open: readonly OpenMention[]): Promise<void> {
  const now = house.now();
  const { waiting = [], answered = [] } = Object.groupBy(open, ({ status }) =>
    status === 'answered' ? 'answered' : 'waiting',
  );
  await house.store.transaction((tx) => tx.recheckFollowUps(now));
  for (const some of batches(waiting, MOST_AT_ONCE)) {
    await house.store.transaction((tx) => tx.recheckClocks(idsOf(some), now));
  }
  for (const [index, some] of batches(answered, CLOSE_AT_ONCE).entries()) {
    await house.store.transaction((tx) => tx.recheckClocks(idsOf(some), now + index * BETWEEN_MS));
  }
}

function idsOf(mentions: readonly OpenMention[]): readonly string[] {
  return mentions.map(({ id }) => id);
}

function batches<Item>(all: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, n) => all.slice(n * size, (n + 1) * size));
}

async function redrawOpenCards(house: House): Promise<void> {
  const cards = await house.store.transaction((tx) => tx.openCards());
  const requests = cards.map((card) => showRequest(card, { now: house.now(), mayWait: true }));
  for (const some of batches(requests, MOST_AT_ONCE)) {
    await house.store.transaction((tx) => tx.enqueue(some));
  }
}
