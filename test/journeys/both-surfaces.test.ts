/** One company in Slack and in Teams at once: begun in the one, ended in the other. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { STAFF, says, staffOf } from '../support/staff.ts';
import { CARE, HANDBOOK, openTeamsHouse, type TeamsHouse } from '../support/teams-house.ts';
import { cardsIn, chatWith, teamsStaffOf } from '../support/teams-staff.ts';
import { until } from '../support/until.ts';
import { labelsOf, textsIn } from '../surfaces/teams/looking.ts';

let sandbox: Sandbox;
let house: TeamsHouse;

beforeAll(async () => {
  sandbox = await startSandbox({
    hookUrl: () => 'http://127.0.0.1:9/hooks',
    delivery: { type: 'socket' },
    limits: 'none',
  });
  const { botToken, signingSecret, appToken, slackApiUrl } = sandbox;
  house = await openTeamsHouse({
    isDrawn: true,
    slack: { botToken, signingSecret, appToken, apiUrl: slackApiUrl },
    handbook: HANDBOOK.replace('{ teams: Care }', '{ slack: care, teams: Care }').replace(
      'routing:',
      `sensitive: { channel: { slack: people-private }, owners: [sam@acme.example] }
categories:
  complaint: { approvals: 1 }
routing:
  - { words: [broken], category: complaint }`,
    ),
  });
  await house.install();
});

afterAll(async () => {
  await house?.close();
  await sandbox?.close();
});

test('claimed and written in Slack, approved in Teams: both cards say so', async () => {
  const inSlack = staffOf(sandbox);
  const inTeams = teamsStaffOf(house);
  await house.comment({ text: 'My vase arrived broken.' });
  const card = await inSlack.card('care', 'My vase arrived broken.');
  const twin = await inTeams.shown(CARE, 'My vase arrived broken.');
  expect(labelsOf(twin.card)).toContain('Claim');

  await inSlack.press('thandi', 'care', card.ts, 'Reply');
  await inSlack.dialog('thandi', 'Your reply');
  const claimed = await inTeams.shown(CARE, 'with Thandi Nkosi');
  expect(labelsOf(claimed.card)).not.toContain('Claim');
  await inSlack.type('thandi', 'Sorry, Lerato. We are sending you a new one.');
  await inSlack.submit('thandi');

  const asked = await inTeams.shown(chatWith('sam'), 'Draft 1 by Thandi Nkosi');
  expect(await inTeams.press('sam', asked, 'Approve')).toBe('Done.');
  const { ts } = card;
  await until('Slack to say that it was approved', () =>
    says(sandbox.workspace.messages('care').find((one) => one.ts === ts) ?? {}).includes(
      'Approved by Sam Botha',
    ),
  );
  await inTeams.shown(CARE, 'Approved by Sam Botha');
  expect(requestsInSlack()).toEqual([]);
});

test('a reviewer is asked where they last worked, and nowhere else', async () => {
  const inSlack = staffOf(sandbox);
  const inTeams = teamsStaffOf(house);
  const before = requestsInTeams();
  await inSlack.home('sam', '');

  await submitted('c-2', 'My plate arrived broken.');
  await inSlack.dm('sam', 'My plate arrived broken.');
  const card = await inTeams.shown(CARE, 'My plate arrived broken.');
  await until('Teams to show the draft', async () => {
    const { card } = await inTeams.shown(CARE, 'My plate arrived broken.');
    return 'refresh' in card;
  });
  expect(requestsInTeams()).toBe(before);

  const standing = await inTeams.refreshed(
    'sam',
    await inTeams.shown(CARE, 'My plate arrived broken.'),
  );
  expect(standing.id).toBe(card.id);
  expect(await inTeams.press('sam', standing, 'Approve')).toBe('Done.');
  const settled = await inSlack.dm('sam', 'Approved by Sam Botha');
  expect(JSON.stringify(settled)).not.toContain('Request changes');

  await submitted('c-3', 'My bowl arrived broken.');
  await inTeams.shown(chatWith('sam'), 'My bowl arrived broken.');
  expect(requestsInTeams()).toBe(before + 1);
  expect(requestsInSlack()).toHaveLength(1);
});

test('what turns out to be sensitive goes to the private channel, and nothing of it stays in Teams', async () => {
  const inTeams = teamsStaffOf(house);
  const author = { id: 'u-9', handle: 'nomsa', name: 'Nomsa' };
  const text = 'Your driver shouted at me.';
  await house.comment({ id: 'c-9', url: 'https://acme.example/9', text, author });
  const { id } = await inTeams.shown(CARE, text);
  const card = () =>
    until('the card', () => cardsIn(house.connector, CARE).find((one) => one.id === id));
  await inTeams.press('sam', await card(), 'Claim');
  const under = () => {
    const thread = `${CARE};messageid=${id}`;
    return house.connector.standing(CARE).filter(({ conversation }) => conversation === thread);
  };
  await until('a line in its thread', () => under()[0]);
  expect(await inTeams.press('sam', await card(), 'Sensitive')).toBe('Done.');
  await staffOf(sandbox).card('people-private', text);
  const left = () => house.connector.find(id)?.activity;
  await until('the card to say no more', () => !JSON.stringify(left()).includes('Nomsa'));
  expect(textsIn(left())).toMatch(/^H-\d+ has moved\.$/);
  await until('the thread to be cleared', () => under().length === 0);
});

/** Somebody complains, and Thandi answers in Slack. */
async function submitted(id: string, text: string): Promise<void> {
  const inSlack = staffOf(sandbox);
  const author = { id: `u-${id}`, handle: id, name: id };
  await house.comment({ id, url: `https://acme.example/${id}`, text, author });
  const { ts } = await inSlack.card('care', text);
  await inSlack.press('thandi', 'care', ts, 'Reply');
  await inSlack.dialog('thandi', 'Your reply');
  await inSlack.type('thandi', 'Sorry. We are sending you a new one.');
  await inSlack.submit('thandi');
}

function requestsInSlack(): readonly unknown[] {
  return sandbox.workspace.directMessages(STAFF.sam);
}

function requestsInTeams(): number {
  return house.connector.standing(chatWith('sam')).length;
}
