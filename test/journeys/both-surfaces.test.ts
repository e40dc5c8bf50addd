/** One company in Slack and in Teams at once: begun in the one, ended in the other. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { says, staffOf } from '../support/staff.ts';
import { CARE, HANDBOOK, openTeamsHouse, type TeamsHouse } from '../support/teams-house.ts';
import { chatWith, teamsStaffOf } from '../support/teams-staff.ts';
import { until } from '../support/until.ts';
import { labelsOf } from '../surfaces/teams/looking.ts';

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
      'categories:\n  complaint: { approvals: 1 }\nrouting:\n  - { words: [broken], category: complaint }',
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
  const request = await inSlack.dm('sam', 'Approved by Sam Botha');
  expect(JSON.stringify(request)).not.toContain('Request changes');
});
