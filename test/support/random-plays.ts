/** Mentions that random people, customers and Heed do random things to. */
import fc from 'fast-check';
import type { Absence } from '../../src/core/absence.ts';
import type { Actor, Command, Decision, Seen } from '../../src/core/commands.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { BY_HAND, type LogReason, type Mention, type Status } from '../../src/core/mention.ts';
import {
  actor,
  aHandbook,
  aPost,
  HEED,
  OUTSIDER,
  readOnly,
  WEBSITE,
  withApprovals,
  withDesk,
  without,
} from './cast.ts';
import { naturalCommands } from './natural-commands.ts';
import { headed, Play } from './play.ts';

const FOLLOW_UP = {
  afterMs: 1_000,
  categories: ['praise', 'question', 'complaint', 'legal'],
  text: 'Is everything fine, {name}?',
};

/** What the company's handbook may be replaced by while a mention lives. */
const HANDBOOKS: readonly Handbook[] = [
  aHandbook(),
  without(aHandbook(), 'sam', 'rita'),
  without(aHandbook(), 'rita', 'ravi', 'lena', 'adam', 'dina', 'dirk'),
  without(aHandbook(), 'sam', 'ana', 'ravi', 'lena', 'adam', 'dora', 'dina', 'dirk'),
  withApprovals(aHandbook(), { praise: 1, complaint: 2 }),
  withApprovals(aHandbook(), { praise: 2, question: 1, complaint: 3, legal: 3 }),
  small(),
  readOnly(aHandbook()),
]
  .map((handbook) => withDesk(handbook, ['sam', 'rita', 'lena', 'dora', 'dirk'], true))
  .concat(
    withDesk(aHandbook(), ['ana', 'ravi', 'adam']),
    withDesk(withDesk(aHandbook(), ['tumi', 'ravi', 'lena']), ['dina', 'dirk'], true),
    aHandbook(),
    impatient(aHandbook()),
  )
  .map((handbook, index) => ({
    ...handbook,
    sha: `handbook-${index}`,
    autoResolveMs: index % 2 === 0 ? 12 * 3_600_000 : null,
    followUp: index % 3 === 1 ? null : FOLLOW_UP,
  }));

/** The handbook that an event was decided under. */
export function handbookOf(sha: string): Handbook {
  const handbook = HANDBOOKS.find((one) => one.sha === sha);
  if (handbook === undefined) throw new Error(`no handbook ${sha}`);
  return handbook;
}

/** A handbook in which key contacts do not wait for long. */
function impatient(handbook: Handbook): Handbook {
  const departments = handbook.departments.map((one) => ({
    ...one,
    contactsAfterMs: one.contacts.map(() => 3_600_000),
  }));
  return { ...handbook, departments };
}

/** A handbook that leaves little to choose: one department, one category, no ends. */
function small(): Handbook {
  const handbook = without(aHandbook(), 'ana', 'ravi', 'adam', 'dora', 'dina', 'dirk');
  return {
    ...handbook,
    departments: handbook.departments.slice(0, 1),
    categories: handbook.categories.slice(0, 1),
    dismissReasons: [],
    outcomes: [],
  };
}

const KINDS = [
  ...['claim', 'release', 'assign', 'transfer', 'category', 'category', 'save_draft'],
  ...['submit', 'submit', 'edit_and_approve', 'approve', 'request_changes', 'withdraw', 'retry'],
  ...['say_sent', 'say_not_sent', 'answered_elsewhere', 'resolve', 'thanks_close', 'dismiss'],
  ...['reopen', 'correct', 'correct', 'delete', 'escalate', 'receive', 'edit_post', 'delete_post'],
  ...['make_sensitive', 'make_ordinary', 'make_ordinary'],
  ...['begin', 'repeat', 'sent', 'refused', 'postponed', 'unknown', 'owner_left', 'asked_left'],
  ...['handbook', 'handbook', 'handbook', 'note', 'note', 'edit_note', 'delete_note'],
  ...['restore', 'mute', 'unmute', 'receive_quietly', 'tick', 'tick', 'snooze', 'snooze'],
  ...['away', 'away', 'owner_gone', 'touch_base', 'touch_base', 'drop_follow_up'],
] as const;

type Kind = (typeof KINDS)[number];

/** What usually comes next: without it few lives would get far. */
const AHEAD: Readonly<Record<Status, readonly Kind[]>> = {
  unclaimed: ['claim'],
  claimed: ['submit', 'submit', 'retry'],
  in_review: ['approve', 'approve', 'edit_and_approve'],
  scheduled: ['begin'],
  publishing: ['sent', 'refused', 'postponed', 'unknown', 'repeat'],
  unsure: ['say_sent', 'say_not_sent', 'sent'],
  answered: ['submit', 'correct', 'delete', 'resolve', 'receive', 'tick'],
  dismissed: ['reopen', 'receive_quietly'],
  resolved: [
    'tick',
    'tick',
    'touch_base',
    'drop_follow_up',
    'reopen',
    'receive',
    'receive_quietly',
  ],
  logged: ['restore', 'receive', 'receive_quietly'],
};

interface Step {
  readonly kind: Kind | 'ahead';
  /** Somebody who may, where there is somebody; else whoever comes first. */
  readonly able: boolean;
  /** Looks at the mention as it was one change ago. */
  readonly stale: boolean;
  readonly who: number;
  readonly which: number;
  readonly waitMs: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(fc.constant('ahead' as const), fc.constantFrom(...KINDS)),
  able: fc.integer({ min: 0, max: 9 }).map((n) => n < 7),
  stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  who: fc.nat(20),
  which: fc.nat(20),
  waitMs: fc.constantFrom(0, 1_000, 31_000, 31_000, 13 * 3_600_000),
});

/** One command, and what came of it. */
export interface Moment {
  readonly before: Mention;
  readonly who: Actor;
  readonly command: Command;
  readonly decision: Decision;
  /** After the command. */
  readonly play: Play;
}

/**
 * Runs `look` after every command of many random lives; prints the shortest that fails. The
 * handbook may change between two commands, so that one moment's may be another's.
 */
export function inRandomLives(look: (moment: Moment) => void, numRuns = 200): void {
  const opening = fc.constantFrom(null, 'praise', 'complaint', 'legal');
  const steps = fc.array(step, { minLength: 20, maxLength: 80, size: 'max' });
  const source = fc.constantFrom('website', 'website', 'website', 'website', BY_HAND);
  const log = fc.constantFrom(undefined, undefined, undefined, undefined, 'rule', 'muted');
  fc.assert(
    fc.property(opening, source, log, steps, (category, from, why, taken) => {
      live(category, from, from === BY_HAND ? undefined : why, taken, look);
    }),
    { numRuns },
  );
}

function live(
  category: string | null,
  source: string,
  log: LogReason | undefined,
  steps: readonly Step[],
  look: (at: Moment) => void,
): void {
  const post = aPost({ text: token(0) });
  const play = new Play(handbookOf('handbook-0')).opens(post, category, 'care', source, { log });
  freeze(play.mention);
  let lastSeen = play.seen;
  for (const [index, taken] of steps.entries()) {
    play.waits(taken.waitMs);
    const kind = kindOf(taken, play.status);
    if (kind === 'handbook') {
      play.handbook = HANDBOOKS[taken.which % HANDBOOKS.length] ?? play.handbook;
      continue;
    }
    if (kind === 'away') {
      play.away = absent(play, taken.which);
      continue;
    }
    const before = play.mention;
    const command = commandOf(
      kind,
      taken,
      play,
      taken.stale ? lastSeen : play.seen,
      token(index + 1),
    );
    if (command === null) continue;
    const who = whoDoes(taken, play, command);
    const { seen } = play;
    const decision = play.attempts(who, command);
    if (play.mention !== before) lastSeen = seen;
    freeze(play.mention);
    look({ before, who, command, decision, play });
  }
}

/** Everybody, nobody, whoever has it, or every other. */
function absent({ handbook, mention }: Play, which: number): readonly Absence[] {
  const choices = [
    () => true,
    () => false,
    (email: string) => email === mention.owner,
    (_: string, index: number) => (index + which) % 2 === 0,
  ];
  const chosen = choices[which % choices.length] ?? (() => false);
  return handbook.people
    .filter(({ email }, index) => chosen(email, index))
    .map(({ email }) => ({ email, until: null }));
}

/** Words that stand nowhere but in what somebody wrote. */
function token(n: number): string {
  return `qz${n}xj`;
}

function kindOf({ kind, which }: Step, status: Status): Kind {
  if (kind !== 'ahead') return kind;
  const choices = AHEAD[status];
  return choices[which % choices.length] ?? 'claim';
}

function whoDoes({ able, who }: Step, play: Play, command: Command): Actor {
  if (['receive', 'edit_post', 'delete_post'].includes(command.type)) return WEBSITE;
  if (isOfHeed(command)) return HEED;
  const actors = [...play.handbook.people.map((one) => actor(one)), OUTSIDER];
  const turned = actors.map((_, index) => actors[(index + who) % actors.length] ?? OUTSIDER);
  const accepts = (one: Actor) => play.tries(one, command).ok;
  return (able ? turned.find(accepts) : undefined) ?? turned[0] ?? OUTSIDER;
}

function isOfHeed({ type }: Command): boolean {
  const own = [
    'begin_publishing',
    'repeat_publishing',
    'sent',
    'not_sent',
    'owner_left',
    'owner_gone',
  ];
  return [...own, 'asked_left', 'tick', 'edit_note', 'delete_note'].includes(type);
}

function commandOf(
  kind: Kind,
  { which }: Step,
  play: Play,
  seen: Seen,
  text: string,
): Command | null {
  const { version } = play;
  switch (kind) {
    case 'handbook':
    case 'away':
      return null;
    case 'receive':
      return {
        type: 'receive',
        post: aPost({ externalId: `c-${play.now}`, text, postedAt: play.now }),
      };
    case 'receive_quietly':
      return {
        type: 'receive',
        post: aPost({ externalId: `c-${play.now}`, text, postedAt: play.now }),
        to: headed(which % 2 === 0 ? 'rule' : 'muted'),
      };
    case 'edit_post': {
      const { externalId } = postOf(play, which);
      return { type: 'edit_post', externalId, text, attachments: [], editedAt: play.now };
    }
    case 'delete_post':
      return { type: 'delete_post', ...postOf(play, which) };
    case 'begin':
      return { type: 'begin_publishing', version, able: which > 1 };
    case 'repeat':
      return { type: 'repeat_publishing', version };
    case 'sent':
      return { type: 'sent', version, externalId: `r-${play.mention.seq}`, link: null };
    case 'refused':
      return { type: 'not_sent', version, because: { type: 'refused', reason: text } };
    case 'postponed':
      return { type: 'not_sent', version, because: { type: 'postponed', until: play.now + 9_000 } };
    case 'unknown':
      return { type: 'not_sent', version, because: { type: 'unknown' } };
    case 'tick':
    case 'owner_left':
    case 'asked_left':
      return { type: kind };
    case 'owner_gone':
      return { type: 'owner_gone', owner: play.mention.owner ?? 'nobody@acme.example' };
    case 'edit_note':
      return { type: 'edit_note', note: noteOf(play, which), text, editedAt: play.now };
    case 'delete_note':
      return { type: 'delete_note', note: noteOf(play, which), by: 'ana@acme.example' };
    default: {
      const choices = naturalCommands(play)[kind];
      const command = choices[which % Math.max(choices.length, 1)];
      return command === undefined ? null : written(command, seen, text);
    }
  }
}

function postOf(play: Play, which: number): { externalId: string } {
  const theirs = play.mention.messages.filter(({ direction }) => direction === 'inbound');
  return { externalId: theirs[which % theirs.length]?.externalId ?? 'c-1' };
}

/** Sometimes one that has not arrived yet. */
function noteOf({ mention }: Play, which: number): string {
  return mention.notes[which % (mention.notes.length + 1)]?.id ?? `n-${mention.seq + 1}`;
}

/** The command with words of its own, by somebody who saw this. */
function written(command: Command, seen: Seen, text: string): Command {
  switch (command.type) {
    case 'save_draft':
    case 'note':
      return { ...command, text };
    case 'submit':
    case 'correct':
    case 'edit_and_approve':
      return { ...command, text, seen };
    case 'delete':
    case 'request_changes':
      return { ...command, reason: text, seen };
    case 'escalate':
    case 'mute':
      return { ...command, reason: text };
    case 'approve':
    case 'retry':
      return { ...command, seen };
    default:
      return command;
  }
}

/** Whatever changes a mention in place throws from here on. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}
