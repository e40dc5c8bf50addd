/** What `heed check` and `heed start` say of Teams. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { runInside } from '../support/inside.ts';
import { copyPreparedFolder } from '../support/prepared-folder.ts';
import { TENANT } from '../support/teams.ts';
import { HANDBOOK } from '../support/teams-house.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heed-check-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LOCAL = { HEED_TEAMS_LOCAL: '1', SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}` };

function check(handbook = HANDBOOK) {
  writeFileSync(join(folder, 'handbook.yaml'), handbook);
  return runInside(['check'], folder, LOCAL);
}

/** Heed was added to a team with one of the channels, and knows one of the people. */
async function install(): Promise<void> {
  const dataDir = join(folder, '.heed');
  await copyPreparedFolder(dataDir);
  const { store, conversations, personLinks } = await openStore({ dataDir });
  const place = { surface: 'teams', tenant: TENANT };
  const serviceUrl = 'http://127.0.0.1:9/';
  const named = { id: '19:care@thread.tacv2', name: 'Care', team: 't', teamName: 'Acme' };
  await conversations.save(place, { kind: 'channel', ...named, serviceUrl });
  await personLinks.save({
    ...{ ...place, externalId: '29:sam', email: 'sam@acme.example' },
    ...{ standing: 'member', checkedAt: Date.now() },
  });
  await store.close();
}

test('check says which department has no channel, and who can’t be reached', async () => {
  await install();
  const { code, out } = await check();
  expect(code).toBe(1);
  expect(out).toMatch(/^ok +teams +a trial without an app id/m);
  expect(out).toMatch(/^ok +teams +Care: Care is there$/m);
  expect(out).toMatch(/^wrong teams +Deliveries has no channel yet: add Heed to it in Teams\.$/m);
  expect(out).toMatch(/^ok +teams +Sam Botha can be reached$/m);
  expect(out).toMatch(
    /^wrong teams +Thandi Nkosi can't get reminders: install Heed for Thandi Nkosi in Teams\.$/m,
  );
  expect(out).not.toContain('SLACK_BOT_TOKEN');
});

test('check says what has nowhere to stand where Heed works in Teams alone', async () => {
  const { code, out } = await check(
    HANDBOOK.replace(
      'channel: { teams: Care }',
      'channel: { slack: care }, sensitive: { channel: { slack: p }, owners: [sam@acme.example] }',
    ),
  );
  expect(code).toBe(1);
  expect(out).toMatch(
    /^wrong channels +Care names no channel where Heed works: give it channel\.teams\.$/m,
  );
  expect(out).toMatch(/^wrong channels +What is sensitive has nowhere to stand: it needs Slack/m);
});

test('with a database and no surface, a start says what to set', async () => {
  const { code, err } = await runInside(['start'], folder, {
    DATABASE_URL: 'postgres://127.0.0.1:9/heed',
  });
  expect(code).toBe(1);
  expect(err).toContain('SLACK_BOT_TOKEN');
  expect(err).toContain('MicrosoftAppTenantId');
});
