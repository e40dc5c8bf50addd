/** The customers, and the website that they write on. */
import type { Kind, Post } from '../../../src/sandbox/square.ts';
import type { Site } from '../site.ts';
import type { Chance } from './chance.ts';
import type { Tally } from './tally.ts';
import { createTroll, INSULTS, TROLL, TROLLED } from './troll.ts';

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
const SENSITIVE = [
  'I was harassed in your shop.',
  'Your employee bullied my son.',
  'Is bullying how you treat people?',
] as const;
const PEOPLE = ['u-1', 'u-2', 'u-3', 'u-5'] as const;
const OURS = ['black-friday', 'new-courier'] as const;

/** Of the mentions so many say something sensitive, one of them by a repost. */
const SENSITIVE_POSTS = 5;
/** So many like or share what we posted, and say nothing. */
const SILENT_POSTS = 6;

interface Coming {
  /** From the beginning, in ms. */
  readonly at: number;
  readonly customer: string;
  readonly postId: string;
  readonly text: string;
  readonly kind: Kind;
}

/** Everything that will be posted, in order. The troll begins early, and goes on by himself. */
export function plan(chance: Chance, ms: number): readonly Coming[] {
  const anybody = (text: string, kind: Kind = 'comment') => ({
    ...{ at: chance.between(0, ms), customer: chance.pick(PEOPLE) },
    ...{ postId: chance.pick(OURS), text, kind },
  });
  const silent = Array.from({ length: SILENT_POSTS }, (_, index) =>
    anybody('', index % 3 === 0 ? 'repost' : 'like'),
  );
  const cases = Array.from({ length: MENTIONS - BY_HAND }, (_, index) => {
    const of = ` (case ${index})`;
    if (index < SENSITIVE_POSTS) {
      return anybody(chance.pick(SENSITIVE) + of, index === 0 ? 'repost' : 'comment');
    }
    const coming = anybody(chance.pick(TEXTS) + of);
    if (index >= SENSITIVE_POSTS + TROLLED) return coming;
    return { ...coming, at: coming.at / 4, customer: TROLL.id, text: chance.pick(INSULTS) + of };
  });
  return [...silent, ...cases].sort((a, b) => a.at - b.at);
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
  const troll = createTroll(square, chance, tally);
  let outage = { ends: 0, refused: 0 };
  let changes = 0;
  while (!isOver() || left.length > 0) {
    while (left[0] !== undefined && left[0].at <= Date.now() - begun) {
      const next = left.shift();
      if (next !== undefined) post(next);
    }
    troll.goOn();
    breakOrMend();
    for (const reply of newReplies()) goOn(reply);
    if (changes < MOST_CHANGES && chance.happens(0.04)) change();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  square.mode = 'works';

  function post(next: Coming): void {
    square.post(next);
    const isSensitive = next.text !== '' && SENSITIVE.some((one) => next.text.startsWith(one));
    const isSilent = next.text === '' && (next.kind === 'like' || next.kind === 'repost');
    tally.did(isSilent ? next.kind : 'post');
    if (isSensitive) tally.did('sensitive post');
  }

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
    const add = (said: string) => {
      const text = `${said}${caseOf(asked)}`;
      square.post({ customer, postId, inReplyTo: reply.id, text });
    };
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
    const theirs = square.posts.filter((one) => one.customer !== null && one.text !== '');
    const one = chance.weigh(theirs.map((post) => [post, 1] as const));
    if (one === null || one.customer === null) return;
    const { id, customer, postId, text } = one;
    const what = chance.weigh([
      ['edit post', 4],
      ['write again', 2],
      ['delete post', 0.7],
    ] as const);
    if (what === 'edit post') square.edit(id, `${text} Really.`);
    else if (what === 'delete post') square.remove(id);
    else {
      const more = `I forgot: it was Tuesday.${caseOf(one)}`;
      square.post({ customer, postId, inReplyTo: id, text: more });
    }
    if (what !== null) tally.did(what);
    changes += 1;
  }
}

/** What belongs together says so, so that each text is found wherever it stands. */
function caseOf({ text }: Post): string {
  return / \(case \d+\)/.exec(text)?.[0] ?? '';
}
