/** Heed is killed again and again while everybody goes on working; afterwards all is counted. */
import { describe, expect, test } from 'vitest';
import { DATABASES } from '../support/databases.ts';
import { freePort } from '../support/ports.ts';
import { audit } from './audit.ts';
import { readBooks } from './books.ts';
import { createHeeds, type Heeds, type Running } from './heeds.ts';
import { createKills, type Kills, type Moment, type Plan } from './kills.ts';
import { placeFor } from './place.ts';
import { AUTHORS, workUntil } from './plays.ts';
import { settle } from './settle.ts';
import { type OutsideBoundary, openSite, type Site } from './site.ts';
import { openHome } from './turns.ts';

const MINUTE_MS = 60_000;
const KILLS = 100;

describe.each(DATABASES)('killed again and again on %s', (kind) => {
  test('nothing is lost and nothing is doubled', { timeout: 25 * MINUTE_MS }, async () => {
    const place = await placeFor(kind);
    const heeds = createHeeds();
    const kills = createKills(KILLS);
    const over = new AbortController();
    const round = createRounds(heeds, kills, await freePort());
    const site = await openSite({
      location: place.location,
      hook: round.hookUrl,
      passed: round.passed,
    });
    try {
      const work = workUntil(site.sandbox, () => over.signal.aborted, round.stepped);
      await Promise.race([killUntilDone(site, kills, round, over.signal), work]);
      over.abort();
      const played = await endInPeace(site, heeds, round, work);
      const books = await readBooks(site, place.location);
      const keys = site.doors.requests.map(({ key }) => key);
      process.stdout.write(
        `${kind}: ${kills.total()} kills (${kills.summary()}); ${played} mentions, ` +
          `${keys.length} requests to the website with ${new Set(keys).size} keys\n`,
      );
      expect(kills.total()).toBeGreaterThanOrEqual(KILLS);
      expect(books.known).toHaveLength(played);
      expect(audit(site, books)).toEqual([]);
    } finally {
      over.abort();
      await heeds.close();
      await site.close();
      await place.remove();
    }
  });
});

interface Rounds {
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

function createRounds(heeds: Heeds, kills: Kills, port: number): Rounds {
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

async function killUntilDone(
  site: Site,
  kills: Kills,
  round: Rounds,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    const plan = kills.next(round.steps());
    if (plan === null) return;
    await round.live(site, plan);
  }
}

/** Lets everybody end what they began, waits until Heed has nothing left to do, and stops it. */
async function endInPeace(
  site: Site,
  heeds: Heeds,
  { port }: Rounds,
  work: Promise<number>,
): Promise<number> {
  const heed = heeds.start(site.orders(port, null));
  await heed.ready;
  const played = await work;
  const metrics = `http://127.0.0.1:${port}/metrics`;
  await settle(site, metrics);
  // A Home tab is brought up to date when it is opened.
  for (const who of AUTHORS) await openHome(site.sandbox, who);
  await settle(site, metrics);
  expect(await heed.stop()).toEqual({ code: 0, signal: null });
  return played;
}
