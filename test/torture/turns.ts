/** The rarer turns of a play: notes, the Home tab, a pause, and changing what we said in public. */
import type { Sandbox } from '../../src/sandbox/index.ts';
import { STAFF, type StaffName, says } from '../support/staff.ts';
import type { Hand } from './desk-hand.ts';

/** One that stays, one that is edited, one that is taken back; Heed may hear of them much later. */
export async function writeNotes(hand: Hand, who: StaffName, tag: string): Promise<void> {
  const card = hand.card(tag);
  const channel = hand.channelOf(tag);
  if (card === null || channel === null) return;
  const write = (text: string) => hand.staff.write(who, channel, card.ts, `${text} ${tag}`);
  const [, changed, gone] = [await write('Stays.'), await write('Changes.'), await write('Goes.')];
  await hand.staff.rewrite(who, channel, changed.ts, `Changed. ${tag}`);
  await hand.staff.takeBack(who, channel, gone.ts);
  const shows = () => says(hand.card(tag) ?? {}).includes('2 notes in the thread');
  await hand.reach(`the notes on ${tag}`, shows, async () => undefined);
}

export async function openHome({ workspace }: Sandbox, who: StaffName): Promise<void> {
  await workspace.act({ as: STAFF[who], type: 'home' });
}

/** Stops all publishing while something is done. */
export async function pauseDuring(
  sandbox: Sandbox,
  hand: Hand,
  lead: StaffName,
  act: () => Promise<void>,
): Promise<void> {
  await command(sandbox, hand, lead, 'pause', /Publishing is paused/);
  await act();
  await command(sandbox, hand, lead, 'resume', /Publishing goes on|Publishing is not paused/);
}

async function command(
  { workspace }: Sandbox,
  hand: Hand,
  who: StaffName,
  word: string,
  answer: RegExp,
): Promise<void> {
  const before = workspace.ephemerals(STAFF[who]).length;
  const isAnswered = () =>
    workspace
      .ephemerals(STAFF[who])
      .slice(before)
      .some((one) => answer.test(says(one)));
  await hand.reach(`/heed ${word}`, isAnswered, async () => {
    const channel = workspace.channel('care').id;
    await workspace.act({ as: STAFF[who], type: 'slash', channel, text: `/heed ${word}` });
  });
}

/** Another text stands where the reply stood. A lead needs nobody's approval. */
export async function correct(
  { square }: Sandbox,
  hand: Hand,
  lead: StaffName,
  tag: string,
): Promise<void> {
  const text = `Corrected: on Monday. ${tag}`;
  const isOut = () => square.posts.some((one) => one.customer === null && one.text === text);
  await hand.reach(`"${text}" in the square`, isOut, () =>
    hand.fillIn(
      lead,
      () => hand.press(lead, tag, 'Correct'),
      () => hand.staff.type(lead, text),
    ),
  );
  const shows = () => says(hand.card(tag) ?? {}).includes('· corrected');
  await hand.reach(`${tag} corrected`, shows, async () => undefined);
}

/** The reply stands no more. */
export async function takeBack(
  { square }: Sandbox,
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
    () =>
      hand.fillIn(
        lead,
        () => hand.press(lead, tag, 'Delete'),
        () => hand.staff.type(lead, 'It was for somebody else.'),
      ),
  );
  const shows = () => says(hand.card(tag) ?? {}).includes('We deleted this reply');
  await hand.reach(`${tag} without it`, shows, async () => undefined);
}
