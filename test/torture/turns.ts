/** The rarer turns of a play: notes, a pause, and changing what we said in public. */
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { StaffName } from '../support/staff.ts';
import type { Hand } from './hand.ts';

type Square = Sandbox['square'];

/** As they stand on the card in the end. */
export async function writeNotes(hand: Hand, who: StaffName, tag: string): Promise<void> {
  await hand.writeNotes(who, tag);
  const shows = () => hand.says(tag).includes('2 notes in the thread');
  await hand.reach(`the notes on ${tag}`, shows, async () => undefined);
}

/** Stops all publishing while something is done. */
export async function pauseDuring(
  hand: Hand,
  lead: StaffName,
  act: () => Promise<void>,
): Promise<void> {
  await hand.command(lead, 'pause', /Publishing is paused/);
  await act();
  await hand.command(lead, 'resume', /Publishing goes on|Publishing is not paused/);
}

/** Another text stands where the reply stood. A lead needs nobody's approval. */
export async function correct(
  square: Square,
  hand: Hand,
  lead: StaffName,
  tag: string,
): Promise<void> {
  const text = `Corrected: on Monday. ${tag}`;
  const isOut = () => square.posts.some((one) => one.customer === null && one.text === text);
  await hand.reach(`"${text}" in the square`, isOut, () =>
    hand.fillIn(lead, { card: tag }, 'Correct', { text }),
  );
  const shows = () => hand.says(tag).includes('· corrected');
  await hand.reach(`${tag} corrected`, shows, async () => undefined);
}

/** The reply stands no more. */
export async function takeBack(
  square: Square,
  hand: Hand,
  lead: StaffName,
  tag: string,
): Promise<void> {
  const reply = square.posts.findLast(
    (one) => one.customer === null && !one.deleted && one.text.endsWith(tag),
  );
  if (reply === undefined) throw new Error(`nothing of ours about ${tag} stands there`);
  await hand.reach(
    `the reply about ${tag} gone`,
    () => reply.deleted,
    () => hand.fillIn(lead, { card: tag }, 'Delete', { text: 'It was for somebody else.' }),
  );
  const shows = () => hand.says(tag).includes('We deleted this reply');
  await hand.reach(`${tag} without it`, shows, async () => undefined);
}
