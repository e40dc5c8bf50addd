/** As in Slack, so in Teams: killed again and again while everybody goes on working. */
import { describe, expect, test } from 'vitest';
import type { DatabaseKind } from '../support/databases.ts';
import { freePort } from '../support/ports.ts';
import { readBooksIn } from './books.ts';
import { createHeeds } from './heeds.ts';
import { endInPeace, killUntilDone } from './killing.ts';
import { createKills, type Most } from './kills.ts';
import { createLives } from './lives.ts';
import { placeFor } from './place.ts';
import { workUntil } from './plays.ts';
import { openSite } from './site.ts';
import { createTeamsHand } from './teams-hand.ts';
import { auditTeams, findOrphans, teamsDraw } from './teams-ledger.ts';
import { inTeams, openTenant } from './tenant.ts';

const MINUTE_MS = 60_000;
const KILLS = 50;

const MOST: Most = {
  claimed: 8,
  intended: 11,
  called: 12,
  recorded: 8,
  'hook taken': 3,
  'reply performed': 4,
  'card arrives': 4,
  'card performed': 6,
  'line arrives': 2,
  'line performed': 6,
  'chat arrives': 2,
  'chat performed': 4,
  'update arrives': 3,
  'update performed': 4,
  'any moment': 14,
};

/** Heed may read back what stands in the channels, or may not. */
const TENANTS: readonly { readonly kind: DatabaseKind; readonly consents: boolean }[] = [
  { kind: 'embedded', consents: false },
  { kind: 'postgres', consents: true },
];

describe.each(TENANTS)('on $kind, where the team consents: $consents', ({ kind, consents }) => {
  test('nothing is lost, and nothing is doubled that could be looked for', {
    timeout: 25 * MINUTE_MS,
  }, async () => {
    const place = await placeFor(kind);
    const heeds = await createHeeds('teams');
    const kills = createKills(KILLS, Math.random, MOST);
    const over = new AbortController();
    const lives = createLives(heeds, kills, await freePort());
    const heed = `http://127.0.0.1:${lives.port}`;
    const tenant = await openTenant({ consents, heed, passed: lives.passed });
    const site = await openSite({
      location: place.location,
      hook: lives.hookUrl,
      passed: lives.passed,
      tenant: tenant.orders,
      change: inTeams,
    });
    const hand = createTeamsHand(tenant, lives.stepped);
    try {
      const work = tenant
        .install()
        .then(() => workUntil(site.sandbox.square, hand, () => over.signal.aborted));
      await Promise.race([killUntilDone(site, kills, lives, over.signal), work]);
      over.abort();
      let left = 0;
      const played = await endInPeace(site, heeds, lives, work, async () => {
        const orphans = findOrphans(tenant);
        left = orphans.length;
        await hand.pressOrphans(orphans);
      });
      const books = await readBooksIn(site, place.location, teamsDraw);
      process.stdout.write(
        `${kind}: ${kills.total()} kills (${kills.summary()}); ` +
          `${played} mentions, ${tenant.connector.all.length} messages, ${left} left behind\n`,
      );
      expect(kills.total()).toBeGreaterThanOrEqual(KILLS);
      expect(books.known).toHaveLength(played);
      expect(auditTeams({ site, tenant, hand, ends: lives.ends }, books)).toEqual([]);
    } finally {
      over.abort();
      await heeds.close();
      await tenant.close();
      await site.close();
      await place.remove();
    }
  });
});
