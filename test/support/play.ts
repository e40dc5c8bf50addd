/**
 * Mentions for tests. A mention is brought into a state by real commands, so that every state a
 * test begins with is one that can be reached.
 */
import { type Absence, NOBODY_AWAY } from '../../src/core/absence.ts';
import { advance } from '../../src/core/advance.ts';
import {
  type Actor,
  actKey,
  actorName,
  type Command,
  type Decision,
  type Post,
  type Seen,
} from '../../src/core/commands.ts';
import { decide } from '../../src/core/decide.ts';
import { type Effect, effectsOf } from '../../src/core/effects.ts';
import type { MentionEvent, RecordedEvent } from '../../src/core/events.ts';
import type { FollowUp, Handbook, Person } from '../../src/core/handbook.ts';
import {
  type LogReason,
  type Mention,
  type Status,
  versionSeen,
  type Words,
} from '../../src/core/mention.ts';
import type { Mute } from '../../src/core/mute.ts';
import type { Destination } from '../../src/core/routing.ts';
import {
  aContext,
  actor,
  aHandbook,
  aPost,
  countedIds,
  HEED,
  type Name,
  NOON,
  WEBSITE,
} from './cast.ts';

export type Who = Name | Person | Actor;

/** One mention and all that happened to it; a second passes with every command. */
export class Play {
  handbook: Handbook;
  now = NOON;
  history: readonly RecordedEvent[] = [];
  words: Words = new Map();
  /** Who is away, until somebody says otherwise. */
  away: readonly Absence[] = NOBODY_AWAY;
  /** What the last accepted command made necessary outside. */
  effects: readonly Effect[] = [];
  #mention: Mention | null = null;
  #newId = countedIds();

  constructor(handbook: Handbook) {
    this.handbook = handbook;
  }

  get mention(): Mention {
    if (this.#mention === null) throw new Error('the mention was not opened yet');
    return this.#mention;
  }

  get status(): Status {
    return this.mention.status;
  }

  /** The types of all events so far. */
  get happened(): readonly MentionEvent['type'][] {
    return this.history.map(({ event }) => event.type);
  }

  /** The mute of the author that stands now. */
  get mute(): Mute | null {
    const last = this.history.findLast(
      ({ event }) => event.type === 'muted' || event.type === 'unmuted',
    )?.event;
    if (last?.type !== 'muted' || last.until <= this.now) return null;
    return { by: last.by, until: last.until, reason: this.words.get(last.reason) ?? null };
  }

  /** What somebody sees who looks now. */
  get seen(): Seen {
    return { version: versionSeen(this.mention), heard: this.mention.heard };
  }

  /** The id of the latest version. */
  get version(): string {
    return this.mention.draft?.versions.at(-1)?.id ?? 'none';
  }

  /** Decides and changes nothing. */
  tries(who: Who, command: Command): Decision {
    const { now, handbook, words } = this;
    const { mute, away } = this;
    const context = { now, handbook, words, mute, away, newId: this.#newId, actor: actor(who) };
    return decide(this.#mention, command, aContext(context));
  }

  /** The mention as it would be after a command; throws when it is refused. */
  after(who: Who, command: Command): Mention {
    const decision = this.tries(who, command);
    if (!decision.ok) throw new Error(`${command.type}: ${decision.refusal.sentence}`);
    return this.#advance(who, command, decision.events).mention;
  }

  /** Decides and, where it is accepted, goes on from there. */
  attempts(who: Who, command: Command): Decision {
    const decision = this.tries(who, command);
    if (decision.ok) this.#go(who, command, decision.events, decision.words);
    this.now += 1_000;
    return decision;
  }

  /** As `attempts`; throws when it is refused. */
  does(who: Who, command: Command): this {
    const decision = this.attempts(who, command);
    if (!decision.ok) throw new Error(`${command.type}: ${decision.refusal.sentence}`);
    return this;
  }

  /** As if it had been stored like this. */
  stands(mention: Mention): this {
    this.#mention = mention;
    return this;
  }

  waits(ms: number): this {
    this.now += ms;
    return this;
  }

  opens(
    post: Post = aPost(),
    category: string | null = null,
    department = 'care',
    source = 'website',
    {
      sensitive = false,
      log,
    }: { sensitive?: boolean | undefined; log?: LogReason | undefined } = {},
  ): this {
    return this.does(WEBSITE, {
      type: 'open',
      ref: 'H-1042',
      source,
      network: 'webhook',
      threadRoot: post.externalId,
      author: { externalId: 'u-9', handle: 'lerato', name: 'Lerato M.' },
      department,
      category,
      sensitive,
      post,
      ...(log === undefined ? {} : { log }),
    });
  }

  /** The customer writes once more; with `log`, what is to be kept off the desk. */
  hears(externalId = 'c-2', text = 'Is anybody there?', log: LogReason | null = null): this {
    const post = aPost({ externalId, parentId: 'c-1', text, postedAt: this.now });
    const to = log === null ? {} : { to: headed(log) };
    return this.does(WEBSITE, { type: 'receive', post, ...to });
  }

  submits(who: Who, text = 'Sorry, Lerato. We are looking into it.', ticked: string[] = []): this {
    return this.does(who, { type: 'submit', text, seen: this.seen, ticked });
  }

  approves(...names: Name[]): this {
    for (const name of names) this.does(name, { type: 'approve', seen: this.seen });
    return this;
  }

  /** The undo window passes and the sending begins. */
  begins(able = true): this {
    this.now = Math.max(this.now, this.mention.sendAt ?? this.now);
    return this.does(HEED, { type: 'begin_publishing', version: this.version, able });
  }

  sends(): this {
    const link = 'https://acme.example/posts/r-1';
    return this.does(HEED, { type: 'sent', version: this.version, externalId: 'r-1', link });
  }

  #go(who: Who, command: Command, events: readonly MentionEvent[], words: Words): void {
    this.words = new Map([...this.words, ...words]);
    const before = this.#mention;
    const { mention, recorded } = this.#advance(who, command, events);
    this.#mention = mention;
    this.history = [...this.history, ...recorded];
    this.effects = effectsOf(before, mention, events, this.handbook, this.away);
  }

  /** The same once more, to go on another way. */
  fork(): Play {
    const play = new Play(this.handbook);
    play.now = this.now;
    play.history = this.history;
    play.words = this.words;
    play.away = this.away;
    play.#mention = this.#mention;
    play.#newId = this.#newId;
    return play;
  }

  #advance(who: Who, command: Command, events: readonly MentionEvent[]) {
    return advance(this.#mention, events, {
      at: this.now,
      actor: actorName(actor(who)),
      handbook: this.handbook,
      key: actKey(command),
    });
  }
}

/** Where a post goes by itself that is kept off the desk. */
export function headed(log: LogReason): Destination {
  return { department: 'care', category: null, sensitive: false, log };
}

export interface Given {
  readonly status?: Status;
  readonly owner?: Name | Person;
  readonly category?: 'praise' | 'question' | 'complaint' | 'legal';
  readonly handbook?: Handbook;
  readonly department?: string;
  /** By a rule, from the start; the handbook names somebody for it. */
  readonly sensitive?: boolean;
}

/**
 * A mention in the given state, on a play that can go on: claimed by its owner (Sam), with his
 * draft where the state has one. From `scheduled` on it was approved as often as its category asks.
 */
export function aPlay(given: Given = {}): Play {
  const { status = 'unclaimed', owner = 'sam', category = 'complaint' } = given;
  const play = new Play(given.handbook ?? aHandbook());
  const log = status === 'logged' ? 'rule' : undefined;
  play.opens(aPost(), category, given.department, 'website', { log, sensitive: given.sensitive });
  for (const step of PATHS[status]) takeStep(play, step, owner);
  return play;
}

type Step = 'claim' | 'submit' | 'approve' | 'begin' | 'doubt' | 'send' | 'dismiss' | 'resolve';

const TO_SCHEDULED: readonly Step[] = ['claim', 'submit', 'approve'];

const PATHS: Readonly<Record<Status, readonly Step[]>> = {
  unclaimed: [],
  claimed: ['claim'],
  in_review: ['claim', 'submit'],
  scheduled: TO_SCHEDULED,
  publishing: [...TO_SCHEDULED, 'begin'],
  unsure: [...TO_SCHEDULED, 'begin', 'doubt'],
  answered: [...TO_SCHEDULED, 'begin', 'send'],
  dismissed: ['claim', 'dismiss'],
  resolved: [...TO_SCHEDULED, 'begin', 'send', 'resolve'],
  logged: [],
};

function takeStep(play: Play, step: Step, owner: Name | Person): void {
  switch (step) {
    case 'claim':
      play.does(owner, { type: 'claim' });
      return;
    case 'submit':
      play.submits(owner);
      return;
    case 'approve':
      for (const reviewer of ['rita', 'ravi'] as const) {
        if (play.status === 'in_review') play.approves(reviewer);
      }
      return;
    case 'begin':
      play.begins();
      return;
    case 'doubt':
      play.does(HEED, { type: 'not_sent', version: play.version, because: { type: 'unknown' } });
      return;
    case 'send':
      play.sends();
      return;
    case 'dismiss':
      play.does('lena', { type: 'dismiss', reason: 'spam' });
      return;
    case 'resolve':
      play.does('lena', { type: 'resolve', outcome: 'solved' });
      return;
    default:
      step satisfies never;
  }
}

export const FOLLOW_UP: FollowUp = {
  afterMs: 3 * 86_400_000,
  categories: ['complaint'],
  text: 'Hello {name}, is everything in order?',
};

/** A complaint of which somebody is asked to touch base with the customer. */
export function askedToTouchBase(given: Given = {}): Play {
  const handbook = given.handbook ?? aHandbook({ followUp: FOLLOW_UP });
  const play = aPlay({ ...given, handbook, status: 'resolved' });
  return play.waits(FOLLOW_UP.afterMs).does(HEED, { type: 'tick' });
}
