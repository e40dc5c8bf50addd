/**
 * Reads again what was written in the threads of cards while nobody listened: after a start, after
 * a connection that was gone for long, and when something could not be taken in. Everything is
 * taken in by its id, so reading it twice changes nothing.
 *
 * One look into each thread would cost a call a card. The channel's history says of 200 messages at
 * once when somebody last replied to them; only threads with a later reply, or with notes that may
 * have been changed or taken back, are opened, the most recent first, in the background.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Notebook, noteId } from '../../app/notes.ts';
import type { StandingCard } from '../../app/store-port.ts';
import type { MessageRef } from '../../app/surface-message.ts';
import { within } from '../../app/within.ts';
import type { Calls } from './calls.ts';
import { backOff } from './connect.ts';
import { SlackFault } from './faults.ts';
import { LIMITS, TIMES } from './limits.ts';
import type { Notes } from './notes.ts';
import { paged, pagesOf } from './paging.ts';
import { SURFACE_NAME } from './people.ts';
import { instantOf, standingIn, threadMessage } from './thread-events.ts';

export interface Reread {
  start(): void;
  /** Something since then may have been missed. */
  owe(since: number): void;
  /** Ends the reading where it stands; what is owed is read after the next start. */
  stop(): Promise<void>;
}

interface RereadOptions {
  readonly calls: Calls;
  readonly notebook: Notebook;
  readonly notes: Notes;
  readonly tenant: string;
  /** Whether Slack can reach Heed at the moment. */
  readonly isListening: () => boolean;
  readonly now: () => number;
  readonly log: Logger;
}

const history = z.object({
  messages: z.array(z.object({ ts: z.string(), latest_reply: z.string().optional() })),
  ...paged,
});
const replies = z.object({ messages: z.array(threadMessage), ...paged });
type Replies = z.infer<typeof replies>['messages'];

/** By a card's ts: when somebody last replied; null where nobody did. */
type LatestReplies = ReadonlyMap<string, number | null>;

export function createReread(options: RereadOptions): Reread {
  const { calls, notebook, notes, tenant, now, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let owed: number | null = null;
  let wake = () => {};
  let running: Promise<void> = Promise.resolve();

  function owe(since: number): void {
    owed = Math.min(owed ?? since, since);
    wake();
  }

  async function rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal }).catch(() => {});
  }

  async function idle(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    await Promise.race([woken, rest(TIMES.heartbeat)]);
  }

  async function run(): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        if (owed === null) {
          if (options.isListening()) await notebook.markRead(now());
          await idle();
        } else {
          await readOwed();
        }
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        log.warn({ err: error }, 'Threads could not be read again; trying later');
        await rest(backOff(failures));
      }
    }
  }

  async function readOwed(): Promise<void> {
    const since = owed ?? now();
    owed = null;
    try {
      await read(since - TIMES.overlap);
    } catch (error) {
      owe(since);
      throw error;
    }
  }

  async function read(since: number): Promise<void> {
    const standing = await notebook.cards(SURFACE_NAME, tenant, now() - TIMES.closedLately);
    const latest = await latestRepliesIn(standing);
    const due = standing.filter((card) => isDue(card, latest.get(card.ref.channel), since));
    for (const card of due) {
      signal.throwIfAborted();
      await readThread(card, since);
      await rest(TIMES.reread);
    }
    log.info({ cards: standing.length, read: due.length }, 'Threads were read again');
  }

  async function latestRepliesIn(
    standing: readonly StandingCard[],
  ): Promise<ReadonlyMap<string, LatestReplies>> {
    const found = new Map<string, LatestReplies>();
    for (const [channel, cards] of Map.groupBy(standing, ({ ref }) => ref.channel)) {
      const oldest = Math.min(...cards.map(({ ref }) => Number(ref.ts))) - 1;
      found.set(channel, await latestReplies(channel, oldest.toFixed(6)));
    }
    return found;
  }

  async function latestReplies(channel: string, oldest: string): Promise<LatestReplies> {
    const found = new Map<string, number | null>();
    const args = { channel, oldest, limit: LIMITS.pageSize };
    const all = pagesOf((more) =>
      patiently(() => calls.inTurn('conversations.history', { ...args, ...more }, history)),
    );
    let left = LIMITS.historyPages;
    for await (const page of all) {
      for (const { ts, latest_reply: reply } of page?.messages ?? []) {
        found.set(ts, reply === undefined ? null : instantOf(reply));
      }
      left -= 1;
      if (left === 0) break;
    }
    return found;
  }

  async function readThread({ mention, ref, notes: known }: StandingCard, since: number) {
    const first = Math.min(...known.map(({ id }) => writtenAt(id)), since);
    const found = await repliesIn(ref, Math.max(0, first / 1000 - 1).toFixed(6));
    if (found === null) return;
    const to = await notebook.mentionAt({ surface: SURFACE_NAME, tenant, ...ref });
    for (const message of found) {
      const standing = standingIn(ref.channel, message);
      if (standing !== null) await notes.takeFor(to ?? mention, standing);
    }
    // Where Slack hides the card as too old, it hides what stands under it too.
    if (!found.some(({ ts }) => ts === ref.ts)) return;
    const still = new Set(found.map(({ ts }) => noteId(ref, ts)));
    for (const one of known) {
      if (!still.has(one.id)) await notebook.erase(one.mention, one.id, null);
    }
  }

  /** Null where the thread can no longer be read. */
  async function repliesIn(ref: MessageRef, oldest: string): Promise<Replies | null> {
    const found: Replies = [];
    const args = { ...ref, oldest, limit: LIMITS.pageSize };
    const all = pagesOf((more) =>
      patiently(() => calls.inTurn('conversations.replies', { ...args, ...more }, replies)),
    );
    for await (const page of all) {
      if (page === null) return null;
      found.push(...page.messages);
    }
    return found;
  }

  /** Waits for the budget; null for what Slack refuses for good. */
  async function patiently<T>(call: () => Promise<T>): Promise<T | null> {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof SlackFault) || error.kind.type === 'away') throw error;
        if (error.kind.type !== 'again') {
          log.warn({ err: error }, 'A thread cannot be read');
          return null;
        }
        await rest(error.kind.afterMs);
      }
    }
  }

  return {
    owe,
    start() {
      running = (async () => {
        owe((await notebook.readThrough().catch(() => null)) ?? 0);
        await run();
      })();
    },
    async stop() {
      stopping.abort();
      wake();
      await within(running, TIMES.stop);
    },
  };
}

function writtenAt(note: string): number {
  return instantOf(note.slice(note.lastIndexOf('/') + 1));
}

function isDue({ ref, notes }: StandingCard, latest: LatestReplies | undefined, since: number) {
  if (notes.length > 0) return true;
  const reply = latest?.get(ref.ts);
  return reply === undefined || (reply !== null && reply > since);
}
