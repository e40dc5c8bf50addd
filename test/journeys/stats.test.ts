/** `/heed stats` in Slack: asked, opened into its list, shared, and taken without a chart. */
import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../src/sandbox/workspace.ts';
import { exampleHandbook } from '../support/house.ts';
import { BROKEN, fillLastWeek } from '../support/last-week.ts';
import { openPostgresHouse, type PostgresHouse } from '../support/postgres-house.ts';
import { controlOf, labelsOf, STAFF, type StaffName, says } from '../support/staff.ts';
import { until } from '../support/until.ts';

let house: PostgresHouse;

beforeAll(async () => {
  house = await openPostgresHouse({ delivery: 'http', clock: '* * * * * *' });
  await fillLastWeek(house);
});
afterEach(() => nock.cleanAll());
afterAll(() => house.close());

const general = () => house.sandbox.workspace.channel('general').id;
const told = (who: StaffName) => house.sandbox.workspace.ephemerals(STAFF[who]);
const shared = () =>
  house.sandbox.workspace.messages('general').filter((one) => says(one).includes('Shared by'));

async function ask(who: StaffName, words: string, saying: string): Promise<Message> {
  const text = `/heed stats ${words}`.trim();
  await house.sandbox.workspace.act({ as: STAFF[who], type: 'slash', channel: general(), text });
  return shows(who, saying);
}

/** The latest private answer, once it says this. */
function shows(who: StaffName, saying: string): Promise<Message> {
  return until(`an answer to ${who} that says "${saying}"`, () => {
    const last = told(who).at(-1);
    return last !== undefined && says(last).includes(saying) ? last : null;
  });
}

async function press(who: StaffName, { ts, blocks = [] }: Message, label: string): Promise<void> {
  const control = controlOf(blocks, label);
  if (control === null) throw new Error(`no "${label}" there: ${labelsOf(blocks)}`);
  const { blockId, actionId, element } = control;
  const value = 'value' in element && element.value !== undefined ? { value: element.value } : {};
  const place = { channel: general(), ts, blockId, actionId };
  await house.sandbox.workspace.act({ as: STAFF[who], type: 'press', ...place, ...value });
}

function chartsIn({ blocks = [] }: Message) {
  return blocks.filter((block) => block.type === 'data_visualization');
}

test('the last week is told with its chart; the missed are listed a page at a time', async () => {
  const answer = await ask('sam', '', '33 in');
  expect(says(answer)).toMatch(/Acme, week \d+/);
  expect(says(answer)).toContain(
    '*Missed 12*: 3 waiting in review, 5 unclaimed, 4 claimed and left',
  );
  expect(says(answer)).toContain(', 20 of 32 · median 40 min in open hours, 2 h by the clock');
  expect(says(answer)).toContain('Thandi Nkosi');
  expect(says(answer)).toContain('claimed 10 and answered 10');
  expect(labelsOf(answer.blocks ?? [])).toEqual(['Show', 'Share here']);
  const [chart, ...more] = chartsIn(answer);
  expect(more).toEqual([]);
  expect(chart).toMatchObject({
    chart: {
      type: 'bar',
      series: [{ name: 'In time' }, { name: 'Late' }],
      axis_config: { categories: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] },
    },
  });

  await press('sam', answer, 'Show');
  const list = await shows('sam', 'Missed in week');
  // Sam is an owner of what is sensitive, and it was due last.
  expect(says(list)).toContain('H-2021');
  expect(says(list).split('First reply was due')).toHaveLength(11);
  expect(says(list)).not.toContain(BROKEN);
  await press('sam', list, 'Earlier');
  const rest = await shows('sam', 'page 2');
  expect(rest.ts).toBe(list.ts);
  expect(says(rest)).toContain(BROKEN);
  expect(says(rest)).toMatch(/https?:\/\/[^"]+\/archives\/C\w+\/p\d+/);
  expect(says(rest)).toContain('still open · unclaimed');
  await press('sam', rest, 'Later');
  await shows('sam', 'H-2021');
  expect(told('sam')).toHaveLength(2);
});

test('whoever shares it shows it to the channel once, and each sees there what is theirs', async () => {
  const answer = await ask('zanele', 'last week care', 'Care, week');
  await Promise.all([press('zanele', answer, 'Share here'), press('zanele', answer, 'Share here')]);
  const after = await shows('zanele', 'Shared here.');
  expect(after.ts).toBe(answer.ts);
  expect(labelsOf(after.blocks ?? [])).toEqual(['Show']);
  expect(shared()).toHaveLength(1);
  const [message] = shared();
  if (message === undefined) throw new Error('nothing was shared');
  expect(says(message)).toContain('Shared by Zanele Khumalo');
  expect(chartsIn(message)).toHaveLength(1);
  expect(labelsOf(message.blocks ?? [])).toEqual(['Show']);

  await press('lindiwe', message, 'Show');
  const hers = await shows('lindiwe', 'Missed in week');
  expect(says(hers)).toContain('H-2020');
  expect(says(hers)).not.toContain('H-2021');
  await press('kabelo', message, 'Show');
  await shows('kabelo', 'is yours to see');
  await press('alex', message, 'Show');
  await shows('alex', 'not in the handbook');
});

test('where Slack refuses the chart, the same comes without it', async () => {
  nock(new URL(house.sandbox.url).origin, { allowUnmocked: true })
    .post(/response/, (body: unknown) => JSON.stringify(body).includes('data_visualization'))
    .times(2)
    .reply(400, 'invalid_blocks');
  const answer = await ask('thandi', '', '33 in');
  expect(chartsIn(answer)).toEqual([]);
  expect(labelsOf(answer.blocks ?? [])).toEqual(['Show', 'Share here']);
  await press('thandi', answer, 'Share here');
  const message = await until('it is shared without its chart', () =>
    shared().find((one) => says(one).includes('Shared by Thandi Nkosi')),
  );
  expect(chartsIn(message)).toEqual([]);
});

test.each<[StaffName, string, string]>([
  ['sam', 'banana', 'is neither a week nor a department'],
  ['sam', '2026-W60', 'There is no week 2026-W60: 2026 has 53 weeks.'],
  ['sam', '2999-W01', 'has not begun'],
  ['sam', '2001-W01', 'There is nothing from week 2001-W01'],
  ['sam', 'this week sales', 'There is no department'],
  ['alex', '', 'not in the handbook'],
])('%s is told what is wrong with "%s"', async (who, words, sentence) => {
  await ask(who, words, sentence);
});

test('the handbook has the figures of the last week shown to a channel by themselves', async () => {
  const { timezone } = exampleHandbook(house.sandbox.replyUrl);
  const today = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: timezone }).format();
  await house.saveHandbook(
    (text) => `${text}\ndigest: { channel: deliveries, at: "${today} 00:00" }\n`,
  );
  const shown = () => house.sandbox.workspace.messages('deliveries');
  const digest = await until('the digest', () =>
    shown().find((one) => says(one).includes('33 in')),
  );
  expect(says(digest)).toMatch(/Acme, week \d+/);
  expect(labelsOf(digest.blocks ?? [])).toEqual(['Show']);
  expect(chartsIn(digest)).toHaveLength(1);
});
