/** The trial of Teams: what Heed does with the Agents Playground, for which a script stands here. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { endCommands, startCommand } from '../support/heed-command.ts';
import { copyPreparedFolder } from '../support/prepared-folder.ts';
import { anActivity, type Connector, startConnector } from '../support/teams.ts';
import { until } from '../support/until.ts';
import { textsIn } from '../surfaces/teams/looking.ts';

const SLOW = { timeout: 60_000 };

let folder: string;
let connector: Connector;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heed-playground-'));
  connector = await startConnector();
});
afterEach(async () => {
  await endCommands();
  await connector.close();
  rmSync(folder, { recursive: true, force: true });
});

/** In place of the npx that would fetch the Playground. */
function start(script: string, env: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(folder, 'npx'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const PATH = `${folder}:${process.env['PATH'] ?? ''}`;
  return startCommand(['start', '--playground'], folder, { PORT: '0', ...env, PATH });
}

const config = z.object({
  currentUser: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  users: z.array(z.object({ id: z.string(), name: z.string(), email: z.string() })),
  personalChat: z.object({ id: z.string() }),
  team: z.object({
    id: z.string(),
    name: z.string(),
    channels: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
});

function configured() {
  const file = join(folder, '.heed', 'playground', 'playground.yml');
  return config.parse(parse(readFileSync(file, 'utf8')));
}

test(
  'customers write once the page is open, and their cards stand in Teams too',
  SLOW,
  async () => {
    await copyPreparedFolder(join(folder, '.heed'));
    const running = start(`echo "$@" > ${folder}/asked
while [ ! -e ${folder}/go ]; do sleep 0.05; done
echo "Listening on ${new URL(connector.url).port}"
exec sleep 60`);
    const asked = await until('npx to be asked', () => {
      const text = (() => {
        try {
          return readFileSync(join(folder, 'asked'), 'utf8');
        } catch {
          return '';
        }
      })();
      return text === '' ? null : text;
    });
    expect(asked).toContain('@microsoft/m365agentsplayground@');
    const { team, currentUser, users, personalChat } = configured();
    expect([currentUser, ...users].map(({ name }) => name)).toEqual([
      ...['Thandi Nkosi', 'Sam Botha', 'Lindiwe Dube', 'Noor Patel', 'Kabelo Mokoena'],
      'Zanele Khumalo',
    ]);
    const [second = { id: '', name: '' }] = team.channels;
    expect(second.name).toBe('Deliveries');
    connector.team(team.id, [{ id: team.id }, second]);
    connector.members(team.id, [currentUser, ...users]);
    writeFileSync(join(folder, 'go'), '');
    const said = await running.says('Teams is at http://localhost:');
    expect(said).toContain('where you are Thandi Nkosi');
    const endpoint = /--app-endpoint (\S+)/u.exec(asked)?.[1] ?? '';
    expect(connector.standing(team.id)).toEqual([]);
    const opened = anActivity('installationUpdate/add/personal', connector, {
      from: { id: currentUser.id, name: currentUser.name },
      conversation: { ...personal(personalChat.id) },
    });
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(opened),
    });
    expect(answer.status).toBe(200);
    const words = () => [team.id, second.id].map((id) => textsIn(connector.standing(id)));
    await until('cards in both channels', () => {
      const [care = '', deliveries = ''] = words();
      return care.includes('· Care · H-') && deliveries.includes('· Deliveries · H-');
    });
    expect((await running.stop()).code).toBe(0);
  },
);

function personal(id: string) {
  return { id, conversationType: 'personal', tenantId: '00000000-0000-0000-0000-0000000000001' };
}

test('where it cannot be fetched, its last words are said', SLOW, async () => {
  await copyPreparedFolder(join(folder, '.heed'));
  const { code, err } = await start('echo "npm error 404 Not Found" >&2; exit 1').ended;
  expect(err).toContain('heed: The Agents Playground does not start: npm error 404 Not Found');
  expect(code).toBe(1);
});

test('it goes with the sandbox alone', SLOW, async () => {
  const { code, err } = await start('exit 1', { DATABASE_URL: 'postgres://localhost/heed' }).ended;
  expect(err).toContain('heed: The playground goes with the sandbox');
  expect(code).toBe(1);
});
