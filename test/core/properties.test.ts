/** What holds whatever people, customers and Heed do, in whatever order. */
import { expect, test, vi } from 'vitest';
import { isThere } from '../../src/core/audience.ts';
import { ALONE, cardOf } from '../../src/core/card.ts';
import type { MentionEvent } from '../../src/core/events.ts';
import { evolve } from '../../src/core/evolve.ts';
import { BY_HAND, type Mention, pendingVersion } from '../../src/core/mention.ts';
import { NO_MOMENTS } from '../../src/core/moments.ts';
import type { CardAction } from '../../src/core/offers.ts';
import { storyOf } from '../../src/core/story.ts';
import { approvalsAsked, EMPTY, keepLedger } from '../support/approval-ledger.ts';
import { actor } from '../support/cast.ts';
import { naturalCommands } from '../support/natural-commands.ts';
import type { Play } from '../support/play.ts';
import { inRandomLives } from '../support/random-plays.ts';
import { allows } from '../support/states-table.ts';

/** Time to shrink what fails; a run that holds takes a second or five. */
vi.setConfig({ testTimeout: 120_000 });

const EVENTS = [
  ...['message_received', 'message_edited', 'message_deleted', 'woken', 'held', 'claimed'],
  ...[
    'released',
    'assigned',
    'transferred',
    'categorised',
    'escalated',
    'draft_saved',
    'submitted',
    'approved',
  ],
  ...['scheduled', 'review_reopened', 'changes_requested', 'withdrawn', 'publishing_began'],
  ...['publish_repeated', 'published', 'publish_postponed', 'publish_refused', 'publish_unknown'],
  ...['said_not_sent', 'retried', 'answered_elsewhere', 'resolved', 'dismissed', 'reopened'],
  ...['made_sensitive', 'made_ordinary'],
  ...['owner_left', 'returned', 'corrected', 'reply_deleted', 'noted', 'note_edited'],
  ...['note_deleted', 'snoozed', 'snooze_ended'],
  ...['restored', 'not_woken', 'muted', 'unmuted', 'deadline_neared', 'deadline_breached'],
  ...['follow_up_due', 'follow_up_dropped', 'touched_base'],
] as const satisfies readonly MentionEvent['type'][];

test('the random lives reach every state and see every kind of event', () => {
  const states = new Set<string>();
  const events = new Set<string>();
  inRandomLives(({ play, before }) => {
    states.add(play.status);
    for (const type of play.happened.slice(before.seq)) events.add(type);
  });
  expect(states.size).toBe(10);
  expect([...events].toSorted()).toEqual([...EVENTS].toSorted());
});

test('no sequence of commands leaves the table', () => {
  inRandomLives(({ before, command, decision, play }) => {
    if (!decision.ok || decision.events.length === 0) return;
    const step = [command.type, before.status, play.status] as const;
    expect(allows(...step) ? [] : step).toEqual([]);
  });
});

test('a refusal has a sentence and changes nothing', () => {
  inRandomLives(({ before, decision, play }) => {
    if (decision.ok) return;
    expect(decision).not.toHaveProperty('events');
    expect(decision.refusal.sentence).toMatch(/^\S.{10,}[.?]$/s);
    expect(decision.refusal.sentence).not.toMatch(/undefined|null|NaN|object/);
    expect(play.mention).toBe(before);
  });
});

test('nobody has what is unclaimed or logged, and somebody has everything else', () => {
  inRandomLives(({ play }) => {
    const { status, owner } = play.mention;
    const free = status === 'unclaimed' || status === 'logged';
    expect([status, owner === null]).toEqual([status, free]);
  });
});

test('nothing is sent with fewer approvals than needed, or with stale ones, or with its author’s', () => {
  inRandomLives(({ before, play }) => {
    if (!play.happened.slice(before.seq).includes('publishing_began')) return;
    const ledger = play.history.reduce(keepLedger, EMPTY);
    const asked = ledger.isDirect ? 0 : approvalsAsked(ledger.category, play.handbook.sha);
    const standing = [...ledger.approvals].filter(
      ([by, seq]) => seq > ledger.inbound && ledger.reviewers.has(by),
    );
    expect(standing.length).toBeGreaterThanOrEqual(Math.max(ledger.needed, asked));
  });
});

test('nothing is sent before everybody who was asked and is still there has agreed to it', () => {
  let sent = 0;
  inRandomLives(({ before, play }) => {
    if (!play.happened.slice(before.seq).includes('publishing_began')) return;
    const { asked, approvals, inbound } = play.history.reduce(keepLedger, EMPTY);
    const known = asked.filter((email) => isThere(email, play.mention, play.handbook));
    for (const email of known) expect(approvals.get(email) ?? 0).toBeGreaterThan(inbound);
    sent += known.length;
  });
  expect(sent).toBeGreaterThan(0);
});

test('nobody is asked about a version of their own, or twice', () => {
  inRandomLives(({ play }) => {
    for (const { asked, author } of play.mention.draft?.versions ?? []) {
      expect(asked).not.toContain(author);
      expect(asked).toHaveLength(new Set(asked).size);
    }
  });
});

test('an update is owed only by whoever answered and promised it', () => {
  inRandomLives(({ play }) => {
    const { owes, answered, status } = play.mention;
    if (!owes) return;
    expect(answered).toBe(true);
    expect(status).not.toBe('answered');
  });
});

test('nothing is sent before its time', () => {
  inRandomLives(({ before, play }) => {
    const began = play.history
      .slice(before.seq)
      .find(({ event }) => event.type === 'publishing_began');
    if (began !== undefined) expect(began.at).toBeGreaterThanOrEqual(before.sendAt ?? Infinity);
  });
});

test('what counts as answered covers every message of the customer', () => {
  inRandomLives(({ before, play }) => {
    if (!play.happened.slice(before.seq).includes('published')) return;
    const { sentOn } = play.history.reduce(keepLedger, EMPTY);
    const wrote = play.history.findLast(({ event }) => event.type === 'message_received')?.seq ?? 0;
    if (wrote > sentOn) expect(play.status).toBe('claimed');
  });
});

test('the history alone leads to the same mention', () => {
  inRandomLives(({ play }) => {
    const told = play.history.reduce<Mention | null>(evolve, null);
    // No event says which act was the last, nor when something is due: the handbook does.
    const { lastAct, deadlines, moments } = play.mention;
    expect({ ...told, lastAct, deadlines, moments }).toEqual(play.mention);
  });
});

test('whatever becomes scheduled will be published: that version, at that time', () => {
  inRandomLives(({ before, play }) => {
    const { status, sendAt, id } = play.mention;
    if (status !== 'scheduled' || play.mention === before) return;
    const version = pendingVersion(play.mention)?.id;
    expect(sendAt).not.toBeNull();
    if (sendAt === before.sendAt && version === pendingVersion(before)?.id) return;
    expect(play.effects).toContainEqual({ type: 'publish', mention: id, version, at: sendAt });
  });
});

test('only what is scheduled has a time at which it is sent', () => {
  inRandomLives(({ play }) => {
    const { status, sendAt } = play.mention;
    expect([status, sendAt !== null]).toEqual([status, status === 'scheduled']);
  });
});

const WORD = /qz\d+xj/;

test('no line of the story quotes a message, a draft or a reason', () => {
  inRandomLives(({ play }) => {
    expect(JSON.stringify(storyOf(play.history, play.handbook))).not.toMatch(WORD);
  });
});

test('neither events nor mentions hold what people wrote', () => {
  inRandomLives(({ play }) => {
    const events = play.history.filter(({ event }) => event.type !== 'publish_refused');
    expect(JSON.stringify(events)).not.toMatch(WORD);
    if (play.mention.draft?.hold?.type === 'refused') return;
    expect(JSON.stringify(play.mention)).not.toMatch(WORD);
  });
});

test('of what was added by hand nothing is ever written, reviewed or sent by Heed', () => {
  inRandomLives(({ play }) => {
    if (play.mention.source !== BY_HAND) return;
    expect(play.mention.draft).toBeNull();
    expect(['in_review', 'scheduled', 'publishing', 'unsure']).not.toContain(play.status);
  });
});

test('notes change no state, wake nobody, and void nothing that somebody has seen', () => {
  inRandomLives(({ before, command, play }) => {
    if (!['note', 'edit_note', 'delete_note'].includes(command.type)) return;
    // Another handbook may have moved a due time meanwhile.
    const aside = { notes: [], seq: 0, deadlines: [], moments: NO_MOMENTS };
    expect({ ...play.mention, ...aside }).toEqual({ ...before, ...aside });
    const effects = play.mention === before ? [] : play.effects.map(({ type }) => type);
    const redraws = ['show_card', 'settle_reviews', 'settle_call', 'settle_reminders'];
    expect(effects.filter((type) => !redraws.includes(type))).toEqual([]);
  });
});

test('what is logged has no draft, no notes that stand, and nothing to be done outside', () => {
  inRandomLives(({ before, play }) => {
    const { status, logged, draft, answered } = play.mention;
    expect(logged !== null).toBe(status === 'logged');
    if (status !== 'logged') return;
    expect([draft, answered]).toEqual([null, false]);
    if (play.mention !== before) expect(play.effects).toEqual([]);
  });
});

test('what is kept off the desk wakes nothing', () => {
  inRandomLives(({ before, command, play }) => {
    if (command.type !== 'receive' || (command.to?.log ?? null) === null) return;
    const rests = ['answered', 'dismissed', 'resolved', 'logged'].includes(before.status);
    if (rests) expect(play.status).toBe(before.status);
  });
});

test('a mute has an end that is to come, ninety days ahead at most, and leaves the mention alone', () => {
  inRandomLives(({ before, command, decision, play }) => {
    if (!decision.ok || (command.type !== 'mute' && command.type !== 'unmute')) return;
    const { seq: _, lastAct: __, ...after } = play.mention;
    expect(after).toEqual({ ...before, seq: undefined, lastAct: undefined });
    if (command.type !== 'mute') return expect(play.mute).toBeNull();
    expect(play.mute?.until).toBeGreaterThan(play.now - 1_000);
  });
});

const ACTIONS = {
  reply: canReply,
  open_post: (play) => cardOf(play.mention, play.words, play.handbook).link !== null,
  claim: (play) => canDo(play, 'claim'),
  release: (play) => canDo(play, 'release'),
  assign: (play) => canDo(play, 'assign'),
  transfer: (play) => canDo(play, 'transfer'),
  category: (play) => canDo(play, 'category'),
  edit_and_approve: (play) => canDo(play, 'edit_and_approve'),
  approve: (play) => canDo(play, 'approve'),
  request_changes: (play) => canDo(play, 'request_changes'),
  withdraw: (play) => canDo(play, 'withdraw'),
  retry: (play) => canDo(play, 'retry'),
  say_sent: (play) => canDo(play, 'say_sent'),
  say_not_sent: (play) => canDo(play, 'say_not_sent'),
  answered_elsewhere: (play) => canDo(play, 'answered_elsewhere'),
  resolve: (play) => canDo(play, 'resolve'),
  thanks_close: (play) => canDo(play, 'thanks_close'),
  dismiss: (play) => canDo(play, 'dismiss'),
  reopen: (play) => canDo(play, 'reopen'),
  touch_base: (play) => canDo(play, 'touch_base'),
  drop_follow_up: (play) => canDo(play, 'drop_follow_up'),
  restore: (play) => canDo(play, 'restore'),
  mute: (play) => canDo(play, 'mute'),
  unmute: (play) => canDo(play, 'unmute'),
  correct: (play) => canDo(play, 'correct'),
  delete: (play) => canDo(play, 'delete'),
  escalate: (play) => canDo(play, 'escalate'),
  // Two presses within a minute are one.
  snooze: (play) => canDo(play.fork().waits(60_000), 'snooze'),
  make_sensitive: (play) => canDo(play, 'make_sensitive'),
  make_ordinary: (play) => canDo(play, 'make_ordinary'),
} satisfies Record<CardAction, (play: Play) => boolean>;

/** Whether somebody of the handbook brings something about with one of these commands. */
function canDo(play: Play, type: keyof ReturnType<typeof naturalCommands>): boolean {
  const commands = naturalCommands(play)[type];
  return play.handbook.people.some((person) =>
    commands.some((command) => {
      const decision = play.tries(person, command);
      return decision.ok && decision.events.length > 0;
    }),
  );
}

/** Replying claims first what nobody has. */
function canReply(play: Play): boolean {
  if (play.status !== 'unclaimed') return canDo(play, 'submit');
  return play.handbook.people.some((person) => {
    const fork = play.fork();
    const [submit] = naturalCommands(play).submit;
    if (submit === undefined || !fork.attempts(person, { type: 'claim' }).ok) return false;
    return fork.tries(actor(person), submit).ok;
  });
}

test('the card offers an action exactly when somebody permitted could do it now', () => {
  let looked: unknown = null;
  inRandomLives(({ play }) => {
    if (looked === play.mention) return;
    looked = play.mention;
    const around = { ...ALONE, mute: play.mute };
    const { actions } = cardOf(play.mention, play.words, play.handbook, around);
    const possible = Object.entries(ACTIONS).flatMap(([name, can]) => (can(play) ? [name] : []));
    expect(actions.toSorted()).toEqual(possible.toSorted());
  });
});
