/**
 * A desk with seconds to answer: some mentions nobody takes, some lie with whoever took them, some
 * wait for a review, and some are answered, in time or late.
 */
import type { Sandbox } from '../../src/sandbox/index.ts';
import { createHand } from './desk-hand.ts';
import type { Hand } from './hand.ts';
import type { Chance } from './hour/chance.ts';
import { answer, claim, type Lane, lane, submit } from './plays.ts';

/** Changes the example handbook: what is new has so little time. */
export function hasty(handbook: string): string {
  return (
    handbook
      .replace(/default: \{ first_reply_time: .*\}/, 'default: { first_reply_time: 2m }')
      // The first one soon, or on a slow machine hardly any would fall between two kills.
      .replace(/^ {2}warn_at: .*$/m, '  warn_at: [20%, 80%]')
      .replace(/^review_time: .*$/m, 'review_time: 1m')
      .replace(
        'contacts: [sam@acme.example, zanele@acme.example]',
        'contacts: [sam@acme.example, { person: zanele@acme.example, after: 1m }]',
      )
  );
}

/** No handbook may say seconds: so many times shorter is what this one says. */
export const HASTE = 10;

/** Each person has one dialog open at a time, so each works on one mention at a time. */
const WRITES = lane('thandi', 'sam', 'kabelo', 'How much is the blue one?', true);
const WAITS = lane('noor', 'lindiwe', 'thandi', 'It arrived broken.', false);

/** What becomes of a mention that somebody took. */
type Fate = 'lies' | 'is answered at once' | 'is answered when warned' | 'is answered late';

const FATES: readonly (readonly [Fate, number])[] = [
  ['lies', 3],
  ['is answered at once', 1],
  ['is answered when warned', 2],
  ['is answered late', 1],
];
const CUSTOMERS = ['u-1', 'u-2', 'u-3', 'u-4', 'u-5'] as const;

/** One after the other in every lane, until it is enough; then ends what it began. */
export async function workInHaste(
  sandbox: Sandbox,
  chanceFor: (whose: string) => Chance,
  isEnough: () => boolean,
  onStep: () => void = () => undefined,
): Promise<number> {
  const hand = createHand(sandbox, onStep);
  let played = 0;

  function post(text: string, chance: Chance): void {
    played += 1;
    sandbox.square.post({ customer: chance.pick(CUSTOMERS), postId: 'black-friday', text });
  }

  async function takeSome(lane: Lane): Promise<void> {
    const chance = chanceFor(lane.author);
    for (let turn = 0; !isEnough(); turn += 1) {
      const tag = `(${lane.author} ${turn})`;
      post(`${lane.text} ${tag}`, chance);
      await hand.reach('a card', () => hand.standsAs(tag) !== null, nothing);
      await claim(hand, lane, tag);
      await meet(sandbox.square, hand, lane, tag, chance.weigh(FATES) ?? 'lies');
    }
  }

  async function leaveSome(): Promise<void> {
    const chance = chanceFor('nobody');
    for (let turn = 0; !isEnough(); turn += 1) {
      const tags = Array.from({ length: chance.between(1, 4) }, (_, n) => `(left ${turn}.${n})`);
      for (const tag of tags) post(`Is the blue one back? ${tag}`, chance);
      for (const tag of tags) await hand.reach(`${tag} late`, () => isLate(hand, tag), nothing);
    }
  }

  await Promise.all([takeSome(WRITES), takeSome(WAITS), leaveSome()]);
  return played;
}

/**
 * With a Heed that nobody ends: posts what nobody takes until one was warned of, then missed.
 * Answers how many it took.
 */
export async function lieUntilWarned(sandbox: Sandbox): Promise<number> {
  const hand = createHand(sandbox);
  for (let posted = 1; posted <= MOST_LEFT; posted += 1) {
    const tag = `(left in peace ${posted})`;
    const text = `Is the blue one back? ${tag}`;
    sandbox.square.post({ customer: 'u-1', postId: 'black-friday', text });
    let isWarned = false;
    const isOver = () => {
      isWarned ||= shows(hand, tag, 'yellow_circle');
      return isLate(hand, tag);
    };
    await hand.reach(`${tag} late`, isOver, nothing);
    if (isWarned) return posted;
  }
  throw new Error(`none of ${MOST_LEFT} mentions was warned of before it was late`);
}

const MOST_LEFT = 5;

async function meet(
  square: Sandbox['square'],
  hand: Hand,
  lane: Lane,
  tag: string,
  fate: Fate,
): Promise<void> {
  const text = `Thank you, we look at it. ${tag}`;
  if (lane === WAITS) await submit(hand, lane, tag, text);
  const late = () => isLate(hand, tag);
  switch (fate) {
    case 'lies':
      return hand.reach(`${tag} late`, late, nothing);
    case 'is answered at once':
      break;
    case 'is answered when warned':
      await hand.reach(`${tag} near`, () => late() || shows(hand, tag, 'yellow_circle'), nothing);
      break;
    case 'is answered late':
      await hand.reach(`${tag} late`, late, nothing);
      break;
    default:
      return fate satisfies never;
  }
  await answer(square, hand, lane, tag, text);
}

function isLate(hand: Hand, tag: string): boolean {
  return shows(hand, tag, 'red_circle');
}

function shows(hand: Hand, tag: string, words: string): boolean {
  return hand.says(tag).includes(words);
}

async function nothing(): Promise<void> {}
