/** One Heed after the other on one site, each until it is killed. */
import type { Heeds, Running } from './heeds.ts';
import type { Kills, Moment, Plan } from './kills.ts';
import type { OutsideBoundary, Site } from './site.ts';

export interface Lives {
  readonly port: number;
  hookUrl(): string;
  passed(boundary: OutsideBoundary): boolean;
  /** Somebody got something done. */
  stepped(): void;
  /** How often that was. */
  steps(): number;
  /** One life of Heed: starts it, and resolves when it was killed. */
  live(site: Site, plan: Plan): Promise<void>;
}

export function createLives(heeds: Heeds, kills: Pick<Kills, 'note'>, port: number): Lives {
  let steps = 0;
  let current: { heed: Running; plan: Plan; killedAt: Moment | null } | null = null;

  function kill(moment: Moment): void {
    if (current === null || current.killedAt !== null || current.heed.isOver()) return;
    current.killedAt = moment;
    current.heed.kill();
  }

  return {
    port,
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
      if (signal !== 'SIGKILL') throw new Error(`Heed ended by itself with ${code}`);
      kills.note(current.killedAt ?? plan.inside?.boundary ?? 'any moment');
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
