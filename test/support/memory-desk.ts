/** A desk over the real core, in memory: what it decides is what Heed decides. */

import { beginnings, NO_MENTION, sees } from '../../src/app/create-desk.ts';
import { type Desk, type Glance, type Handled, StoreAway } from '../../src/app/desk.ts';
import { advance } from '../../src/core/advance.ts';
import { cardOf } from '../../src/core/card.ts';
import {
  type Actor,
  actKey,
  actorName,
  type Command,
  type Context,
  type Post,
  type Refusal,
} from '../../src/core/commands.ts';
import { decide } from '../../src/core/decide.ts';
import type { RecordedEvent } from '../../src/core/events.ts';
import { checkDraft } from '../../src/core/guide.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import type { Author, Mention } from '../../src/core/mention.ts';
import { hiddenFrom } from '../../src/core/permits.ts';
import { aPost } from './cast.ts';

export interface MemoryDesk extends Desk {
  /** Opens a mention. @returns its id */
  open(given?: {
    readonly author?: Partial<Author>;
    readonly post?: Partial<Post>;
    readonly category?: string | null;
  }): string;
  /** What Heed itself or a source does. Throws when it is refused. */
  system(mention: string, command: Command): void;
  glance(mention: string): Glance;
  history(mention: string): readonly RecordedEvent[];
  all(): readonly { readonly mention: Mention; readonly words: ReadonlyMap<string, string> }[];
  /** Every command that came in, by whoever. */
  readonly heard: readonly { readonly command: Command; readonly actor: Actor }[];
  /** While set, the desk answers like this; the promise holds an answer back. */
  trouble: 'none' | 'away' | 'bug' | Promise<void>;
}

interface Kept {
  readonly mention: Mention;
  readonly words: Map<string, string>;
  readonly history: readonly RecordedEvent[];
}

const REPLY_LENGTH = 500;

export function createMemoryDesk(handbook: Handbook, now: () => number = Date.now): MemoryDesk {
  const kept = new Map<string, Kept>();
  const heard: { command: Command; actor: Actor }[] = [];
  let ids = 0;

  function newId(): string {
    ids += 1;
    return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
  }

  function contextFor(actor: Actor, words: ReadonlyMap<string, string>): Context {
    return {
      now: now(),
      actor,
      handbook,
      words,
      mute: null,
      away: [],
      newId,
      findings: (text) =>
        checkDraft(text, { handbook, replyLength: REPLY_LENGTH, findPhoneNumbers: () => [] }),
    };
  }

  function apply(before: Kept | null, command: Command, actor: Actor): Kept | Refusal {
    const decision = decide(
      before?.mention ?? null,
      command,
      contextFor(actor, before?.words ?? new Map()),
    );
    if (!decision.ok) return decision.refusal;
    const words = new Map([...(before?.words ?? []), ...decision.words]);
    if (before !== null && decision.events.length === 0) return { ...before, words };
    const act = {
      at: now(),
      actor: actorName(actor),
      handbook,
      key: actKey(command),
    };
    const { mention, recorded } = advance(before?.mention ?? null, decision.events, act);
    return { mention, words, history: [...(before?.history ?? []), ...recorded] };
  }

  function perform(id: string, command: Command, actor: Actor): Kept | Refusal {
    const after = apply(kept.get(id) ?? null, command, actor);
    if ('mention' in after) kept.set(after.mention.id, after);
    return after;
  }

  function glanceOf({ mention, words }: Kept): Glance {
    return {
      mention,
      card: cardOf(mention, words, handbook),
      ...beginnings(mention, words),
      replyLength: REPLY_LENGTH,
    };
  }

  async function suffer(desk: MemoryDesk): Promise<void> {
    if (desk.trouble === 'away') throw new StoreAway(new Error('connection refused'));
    if (desk.trouble === 'bug') throw new Error('a bug');
    if (desk.trouble !== 'none') await desk.trouble;
  }

  function known(id: string): Kept {
    const found = kept.get(id);
    if (found === undefined) throw new Error(`no mention ${id}`);
    return found;
  }

  const desk: MemoryDesk = {
    heard,
    trouble: 'none',
    handbook: () => handbook,
    pause: () => Promise.reject(new Error('this desk publishes nothing')),
    resume: () => Promise.reject(new Error('this desk publishes nothing')),
    async handle(id, command, actor): Promise<Handled> {
      await suffer(desk);
      heard.push({ command, actor });
      const before = kept.get(id) ?? null;
      const after = perform(id, command, actor);
      if ('mention' in after) {
        return { ok: true, glance: glanceOf(after), changed: after !== before };
      }
      const seen = before !== null && sees(actor, before.mention, handbook);
      return { ok: false, refusal: after, glance: seen ? glanceOf(before) : null };
    },
    async look(id, person) {
      await suffer(desk);
      const found = kept.get(id);
      if (found === undefined) return { ok: false, sentence: NO_MENTION };
      const hidden = hiddenFrom(person, found.mention, handbook);
      return hidden === null
        ? { ok: true, glance: glanceOf(found) }
        : { ok: false, sentence: hidden };
    },
    open(given = {}) {
      const category = given.category === undefined ? 'complaint' : given.category;
      const author = { externalId: 'u-1', handle: 'lerato', name: 'Lerato M.', ...given.author };
      const command: Command = {
        type: 'open',
        ref: `H-${1042 + kept.size}`,
        source: 'website',
        network: 'webhook',
        threadRoot: 'c-1',
        author,
        department: 'care',
        category,
        post: aPost(given.post),
      };
      const opened = perform('', command, { type: 'source', source: 'website' });
      if (!('mention' in opened)) throw new Error(opened.sentence);
      return opened.mention.id;
    },
    system(id, command) {
      const after = perform(id, command, { type: 'heed' });
      if (!('mention' in after)) throw new Error(after.sentence);
    },
    glance: (id) => glanceOf(known(id)),
    history: (id) => known(id).history,
    all: () => [...kept.values()],
  };
  return desk;
}
