/** Two Heeds share one Postgres and one workspace, and everybody presses at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../src/sandbox/workspace.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { freePort } from '../support/ports.ts';
import { controlOf, STAFF, type StaffName, says } from '../support/staff.ts';
import { until } from '../support/until.ts';
import { createHand, type Hand } from './desk-hand.ts';
import { createHeeds, type Heeds, type Running } from './heeds.ts';
import {
  type Books,
  checkCalls,
  checkCards,
  checkPosts,
  checkReplies,
  checkReviews,
  checkStories,
  checkStrangers,
  readBooks,
} from './ledger.ts';
import { openSite, type Site } from './site.ts';

const MENTIONS = 50;
const CLAIMANTS: readonly StaffName[] = ['thandi', 'noor', 'lindiwe', 'sam', 'zanele'];
const REVIEWERS = ['sam', 'lindiwe'] as const;
const PATIENCE_MS = 120_000;

let heeds: Heeds;
let database: Awaited<ReturnType<typeof createPostgresDatabase>>;
let site: Site;
let hand: Hand;
let running: Running[] = [];
let books: Books;
let asked: { readonly who: StaffName; readonly tag: string; readonly message: Message }[] = [];
const toldBefore = new Map<StaffName, number>();

const tags = Array.from({ length: MENTIONS }, (_, index) => `(case ${index})`);
const textOf = (tag: string) => `Sorry about that, we look at it. ${tag}`;
const owner = (tag: string) =>
  CLAIMANTS.find((who) => hand.standing(tag) === `with ${nameOf(who)}`);

function nameOf(who: StaffName): string {
  return site.sandbox.workspace.user(STAFF[who]).name;
}

beforeAll(async () => {
  heeds = createHeeds();
  database = await createPostgresDatabase();
  const location = { databaseUrl: database.url };
  const ports = [await freePort(), await freePort()];
  let turn = 0;
  const hook = () => {
    turn += 1;
    return `http://127.0.0.1:${ports[turn % ports.length]}/hooks/website`;
  };
  site = await openSite({ location, hook, passed: () => false });
  hand = createHand(site.sandbox);
  running = ports.map((port) => heeds.start(site.orders(port, null)));
  for (const heed of running) expect(await heed.ready).not.toBeNull();
}, PATIENCE_MS);

afterAll(async () => {
  await heeds.close();
  await site.close();
  await database.drop();
});

/** Twice each, all at once, as if two impatient people sat at every desk. */
async function pressAtOnce(who: readonly StaffName[], tag: string, label: string): Promise<void> {
  const twice = [...who, ...who];
  await Promise.all(twice.map((one) => hand.press(one, tag, label)));
}

/** How often somebody was told no, or anything else, in private. */
function told(who: StaffName): readonly string[] {
  return site.sandbox.workspace.ephemerals(STAFF[who]).map((one) => says(one));
}

test('fifty mentions get one card each', { timeout: PATIENCE_MS }, async () => {
  const { square } = site.sandbox;
  for (const [index, tag] of tags.entries()) {
    square.post({
      customer: `u-${1 + (index % 5)}`,
      postId: 'black-friday',
      text: `It arrived broken. ${tag}`,
    });
  }
  await until('fifty cards', () => tags.every((tag) => hand.card(tag) !== null), PATIENCE_MS);
  expect(hand.staff.cards('care')).toHaveLength(MENTIONS);
});

test('whoever claims first has it, and everybody else is told so', {
  timeout: PATIENCE_MS,
}, async () => {
  await Promise.all(tags.map((tag) => pressAtOnce(CLAIMANTS, tag, 'Claim')));
  await until('an owner of each', () => tags.every((tag) => owner(tag)), PATIENCE_MS);
  // Each of the others was refused once for each of their two presses.
  const expected = (who: StaffName) => 2 * tags.filter((tag) => owner(tag) !== who).length;
  await until(
    'all answers',
    () => CLAIMANTS.every((who) => told(who).length >= expected(who)),
    PATIENCE_MS,
  );
  for (const who of CLAIMANTS) {
    expect(told(who)).toHaveLength(expected(who));
    // Nobody is told of themselves that somebody else has it.
    expect(told(who).filter((text) => text.includes(`${nameOf(who)} has`))).toEqual([]);
  }
});

test('two people who escalate at once call one contact after the other', {
  timeout: PATIENCE_MS,
}, async () => {
  for (const tag of tags.slice(0, 10)) {
    const first = owner(tag) ?? 'thandi';
    const both: readonly StaffName[] = [first, first === 'noor' ? 'lindiwe' : 'noor'];
    await Promise.all(
      both.map((who) =>
        hand.fillIn(
          who,
          () => hand.press(who, tag, 'Escalate'),
          () => hand.staff.type(who, `Please look at this one, says ${who}.`),
        ),
      ),
    );
    await until(
      `a call for ${tag}`,
      () => says(hand.card(tag) ?? {}).includes('Escalated to'),
      PATIENCE_MS,
    );
  }
});

test('replies are written and their reviewers asked', { timeout: PATIENCE_MS }, async () => {
  const lanes = CLAIMANTS.map(async (who) => {
    for (const tag of tags.filter((one) => owner(one) === who)) {
      await hand.reach(
        `a draft for ${tag}`,
        () => says(hand.card(tag) ?? {}).includes(textOf(tag)),
        () =>
          hand.fillIn(
            who,
            () => hand.press(who, tag, 'Reply'),
            () => hand.staff.type(who, textOf(tag)),
          ),
      );
    }
  });
  await Promise.all(lanes);
});

test('two reviewers approve at once, twice each, and one reply goes out', {
  timeout: PATIENCE_MS,
}, async () => {
  const { workspace, square } = site.sandbox;
  for (const who of REVIEWERS) toldBefore.set(who, told(who).length);
  const requests = () =>
    tags.map((tag) =>
      REVIEWERS.flatMap((who) => {
        const message = workspace
          .directMessages(STAFF[who])
          .findLast(
            (one) => says(one).includes(textOf(tag)) && controlOf(one.blocks ?? [], 'Approve'),
          );
        return message === undefined ? [] : [{ who, tag, message }];
      }),
    );
  await until('requests', () => requests().every((asked) => asked.length > 0), PATIENCE_MS);
  asked = requests().flat();
  await Promise.all(
    [...asked, ...asked].map(({ who, message }) => hand.staff.pressDm(who, message, 'Approve')),
  );
  const replies = () => square.posts.filter((post) => post.customer === null);
  await until('fifty replies', () => replies().length >= MENTIONS, PATIENCE_MS);
  await until(
    'fifty cards that say so',
    () => tags.every((tag) => hand.standing(tag) === 'answered'),
    PATIENCE_MS,
  );
  let last = Date.now();
  workspace.onCall(() => {
    last = Date.now();
  });
  await until('quiet', () => Date.now() - last > 2_000, PATIENCE_MS);
  for (const heed of running) expect(await heed.stop()).toEqual({ code: 0, signal: null });
  books = await readBooks(site, { databaseUrl: database.url });
});

test('one owner, one approval, and one reply each', () => {
  const counts = books.known.map(({ mention, history }) => {
    const count = (type: string) => history.filter(({ event }) => event.type === type).length;
    const { ref } = mention;
    return {
      ref,
      claims: count('claimed'),
      approvals: count('approved'),
      replies: count('published'),
    };
  });
  expect(counts).toEqual(counts.map(({ ref }) => ({ ref, claims: 1, approvals: 1, replies: 1 })));
  expect(counts).toHaveLength(MENTIONS);
  expect(new Set(site.doors.keys).size).toBe(MENTIONS);
});

test('whoever approved is told nothing else, and whoever was late is told so', () => {
  const approvers = new Map(
    books.known.map(({ mention, words, history }) => {
      const approval = history.find(({ event }) => event.type === 'approved');
      const text = words.get(mention.messages[0]?.content ?? '') ?? '';
      return [/\(.*\)/.exec(text)?.[0], approval?.actor];
    }),
  );
  for (const who of REVIEWERS) {
    const late = asked.filter((one) => one.who === who && approvers.get(one.tag) !== STAFF[who]);
    expect(told(who).slice(toldBefore.get(who))).toHaveLength(2 * late.length);
  }
});

test('nothing is lost and nothing is doubled', () => {
  expect(books.waiting).toEqual([]);
  expect(checkPosts(site, books)).toEqual([]);
  expect(checkCards(site, books)).toEqual([]);
  expect(checkStories(site, books)).toEqual([]);
  expect(checkReviews(site, books)).toEqual([]);
  expect(checkCalls(site, books)).toEqual([]);
  expect(checkReplies(site, books)).toEqual([]);
  expect(checkStrangers(site, books)).toEqual([]);
});
