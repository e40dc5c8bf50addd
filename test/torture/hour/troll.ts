/** Somebody who insults whoever answers, is muted, and writes on. */
import type { Square } from '../../../src/sandbox/control.ts';
import type { Chance } from './chance.ts';
import type { Tally } from './tally.ts';

export const TROLL = { id: 'u-4', name: 'James O.' } as const;
/** So many mentions of his come in before anybody mutes him. */
export const TROLLED = 2;

export const INSULTS = ['You are all idiots.', 'Idiots, I say.', 'Do you even read this?'] as const;
const SENSITIVE = 'Your employee is a thief.';

/** Long enough after somebody did it that it holds for what comes then. */
const HOLDS_MS = 4_000;
/** So few that every card of his follows what becomes of the others. */
const MOST = 4;
const OURS = 'new-courier';

export interface Troll {
  /** Writes where somebody muted him, or ended that, a while ago. */
  goOn(): void;
}

export function createTroll(
  square: Pick<Square, 'post' | 'posts'>,
  chance: Chance,
  tally: Tally,
): Troll {
  const done = { 'Mute author': 0, Unmute: 0 };
  let due: { readonly what: 'post while muted' | 'post after a mute'; readonly at: number } | null =
    null;
  let written = 0;
  let answers = 0;

  /** What was done last counts: it may have been done in the meantime to say the opposite. */
  function look(): void {
    for (const kind of ['Mute author', 'Unmute'] as const) {
      const times = tally.count(kind);
      if (times === done[kind]) continue;
      done[kind] = times;
      const what = kind === 'Unmute' ? 'post after a mute' : 'post while muted';
      due = { what, at: Date.now() + HOLDS_MS };
    }
  }

  function write(what: 'post while muted' | 'post after a mute'): void {
    const isSeen = tally.count('muted post seen') > 0 || what !== 'post while muted';
    if (written >= MOST && tally.count(what) > 0 && isSeen) return;
    const isSensitive = what === 'post while muted' && isSeen;
    const said = isSensitive ? SENSITIVE : chance.pick(INSULTS);
    const text = `${said} (case ${900 + written})`;
    square.post({ customer: TROLL.id, postId: OURS, text });
    written += 1;
    tally.did(what);
  }

  /** To himself, whether it is read or not. */
  function add(): void {
    const own = square.posts.filter((post) => post.customer === TROLL.id && post.text !== '');
    const one = chance.weigh(own.map((post) => [post, 1] as const));
    if (one === null) return;
    const of = /\(case \d+\)/.exec(one.text)?.[0] ?? '';
    const text = `And another thing. ${of}`;
    square.post({ customer: TROLL.id, postId: OURS, inReplyTo: one.id, text });
    answers += 1;
  }

  return {
    goOn() {
      look();
      if (due !== null && Date.now() > due.at) {
        write(due.what);
        due = null;
      }
      if (answers < 12 && chance.happens(0.008)) add();
    },
  };
}
