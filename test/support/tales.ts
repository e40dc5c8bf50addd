/**
 * Mentions for tests of the store: each id is new, so that many fit in one database. A mention is
 * told: it goes through real commands, so that it never is in a state it could not have come to.
 */

import type { Loaded, MentionSave } from '../../src/app/transaction-port.ts';
import { advance } from '../../src/core/advance.ts';
import { type Actor, actKey, actorName, type Command, type Post } from '../../src/core/commands.ts';
import { decide } from '../../src/core/decide.ts';
import { type Mention, pendingVersion, versionSeen, type Words } from '../../src/core/mention.ts';
import { actor, aHandbook, aPost, countedIds, HEED, NOON, WEBSITE } from './cast.ts';

/** Each differs from every other, in all of a test file. */
export const newId = countedIds();

/** A post that nobody sent before. */
export function aNewPost(change: Partial<Post> = {}): Post {
  return aPost({ externalId: newId(), ...change });
}

/** Who does what; what depends on the mention is asked of it. */
export interface Step {
  readonly by: Actor;
  readonly do: Command | ((mention: Mention) => Command);
}

/** What a step makes of a mention, ready to be saved. Throws when the step is refused. */
export function takeStep(from: Loaded | null, step: Step, now = NOON): MentionSave {
  const before = from?.mention ?? null;
  const words: Words = from?.words ?? new Map();
  const command = typeof step.do === 'function' ? step.do(present(before)) : step.do;
  const decision = decide(before, command, {
    now,
    actor: step.by,
    handbook: aHandbook(),
    words,
    mute: null,
    away: [],
    newId,
    findings: () => [],
  });
  if (!decision.ok) throw new Error(`${command.type} was refused: ${decision.refusal.sentence}`);
  const act = {
    at: now,
    actor: actorName(step.by),
    handbook: aHandbook(),
    key: actKey(command),
  };
  const { mention, recorded } = advance(before, decision.events, act);
  return { before, after: mention, recorded, words: decision.words };
}

function present(mention: Mention | null): Mention {
  if (mention === null) throw new Error('nothing was opened yet');
  return mention;
}

/** Takes a mention through the steps, a minute apart, and answers the whole of it as one change. */
export function tell(steps: readonly Step[]): MentionSave {
  const [first, ...rest] = steps;
  if (first === undefined) throw new Error('a tale without a step');
  return rest.reduce(
    (tale, step, index) => {
      const from = { mention: tale.after, words: tale.words };
      const next = takeStep(from, step, NOON + (index + 1) * 60_000);
      return {
        before: null,
        after: next.after,
        recorded: [...tale.recorded, ...next.recorded],
        words: new Map([...tale.words, ...next.words]),
      };
    },
    takeStep(null, first),
  );
}

const SAM = actor('sam');
const RITA = actor('rita');

function seen(mention: Mention) {
  return { version: versionSeen(mention), heard: mention.heard };
}

/** The usual steps: Sam answers, Rita reviews. */
export const STEPS = {
  claim: { by: SAM, do: { type: 'claim' } },
  save: { by: SAM, do: { type: 'save_draft', text: 'Sorry, Ler' } },
  submit: {
    by: SAM,
    do: (mention) => ({
      type: 'submit',
      text: 'Sorry, Lerato. Send us your order number and we look into it.',
      seen: seen(mention),
      ticked: [],
    }),
  },
  askChanges: {
    by: RITA,
    do: (mention) => ({ type: 'request_changes', seen: seen(mention), reason: 'Say when.' }),
  },
  approve: { by: RITA, do: (mention) => ({ type: 'approve', seen: seen(mention) }) },
  begin: {
    by: HEED,
    do: (mention) => ({ type: 'begin_publishing', version: underWay(mention), able: true }),
  },
  repeat: {
    by: HEED,
    do: (mention) => ({ type: 'repeat_publishing', version: underWay(mention) }),
  },
  refuse: {
    by: HEED,
    do: (mention) => ({
      type: 'not_sent',
      version: underWay(mention),
      because: { type: 'refused', reason: 'too many links' },
    }),
  },
  retry: { by: SAM, do: (mention) => ({ type: 'retry', seen: seen(mention) }) },
  send: {
    by: HEED,
    do: (mention) => ({
      type: 'sent',
      version: underWay(mention),
      externalId: newId(),
      link: 'https://acme.example/posts/1#reply',
    }),
  },
  resolve: { by: SAM, do: { type: 'resolve', outcome: 'solved' } },
  reopen: { by: SAM, do: { type: 'reopen' } },
} as const satisfies Record<string, Step>;

export function underWay(mention: Mention): string {
  const version = pendingVersion(mention);
  if (version === null) throw new Error('no version is under way');
  return version.id;
}

/** What opens a complaint. */
export function anOpening(change: Partial<Extract<Command, { type: 'open' }>> = {}): Step {
  const post = change.post ?? aNewPost();
  const command: Command = {
    type: 'open',
    ref: `H-${newId()}`,
    source: 'website',
    network: 'website',
    threadRoot: post.externalId,
    author: { externalId: 'u-9', handle: 'lerato', name: 'Lerato M.' },
    department: 'care',
    category: 'complaint',
    ...change,
    post,
  };
  return { by: WEBSITE, do: command };
}
