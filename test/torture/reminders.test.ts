/**
 * Heed is killed again and again while deadlines of seconds run out, and two Heeds look at one
 * clock; afterwards each stage was told once, to whom it concerned, and nothing was left out.
 */
import { describe, expect, onTestFailed, test } from 'vitest';
import { isAboutDeadlines } from '../../src/core/deadline-events.ts';
import { HEED_ITSELF } from '../../src/core/events.ts';
import { DATABASES, type DatabaseKind } from '../support/databases.ts';
import { freePort } from '../support/ports.ts';
import { audit } from './audit.ts';
import { type Books, readBooks } from './books.ts';
import { HASTE, hasty, lieUntilWarned, workInHaste } from './hasty-plays.ts';
import { createHeeds, type Heeds } from './heeds.ts';
import { type Chance, chanceOf, seedOf } from './hour/chance.ts';
import { createKills, type Most } from './kills.ts';
import { createLives } from './lives.ts';
import { placeFor } from './place.ts';
import { settle } from './settle.ts';
import { openSite, type Site } from './site.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const EVERY_SECOND = '* * * * * *';
/** On each database. */
const KILLS = 50;
const ROUNDS_OF_TWO = 8;

/** Not more often than this on purpose; most kills come at any moment. */
const WHERE: Most = {
  claimed: 4,
  intended: 4,
  called: 5,
  recorded: 4,
  'chat.postMessage arrives': 3,
  'chat.postMessage performed': 5,
  'chat.update arrives': 2,
  'chat.update performed': 3,
  'conversations.history performed': 1,
  'conversations.replies performed': 1,
  'any moment': 30,
};

interface Stage {
  readonly site: Site;
  readonly heeds: Heeds;
  readonly ports: readonly number[];
  readonly chanceFor: (whose: string) => Chance;
  readonly over: AbortController;
}

describe.each(DATABASES)('deadlines while Heed is killed on %s', (kind) => {
  test('are told once each', { timeout: 15 * MINUTE_MS }, async () => {
    const heeds = await createHeeds();
    const chanceFor = dice(`${kind} killed`);
    const moments = chanceFor('kills');
    const kills = createKills(KILLS, () => moments.between(0, 2 ** 20) / 2 ** 20, WHERE);
    const lives = createLives(heeds, kills, await freePort());
    const place = await placeFor(kind);
    const site = await openSite({
      location: place.location,
      hook: lives.hookUrl,
      passed: lives.passed,
      change: hasty,
      clock: EVERY_SECOND,
      haste: HASTE,
    });
    const over = new AbortController();
    try {
      const work = workInHaste(site.sandbox, chanceFor, () => over.signal.aborted, lives.stepped);
      const killing = async () => {
        while (!over.signal.aborted) {
          const plan = kills.next(lives.steps());
          if (plan === null || kills.total() >= KILLS) return;
          await lives.live(site, plan);
          site.pass(leap(moments, kills.total()));
        }
      };
      await Promise.race([killing(), work]);
      over.abort();
      const stage = { site, heeds, ports: [lives.port], chanceFor, over };
      const played = await endLate(stage, work);
      const books = await readBooks(site, place.location);
      report(`${kind}: ${kills.total()} kills (${kills.summary()})`, site, books);
      expect(kills.total()).toBeGreaterThanOrEqual(KILLS);
      expect(books.known).toHaveLength(played);
      expect(audit(site, books)).toEqual([]);
      expect(missing(site, books)).toEqual([]);
    } finally {
      over.abort();
      await heeds.close();
      await site.close();
      await place.remove();
    }
  });
});

test('deadlines under two Heeds that look at the same moments are told once each', {
  timeout: 10 * MINUTE_MS,
}, async () => {
  const heeds = await createHeeds();
  const chanceFor = dice('two');
  const ports = [await freePort(), await freePort()];
  const place = await placeFor('postgres' satisfies DatabaseKind);
  let turn = 0;
  const hook = () => {
    turn += 1;
    return `http://127.0.0.1:${ports[turn % ports.length]}/hooks/website`;
  };
  const site = await openSite({
    location: place.location,
    hook,
    passed: () => false,
    change: hasty,
    clock: EVERY_SECOND,
    haste: HASTE,
  });
  const over = new AbortController();
  const stage: Stage = { site, heeds, ports, chanceFor, over };
  try {
    const work = workInHaste(site.sandbox, chanceFor, () => over.signal.aborted);
    await Promise.race([killBoth(stage), work]);
    over.abort();
    const played = await endLate(stage, work);
    const books = await readBooks(site, place.location);
    report(`two at once, ${2 * ROUNDS_OF_TWO} kills`, site, books);
    expect(books.known).toHaveLength(played);
    expect(audit(site, books)).toEqual([]);
    expect(missing(site, books)).toEqual([]);
  } finally {
    over.abort();
    await heeds.close();
    await site.close();
    await place.remove();
  }
});

function dice(title: string): (whose: string) => Chance {
  const seed = seedOf(process.env['SEED']);
  onTestFailed(() => void process.stdout.write(`${title}: played with SEED=${seed}\n`));
  return (whose) => chanceOf(seed, `${title} ${whose}`);
}

/**
 * How long nobody runs after one more kill: not at all, past a stage or two, or, now and then, past
 * all of them and so long that the next reminder is a new message.
 */
function leap(chance: Chance, kills: number): number {
  if (kills % 8 === 6) return chance.between(10, 14) * MINUTE_MS;
  return chance.happens(0.6) ? 0 : chance.between(1, 9) * SECOND_MS;
}

/** One goes first, while the other one goes on. */
async function killBoth({ site, heeds, ports, chanceFor, over }: Stage): Promise<void> {
  const chance = chanceFor('kills');
  for (let round = 0; round < ROUNDS_OF_TWO && !over.signal.aborted; round += 1) {
    const both = ports.map((port) => heeds.start(site.orders(port, null)));
    for (const heed of both) expect(await heed.ready).not.toBeNull();
    for (const heed of round % 2 === 0 ? both : both.toReversed()) {
      await new Promise((resolve) => setTimeout(resolve, chance.between(500, 5_000)));
      heed.kill();
      expect(await heed.ended).toEqual({ code: null, signal: 'SIGKILL' });
    }
    await site.freeLeases();
    site.pass(leap(chance, 2 * round));
  }
}

/** Lets everybody end what they began, and then all time run out before Heed comes back. */
async function endLate(stage: Stage, work: Promise<number>): Promise<number> {
  const { sandbox } = stage.site;
  const all = work.then(async (played) => played + (await lieUntilWarned(sandbox)));
  await liveInPeace(stage, all);
  stage.site.pass(11 * MINUTE_MS);
  await liveInPeace(stage, all);
  return await all;
}

async function liveInPeace({ site, heeds, ports }: Stage, work: Promise<unknown>): Promise<void> {
  const running = ports.map((port) => heeds.start(site.orders(port, null)));
  for (const heed of running) expect(await heed.ready).not.toBeNull();
  await work;
  await settle(site, `http://127.0.0.1:${ports[0]}/metrics`);
  for (const heed of running) expect(await heed.stop()).toEqual({ code: 0, signal: null });
}

interface Counts {
  readonly warnings: number;
  readonly misses: number;
  readonly calls: number;
  readonly reminders: number;
  readonly older: number;
  readonly aloud: number;
}

function countsOf({ sandbox: { workspace } }: Site, { known, rows, drawings }: Books): Counts {
  const events = known.flatMap(({ history }) => history.map(({ event }) => event));
  const reminders = rows.filter(({ kind, ts }) => kind === 'reminder' && ts !== null);
  const saysOlder = ({ id }: { id: string }) => drawings.get(id)?.text.includes('newer') === true;
  const told = events.filter(isAboutDeadlines);
  return {
    warnings: told.filter(({ type }) => type === 'deadline_neared').length,
    misses: told.filter(({ type }) => type === 'deadline_breached').length,
    calls: events.filter((one) => one.type === 'escalated' && one.by === HEED_ITSELF).length,
    reminders: reminders.length,
    older: reminders.filter(saysOlder).length,
    aloud: workspace.messages('care').filter(({ broadcast }) => broadcast).length,
  };
}

function report(what: string, site: Site, books: Books): void {
  const counts = Object.entries(countsOf(site, books)).map(([name, count]) => `${count} ${name}`);
  process.stdout.write(`${what}; ${books.known.length} mentions, ${counts.join(', ')}\n`);
}

/** What never came about, so that nothing is known of it. */
function missing(site: Site, books: Books): readonly string[] {
  return Object.entries(countsOf(site, books)).flatMap(([name, count]) =>
    count === 0 ? [name] : [],
  );
}
