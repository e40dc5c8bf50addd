/**
 * The table of states and commands, cell by cell. Every outcome a cell names has its own way to
 * bring it about in `BRANCHES`, or the usual one in `USUAL`; a cell that names an outcome nobody
 * shows here fails.
 */
import { expect, test } from 'vitest';
import type { Actor, Command } from '../../src/core/commands.ts';
import type { LogReason, Mention, Status } from '../../src/core/mention.ts';
import {
  aHandbook,
  aPost,
  HEED,
  type Name,
  PEOPLE,
  WEBSITE,
  withApprovals,
  withDesk,
  without,
} from '../support/cast.ts';
import { aPlay, askedToTouchBase, headed, type Play } from '../support/play.ts';
import { CELLS, type Cell, type Leads } from '../support/states-table.ts';
import {
  begin,
  by,
  category,
  correct,
  postponed,
  refusedForGood,
  remove,
  reply,
  type Scene,
  sent,
  type Tries,
  USUAL,
  unknown,
} from '../support/usual-commands.ts';

const quiet = (now: number, log: LogReason): Command => ({
  type: 'receive',
  post: aPost({ externalId: 'c-2', parentId: 'c-1', text: '', postedAt: now }),
  to: headed(log),
});

function unheard(status: Status): Scene {
  const tries = by(
    WEBSITE,
    ({ now }) => quiet(now, 'rule'),
    ({ now }) => quiet(now, 'muted'),
  );
  return { play: aPlay({ status }), tries };
}

const praised = (status: Status) => aPlay({ status, category: 'praise' });
const legal = (status: Status) => aPlay({ status, category: 'legal' });

/** A mention of Care's private desk, which is of these. */
function sensitive(status: Status, owner: Name = 'sam'): Play {
  const handbook = withDesk(aHandbook(), ['sam', 'dora', 'rita', 'ravi', 'lena', 'adam']);
  return aPlay({ status, owner, handbook, sensitive: true });
}

/** A mention that anybody of Care sees, of whom these are named for what is sensitive. */
function withNamed(status: Status, ...named: Name[]): Play {
  return aPlay({ status, handbook: withDesk(aHandbook(), named) });
}

const madeSensitive = (status: Status, ...named: Name[]) =>
  usual('make sensitive', withNamed(status, ...named));
const madeOrdinary = (status: Status, owner: Name) =>
  usual('make ordinary', sensitive(status, owner));

/** An answered mention that somebody took up again without the customer's doing. */
function reopened(): Play {
  return aPlay({ status: 'resolved' }).does('lena', { type: 'reopen' });
}

function refused(): Play {
  const play = aPlay({ status: 'publishing' });
  return play.does(HEED, refusedForGood(play));
}

function ownerless(status: Status): Play {
  const play = aPlay({ status });
  play.handbook = without(play.handbook, 'sam');
  return play;
}

/** A mention whose owner is away. */
function lonely(status: Status): Play {
  const play = aPlay({ status });
  play.away = [{ email: PEOPLE.sam.email, until: null }];
  return play;
}

/** A mention whose answer went out under no id that anybody knows. */
function withoutId(): Play {
  return aPlay({ status: 'unsure' }).does('sam', { type: 'say_sent', link: null });
}

const changesBy = (who: Name, play: Play): Scene => ({ play, tries: by(who, correct, remove) });

/** Praise that waits for nobody but Ana, whom Sam asked. */
function asking(): Play {
  const play = praised('claimed');
  return play.does('sam', { type: 'submit', ...reply, seen: play.seen, asked: [PEOPLE.ana.email] });
}

/** Where nothing is due there is nothing to be quiet about. */
function snoozes(...states: Status[]): Readonly<Record<string, () => Scene>> {
  const handbook = aHandbook();
  const timeless = { ...handbook, sla: { ...handbook.sla, targets: {} } };
  return Object.fromEntries(
    states.flatMap((status): [string, () => Scene][] => [
      [`snooze, ${status}, stays`, () => usual('snooze', aPlay({ status }))],
      [`snooze, ${status}, refused`, () => usual('snooze', aPlay({ status, handbook: timeless }))],
    ]),
  );
}

const usual = (command: string, play: Play): Scene => ({ play, tries: triesOf(command) });

function triesOf(command: string): Tries {
  const tries = USUAL[command];
  if (tries === undefined) throw new Error(`nobody knows how to give the command "${command}"`);
  return tries;
}

/** How each outcome of a cell with several comes about: command, from, to. */
const BRANCHES: Readonly<Record<string, () => Scene>> = {
  'touch base, resolved, claimed': () => usual('touch base', askedToTouchBase()),
  'touch base, resolved, refused': () => usual('touch base', aPlay({ status: 'resolved' })),
  'drop the follow-up, resolved, stays': () => usual('drop the follow-up', askedToTouchBase()),
  'drop the follow-up, resolved, refused': () =>
    usual('drop the follow-up', aPlay({ status: 'resolved' })),
  'tick, answered, stays': () => usual('tick', aPlay({ status: 'answered' })),
  'tick, answered, resolved': () => {
    const handbook = aHandbook({ autoResolveMs: 60_000 });
    return usual('tick', aPlay({ status: 'answered', handbook }).waits(60_000));
  },
  'category, scheduled, stays': () => usual('category', praised('scheduled')),
  'category, scheduled, in_review': () => ({
    play: praised('scheduled'),
    tries: by('sam', category('complaint')),
  }),
  'submit, edit, claimed, in_review': () => usual('submit, edit', aPlay({ status: 'claimed' })),
  'submit, edit, claimed, scheduled': () => usual('submit, edit', praised('claimed')),
  'submit, edit, in_review, in_review': () => usual('submit, edit', aPlay({ status: 'in_review' })),
  'submit, edit, in_review, scheduled': () =>
    usual('submit, edit', aPlay({ status: 'in_review' }).does('lena', category('praise')())),
  'submit, edit, scheduled, in_review': () => usual('submit, edit', aPlay({ status: 'scheduled' })),
  'submit, edit, scheduled, scheduled': () => usual('submit, edit', praised('scheduled')),
  'submit, edit, answered, in_review': () => usual('submit, edit', aPlay({ status: 'answered' })),
  'submit, edit, answered, scheduled': () => usual('submit, edit', praised('answered')),
  'edit and approve, in_review, in_review': () => usual('edit and approve', legal('in_review')),
  'edit and approve, in_review, scheduled': () =>
    usual('edit and approve', aPlay({ status: 'in_review' })),
  'asked left the handbook, in_review, stays': () => usual('asked left the handbook', asking()),
  'asked left the handbook, in_review, scheduled': () => {
    const play = asking();
    play.handbook = without(play.handbook, 'ana');
    return usual('asked left the handbook', play);
  },
  'correct or delete our reply, unclaimed, in_review': () => changesBy('ana', reopened()),
  'correct or delete our reply, unclaimed, scheduled': () => changesBy('lena', reopened()),
  'correct or delete our reply, unclaimed, refused': () => changesBy('lena', aPlay()),
  'correct or delete our reply, claimed, in_review': () =>
    changesBy('sam', praised('answered').hears()),
  'correct or delete our reply, claimed, scheduled': () =>
    changesBy('lena', aPlay({ status: 'answered' }).hears()),
  'correct or delete our reply, claimed, refused': () =>
    changesBy('lena', aPlay({ status: 'claimed' })),
  'correct or delete our reply, answered, in_review': () => changesBy('sam', praised('answered')),
  'correct or delete our reply, answered, scheduled': () =>
    changesBy('lena', aPlay({ status: 'answered' })),
  'correct or delete our reply, answered, refused': () => changesBy('lena', withoutId()),
  'approve, in_review, stays': () => usual('approve', legal('in_review')),
  'approve, in_review, scheduled': () => usual('approve', legal('in_review').approves('ravi')),
  'begin publishing, scheduled, publishing': () => ({
    play: aPlay({ status: 'scheduled' }).waits(30_000),
    tries: by(HEED, begin(true)),
  }),
  'begin publishing, scheduled, stays': () =>
    usual('begin publishing', aPlay({ status: 'scheduled' })),
  'begin publishing, scheduled, in_review': () => {
    const play = praised('scheduled').waits(30_000);
    play.handbook = withApprovals(play.handbook, { praise: 1 });
    return usual('begin publishing', play);
  },
  'begin publishing, scheduled, claimed': () => ({
    play: aPlay({ status: 'scheduled' }).waits(30_000),
    tries: by(HEED, begin(false)),
  }),
  'sent, publishing, answered': () => ({
    play: aPlay({ status: 'publishing' }),
    tries: by(HEED, sent),
  }),
  'sent, publishing, claimed': () => ({
    play: aPlay({ status: 'publishing' }).hears(),
    tries: by(HEED, sent),
  }),
  'sent, unsure, answered': () => usual('sent', aPlay({ status: 'unsure' })),
  'sent, unsure, claimed': () => usual('sent', aPlay({ status: 'unsure' }).hears()),
  'not sent, publishing, scheduled': () => ({
    play: aPlay({ status: 'publishing' }),
    tries: by(HEED, postponed),
  }),
  'not sent, publishing, claimed': () => ({
    play: aPlay({ status: 'publishing' }),
    tries: by(HEED, refusedForGood),
  }),
  'not sent, publishing, unsure': () => ({
    play: aPlay({ status: 'publishing' }),
    tries: by(HEED, unknown),
  }),
  'not sent, unsure, claimed': () => ({
    play: aPlay({ status: 'unsure' }),
    tries: (play) => triesOf('not sent')(play).filter(({ who }) => who !== HEED),
  }),
  'retry a refused version, claimed, scheduled': () => usual('retry a refused version', refused()),
  'retry a refused version, claimed, in_review': () =>
    usual('retry a refused version', refused().hears()),
  'resolve, claimed, resolved': () => usual('resolve', aPlay({ status: 'answered' }).hears()),
  'resolve, claimed, refused': () => usual('resolve', aPlay({ status: 'claimed' })),
  'dismiss, unclaimed, dismissed': () => usual('dismiss', aPlay({ status: 'unclaimed' })),
  'dismiss, unclaimed, refused': () => usual('dismiss', reopened()),
  'dismiss, claimed, dismissed': () => usual('dismiss', aPlay({ status: 'claimed' })),
  'dismiss, claimed, refused': () => usual('dismiss', aPlay({ status: 'answered' }).hears()),
  'customer writes again, answered, stays': () => unheard('answered'),
  'customer writes again, dismissed, stays': () => unheard('dismissed'),
  'customer writes again, dismissed, unclaimed': () =>
    usual('customer writes again', aPlay({ status: 'dismissed' })),
  'customer writes again, resolved, stays': () => unheard('resolved'),
  'customer writes again, logged, stays': () => unheard('logged'),
  'customer writes again, logged, unclaimed': () =>
    usual('customer writes again', aPlay({ status: 'logged' })),
  ...snoozes('claimed', 'in_review', 'scheduled', 'publishing', 'unsure'),
  'customer writes again, claimed, stays': () =>
    usual('customer writes again', aPlay({ status: 'claimed' })),
  'customer writes again, claimed, unclaimed': () =>
    usual('customer writes again', lonely('claimed')),
  'customer writes again, in_review, claimed': () =>
    usual('customer writes again', aPlay({ status: 'in_review' })),
  'customer writes again, in_review, unclaimed': () =>
    usual('customer writes again', lonely('in_review')),
  'customer writes again, scheduled, claimed': () =>
    usual('customer writes again', aPlay({ status: 'scheduled' })),
  'customer writes again, scheduled, unclaimed': () =>
    usual('customer writes again', lonely('scheduled')),
  'tick, claimed, stays': () => usual('tick', lonely('claimed')),
  'tick, claimed, unclaimed': () => usual('tick', lonely('claimed').waits(DAY_MS)),
  'make sensitive, claimed, stays': () => madeSensitive('claimed', 'sam'),
  'make sensitive, claimed, unclaimed': () => madeSensitive('claimed', 'rita', 'dirk'),
  'make sensitive, in_review, claimed': () => madeSensitive('in_review', 'sam'),
  'make sensitive, in_review, unclaimed': () => madeSensitive('in_review', 'rita'),
  'make sensitive, scheduled, claimed': () => madeSensitive('scheduled', 'sam'),
  'make sensitive, scheduled, unclaimed': () => madeSensitive('scheduled', 'rita'),
  'make sensitive, answered, stays': () => madeSensitive('answered', 'sam'),
  'make sensitive, answered, unclaimed': () => madeSensitive('answered', 'rita'),
  'make ordinary, claimed, stays': () => madeOrdinary('claimed', 'sam'),
  'make ordinary, claimed, unclaimed': () => madeOrdinary('claimed', 'dora'),
  'make ordinary, in_review, claimed': () => madeOrdinary('in_review', 'sam'),
  'make ordinary, in_review, unclaimed': () => madeOrdinary('in_review', 'dora'),
  'make ordinary, scheduled, claimed': () => madeOrdinary('scheduled', 'sam'),
  'make ordinary, scheduled, unclaimed': () => madeOrdinary('scheduled', 'dora'),
  'make ordinary, answered, stays': () => madeOrdinary('answered', 'sam'),
  'make ordinary, answered, unclaimed': () => madeOrdinary('answered', 'dora'),
  'customer writes again, answered, claimed': () =>
    usual('customer writes again', aPlay({ status: 'answered' })),
  'customer writes again, answered, unclaimed': () =>
    usual('customer writes again', ownerless('answered')),
  'customer writes again, resolved, claimed': () =>
    usual('customer writes again', aPlay({ status: 'resolved' })),
  'customer writes again, resolved, unclaimed': () =>
    usual('customer writes again', ownerless('resolved')),
};

function sceneOf({ command, from }: Cell, to: Leads): Scene {
  const branch = BRANCHES[`${command}, ${from}, ${to}`];
  if (branch !== undefined) return branch();
  return usual(command, playFor(command, from));
}

function playFor(command: string, status: Status): Play {
  switch (command) {
    case 'owner left the handbook':
      return ownerless(status);
    case 'make sensitive':
      return withNamed(status, 'sam', 'rita');
    case 'make ordinary':
      return sensitive(status);
    default:
      return aPlay({ status });
  }
}

function becomes(from: Status, to: Leads): string {
  if (to === 'refused') return `is refused while ${from}`;
  return to === 'stays' ? `leaves it ${from}` : `takes it from ${from} to ${to}`;
}

function ownerFits({ status, owner }: Mention): boolean {
  return (status === 'unclaimed' || status === 'logged') === (owner === null);
}

const DAY_MS = 86_400_000;

const BRANCHING = CELLS.filter(({ leads }) => leads.length > 1);

for (const cell of CELLS) {
  for (const to of cell.leads) {
    test(`${cell.command} ${becomes(cell.from, to)}`, () => {
      const { play, tries } = sceneOf(cell, to);
      expect(play.status).toBe(cell.from);
      const all = tries(play);
      expect(all).not.toHaveLength(0);
      for (const { who, command } of all) checkOutcome(play, who, command, to);
    });
  }
}

function checkOutcome(play: Play, who: Name | Actor, command: Command, to: Leads): void {
  const decision = play.tries(who, command);
  if (to === 'refused') {
    expect(decision).toMatchObject({ ok: false, refusal: { code: 'not_now' } });
    expect(decision.ok ? '' : decision.refusal.sentence).toMatch(/^[A-Z].+[.?]$/);
    expect(decision).not.toHaveProperty('events');
    return;
  }
  expect(decision).toMatchObject({ ok: true });
  const after = play.after(who, command);
  expect(after.status).toBe(to === 'stays' ? play.status : to);
  expect(after).toSatisfy(ownerFits);
}

test('every outcome of a cell with several has its own scene', () => {
  const named = BRANCHING.flatMap(({ command, from, leads }) =>
    leads.map((to) => `${command}, ${from}, ${to}`),
  );
  const shown = Object.keys(BRANCHES).filter((name) => !name.startsWith('not sent, unsure'));
  expect(shown.toSorted()).toEqual(named.toSorted());
});

test('the table has a cell for each of the ten states in each row', () => {
  expect(CELLS).toHaveLength(Object.keys(USUAL).length * 10);
});
