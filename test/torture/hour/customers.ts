/** The customers, and the website that they write on. */
import type { Post } from '../../../src/sandbox/square.ts';
import type { Site } from '../site.ts';
import type { Chance } from './chance.ts';
import type { Tally } from './tally.ts';

export const MENTIONS = 60;
/** Of them so many reach the company otherwise, and somebody of the staff adds them. */
export const BY_HAND = 4;

const TEXTS = [
  'My parcel arrived broken.',
  'Where is my parcel?',
  'Your courier threw it over the fence.',
  'How much is the blue one?',
  'Thank you, brilliant!',
  'You should sell lamps.',
  'Nobody picks up the phone.',
] as const;
const PEOPLE = ['u-1', 'u-2', 'u-3', 'u-4', 'u-5'] as const;
const OURS = ['black-friday', 'new-courier'] as const;

interface Coming {
  /** From the beginning, in ms. */
  readonly at: number;
  readonly customer: string;
  readonly postId: string;
  readonly text: string;
}

/** Everything that will be posted, in order. */
export function plan(chance: Chance, ms: number): readonly Coming[] {
  return Array.from({ length: MENTIONS - BY_HAND }, (_, index) => ({
    at: chance.between(0, ms),
    customer: chance.pick(PEOPLE),
    postId: chance.pick(OURS),
    text: `${chance.pick(TEXTS)} (case ${index})`,
  })).sort((a, b) => a.at - b.at);
}

const LOOK_MS = 60;
/** Whoever answers must get somewhere, however slow the machine is. */
const MOST_CHANGES = 30;
const MOST_OUTAGES = 12;
/** How long the website is down, and how long it refuses replies if none comes earlier. */
const OUTAGES_MS = { down: 1_500, refuses: 8_000 } as const;

/** Until it is over: posts what was planned, and goes on where it was answered. */
export async function playCustomers(
  { sandbox: { square }, doors }: Site,
  chance: Chance,
  tally: Tally,
  coming: readonly Coming[],
  isOver: () => boolean,
): Promise<void> {
  const begun = Date.now();
  const left = [...coming];
  const heard = new Set<string>();
  let outage = { ends: 0, refused: 0 };
  let changes = 0;
  while (!isOver() || left.length > 0) {
    while (left[0] !== undefined && left[0].at <= Date.now() - begun) {
      const next = left.shift();
      if (next !== undefined) square.post(next);
      tally.did('post');
    }
    breakOrMend();
    for (const reply of newReplies()) goOn(reply);
    if (changes < MOST_CHANGES && chance.happens(0.04)) change();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  square.mode = 'works';

  /** Refuses one reply at least, if there is one to refuse. */
  function breakOrMend(): void {
    const refused = doors.requests.filter(({ status }) => status === 422).length;
    const often = tally.count('Retry') === 0 ? 0.02 : 0.004;
    const isLeft = tally.count('outage') < MOST_OUTAGES || tally.count('Retry') === 0;
    if (square.mode === 'works' && isLeft && chance.happens(often)) {
      const mode = chance.pick(['refuses', 'refuses', 'down'] as const);
      square.mode = mode;
      outage = { ends: Date.now() + OUTAGES_MS[mode], refused };
      tally.did('outage');
    } else if (Date.now() > outage.ends || refused > outage.refused) square.mode = 'works';
  }

  function newReplies(): readonly Post[] {
    return square.posts.filter((post) => post.customer === null && !heard.has(post.id));
  }

  /** What somebody makes of an answer. */
  function goOn(reply: Post): void {
    heard.add(reply.id);
    const asked = square.posts.find((post) => post.id === reply.inReplyTo);
    if (asked === undefined || asked.customer === null || reply.deleted) return;
    const { customer, postId } = asked;
    const add = (text: string) => square.post({ customer, postId, inReplyTo: reply.id, text });
    if (chance.happens(0.3)) {
      add('Thanks, all is well.');
      tally.did('thank');
    } else if (chance.happens(0.15)) {
      add('And when?');
      tally.did('write again');
    }
  }

  /** Of their own accord. */
  function change(): void {
    const theirs = square.posts.filter((post) => post.customer !== null && !post.deleted);
    const post = chance.weigh(theirs.map((one) => [one, 1] as const));
    if (post === null || post.customer === null) return;
    const { id, customer, postId, text } = post;
    const what = chance.weigh([
      ['edit post', 4],
      ['write again', 2],
      ['delete post', 0.7],
    ] as const);
    if (what === 'edit post') square.edit(id, `${text} Really.`);
    else if (what === 'delete post') square.remove(id);
    else square.post({ customer, postId, inReplyTo: id, text: 'I forgot: it was Tuesday.' });
    if (what !== null) tally.did(what);
    changes += 1;
  }
}
