/** What customers and staff do with one mention, from its post to its end, with a few turns. */
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { StaffName } from '../support/staff.ts';
import type { Hand } from './hand.ts';
import { correct, pauseDuring, takeBack, writeNotes } from './turns.ts';

type Square = Sandbox['square'];

export interface Lane {
  readonly author: StaffName;
  /** A colleague who has no part in it but when asked by name. */
  readonly colleague: StaffName;
  /** Who approves: whoever works there and is not the author. */
  readonly reviewer: StaffName;
  readonly text: string;
  /** Has the whole desk: transfers and resolves. */
  readonly may: boolean;
}

/** Each person has one dialog open at a time, so each author works on one mention at a time. */
const LANES: readonly Lane[] = [
  lane('thandi', 'sam', 'kabelo', 'It arrived broken.', true),
  lane('noor', 'lindiwe', 'thandi', 'How much is the blue one?', false),
  lane('kabelo', 'sam', 'noor', 'Where is my courier?', false),
  lane('zanele', 'sam', 'kabelo', 'The lid is damaged.', true),
];

export function lane(
  author: StaffName,
  reviewer: StaffName,
  colleague: StaffName,
  text: string,
  may: boolean,
): Lane {
  return { author, reviewer, colleague, text, may };
}

export const AUTHORS: readonly StaffName[] = LANES.map(({ author }) => author);
const LEAD: StaffName = 'sam';

/** Different for each mention, the same in each run. */
interface Turns {
  readonly givesBack: boolean;
  readonly escalates: boolean;
  readonly edits: boolean;
  readonly adds: boolean;
  readonly changes: boolean;
  readonly transfers: boolean;
  readonly followsUp: boolean;
  readonly notes: boolean;
  readonly asks: boolean;
  readonly pauses: boolean;
  readonly corrects: boolean;
  readonly takesBack: boolean;
}

/** Works in every lane, one mention after the other, until it is enough; then ends what it began. */
export function workUntil(square: Square, hand: Hand, isEnough: () => boolean): Promise<number> {
  let played = 0;
  const lanes = LANES.map(async (lane, index) => {
    for (let turn = 0; !isEnough(); turn += 1) {
      played += 1;
      await play(square, hand, lane, `(${lane.author} ${turn})`, turnsOf(index + turn));
    }
  });
  return Promise.all(lanes).then(() => played);
}

function turnsOf(n: number): Turns {
  return {
    givesBack: n % 3 === 2,
    escalates: n % 4 === 0,
    edits: n % 2 === 1,
    adds: n % 3 === 1,
    changes: n % 4 === 2,
    transfers: n % 3 === 2,
    followsUp: n % 5 === 3,
    notes: n % 3 === 0,
    asks: n % 4 === 3,
    pauses: n % 6 === 4,
    corrects: n % 3 === 1,
    takesBack: n % 6 === 5,
  };
}

async function play(
  square: Square,
  hand: Hand,
  lane: Lane,
  tag: string,
  turns: Turns,
): Promise<void> {
  const customer = `u-${1 + (tag.length % 5)}`;
  const post = square.post({ customer, postId: 'black-friday', text: `${lane.text} ${tag}` });
  await hand.reach('a card', () => hand.standsAs(tag) !== null, nothing);
  await claim(hand, lane, tag);
  if (turns.givesBack) {
    await giveBack(hand, lane, tag);
    await claim(hand, lane, tag);
  }
  await hand.openOwn(lane.author);
  if (turns.notes) await writeNotes(hand, lane.author, tag);
  if (turns.escalates) await escalate(hand, lane, tag);
  if (turns.edits) square.edit(post.id, `${lane.text} Really! ${tag}`);
  if (turns.transfers && lane.may) {
    await transfer(hand, lane, tag);
    await claim(hand, lane, tag);
  }
  if (turns.changes) {
    await submit(hand, lane, tag, `Draft of ${tag}.`);
    await requestChanges(hand, lane, tag, `Draft of ${tag}.`);
  }
  const add = (text: string) =>
    square.post({ customer, postId: 'black-friday', inReplyTo: post.id, text: `${text} ${tag}` });
  if (turns.adds) {
    await submit(hand, lane, tag, `Too early for ${tag}.`);
    add('And another thing.');
    await hand.reach(
      `the addition on ${tag}`,
      () => hand.says(tag).includes('And another thing.'),
      nothing,
    );
  }
  const asked = turns.asks ? lane.colleague : null;
  const first = `Thank you, we look at it. ${tag}`;
  // One lead, who can stop it once.
  if (turns.pauses && lane.author === 'thandi') {
    await pauseDuring(hand, LEAD, () => submit(hand, lane, tag, first, asked));
  }
  const isKnown = await answer(square, hand, lane, tag, first, asked);
  if (turns.corrects && isKnown) await correct(square, hand, LEAD, tag);
  if (turns.takesBack && isKnown) await takeBack(square, hand, LEAD, tag);
  if (turns.followsUp) {
    add('When?');
    await hand.reach(`${tag} waking`, () => hand.standing(tag).startsWith('with '), nothing);
    await answer(square, hand, lane, tag, `On Tuesday. ${tag}`);
  }
  if (lane.may) await resolve(hand, lane, tag);
}

async function nothing(): Promise<void> {}

export async function claim(hand: Hand, { author }: Lane, tag: string): Promise<void> {
  await hand.reach(
    `${author} having ${tag}`,
    () => hand.standing(tag).startsWith('with '),
    () => hand.press(author, tag, 'Claim'),
  );
}

async function giveBack(hand: Hand, { author }: Lane, tag: string): Promise<void> {
  await hand.reach(
    `${tag} given back`,
    () => hand.standing(tag) === 'unclaimed',
    () => hand.press(author, tag, 'Release'),
  );
}

async function escalate(hand: Hand, { author }: Lane, tag: string): Promise<void> {
  await hand.reach(
    `${tag} escalated`,
    () => hand.says(tag).includes('Escalated to'),
    () => hand.fillIn(author, { card: tag }, 'Escalate', { text: 'Please look at this one.' }),
  );
}

async function transfer(hand: Hand, { author }: Lane, tag: string): Promise<void> {
  const from = hand.standsAs(tag);
  const isThere = () => ![from, null].includes(hand.standsAs(tag));
  await hand.reach(`${tag} in another channel`, isThere, () =>
    hand.fillIn(author, { card: tag }, 'Transfer', { choice: 'Deliveries' }),
  );
}

export async function submit(
  hand: Hand,
  { author }: Lane,
  tag: string,
  text: string,
  asked: StaffName | null = null,
): Promise<void> {
  await hand.reach(
    `"${text}" on ${tag}`,
    () => hand.says(tag).includes(text),
    () => hand.fillIn(author, { card: tag }, 'Reply', { text, asked }),
  );
}

async function requestChanges(
  hand: Hand,
  { author, reviewer }: Lane,
  tag: string,
  text: string,
): Promise<void> {
  await hand.reach(
    `${tag} back with ${author}`,
    () => !hand.standing(tag).includes('review'),
    () => hand.fillIn(reviewer, { request: text }, 'Request changes', { text: 'Say when.' }),
  );
}

/**
 * Until the reply stands in the square and the card says so. Answers whether Heed saw it go out;
 * killed too often over one reply, it asks a person, who looks there.
 */
export async function answer(
  square: Square,
  hand: Hand,
  lane: Lane,
  tag: string,
  text: string,
  asked: StaffName | null = null,
): Promise<boolean> {
  let isKnown = true;
  const isOut = () => square.posts.some((one) => one.customer === null && one.text === text);
  const sayIfAsked = async () => {
    if (!hand.standing(tag).startsWith('in doubt')) return;
    if (isOut()) isKnown = false;
    await hand.press(lane.author, tag, isOut() ? 'It was sent' : 'It was not sent');
  };
  if (!isOut()) await submit(hand, lane, tag, text, asked);
  await hand.reach(`"${text}" in the square`, isOut, async () => {
    await sayIfAsked();
    if (hand.standing(tag) === 'in review') {
      await hand.pressRequest(lane.reviewer, text, 'Approve');
      if (asked !== null) await hand.pressRequest(asked, text, 'Approve');
    }
    // What the customer wrote meanwhile has held it.
    else if (hand.standing(tag).startsWith('with '))
      await hand.fillIn(lane.author, { card: tag }, 'Reply', { text, asked });
  });
  const isAnswered = () => hand.standing(tag).startsWith('answered');
  await hand.reach(`${tag} answered`, isAnswered, sayIfAsked);
  return isKnown;
}

async function resolve(hand: Hand, { author }: Lane, tag: string): Promise<void> {
  await hand.reach(
    `${tag} resolved`,
    () => hand.standing(tag) === 'resolved',
    () => hand.fillIn(author, { card: tag }, 'Resolve', { choice: 'solved' }),
  );
}
