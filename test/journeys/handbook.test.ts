/** `heed start` as an operator runs it, while the handbook's file changes under it. */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { createPostgresDatabase } from '../support/databases.ts';
import { aHandbookFile, unhurried } from '../support/handbook-files.ts';
import { runInside } from '../support/inside.ts';
import { freePort } from '../support/ports.ts';
import { type Program, startProgram } from '../support/program.ts';
import { STAFF, type Staff, type StaffName, says, staffOf } from '../support/staff.ts';
import { GIVES_WAY_MS, until } from '../support/until.ts';

const SLOW_MS = 60_000;
const EXAMPLE = unhurried(
  readFileSync(new URL('../../src/handbook/example.yaml', import.meta.url), 'utf8'),
);

let folder: string;
let file: string;
let sandbox: Sandbox;
let staff: Staff;
let database: { url: string; drop(): Promise<void> };
let sql: ReturnType<typeof postgres>;
let env: Record<string, string>;
let one: Program;
let other: Program;
/** The text of the file as it was last taken. */
let text: string;
let posts = 0;
/** Which of the two Heeds hears of posts. */
let hookPort = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heed-versions-'));
  file = join(folder, 'handbook.yaml');
  database = await createPostgresDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  hookPort = await freePort();
  sandbox = await startSandbox({
    hookUrl: () => `http://127.0.0.1:${hookPort}/hooks/website`,
    limits: 'none',
  });
  staff = staffOf(sandbox);
  text = EXAMPLE.replace(/undo: \S+/, 'undo: 1s').replace(
    /reply_url: \S+/,
    `reply_url: ${sandbox.replyUrl}`,
  );
  writeFileSync(file, text);
  env = {
    PORT: String(hookPort),
    HEED_HANDBOOK: file,
    DATABASE_URL: database.url,
    WEBSITE_WEBHOOK_SECRET: sandbox.webhookSecret,
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_APP_TOKEN: sandbox.appToken,
    SLACK_API_URL: sandbox.slackApiUrl,
  };
  one = startProgram(env);
  await one.ready();
}, SLOW_MS);

afterAll(async () => {
  for (const program of [one, other]) program?.tell('SIGKILL');
  await Promise.all([one?.ended, other?.ended]);
  await sandbox?.close();
  await sql?.end();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** As an editor does it: the whole text in a new file, put in the old one's place. */
function save(changed: string): void {
  writeFileSync(join(folder, '.handbook.yaml.swp'), changed);
  renameSync(join(folder, '.handbook.yaml.swp'), file);
}

const shaOf = (version: string) => aHandbookFile(version).handbook.sha;

async function activeSha(): Promise<string> {
  const [row] = await sql`select sha from handbook order by activated_at desc limit 1`;
  return String(row?.['sha']);
}

function decides(version: string): Promise<unknown> {
  return until('the version to decide', async () => (await activeSha()) === shaOf(version));
}

/** The version that each event of a mention was decided under, by type. */
async function decidedUnder(ref: string): Promise<readonly (readonly [string, string])[]> {
  const rows = await sql`
    select type, handbook from event
    where mention = (select id from mention where ref = ${ref}) order by seq`;
  return rows.map((row) => [String(row['type']), String(row['handbook'])]);
}

async function postAbout(words: string, channel = 'care') {
  posts += 1;
  const tag = `(${posts})`;
  // Each by another one, as the cards of one author are all drawn anew with each other.
  const customer = `u-${1 + (posts % 5)}`;
  sandbox.square.post({ customer, postId: 'black-friday', text: `${words} ${tag}` });
  return staff.card(channel, tag);
}

const cardAt = (channel: string, ts: string) =>
  staff.cards(channel).find((card) => card.ts === ts) ?? { text: '' };

/** In the sentence for notifications, which says nothing of the author's other mentions. */
function shows(channel: string, ts: string, words: string): Promise<unknown> {
  return until(
    `the card to say "${words}"`,
    () => cardAt(channel, ts).text.includes(words),
    SLOW_MS,
  );
}

const messagesTo = (who: StaffName) => sandbox.workspace.directMessages(STAFF[who]).length;

test('a file that is saved decides from then on, and open cards say so', {
  timeout: SLOW_MS,
}, async () => {
  const { ts } = await postAbout('It arrived broken');
  await shows('care', ts, 'Complaint');
  const before = text;
  text = text.replace(
    'complaint: { approvals: 1 }',
    'complaint: { name: Grievance, approvals: 1 }',
  );
  save(text);
  await decides(text);
  await shows('care', ts, 'Grievance');
  await staff.press('thandi', 'care', ts, 'Claim');
  await shows('care', ts, 'with Thandi');
  const [opened, , claimed] = await decidedUnder('H-1000');
  expect(opened).toEqual(['opened', shaOf(before)]);
  expect(claimed).toEqual(['claimed', shaOf(text)]);
});

test('a file with mistakes decides nothing, and the admins are told all of them', {
  timeout: SLOW_MS,
}, async () => {
  const broken = text
    .replace('role: trainee', 'role: intern')
    .replace('default_department: care', 'default_department: sales')
    .replace('undo: 1s', 'undo: soon');
  save(broken);
  const told = says(await staff.dm('zanele', 'cannot be taken'));
  for (const word of ['intern', 'sales', 'soon']) expect(told).toContain(word);
  save('company: Acme\ntimezone: [');
  await until('a second message', () => messagesTo('zanele') === 2);
  rmSync(file);
  await staff.dm('zanele', 'There is no handbook at');
  expect(messagesTo('zanele')).toBe(3);
  expect(await activeSha()).toBe(shaOf(text));
  const { ts } = await postAbout('It is damaged');
  await shows('care', ts, 'Grievance');
  expect(await one.get('/readyz')).toMatchObject({ status: 200 });
  save(text);
});

test('a file that drops a department with open mentions is refused with their list', {
  timeout: SLOW_MS,
}, async () => {
  const card = await postAbout('Where is my parcel?', 'deliveries');
  const ref = /H-\d+/.exec(says(card))?.[0] ?? 'no reference';
  save(withoutDeliveries(text));
  expect(says(await staff.dm('zanele', 'is not in it any more'))).toContain(`open there: ${ref}.`);
  expect(await activeSha()).toBe(shaOf(text));
  save(text);
});

function withoutDeliveries(version: string): string {
  return version
    .replace(/ {2}deliveries:\n.*\n.*\n/, '')
    .replace(/ {2}- \{ name: Kabelo.*\n/, '')
    .replaceAll('[care, deliveries]', '[care]')
    .replaceAll('department: deliveries', 'department: care');
}

test('a source whose secret is not set is refused with what to do', {
  timeout: SLOW_MS,
}, async () => {
  save(`${text}  - { id: blog, network: webhook, secret_env: BLOG_SECRET }\n`);
  const told = says(await staff.dm('zanele', 'BLOG_SECRET is not set'));
  expect(told).toContain('restart Heed');
  expect(await activeSha()).toBe(shaOf(text));
  save(text);
});

test('a source that needs no other secret is served at once', { timeout: SLOW_MS }, async () => {
  expect(await hookStatus('shop')).toBe(404);
  text = `${text}  - { id: shop, network: webhook, secret_env: WEBSITE_WEBHOOK_SECRET }\n`;
  save(text);
  await until('the hook to be there', async () => (await hookStatus('shop')) === 401);
});

async function hookStatus(source: string): Promise<number> {
  const url = `http://127.0.0.1:${env['PORT']}/hooks/${source}`;
  return (await fetch(url, { method: 'POST', body: '{}' })).status;
}

test('what somebody had in hand who left goes back, and they act no more', {
  timeout: SLOW_MS,
}, async () => {
  const { ts } = await postAbout('It arrived smashed');
  await staff.press('lindiwe', 'care', ts, 'Claim');
  await shows('care', ts, 'with Lindiwe');
  text = text.replace(/ {2}- \{ name: Lindiwe.*\n/, '');
  save(text);
  await shows('care', ts, 'unclaimed');
  await staff.press('lindiwe', 'care', ts, 'Claim');
  await staff.told('lindiwe', 'not in the handbook');
});

test('a request for review to somebody who left says so, and another can still approve', {
  timeout: SLOW_MS,
}, async () => {
  text = text.replace(
    /( {2}- \{ name: Noor)/,
    '  - { name: Lindiwe B. Dube, email: lindiwe@acme.example, role: reviewer, departments: [care] }\n$1',
  );
  save(text);
  await decides(text);
  const { ts } = await postAbout('It came damaged');
  await staff.press('thandi', 'care', ts, 'Reply');
  await staff.dialog('thandi', 'It came damaged');
  await staff.type('thandi', 'Sorry. We look into it today.');
  await staff.submit('thandi');
  await staff.dm('lindiwe', 'We look into it today');
  text = text.replace(/ {2}- \{ name: Lindiwe.*\n/, '  # Lindiwe left again.\n');
  save(text);
  await staff.dm('lindiwe', 'nobody waits for your review', GIVES_WAY_MS);
  const request = await staff.dm('sam', 'We look into it today');
  await staff.pressDm('sam', request, 'Approve');
  await shows('care', ts, 'answered');
});

test('SIGHUP has the file read where nobody sees it change', { timeout: SLOW_MS }, async () => {
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'handbook.yaml'), text);
  rmSync(file);
  symlinkSync(join(elsewhere, 'handbook.yaml'), file);
  text = text.replace('praise: { approvals: 0 }', 'praise: { name: Applause, approvals: 0 }');
  const { ts } = await postAbout('Well done');
  await shows('care', ts, 'Praise');
  writeFileSync(join(elsewhere, 'handbook.yaml'), text);
  one.tell('SIGHUP');
  await decides(text);
  await shows('care', ts, 'Applause');
});

test('a second Heed that starts with an old file decides by the active version', {
  timeout: SLOW_MS,
}, async () => {
  const port = await freePort();
  const old = join(folder, 'elsewhere', 'old.yaml');
  writeFileSync(old, text.replace(', approvals: 1 }', ', approvals: 0 }'));
  expect((await activateFile(old)).code).toBe(0);
  expect((await activateFile(file)).code).toBe(0);
  other = startProgram({ ...env, PORT: String(port), HEED_HANDBOOK: old });
  await other.ready();
  expect(other.output()).toContain(`heed handbook activate ${old}`);
  expect(await activeSha()).toBe(shaOf(text));
  hookPort = port;
  const { ts } = await postAbout('It came broken');
  await shows('care', ts, 'Grievance');
  const last = await sql`select handbook from event order by at desc limit 1`;
  expect(last[0]?.['handbook']).toBe(shaOf(text));
});

test('heed check says which version decides, and that the file is another', {
  timeout: SLOW_MS,
}, async () => {
  const same = await runInside(['check'], folder, env);
  expect(same.out).toMatch(
    new RegExp(
      `^ok +handbook +version ${shaOf(text).slice(0, 8)} decides, since .*it is what`,
      'm',
    ),
  );
  const old = join(folder, 'elsewhere', 'old.yaml');
  const older = await runInside(['check'], folder, { ...env, HEED_HANDBOOK: old });
  expect(older.out).toMatch(/^ok +handbook +version .*differs/m);
  expect(older.out).toContain(`"heed handbook activate ${old}"`);
  const bad = join(folder, 'elsewhere', 'bad.yaml');
  writeFileSync(bad, withoutDeliveries(text));
  const refused = await runInside(['check'], folder, { ...env, HEED_HANDBOOK: bad });
  expect(refused.code).toBe(1);
  expect(refused.out).toMatch(/^wrong handbook +.*deliveries.*H-\d+/m);
});

test('heed handbook activate brings a version back, for every Heed at once', {
  timeout: SLOW_MS,
}, async () => {
  const first = join(folder, 'elsewhere', 'first.yaml');
  const back = text.replace('name: Grievance, ', '');
  writeFileSync(first, back);
  const { ts } = staff.cards('care').at(-1) ?? { ts: '' };
  expect(await activateFile(first)).toMatchObject({ code: 0, err: '' });
  await shows('care', ts, 'Complaint');
  await staff.press('thandi', 'care', ts, 'Claim');
  await shows('care', ts, 'with Thandi');
  expect((await activateFile(first)).out).toContain('decides already');
  expect(await activateFile(file)).toMatchObject({ code: 0 });
  await shows('care', ts, 'Grievance');
  const bad = await activateFile(join(folder, 'elsewhere', 'bad.yaml'));
  expect(bad).toMatchObject({ code: 1, out: '' });
  expect(bad.err).toMatch(/deliveries.*H-\d+/);
});

function activateFile(path: string) {
  return runInside(['handbook', 'activate', path], folder, env);
}
