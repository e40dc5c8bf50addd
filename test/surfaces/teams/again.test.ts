/** Teams asks again what was not answered in time. */
import { afterEach, describe, expect, test } from 'vitest';
import { TIMES } from '../../../src/surfaces/teams/limits.ts';
import { DATABASES } from '../../support/databases.ts';
import { anActivity } from '../../support/teams.ts';
import { openTeamsHouse, type TeamsHouse } from '../../support/teams-house.ts';
import { until } from '../../support/until.ts';

let house: TeamsHouse;

const { answer } = TIMES;

afterEach(async () => {
  Object.assign(TIMES, { answer });
  await house.close();
});

const CHAT = '57bbffe8-4ce5-4627-8b46-ff730528020f';

function press(id = 'press-1') {
  return house.send(anActivity('invoke/adaptiveCard/action/personal', house.connector, { id }));
}

function somebodyIsThere(): void {
  house.connector.members(CHAT, [{ id: 'user-id-0', name: 'Sam', email: 'sam@acme.example' }]);
}

describe.each(DATABASES)('on %s', (kind) => {
  test('a press that comes twice acts once and is answered the same', async () => {
    house = await openTeamsHouse({ kind });
    somebodyIsThere();
    const first = await press();
    expect(first).toEqual({ status: 200, body: { n: 1 } });
    expect(await press()).toEqual(first);
    expect(await Promise.all([press('p-2'), press('p-2'), press('p-2')])).toEqual(
      Array.from({ length: 3 }, () => ({ status: 200, body: { n: 2 } })),
    );
    expect(house.taken).toHaveLength(2);
  });
});

test('what went wrong is told in words, and acts when it comes again', async () => {
  let fails = true;
  house = await openTeamsHouse({
    take: async () => {
      if (fails) throw new Error('no');
      return { status: 200, body: 'done' };
    },
  });
  somebodyIsThere();
  expect(await press()).toMatchObject({
    status: 200,
    body: {
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('Something went wrong in Heed'),
    },
  });
  fails = false;
  expect(await press()).toEqual({ status: 200, body: 'done' });
});

test('what somebody wrote and Heed has not taken in yet is brought again', async () => {
  Object.assign(TIMES, { answer: 50 });
  let takeIn = () => {};
  const taken = new Promise<void>((resolve) => {
    takeIn = resolve;
  });
  house = await openTeamsHouse({
    take: async () => {
      await taken;
      return { status: 200 };
    },
  });
  somebodyIsThere();
  const write = () => house.send(anActivity('message/personal', house.connector, { id: 'm-1' }));
  expect(await write()).toMatchObject({ status: 503 });
  expect(await write()).toMatchObject({ status: 503 });
  takeIn();
  await until('it to be taken in', async () => (await write()).status === 200);
  expect(house.taken).toHaveLength(1);
});

test('the roster does not say who pressed: they are told to try again', async () => {
  house = await openTeamsHouse();
  house.connector.trouble('GET', /members/, { status: 502 });
  somebodyIsThere();
  expect(await press()).toMatchObject({
    body: { value: expect.stringContaining("Teams doesn't answer Heed at the moment") },
  });
  expect(house.taken).toEqual([]);
  expect(await press()).toMatchObject({ body: { n: 1 } });
});

test('an invoke that nobody knows, and a kind that is new, are answered politely', async () => {
  house = await openTeamsHouse();
  const nameless = anActivity('invoke/adaptiveCard/action/personal', house.connector, {
    name: undefined,
  });
  expect(await house.send(nameless)).toMatchObject({
    status: 200,
    body: { value: 'Heed does not know what to do with this.' },
  });
  const event = anActivity('message/personal', house.connector, { type: 'handoff' });
  expect(await house.send(event)).toEqual({ status: 200, body: null });
  expect(house.taken).toEqual([]);
});
