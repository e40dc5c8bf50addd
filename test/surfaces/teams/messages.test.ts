import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { TIMES } from '../../../src/surfaces/teams/limits.ts';
import { DATABASES } from '../../support/databases.ts';
import type { Trouble } from '../../support/teams.ts';
import {
  CARE,
  openTeamsHouse,
  type TeamsHouse,
  type TeamsHouseOptions,
} from '../../support/teams-house.ts';
import { until } from '../../support/until.ts';

let house: TeamsHouse;

afterEach(() => house.close());

async function open(options: TeamsHouseOptions = {}): Promise<TeamsHouse> {
  house = await openTeamsHouse(options);
  return house;
}

/** The messages at the top of a channel, and those in its threads. */
function cards(conversation = CARE) {
  return house.connector.standing(conversation).filter((one) => one.conversation === conversation);
}

function lines(conversation = CARE) {
  return house.connector.standing(conversation).filter((one) => one.conversation !== conversation);
}

const card = () => until('a card in the channel', () => cards()[0]);

describe.each(DATABASES)('on %s', (kind) => {
  test('a mention has one card in the channel, updated in place, its story under it', async () => {
    const { comment, install } = await open({ kind });
    await install();
    await comment();
    const first = await card();
    expect(first.activity).toMatchObject({
      type: 'message',
      summary: 'card',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }],
    });
    expect(JSON.stringify(first.activity)).toContain('Nobody answers the phone.');
    await comment({ text: 'Nobody ever answers.', editedAt: '2026-11-21T09:00:00Z' });
    await until('the card to be changed', () =>
      cards().some(({ activity }) => JSON.stringify(activity).includes('Nobody ever answers.')),
    );
    const line = await until('a line of the story', () => lines()[0]);
    expect(line.conversation).toBe(`${CARE};messageid=${first.id}`);
    expect(cards()).toHaveLength(1);
    expect(cards()[0]).toMatchObject({ id: first.id });
  });
});

test.each<[string, Trouble]>([
  ['429 and when to come back', { status: 429, code: 'TooManyRequests', retryAfter: 1 }],
  ['412', { status: 412 }],
  ['502', { status: 502 }],
  ['504', { status: 504 }],
])('the connector answers %s: the card is posted once, by the outbox', async (_, trouble) => {
  const { comment, connector, install } = await open();
  await install();
  const path = /activities$/;
  connector.trouble('POST', path, trouble);
  await comment();
  await card();
  const posts = connector.calls.filter((one) => one.method === 'POST' && path.test(one.path));
  expect(posts).toHaveLength(2);
  expect(cards()).toHaveLength(1);
});

test('the connector keeps silent: the card is posted once it speaks', async () => {
  const { call } = TIMES;
  onTestFinished(() => void Object.assign(TIMES, { call }));
  const { comment, connector, install } = await open();
  await install();
  Object.assign(TIMES, { call: 200 });
  connector.trouble('POST', /activities$/, 'hang');
  await comment();
  await card();
  expect(connector.calls.filter(({ path }) => path.endsWith('activities'))).toHaveLength(2);
  expect(cards()).toHaveLength(1);
});

test('the answer to a post is lost: there is at most one more card', async () => {
  const { comment, connector, install } = await open();
  await install();
  connector.trouble('POST', /activities$/, 'drop');
  await comment();
  await until('the card to be posted again', () => cards().length === 2);
  await comment({ text: 'Changed.', editedAt: '2026-11-21T09:00:00Z' });
  await until('the card to be changed', () => cards().some(({ updates }) => updates > 0));
  expect(cards()).toHaveLength(2);
});

test('somebody deleted the card: it is posted anew', async () => {
  const { comment, connector, install } = await open();
  await install();
  await comment();
  const { id } = await card();
  connector.trouble('PUT', /activities/, { status: 404, code: 'ActivityNotFoundInConversation' });
  await comment({ text: 'Changed.', editedAt: '2026-11-21T09:00:00Z' });
  await until('another card', () => cards().find((one) => one.id !== id));
});

test('a department whose channel Heed is not in waits, and the admins are told where', async () => {
  const { comment, connector, install } = await open();
  await install();
  await comment({ text: 'My parcel is broken.' });
  const told = await until('the admin to be told', () => connector.standing('a:29:zanele')[0]);
  expect(JSON.stringify(told.activity)).toContain(
    'Deliveries has no channel yet: add Heed to it in Teams.',
  );
  await comment({ id: 'c-2', text: 'The phone again.', url: 'https://acme.example/2' });
  await card();
});

test('Heed was removed from the channel behind its back: the lane waits, nothing is lost', async () => {
  const { comment, connector, install } = await open();
  await install();
  const refused = { status: 403, code: 'BotNotInConversationRoster' };
  connector.trouble('POST', new RegExp(`${CARE}/activities$`), refused, 99);
  await comment();
  const told = await until('the admin to be told', () => connector.standing('a:29:zanele')[0]);
  expect(JSON.stringify(told.activity)).toContain('Care has no channel yet');
  expect(cards()).toEqual([]);
});
