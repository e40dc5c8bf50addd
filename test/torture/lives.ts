/** One Heed after the other on one site, each until it is killed. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Heeds, Running } from './heeds.ts';
import type { Kills, Moment, Plan } from './kills.ts';
import type { OutsideBoundary, Site } from './site.ts';

interface End {
  readonly moment: Moment;
  /** When nothing of it was served any more, in epoch ms. */
  readonly at: number;
  /** Where it ended itself: see `Running`. */
  endedOn(): string | null;
}

/** What a process had sent before its end is taken for its own. */
const STILL_SERVED_MS = 20;

export interface Lives {
  readonly port: number;
  hookUrl(): string;
  passed(boundary: OutsideBoundary): boolean;
  /** Somebody got something done. */
  stepped(): void;
  /** How often that was. */
  steps(): number;
  /** How each ended so far, the first first. */
  readonly ends: readonly End[];
  /** One life of Heed: starts it, and resolves when it was killed. */
  live(site: Site, plan: Plan): Promise<void>;
}

export function createLives(heeds: Heeds, kills: Pick<Kills, 'note'>, port: number): Lives {
  const ends: End[] = [];
  let steps = 0;
  let current: { heed: Running; plan: Plan; killedAt: Moment | null } | null = null;

  function kill(moment: Moment): void {
    if (current === null || current.killedAt !== null || current.heed.isOver()) return;
    current.killedAt = moment;
    current.heed.kill();
  }

  return {
    port,
    ends,
    hookUrl: () => `http://127.0.0.1:${port}/hooks/website`,
    passed(boundary) {
      const left = current?.plan.outside.get(boundary);
      if (current === null || left === undefined) return false;
      current.plan.outside.set(boundary, left - 1);
      if (left === 1) kill(boundary);
      return current.killedAt !== null;
    },
    stepped() {
      steps += 1;
      if (current?.plan.lenient) kill('any moment');
    },
    steps: () => steps,
    async live(site, plan) {
      const heed = heeds.start(site.orders(port, plan.inside));
      current = { heed, plan, killedAt: null };
      armFaults(site, plan);
      if (plan.when === 'ready') await heed.ready;
      const timer = setTimeout(() => kill('any moment'), plan.atLatest);
      const { signal, code } = await heed.ended;
      clearTimeout(timer);
      await pause(STILL_SERVED_MS);
      if (signal !== 'SIGKILL') throw new Error(`Heed ended by itself with ${code}`);
      const moment = current.killedAt ?? plan.inside?.boundary ?? 'any moment';
      kills.note(moment);
      ends.push({ moment, at: Date.now(), endedOn: heed.endedOn });
      current = null;
      await site.freeLeases();
    },
  };
}

/**
 * A call whose arrival kills Heed is not performed. If something else kills it first, a later life
 * meets the lost call as an outage.
 */
function armFaults({ sandbox }: Site, { outside }: Plan): void {
  for (const boundary of outside.keys()) {
    const method = /^(.+\..+) arrives$/.exec(boundary)?.[1];
    if (method !== undefined) sandbox.workspace.fault(method, { drop: 'before' });
  }
}
