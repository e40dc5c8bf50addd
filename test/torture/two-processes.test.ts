/** Two Heeds share one Postgres and one workspace, and everybody presses at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MentionEvent } from '../../src/core/events.ts';
import type { Message } from '../../src/sandbox/workspace.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { freePort } from '../support/ports.ts';
import { controlOf, STAFF, type StaffName, says } from '../support/staff.ts';
import { until } from '../support/until.ts';
import { audit } from './audit.ts';
import { type Books, readBooks } from './books.ts';
import { createHand, type DeskHand } from './desk-hand.ts';
import type { Request } from './doors.ts';
import { createHeeds, type Heeds, type Running } from './heeds.ts';
import { openSite, type Site } from './site.ts';

const MENTIONS = 50;
const CLAIMANTS: readonly StaffName[] = ['thandi', 'noor', 'lindiwe', 'sam', 'zanele'];
const REVIEWERS = ['sam', 'lindiwe'] as const;
const PATIENCE_MS = 120_000;

let heeds: Heeds;
let database: Awaited<ReturnType<typeof createPostgresDatabase>>;
let site: Site;
let hand: DeskHand;
let running: Running[] = [];
let books: Books;
let asked: { readonly who: StaffName; readonly tag: string; readonly message: Message }[] = [];
const toldBefore = new Map<StaffName, number>();
const toldAfter = new Map<StaffName, number>();

const tags = Array.from({ length: MENTIONS }, (_, index) => `(case ${index})`);
/** About these Kabelo is asked, who works elsewhere. */
const ASKING = tags.slice(20, 30);
const textOf = (tag: string) => `Sorry about that, we look at it. ${tag}`;
const owner = (tag: string) =>
  CLAIMANTS.find((who) => hand.standing(tag) === `with ${nameOf(who)}`);

/** An approval that counts; whoever was only asked gives another one. */
function isReview(event: MentionEvent): boolean {
  return event.type === 'approved' && event.as === 'reviewer';
}

function nameOf(who: StaffName): string {
  return site.sandbox.workspace.user(STAFF[who]).name;
}

beforeAll(async () => {
  heeds = await createHeeds();
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

/** Until Heed has called nobody for a while. */
async function quiet(): Promise<void> {
  let last = Date.now();
  const stop = site.sandbox.workspace.onCall(() => {
    last = Date.now();
  });
  await until('quiet', () => Date.now() - last > 2_000, PATIENCE_MS);
  stop();
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
  await until('fifty cards', () => tags.every((tag) => hand.standsAs(tag) !== null), PATIENCE_MS);
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
        hand.fillIn(who, { card: tag }, 'Escalate', {
          text: `Please look at this one, says ${who}.`,
        }),
      ),
    );
    await until(`a call for ${tag}`, () => hand.says(tag).includes('Escalated to'), PATIENCE_MS);
  }
});

test('what two people write in one thread at once is kept once each', {
  timeout: PATIENCE_MS,
}, async () => {
  const noted = tags.slice(10, 20);
  await Promise.all(
    noted.flatMap((tag) =>
      (['thandi', 'sam'] as const).map((who) =>
        hand.staff.write(who, 'care', hand.card(tag)?.ts ?? '', `${who} knows of ${tag}.`),
      ),
    ),
  );
  await until(
    'two notes on each',
    () => noted.every((tag) => hand.says(tag).includes('2 notes in the thread')),
    PATIENCE_MS,
  );
});

test('replies are written and their reviewers asked', { timeout: PATIENCE_MS }, async () => {
  const lanes = CLAIMANTS.map(async (who) => {
    for (const tag of tags.filter((one) => owner(one) === who)) {
      await hand.reach(
        `a draft for ${tag}`,
        () => hand.says(tag).includes(textOf(tag)),
        () =>
          hand.fillIn(who, { card: tag }, 'Reply', {
            text: textOf(tag),
            asked: ASKING.includes(tag) ? 'kabelo' : null,
          }),
      );
    }
  });
  await Promise.all(lanes);
});

test('a colleague who is asked gets one request each, and agrees twice at once', {
  timeout: PATIENCE_MS,
}, async () => {
  const requestsFor = (tag: string) =>
    site.sandbox.workspace
      .directMessages(STAFF.kabelo)
      .filter((one) => says(one).includes(textOf(tag)) && controlOf(one.blocks ?? [], 'Approve'));
  await until(
    'a request for each',
    () => ASKING.every((tag) => requestsFor(tag).length > 0),
    PATIENCE_MS,
  );
  const requests = ASKING.flatMap(requestsFor);
  expect(requests).toHaveLength(ASKING.length);
  await Promise.all(
    [...requests, ...requests].map((one) => hand.staff.pressDm('kabelo', one, 'Approve')),
  );
  await until(
    'his yes on each card',
    () => ASKING.every((tag) => hand.says(tag).includes('Approved by Kabelo')),
    PATIENCE_MS,
  );
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
  await quiet();
  for (const who of REVIEWERS) toldAfter.set(who, told(who).length);
});

test('of two leads who pause at once one does, and both hear it', {
  timeout: PATIENCE_MS,
}, async () => {
  const leads = ['sam', 'zanele'] as const;
  const command = async (text: string, answers: readonly [RegExp, RegExp]) => {
    const before = leads.map((who) => told(who).length);
    const channel = site.sandbox.workspace.channel('care').id;
    const acts = leads.map((who) =>
      site.sandbox.workspace.act({ as: STAFF[who], type: 'slash', channel, text }),
    );
    await Promise.all(acts);
    const heard = () => leads.flatMap((who, index) => told(who).slice(before[index]));
    await until(`answers to ${text}`, () => heard().length === 2, PATIENCE_MS);
    for (const answer of answers) expect(heard().filter((one) => answer.test(one))).toHaveLength(1);
  };
  await command('/heed pause', [/0 replies wait/, /paused already/]);
  await command('/heed resume', [/Publishing goes on/, /is not paused/]);
});

test('of two leads who correct one reply at once one does, and it is changed once', {
  timeout: PATIENCE_MS,
}, async () => {
  const corrected = tags.slice(30, 36);
  for (const tag of corrected) {
    await Promise.all(
      (['sam', 'zanele'] as const).map((who) =>
        hand.fillIn(who, { card: tag }, 'Correct', { text: `We were wrong, says ${who}. ${tag}` }),
      ),
    );
    await until(
      `another text for ${tag}`,
      () =>
        site.sandbox.square.posts.some(
          (post) => post.customer === null && /wrong/.test(post.text) && post.text.endsWith(tag),
        ),
      PATIENCE_MS,
    );
  }
});

test('everybody finds their Home tab as it should be', { timeout: PATIENCE_MS }, async () => {
  const { workspace } = site.sandbox;
  await quiet();
  const all = [...CLAIMANTS, ...CLAIMANTS];
  await Promise.all(all.map((who) => workspace.act({ as: STAFF[who], type: 'home' })));
  await until(
    'all Home tabs',
    () => CLAIMANTS.every((who) => workspace.home(STAFF[who]) !== null),
    PATIENCE_MS,
  );
  await quiet();
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
      approvals: history.filter(({ event }) => isReview(event)).length,
      replies: count('published'),
    };
  });
  expect(counts).toEqual(counts.map(({ ref }) => ({ ref, claims: 1, approvals: 1, replies: 1 })));
  expect(counts).toHaveLength(MENTIONS);
  const changes = site.doors.requests.filter(({ replaces }) => replaces !== null);
  const keys = (requests: readonly Request[]) => new Set(requests.map(({ key }) => key)).size;
  const others = site.doors.requests.filter((one) => !changes.includes(one));
  expect(keys(others)).toBe(MENTIONS);
});

test('whoever approved is told nothing else, and whoever was late is told so', () => {
  const approvers = new Map(
    books.known.map(({ mention, words, history }) => {
      const approval = history.find(({ event }) => isReview(event));
      const text = words.get(mention.messages[0]?.content ?? '') ?? '';
      return [/\(.*\)/.exec(text)?.[0], approval?.actor];
    }),
  );
  for (const who of REVIEWERS) {
    const late = asked.filter((one) => one.who === who && approvers.get(one.tag) !== STAFF[who]);
    expect(told(who).slice(toldBefore.get(who), toldAfter.get(who))).toHaveLength(2 * late.length);
  }
});

test('nothing is lost and nothing is doubled', () => {
  expect(audit(site, books)).toEqual([]);
});
