/** Deadlines in Teams: who is told of what is due, the ladder, and the figures of the week. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { CARE, openTeamsHouse, type TeamsHouse } from '../support/teams-house.ts';
import { cardsIn, chatWith, type Shown, teamsStaffOf } from '../support/teams-staff.ts';
import { until } from '../support/until.ts';
import { expectTaken, labelsOf, nodesOf, textsIn } from '../surfaces/teams/looking.ts';

const MINUTE = 60_000;

let house: TeamsHouse;
let staff: ReturnType<typeof teamsStaffOf>;

beforeAll(async () => {
  house = await openTeamsHouse({
    isDrawn: true,
    clock: '* * * * * *',
    handbook: `company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Thandi Nkosi, email: thandi@acme.example, role: agent, departments: [care] }
  - { name: Sam Botha, email: sam@acme.example, role: lead, departments: [care] }
  - { name: Zanele Khumalo, email: zanele@acme.example, role: admin }
departments:
  care:
    channel: { teams: Care }
    duty: [thandi@acme.example]
    contacts: [sam@acme.example, zanele@acme.example]
categories:
  complaint: { approvals: 1, first_reply_time: 1h }
  question: { approvals: 0, first_reply_time: 1h }
  abuse: { approvals: 1 }
routing:
  - { words: [back, why], category: question }
  - { words: [broken], category: complaint }
sources:
  - { id: website, network: webhook, secret_env: SECRET, reply_url: "http://127.0.0.1:9/" }
`,
  });
  await house.install();
  staff = teamsStaffOf(house);
});

afterAll(() => house?.close());

let posts = 0;

/** A post from so many minutes ago; answers its card. */
async function posted(text: string, minutesAgo: number): Promise<Shown> {
  posts += 1;
  const id = `due-${posts}`;
  await house.comment({
    ...{ id, text, url: `https://acme.example/${id}` },
    postedAt: new Date(Date.now() - minutesAgo * MINUTE).toISOString(),
    author: { id: `u-${id}`, handle: id, name: `Customer ${posts}` },
  });
  return staff.shown(CARE, text);
}

/** The card once it says this. */
async function shows(card: Shown, words: string): Promise<Shown> {
  return until(`the card says "${words}"`, () => {
    const stands = cardsIn(house.connector, CARE).find(({ id }) => id === card.id);
    return stands !== undefined && textsIn(stands.card).includes(words) ? stands : null;
  });
}

async function sort(who: 'thandi' | 'sam', card: Shown, category: string): Promise<Shown> {
  const dialog = await staff.openDialog(who, card, 'Category');
  const fields = { choice: category.toLowerCase() };
  expect(await staff.submit(who, card, dialog, fields, 'Set category')).toBeNull();
  return shows(card, `${category} · `);
}

async function claim(card: Shown): Promise<Shown> {
  await staff.press('thandi', card, 'Claim');
  return shows(card, 'with Thandi Nkosi');
}

/** From when it is a complaint on, it has an hour. */
async function claimAndSort(card: Shown, category: string): Promise<Shown> {
  return sort('thandi', await claim(card), category);
}

const line = z.object({ text: z.string(), entities: z.array(z.unknown()).default([]) });

/** The line under a card that says this. */
function told({ id }: Shown, words: string) {
  return until(`the thread says "${words}"`, () => {
    const under = house.connector
      .standing(CARE)
      .filter(({ conversation }) => conversation === `${CARE};messageid=${id}`)
      .flatMap(({ activity }) => line.safeParse(activity).data ?? []);
    return under.find(({ text }) => text.includes(words)) ?? null;
  });
}

async function chat(who: 'thandi' | 'sam' | 'zanele', saying: string): Promise<Shown> {
  const shown = await staff.shown(chatWith(who), saying);
  expectTaken(shown.card);
  return shown;
}

test('what nobody has mentions who is on duty, under its card', async () => {
  const card = await posted('Is the blue vase back?', 50);
  await shows(card, '🟡');
  const { text, entities } = await told(card, 'Nobody has this.');
  expect(text).toContain('<at>Thandi Nkosi</at>');
  expect(entities).toEqual([
    {
      type: 'mention',
      text: '<at>Thandi Nkosi</at>',
      mentioned: { id: '29:thandi', name: 'Thandi Nkosi' },
    },
  ]);
});

test('whoever has it is reminded in one message, snoozes, hands over', async () => {
  const first = await posted('Which shelf holds a vase?', 50);
  const second = await posted('Which shelf holds a lamp?', 55);
  for (const card of [first, second]) await claimAndSort(card, 'Complaint');
  const both = await chat('thandi', '2 of yours are due');
  expect(textsIn(both.card)).toContain('Which shelf holds a lamp?');
  const buttons = ['Reply', 'Snooze', 'Release'];
  expect(labelsOf(both.card)).toEqual([...buttons, ...buttons, 'Hand over all']);
  expect(await staff.press('thandi', both, 'Snooze')).toContain('or at once if it is missed');
  const quiet = await chat('thandi', 'quiet until ');
  expect(quiet.id).toBe(both.id);
  const dialog = await staff.openDialog('thandi', quiet, 'Hand over all');
  expect(textsIn(dialog.card)).toContain('Hand back all that you hold');
  const done = await staff.submit('thandi', quiet, dialog, {}, 'Hand over');
  expect(textsIn(done)).toContain('Handed 2 back');
  await shows(first, 'unclaimed');
  expect((await chat('thandi', 'Nothing of yours is due soon.')).id).toBe(both.id);
});

test('what was missed climbs the ladder, and an answer elsewhere ends it', async () => {
  const card = await posted('Where is my green vase?', 90);
  const late = await claimAndSort(card, 'Complaint');
  await shows(card, '🔴');
  await shows(card, 'Escalated to Sam Botha');
  await told(card, 'The first reply was due ');
  const call = await chat('sam', 'yours to see to');
  expect(textsIn(call.card)).toContain('The first reply is overdue. You were called ');
  expect(labelsOf(call.card)).toContain('Assign');
  const dialog = await staff.openDialog('thandi', late, 'Answered elsewhere');
  const [input] = nodesOf(dialog.card).filter(({ type }) => type === 'Input.Text');
  const fields = { [String(input?.['id'])]: 'https://acme.example/answer' };
  const [label = ''] = labelsOf(dialog.card);
  expect(await staff.submit('thandi', late, dialog, fields, label)).toBeNull();
  await shows(card, 'First reply after 1 h 30 min, late');
  expect((await chat('sam', 'Nothing of yours is due soon.')).id).toBe(call.id);
});

test('a draft that waits while little time is left is told to its reviewer', async () => {
  const card = await posted('Who threw the tall vase?', 50);
  const mine = await claimAndSort(card, 'Abuse');
  const dialog = await staff.openDialog('thandi', mine, 'Reply');
  const fields = { text: 'Sorry. We will find out who did.', after: 'waits' };
  await staff.submit('thandi', mine, dialog, fields, 'Submit for review');
  await sort('sam', await shows(card, 'in review'), 'Complaint');
  const reminder = await chat('sam', '1 draft waits for your review');
  expect(textsIn(reminder.card)).toContain('We will find out who did.');
  expect(labelsOf(reminder.card)).toEqual(['Approve', 'Request changes']);
});

test('the figures of the week come with a chart and the list of what was missed', async () => {
  await staff.write('zanele', 'stats this week', chatWith('zanele'));
  const stats = await chat('zanele', 'Missed ');
  const [chart] = nodesOf(stats.card).filter(({ type }) => String(type).startsWith('Chart.'));
  expect(chart).toMatchObject({ type: 'Chart.VerticalBar.Grouped' });
  const action = nodesOf(stats.card).find(({ title }) => title === 'Show');
  const body = await staff.invoke('zanele', 'adaptiveCard/action', { action }, stats);
  expect(textsIn(body)).toContain('Customer 4');
});
