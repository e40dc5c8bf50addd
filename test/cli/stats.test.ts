/** `heed stats` as somebody types it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPostgresDatabase } from '../support/databases.ts';
import { endCommands, startCommand } from '../support/heed-command.ts';
import { runInside } from '../support/inside.ts';
import { copyPreparedFolder } from '../support/prepared-folder.ts';

const EXAMPLE = readFileSync(new URL('../../src/handbook/example.yaml', import.meta.url), 'utf8');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heed-stats-'));
});
afterEach(async () => {
  await endCommands();
  rmSync(folder, { recursive: true, force: true });
});

const heed = (args: readonly string[], env: Record<string, string> = {}) =>
  runInside(['stats', ...args], folder, env);

describe('heed stats', { timeout: 60_000 }, () => {
  test('tells a week to people and to programs, and what is wrong with what was asked', async () => {
    const { url, drop } = await createPostgresDatabase();
    const client = postgres(url, { max: 1 });
    await client`insert into mention (id, ref, source, network, thread_root, author, author_handle,
      author_name, status, verdict, department, floor, cycle, placement, answered, heard,
      answers_through, last_seq, opened_at)
      select 'm' || n, 'H-' || n, 'website', 'webhook', n::text, 'u', 'u', 'u', 'dismissed', 'spam',
        (array['care', 'deliveries'])[1 + n % 2], 0, 1, 1, false, 1, 0, 2,
        timestamptz '2026-03-04T10:00Z' from generate_series(1, 5) as n`;
    await client.end();
    writeFileSync(join(folder, 'handbook.yaml'), EXAMPLE);
    const env = { DATABASE_URL: url };
    const text = await heed(['--week', '2026-W10'], env);
    const json = await heed(['--week', '2026-w10', '--department', 'Care', '--json'], env);
    const refused = await heed(['--week', 'banana'], env);
    expect(text).toEqual({
      ...{ code: 0, err: '' },
      out: [
        'Acme, week 10',
        '5 in: 0 answered, 5 dismissed, 0 still open',
        'Nothing waits for us now',
        'By source: website 5',
        'By category: none 5',
        'By department: Deliveries 3, Care 2',
        'Dismissed for: spam 5\n',
      ].join('\n'),
    });
    const report = JSON.parse(json.out);
    expect(Object.keys(report)).toEqual([
      'week',
      'soFar',
      'department',
      'timezone',
      'figures',
      'before',
      'openNow',
    ]);
    expect(Object.keys(report.figures)).toEqual([
      ...['week', 'from', 'to', 'in', 'bySource', 'byCategory', 'byDepartment', 'dismissedFor'],
      ...['notCarded', 'metrics', 'missed', 'people', 'firstReplies'],
    ]);
    expect(report.figures).toMatchObject({
      ...{ week: '2026-W10', from: '2026-03-02T00:00:00.000+02:00' },
      in: { total: 2, answered: 0, dismissed: 2, open: 0 },
    });
    expect(report.department).toBe('care');
    expect(refused).toEqual({
      ...{ code: 1, out: '' },
      err: 'heed: "banana" is no week. A week is "this week", "last week", or as 2026-W47.\n',
    });
    await drop();
  });

  test('says so where there is no database, or one that a running Heed holds', async () => {
    const missing = await heed([]);
    expect(missing).toMatchObject({ code: 1, out: '' });
    expect(missing.err).toContain('There is no database in ./.heed yet');
    await copyPreparedFolder(join(folder, '.heed'));
    const running = startCommand(['start'], folder, { PORT: '0' });
    await running.says('http://127.0.0.1:');
    const held = await heed([]);
    expect(held).toMatchObject({ code: 1, out: '' });
    expect(held.err).toMatch(/^heed: A Heed \(process \d+.*Ask it with \/heed stats, or stop it/);
    await running.stop();
  });

  test('its options go with it alone', async () => {
    const { code, err } = await runInside(['check', '--week', '2026-W10'], folder);
    expect(code).toBe(2);
    expect(err).toContain('heed: --week goes with stats alone.');
  });
});
