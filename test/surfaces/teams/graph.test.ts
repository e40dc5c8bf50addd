/** The answer to a post is lost: Heed looks before it posts again, where the team lets it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { runInside } from '../../support/inside.ts';
import {
  APP_ID,
  type Graph,
  goodClaims,
  KEY_ID,
  MICROSOFT,
  microsoftGivesTokens,
  microsoftLeaves,
  microsoftVouches,
  signed,
  startGraph,
} from '../../support/microsoft.ts';
import { copyPreparedFolder } from '../../support/prepared-folder.ts';
import { addedTo, postActivity, TENANT } from '../../support/teams.ts';
import {
  CARE,
  HANDBOOK,
  openTeamsHouse,
  TEAM,
  type TeamsHouse,
} from '../../support/teams-house.ts';
import { teamsStaffOf } from '../../support/teams-staff.ts';
import { until } from '../../support/until.ts';

let house: TeamsHouse;
let graph: Graph;
let send: TeamsHouse['send'];

beforeEach(async () => {
  microsoftVouches();
  microsoftGivesTokens(TENANT);
  graph = startGraph(() => house.connector);
  const teams = { type: 'password', appId: APP_ID, password: 's', tenant: TENANT } as const;
  house = await openTeamsHouse({ teams, isDrawn: true });
  const { connector, heed } = house;
  const token = signed(goodClaims(connector), MICROSOFT.privateKey, KEY_ID);
  const authorization = `Bearer ${token}`;
  send = (activity) => postActivity(heed.url, activity, { authorization });
  await send(addedTo(connector, TEAM));
});

afterEach(async () => {
  await house.close();
  microsoftLeaves();
});

const inChannel = () => house.connector.standing(CARE);
const cards = () => inChannel().filter(({ conversation }) => conversation === CARE);
const lines = () => inChannel().filter(({ conversation }) => conversation !== CARE);
const textsOf = () => lines().map(({ activity }) => activity['text']);

/** Once a line stands under a card Heed knows where the card is. */
async function isTold(): Promise<void> {
  await until('a card', () => cards()[0]);
  await house.comment({ text: 'Changed.', editedAt: '2026-11-21T09:00:00Z' });
  await until('a line of the story', () => lines()[0]);
}

const POST_CARD = new RegExp(`${CARE}/activities$`);
const POST_LINE = /;messageid=\d+\/activities$/;

test('the card stands already: it is found and kept, and its story goes on under it', async () => {
  house.connector.trouble('POST', POST_CARD, 'drop');
  await house.comment();
  await isTold();
  expect(cards()).toHaveLength(1);
  expect(lines()[0]?.conversation).toBe(`${CARE};messageid=${cards()[0]?.id}`);
  expect(graph.asked[0]).toBe(`/v1.0/teams/group-of-${TEAM.id}/channels/${CARE}/messages`);
});

test('among other cards the right one is found', async () => {
  await house.comment({ id: 'c-2', text: 'The shop is shut.', url: 'https://acme.example/2' });
  await until('another card', () => cards()[0]);
  house.connector.trouble('POST', POST_CARD, 'drop');
  await house.comment();
  await until('a second card', () => cards()[1]);
  await house.comment({ text: 'Changed.', editedAt: '2026-11-21T09:00:00Z' });
  const under = `${CARE};messageid=${cards()[1]?.id}`;
  await until('its line', () => lines().some(({ conversation }) => conversation === under));
  expect(cards()).toHaveLength(2);
});

test('the post was lost on its way: the card goes out after the look', async () => {
  house.connector.trouble('POST', POST_CARD, { status: 502 });
  await house.comment();
  await isTold();
  expect(graph.asked).toHaveLength(1);
  expect(cards()).toHaveLength(1);
});

test.each([
  [429, { 'retry-after': '1' }],
  [503, {}],
])('Graph answers %d first: Heed looks again before it posts', async (status, headers) => {
  graph.refuse(status, 1, headers);
  house.connector.trouble('POST', POST_CARD, 'drop');
  await house.comment();
  await isTold();
  expect(graph.asked.length).toBeGreaterThan(1);
  expect(cards()).toHaveLength(1);
});

test('the team does not let Heed look: there is one card more, not none', async () => {
  graph.refuse(403, 99);
  house.connector.trouble('POST', POST_CARD, 'drop');
  await house.comment();
  await isTold();
  expect(cards()).toHaveLength(2);
});

test('check says of each team whether Heed can look', async () => {
  const { url } = house.connector;
  const tenant = '11111111-2222-3333-4444-555555555555';
  microsoftGivesTokens(tenant);
  const folder = mkdtempSync(join(tmpdir(), 'heed-graph-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await copyPreparedFolder(join(folder, '.heed'));
  const { store, conversations } = await openStore({ dataDir: join(folder, '.heed') });
  const care = { id: CARE, name: 'Care', team: TEAM.id, teamName: TEAM.name, serviceUrl: url };
  await conversations.save({ surface: 'teams', tenant }, { kind: 'channel', ...care });
  await store.close();
  writeFileSync(join(folder, 'handbook.yaml'), HANDBOOK);
  const env = {
    ...{ MicrosoftAppId: APP_ID, MicrosoftAppPassword: 's', MicrosoftAppTenantId: tenant },
    SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
  };
  const yes = await runInside(['check'], folder, env);
  expect(yes.out).toMatch(/^ok +teams +Acme Support: after a lost answer Heed can look/m);
  graph.refuse(403, 9);
  const no = await runInside(['check'], folder, env);
  expect(no.out).toMatch(/^note +teams +Acme Support does not let Heed read its channels: after/m);
});

test('a line of the story stands already: it is not said twice', async () => {
  house.connector.trouble('POST', POST_LINE, 'drop');
  await house.comment();
  await until('a card', () => cards()[0]);
  await house.comment({ text: 'Changed.', editedAt: '2026-11-21T09:00:00Z' });
  await until('a look at the thread', () => graph.asked.find((path) => path.endsWith('/replies')));
  await house.comment({ deleted: true, editedAt: '2026-11-21T09:05:00Z' });
  await until('the next line', () => textsOf().find((text) => String(text).includes('deleted')));
  expect(textsOf()).toEqual([
    expect.stringContaining('edited the post'),
    expect.stringContaining('deleted the post'),
  ]);
});

test('nor is one whose link leads on', async () => {
  await house.comment();
  const staff = teamsStaffOf({ connector: house.connector, send });
  await staff.press('sam', await staff.shown(CARE, 'Nobody answers the phone.'), 'Claim');
  await until('a line of the story', () => lines()[0]);
  const card = await staff.shown(CARE, 'with Sam Botha');
  house.connector.trouble('POST', POST_LINE, 'drop');
  const dialog = await staff.openDialog('sam', card, 'Answered elsewhere');
  const link = { choice: 'https://acme.example/answers?about=phone&to=1' };
  expect(await staff.submit('sam', card, dialog, link, 'Save')).toBeNull();
  await until('a look at the thread', () => graph.asked.find((path) => path.endsWith('/replies')));
  await house.comment({ text: 'Changed.', editedAt: '2026-11-21T09:00:00Z' });
  await until('the next line', () => textsOf().find((text) => String(text).includes('edited')));
  expect(textsOf()).toEqual([
    expect.stringContaining('claimed'),
    expect.stringContaining('about=phone&amp;to=1'),
    expect.stringContaining('edited the post'),
  ]);
});
