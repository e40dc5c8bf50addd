import { afterEach, describe, expect, test } from 'vitest';
import { DATABASES } from '../../support/databases.ts';
import { addedTo, anActivity, BOT, RECORDED_NAMES, ROSTER, TENANT } from '../../support/teams.ts';
import {
  CARE,
  HANDBOOK,
  openTeamsHouse,
  TEAM,
  type TeamsHouse,
  type TeamsHouseOptions,
} from '../../support/teams-house.ts';
import { cardsIn, teamsStaffOf } from '../../support/teams-staff.ts';
import { until } from '../../support/until.ts';

let house: TeamsHouse;

afterEach(() => house.close());

async function open(options: TeamsHouseOptions = {}): Promise<TeamsHouse> {
  house = await openTeamsHouse(options);
  return house;
}

const team = { id: TEAM.id, name: TEAM.name };

/** Something that Teams tells of the team. */
function told(eventType: string, more: Record<string, unknown> = {}, members = {}) {
  return anActivity('conversationUpdate/channel/channelRenamed', house.connector, {
    conversation: { id: TEAM.id, conversationType: 'channel', tenantId: TENANT },
    channelData: { tenant: { id: TENANT }, team, eventType, ...more },
    ...members,
  });
}

function standing(conversation = CARE) {
  return house.connector.standing(conversation);
}

test('everything that the Agents Playground was seen to send is let in and answered', async () => {
  const { send, connector, taken } = await open();
  connector.members('57bbffe8-4ce5-4627-8b46-ff730528020f', [
    { id: 'user-id-0', name: 'Alex', email: 'sam@acme.example' },
  ]);
  for (const id of ['team-id', 'eba572d4-80b8-4c5e-98d8-981b4b65a73f']) {
    connector.members(id, [{ id: 'user-id-0', name: 'Alex', email: 'sam@acme.example' }]);
  }
  for (const name of RECORDED_NAMES) {
    const { status } = await send(anActivity(name, connector));
    // What says neither who it is from nor for which tenant is not let in.
    expect([name, status]).toEqual([name, name === 'invoke/task/fetch' ? 403 : 200]);
  }
  expect(taken.map(({ type }) => type).sort()).toEqual([
    ...Array.from({ length: 6 }, () => 'invoke'),
    ...Array.from({ length: 6 }, () => 'message'),
  ]);
  expect(taken.every(({ who }) => who.ok && who.person.name === 'Sam Botha')).toBe(true);
});

test('what somebody did arrives as plain values: who, where, on what', async () => {
  const { send, connector, taken } = await open();
  connector.members('team-id', [{ id: 'user-id-0', name: 'Alex', email: 'sam@acme.example' }]);
  await send(anActivity('invoke/adaptiveCard/action/channel', connector));
  await send(anActivity('message/channel', connector));
  expect(taken).toMatchObject([
    {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { verb: 'answer', data: { k: 1 } } },
      who: { ok: true, person: { email: 'sam@acme.example' } },
      from: {
        kind: 'channel',
        conversation: 'team-id;messageid=1795307085919',
        thread: { channel: 'team-id', ts: '1795307085919' },
        message: { channel: 'team-id', ts: '1795307085925' },
      },
    },
    { type: 'message', text: '<at>Test Bot</at> card', isToHeed: true },
  ]);
});

describe.each(DATABASES)('on %s', (kind) => {
  test('Heed follows a team as it is renamed, grows, shrinks and goes', async () => {
    const handbook = HANDBOOK.replace('teams: Care', 'teams: "Acme Help/Front desk"');
    const { send, install, comment } = await open({ kind, handbook });
    await install();
    await send(told('teamRenamed', { team: { id: TEAM.id, name: 'Acme Help' } }));
    const renamed = { id: CARE, name: 'Front desk' };
    await send(told('channelRenamed', { channel: renamed, team: { id: TEAM.id } }));
    await comment();
    await until('a card where the channel is called so now', () => standing()[0]);
    const parcels = { id: '19:parcels@thread.tacv2', name: 'Deliveries' };
    await send(told('teamRenamed', { team: { id: TEAM.id, name: 'Acme Support' } }));
    await send(told('channelCreated', { channel: parcels }));
    await comment({ id: 'c-2', text: 'My parcel!', url: 'https://acme.example/2' });
    await until('a card in the new channel', () => standing(parcels.id)[0]);
    await send(told('channelDeleted', { channel: parcels }));
    await comment({ id: 'c-3', text: 'A parcel?', url: 'https://acme.example/3', author: OTHER });
    const waiting = await until('the admin to be told', () => standing('a:29:zanele')[0]);
    expect(JSON.stringify(waiting.activity)).toContain('Deliveries has no channel yet');
  });
});

const OTHER = { id: 'u-10', handle: 'tom', name: 'Tom' };

test('the bot is removed: nothing is posted there until it is added again', async () => {
  const { send, install, comment, connector } = await open();
  await install();
  const gone = told('teamMemberRemoved', {}, { membersRemoved: [{ id: BOT }] });
  expect((await send(gone)).status).toBe(200);
  await send(anActivity('installationUpdate/add/personal', connector, { from: ZANELE }));
  await comment();
  await until('the admin to be told in the chat that was met', () => standing(CHAT)[0]);
  expect(standing()).toEqual([]);
  expect(connector.calls.filter(({ path }) => path === '/v3/conversations')).toEqual([]);
});

const ZANELE = { id: '29:zanele', name: 'Zanele' };
const CHAT = '57bbffe8-4ce5-4627-8b46-ff730528020f';

test.each(DATABASES)('Heed is added late, on %s: what waited goes out at once', async (kind) => {
  const { install, comment, heed } = await open({ kind });
  await comment();
  await until('the lane to wait', async () => {
    const metrics = await (await fetch(`${heed.url}/metrics`)).text();
    return /^heed_\S*blocked\S* [1-9]/m.test(metrics);
  });
  await install();
  await until('the card', () => standing()[0]);
});

describe.each(['the old team first', 'the new team first'])(
  'Heed moves to another team, %s',
  (order) => {
    const OTHER_CARE = '19:other-care@thread.tacv2';
    const other = { id: '19:other@thread.tacv2', name: 'Acme' };

    test('what is open stands there anew with its thread, what is over does not', async () => {
      const { connector, install, comment, send } = await open({ isDrawn: true });
      await install();
      const staff = teamsStaffOf({ connector, send });
      await comment({ id: 'c-2', thread: 'c-2', text: 'What a shop!', author: OTHER });
      const over = await staff.shown(CARE, 'What a shop!');
      const why = await staff.openDialog('sam', over, 'Dismiss');
      await staff.submit('sam', over, why, { choice: 'not about us' }, 'Dismiss');
      await comment();
      await staff.press('sam', await staff.shown(CARE, 'Nobody answers'), 'Claim');
      await staff.shown(CARE, 'with Sam Botha');
      await staff.shown(CARE, 'dismissed');
      connector.members(other.id, ROSTER);
      connector.team(other.id, [{ id: other.id }, { id: OTHER_CARE, name: 'Care' }]);
      const moves = [
        () => send(told('teamMemberRemoved', {}, { membersRemoved: [{ id: BOT }] })),
        () => send(addedTo(connector, other)),
      ];
      for (const move of order === 'the old team first' ? moves : moves.reverse()) await move();
      const card = await staff.shown(OTHER_CARE, 'Nobody answers');
      expect(await staff.press('sam', card, 'Release')).toBe('Done.');
      await staff.shown(OTHER_CARE, 'unclaimed');
      await until('the thread to go on', () => {
        const lines = standing(OTHER_CARE).filter(
          ({ conversation }) => conversation !== OTHER_CARE,
        );
        return lines.some(({ activity }) => String(activity['text']).includes('gave it back'));
      });
      expect(cardsIn(connector, OTHER_CARE)).toHaveLength(1);
    });
  },
);

test('an upgrade of the app takes nothing away', async () => {
  const { send, install, comment, connector } = await open();
  await install();
  await send({ ...addedTo(connector, TEAM), action: 'remove-upgrade' });
  await comment();
  await until('a card', () => standing()[0]);
});

test('neither roster nor channels can be read: Heed works where it was added, and reads later', async () => {
  const handbook = HANDBOOK.replace('teams: Care', 'teams: General');
  const { install, comment, connector } = await open({ handbook });
  connector.trouble('GET', /^\/v3\/teams/, { status: 403 });
  connector.trouble('GET', /pagedmembers/, { status: 502 });
  await install();
  await comment();
  await until('a card in the first channel', () => standing(TEAM.id)[0]);
  await comment({ id: 'c-2', text: 'My parcel!', url: 'https://acme.example/2' });
  await until('the admin to be found after all', () => standing('a:29:zanele')[0]);
});

test('several channels of one name: the admins are told how to say which', async () => {
  const { send, install, comment, connector } = await open();
  await install();
  connector.team('19:other@thread.tacv2', [{ id: '19:care2@thread.tacv2', name: 'care' }]);
  await send(addedTo(connector, { id: '19:other@thread.tacv2', name: 'Acme Sales' }));
  await comment();
  const admin = await until('the admin to be told', () => standing('a:29:zanele')[0]);
  expect(JSON.stringify(admin.activity)).toContain('Acme Sales/care');
  expect(JSON.stringify(admin.activity)).toContain('Acme Support/Care');
});

test.each<[string, string, RegExp]>([
  ['a guest', '29:robin', /^Guests can look/],
  ['somebody of another tenant', '29:far', /another company/],
  ['somebody whom the handbook does not know', '29:max', /not in the handbook/],
])('%s may look and not act', async (_, id, sentence) => {
  const { send, connector, taken } = await open();
  connector.members(CHAT, [
    ...ROSTER,
    { id: '29:far', name: 'Far', email: 'sam@acme.example', tenantId: 'elsewhere' },
    { id: '29:max', name: 'Max', email: 'max@acme.example' },
  ]);
  await send(anActivity('message/personal', connector, { from: { id } }));
  expect(taken).toMatchObject([{ who: { ok: false, sentence: expect.stringMatching(sentence) } }]);
});
