/** A company that uses Slack and Teams at once. */
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/index.ts';
import { says, staffOf } from '../../support/staff.ts';
import { CARE, HANDBOOK, openTeamsHouse } from '../../support/teams-house.ts';
import { until } from '../../support/until.ts';

async function openBoth(handbook: string) {
  const sandbox = await startSandbox({
    hookUrl: () => 'http://127.0.0.1:9/hooks',
    delivery: { type: 'socket' },
    limits: 'none',
  });
  onTestFinished(() => sandbox.close());
  const { botToken, signingSecret, appToken, slackApiUrl } = sandbox;
  const slack = { botToken, signingSecret, appToken, apiUrl: slackApiUrl };
  const house = await openTeamsHouse({ handbook, slack });
  onTestFinished(() => house.close());
  await house.install();
  return { ...house, staff: staffOf(sandbox) };
}

const BOTH = HANDBOOK.replace('channel: { teams: Care }', 'channel: { slack: care, teams: Care }');

test('one mention has a card in each, and what is done in one shows in the other', async () => {
  const { comment, connector, staff } = await openBoth(BOTH);
  const inTeams = () => connector.standing(CARE).filter((one) => one.conversation === CARE);
  await comment();
  const card = await staff.card('care', 'Nobody answers the phone.');
  const twin = await until('the card in Teams', () => inTeams()[0]);
  expect(JSON.stringify(twin.activity)).toContain('Nobody answers the phone.');
  await staff.press('thandi', 'care', card.ts, 'Claim');
  await until('Teams to show who has it', () =>
    inTeams().some(({ activity }) => JSON.stringify(activity).includes('Thandi Nkosi')),
  );
  expect(inTeams()).toHaveLength(1);
});

test('a surface for which a department names no channel gets no card there', async () => {
  const handbook = BOTH.replace('{ teams: "Acme Support/Deliveries" }', '{ slack: deliveries }');
  const { comment, connector, staff, heed } = await openBoth(handbook);
  await comment({ text: 'My parcel is broken.' });
  await staff.card('deliveries', 'My parcel is broken.');
  await comment({ id: 'c-2', url: 'https://acme.example/2', text: 'The phone.', author: OTHER });
  await until('the card in Teams', () => connector.standing(CARE)[0]);
  expect(says({ text: JSON.stringify(connector.standing(CARE)) })).not.toContain('parcel');
  expect(connector.standing('a:29:zanele')).toEqual([]);
  expect((await fetch(`${heed.url}/readyz`)).status).toBe(200);
});

const OTHER = { id: 'u-10', handle: 'tom', name: 'Tom' };
