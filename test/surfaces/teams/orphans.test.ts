/** A card whose answer was lost stands twice: whoever presses on the first is led to the second. */
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { CARE, openTeamsHouse, type TeamsHouse } from '../../support/teams-house.ts';
import { teamsStaffOf } from '../../support/teams-staff.ts';
import { until } from '../../support/until.ts';
import { expectTaken, labelsOf, nodesOf, textsIn } from './looking.ts';

let house: TeamsHouse;

beforeEach(async () => {
  house = await openTeamsHouse({ isDrawn: true });
  const { connector, install } = house;
  onTestFinished(() => house.close());
  await install();
  connector.trouble('POST', new RegExp(`${CARE}/activities$`), 'drop');
});

const content = z.object({
  attachments: z.array(z.object({ content: z.record(z.string(), z.unknown()) })).length(1),
});

function shownAt(index: number) {
  const sent = house.connector.standing(CARE).filter((one) => one.conversation === CARE)[index];
  if (sent === undefined) return null;
  const { id, conversation, activity, updates } = sent;
  const card = content.parse(activity).attachments[0]?.content ?? {};
  return { id, conversation, card, updates };
}

async function twins() {
  await house.comment();
  await until('a second card', () => shownAt(1));
  await house.comment({ text: 'Changed.', editedAt: '2026-11-21T09:00:00Z' });
  await until('the second card to change', () => (shownAt(1)?.updates ?? 0) > 0);
  const [orphan, kept] = [shownAt(0), shownAt(1)];
  if (orphan === null || kept === null) throw new Error('there are no two cards');
  return { orphan, kept, staff: teamsStaffOf(house) };
}

const linksIn = (card: unknown) =>
  nodesOf(card)
    .map(({ url }) => url)
    .filter((url) => typeof url === 'string')
    .filter((url) => url.includes('/l/message/'));

const answered = z.object({ type: z.string(), value: z.record(z.string(), z.unknown()) });

function actionIn(card: unknown, label: string) {
  return { action: nodesOf(card).find(({ title }) => title === label) };
}

test('a press on it does nothing but lead to the other, for everybody', async () => {
  const { orphan, kept, staff } = await twins();
  expectTaken(orphan.card);
  const body = await staff.invoke(
    'thandi',
    'adaptiveCard/action',
    actionIn(orphan.card, 'Claim'),
    orphan,
  );
  const { type, value } = answered.parse(body);
  expect(type).toBe('application/vnd.microsoft.card.adaptive');
  expectTaken(value);
  expect(textsIn(value)).toContain('This card of H-1000 is out of date');
  expect(linksIn(value)).toEqual([expect.stringContaining(`/${kept.id}?`)]);
  const now = await until('it to change for everybody', () => {
    const shown = shownAt(0);
    return shown !== null && shown.updates > 0 ? shown : null;
  });
  expect(textsIn(now.card)).toContain('This card of H-1000 is out of date');
  expect(labelsOf(now.card)).toEqual([]);
  expect(labelsOf(shownAt(1)?.card)).toContain('Claim');
  expect(await staff.press('thandi', kept, 'Claim')).not.toContain('out of date');
  await until('the other card to be claimed', () =>
    textsIn(shownAt(1)?.card).includes('with Thandi Nkosi'),
  );
});

test('a button for a dialog opens one that leads to the other', async () => {
  const { orphan, kept, staff } = await twins();
  const { card } = await staff.openDialog('thandi', orphan, 'Dismiss');
  expect(textsIn(card)).toContain('This card of H-1000 is out of date');
  expect(linksIn(card)).toEqual([expect.stringContaining(`/${kept.id}?`)]);
  await until('it to change for everybody', () => shownAt(0)?.updates === 1);
});

test('what asks by itself is led there, and nothing is changed for everybody', async () => {
  const { orphan, staff } = await twins();
  const value = { ...actionIn(orphan.card, 'Claim'), trigger: 'automatic' };
  const body = await staff.invoke('thandi', 'adaptiveCard/action', value, orphan);
  expect(textsIn(answered.parse(body).value)).toContain('is out of date');
  expect(shownAt(0)?.updates).toBe(0);
});

test('it can’t be exchanged: whoever pressed is led all the same', async () => {
  const { orphan, staff } = await twins();
  house.connector.trouble('PUT', /activities/, { status: 403 });
  const body = await staff.invoke(
    'sam',
    'adaptiveCard/action',
    actionIn(orphan.card, 'Claim'),
    orphan,
  );
  expect(textsIn(answered.parse(body).value)).toContain('is out of date');
});
