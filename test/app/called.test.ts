/** After an outage a key contact reads of all that was missed in one message. */

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { followHandbook } from '../../src/app/new-handbook.ts';
import { createLists } from '../../src/app/overview.ts';
import { perform } from '../../src/app/perform.ts';
import type { Surface, View } from '../../src/app/surface-port.ts';
import { tick } from '../../src/app/tick.ts';
import type { Line } from '../../src/core/overview.ts';
import { minePage } from '../../src/front/lists.ts';
import { messageBlocks } from '../../src/sandbox/blocks.ts';
import { drawPage } from '../../src/surfaces/slack/draw.ts';
import { slackMedium } from '../../src/surfaces/slack/medium.ts';
import { readPayload } from '../../src/surfaces/slack/payload.ts';
import { renderView } from '../../src/surfaces/slack/render.ts';
import { type Name, PEOPLE, withDesk } from '../support/cast.ts';
import { HOUR, MINUTE, within } from '../support/clocked.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { aDraftsman } from '../support/draftsman.ts';
import { type Intake, intakeInto } from '../support/intake.ts';
import { labelsOf } from '../support/staff.ts';

const PLACE = { surface: 'slack', tenant: 'T1' };
const CONTEXT = slackMedium('UTC', null);
const MIGRATION = readFileSync('migrations/0020_called_by_clock.sql', 'utf8');

type Reminder = View & { type: 'reminder' };

describe.each(DATABASES)('on %s', (kind) => {
  /** The embedded database takes its time. */
  const MANY = kind === 'postgres' ? 40 : 10;
  let open: TestStore;
  let intake: Intake;
  let posts: string[];
  /** By place. */
  let shown: Map<string, View>;

  beforeEach(async () => {
    open = await openTestStore(kind);
    intake = intakeInto(open);
    const base = within({ first_reply_time: HOUR });
    const departments = base.departments.map((one) =>
      one.id === 'care' ? { ...one, contactsAfterMs: [null, 30 * MINUTE] } : one,
    );
    intake.follow({ ...base, departments });
    posts = [];
    shown = new Map();
  });
  afterEach(() => open.close());

  /** Each a second after the one before; half of them are Sam's. */
  async function taken(count: number): Promise<readonly string[]> {
    const all: string[] = [];
    for (let n = 0; n < count; n += 1) {
      all.push(await intake.open({ externalId: `c-${n}`, postedAt: intake.house.now() }));
      if (n % 2 === 0) await intake.do(all[n] ?? '', { type: 'claim' });
    }
    return all;
  }

  /** Performs what waits for people, and answers what somebody's messages show last. */
  async function reads(name: Name): Promise<Reminder | undefined> {
    await open.query("delete from outbox where lane not like 'slack:T1:@%'");
    const { surface, views } = aDraftsman();
    const noted: Surface = {
      ...surface,
      post: (place, ...rest) => {
        posts.push(place);
        return surface.post(place, ...rest);
      },
    };
    const performer = { ...intake.house, surfaces: () => [noted], sources: () => null };
    for (;;) {
      const effect = await open.outbox.claim(intake.house.now() + HOUR, MINUTE);
      if (effect === null) break;
      const result = await perform(performer, effect);
      await open.outbox.finish(effect, result, intake.house.now());
      const message = await open.store.surfaceMessage(effect.target);
      const view = views.at(-1);
      if (message !== null && view !== undefined) shown.set(message.place, view);
    }
    const view = shown.get(`@${PEOPLE[name].email}`);
    return view?.type === 'reminder' ? view : undefined;
  }

  const idsOf = (lines: readonly Line[] = []) => lines.map(({ card }) => card.mention);

  test('one message, the first due first, from which what is answered drops', async () => {
    const all = await taken(MANY);
    intake.wait(2 * HOUR);
    await tick(intake.house);
    const first = await reads('lena');
    expect(idsOf(first?.called.lines)).toEqual(all);
    expect(posts.filter((place) => place === `@${PEOPLE.lena.email}`)).toHaveLength(1);
    if (first === undefined) throw new Error('Lena reads nothing');
    const drawn = readPayload(renderView(first, CONTEXT));
    const text = JSON.stringify(drawn.blocks);
    expect(drawn.text).toBe(`${MANY} overdue are yours to see to`);
    expect(labelsOf(messageBlocks.parse(drawn.blocks)).slice(0, 5)).toEqual([
      ...['Assign', 'Reply', 'Claim', 'Assign', 'Assign'],
    ]);
    for (const words of ['with Sam', 'nobody has this', 'The first reply is overdue.']) {
      expect(text).toContain(words);
    }
    expect(text).toContain(`and ${MANY - 5} more: /heed mine`);

    await intake.do(all[0] ?? '', {
      type: 'answered_elsewhere',
      link: 'https://acme.example/there',
    });
    await intake.do(all[1] ?? '', { type: 'claim' }, 'lena');
    const second = await reads('lena');
    expect(idsOf(second?.called.lines)).toEqual(all.slice(2));
    expect(idsOf(second?.mine)).toEqual(all.slice(1, 2));
    const mine = await createLists(() => intake.house).mine(PEOPLE.lena, PLACE);
    const listed = drawPage(minePage(mine, CONTEXT));
    expect(listed.text).toBe(`Mine: 1 · Overdue, yours to see to: ${MANY - 2}`);
    const { called } = mine;
    expect(called.lines.length + called.more).toBe(MANY - 2);
    expect(called.lines.length).toBe(Math.min(25, MANY - 2));

    intake.wait(30 * MINUTE);
    await tick(intake.house);
    const third = await reads('adam');
    expect(idsOf(third?.called.lines)).toEqual([...all.slice(1)]);
    expect((await reads('lena'))?.called.lines).toEqual([]);
    const to = (name: Name) => posts.filter((place) => place === `@${PEOPLE[name].email}`);
    expect([to('lena').length, to('adam').length]).toEqual([1, 1]);
  });

  test('whoever is called by hand reads of it in a message of its own', async () => {
    const [mention = ''] = await taken(1);
    await intake.do(mention, { type: 'escalate', reason: 'A lawyer.' });
    intake.wait(2 * HOUR);
    await tick(intake.house);
    const rows = await open.query(
      "select kind from surface_message where place = '@lena@acme.example'",
    );
    expect(rows).toEqual([{ kind: 'call' }]);
  });

  test('what was called for before this was kept is found as well', async () => {
    const all = await taken(4);
    intake.wait(2 * HOUR);
    await tick(intake.house);
    await intake.do(all[3] ?? '', { type: 'claim' }, 'lena');
    const byHand = await intake.open({ externalId: 'by-hand', postedAt: intake.house.now() });
    await intake.do(byHand, { type: 'escalate', reason: 'A lawyer.' });
    const known = () => open.query('select id, called_by_clock from mention order by ref');
    const before = await known();
    await open.query('update mention set called_by_clock = null');
    const update = MIGRATION.split('--> statement-breakpoint').at(-1) ?? '';
    expect(update).toContain('UPDATE');
    await open.query(update);
    expect(await known()).toEqual(before);
    expect(before.filter((row) => row['called_by_clock'] !== null)).toHaveLength(3);
  });

  test('what is sensitive leaves the reminder of whoever is not named any more', async () => {
    const handbook = intake.house.handbook();
    intake.follow(withDesk(handbook, ['lena', 'ana']));
    const [mention = ''] = await taken(1);
    await intake.do(mention, { type: 'make_sensitive' }, 'lena');
    intake.wait(2 * HOUR);
    await tick(intake.house);
    expect(idsOf((await reads('lena'))?.called.lines)).toEqual([mention]);
    intake.follow(withDesk(handbook, ['ana']));
    await open.store.transaction((tx) => tx.activateHandbook(intake.word, '', 1));
    await followHandbook(intake.house);
    expect((await reads('lena'))?.called.lines).toEqual([]);
    const { called } = await createLists(() => intake.house).mine(PEOPLE.lena, PLACE);
    expect(called.lines).toEqual([]);
  });
});
