import { describe, expect, test, vi } from 'vitest';
import { maySee, worksOn } from '../../src/core/audience.ts';
import type { Command, Seen } from '../../src/core/commands.ts';
import { departmentOf, type Handbook, type Person } from '../../src/core/handbook.ts';
import type { Mention, Status } from '../../src/core/mention.ts';
import type { CardAction } from '../../src/core/offers.ts';
import {
  askerOf,
  belongsOn,
  lineOf,
  type ShelfName,
  waitingSince,
} from '../../src/core/overview.ts';
import { aHandbook, aPost, type Name, NOON, PEOPLE, WEBSITE, without } from '../support/cast.ts';
import { aPlay, type Play } from '../support/play.ts';
import { inRandomLives } from '../support/random-plays.ts';

vi.setConfig({ testTimeout: 120_000 });

const handbook = aHandbook();
const SHELVES: readonly ShelfName[] = [
  ...(['mine', 'answered', 'review', 'unclaimed', 'in_hand', 'called'] as const),
];

function shelvesOf(mention: Mention, name: Name, now = handbook): readonly ShelfName[] {
  const person = PEOPLE[name];
  const asker = askerOf(person, now);
  return SHELVES.filter((shelf) => belongsOn(mention, shelf, asker, now));
}

function actionsFor(mention: Mention, shelf: ShelfName, name: Name): readonly string[] {
  return lineOf(mention, new Map(), shelf, askerOf(PEOPLE[name], handbook), handbook).card.actions;
}

describe('an unclaimed mention', () => {
  const { mention } = aPlay();

  test.each<[Name, boolean]>([
    ['sam', true],
    ['tumi', true],
    ['adam', true],
    ['dora', false],
  ])('stands on the list of %s: %s', (name, there) => {
    expect(shelvesOf(mention, name)).toEqual(there ? ['unclaimed'] : []);
  });

  test('is offered with Reply and Claim, to a trainee too', () => {
    expect(actionsFor(mention, 'unclaimed', 'sam')).toEqual(['reply', 'claim']);
    expect(actionsFor(mention, 'unclaimed', 'tumi')).toEqual(['reply', 'claim']);
    expect(actionsFor(mention, 'unclaimed', 'dora')).toEqual([]);
  });
});

describe('a claimed mention', () => {
  const { mention } = aPlay({ status: 'claimed' });

  test('moves to whoever has it, and the others see it in hand', () => {
    expect(shelvesOf(mention, 'sam')).toEqual(['mine', 'in_hand']);
    expect(shelvesOf(mention, 'ana')).toEqual(['in_hand']);
    expect(shelvesOf(mention, 'dora')).toEqual([]);
  });

  test('is offered with Reply and Release', () => {
    expect(actionsFor(mention, 'mine', 'sam')).toEqual(['reply', 'release']);
  });

  test('is theirs since they took it', () => {
    expect(lineOf(mention, new Map(), 'mine', askerOf(PEOPLE.sam, handbook), handbook).since).toBe(
      mention.ownedSince,
    );
  });
});

describe('a draft in review', () => {
  const { mention } = aPlay({ status: 'in_review' });

  test.each<[Name, readonly ShelfName[]]>([
    ['sam', ['mine', 'in_hand']],
    ['rita', ['review', 'in_hand']],
    ['lena', ['review', 'in_hand']],
    ['ana', ['in_hand']],
    ['tumi', ['in_hand']],
    ['dina', []],
    // The department can fill the quorum, so the admin is not asked.
    ['adam', ['in_hand']],
  ])('stands on the lists of %s: %s', (name, shelves) => {
    expect(shelvesOf(mention, name)).toEqual(shelves);
  });

  test('waits for the admin where nobody else can review it', () => {
    const few = without(handbook, 'rita', 'ravi', 'lena');
    expect(shelvesOf(mention, 'adam', few)).toEqual(['review', 'in_hand']);
  });

  test('waits no more for whoever has approved it', () => {
    const play = aPlay({ status: 'in_review', category: 'legal' }).approves('rita');
    expect(shelvesOf(play.mention, 'rita')).toEqual(['in_hand']);
    expect(shelvesOf(play.mention, 'ravi')).toEqual(['review', 'in_hand']);
  });

  test('is offered with Approve and Request changes, and to its owner with Withdraw', () => {
    expect(actionsFor(mention, 'review', 'rita')).toEqual(['approve', 'request_changes']);
    expect(actionsFor(mention, 'mine', 'sam')).toEqual(['reply', 'withdraw']);
  });
});

test('an answered mention waits for the customer, apart from what is in hand', () => {
  const play = aPlay({ status: 'answered' });
  expect(shelvesOf(play.mention, 'sam')).toEqual(['answered']);
  expect(actionsFor(play.mention, 'answered', 'sam')).toEqual(['resolve', 'reply']);
  expect(
    lineOf(play.mention, new Map(), 'answered', askerOf(PEOPLE.sam, handbook), handbook).since,
  ).toBeGreaterThan(NOON);
});

test.each<[string, (play: Play) => Play, number]>([
  ['the first post', (play) => play, NOON - 60_000],
  [
    'the first post, though another came',
    (play) => play.does(WEBSITE, receive('c-2', NOON + 5_000)),
    NOON - 60_000,
  ],
  [
    'the next post, once the first was deleted',
    (play) =>
      play
        .does(WEBSITE, receive('c-2', NOON + 5_000))
        .does(WEBSITE, { type: 'delete_post', externalId: 'c-1' }),
    NOON + 5_000,
  ],
  [
    'what came after the answer, once there is one',
    (play) =>
      play
        .does('sam', { type: 'answered_elsewhere', link: 'https://acme.example/a' })
        .does(WEBSITE, receive('c-2', NOON + 9_000_000)),
    NOON + 9_000_000,
  ],
])('the customer waits since %s', (_what, happens, since) => {
  expect(waitingSince(happens(aPlay()).mention)).toBe(since);
});

function receive(externalId: string, postedAt: number) {
  return { type: 'receive', post: aPost({ externalId, postedAt }) } as const;
}

/** Somebody who is named for it; null for what is not sensitive, or has nobody. */
function readerOf(mention: Mention, now: Handbook): Person | null {
  if (!mention.sensitive) return null;
  return now.people.find((person) => maySee(person, mention, now)) ?? null;
}

test('every open mention stands on one list of its department', () => {
  const over: readonly Status[] = ['answered', 'dismissed', 'resolved', 'logged'];
  inRandomLives(({ play }) => {
    const { mention } = play;
    const { handbook: now } = play;
    const asker = askerOf(readerOf(mention, now) ?? PEOPLE.adam, now, [mention.department]);
    const on = (['unclaimed', 'in_hand'] as const).filter((shelf) =>
      belongsOn(mention, shelf, asker, play.handbook),
    );
    // A handbook that drops a department with something open in it is never taken.
    const dropped = departmentOf(now, mention.department) === null;
    const unseen = mention.sensitive && (dropped || readerOf(mention, now) === null);
    expect(on).toHaveLength(over.includes(mention.status) || unseen ? 0 : 1);
    const elsewhere = { ...asker, departments: ['elsewhere'], sensitiveIn: ['elsewhere'] };
    expect(on.some((shelf) => belongsOn(mention, shelf, elsewhere, play.handbook))).toBe(false);
  }, 100);
});

test('what a line offers to somebody is accepted from them', () => {
  const offered = new Set<string>();
  inRandomLives(({ play }) => {
    const { mention, seen } = play;
    for (const person of play.handbook.people) {
      const asker = askerOf(person, play.handbook);
      for (const shelf of SHELVES) {
        if (!belongsOn(mention, shelf, asker, play.handbook)) continue;
        const { card } = lineOf(mention, play.words, shelf, asker, play.handbook);
        for (const action of card.actions) {
          offered.add(action);
          const command = commandFor(action, mention, seen, play.handbook);
          expect(command && play.tries(person, command)).toMatchObject({ ok: true });
        }
      }
    }
  }, 60);
  expect([...offered].toSorted()).toEqual(
    [
      ...['approve', 'assign', 'claim', 'release', 'reply', 'request_changes', 'resolve', 'retry'],
      ...['say_not_sent', 'say_sent', 'snooze', 'thanks_close', 'withdraw'],
    ].toSorted(),
  );
});

function takerOf(mention: Mention, { people, ...now }: Handbook): string {
  const able = people.filter((one) => worksOn(one, mention, { people, ...now }));
  return able.find(({ email }) => email !== mention.owner)?.email ?? '';
}

/** As the button's dialog, or the button itself, would give it. */
function commandFor(
  action: CardAction,
  mention: Mention,
  seen: Seen,
  now: Handbook,
): Command | null {
  switch (action) {
    case 'reply':
      return mention.owner === null ? { type: 'claim' } : { type: 'save_draft', text: 'Sorry.' };
    case 'claim':
    case 'release':
    case 'withdraw':
    case 'thanks_close':
    case 'snooze':
    case 'say_not_sent':
      return { type: action };
    case 'say_sent':
      return { type: action, link: null };
    case 'approve':
    case 'retry':
      return { type: action, seen };
    case 'request_changes':
      return { type: action, seen, reason: 'Say who writes.' };
    case 'resolve':
      return { type: action, outcome: 'solved' };
    case 'assign':
      return { type: action, to: takerOf(mention, now) };
    default:
      return null;
  }
}
