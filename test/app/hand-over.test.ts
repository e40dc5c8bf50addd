/** Somebody hands back all that they hold: each by a command of its own, and what stays is named. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHandOver, type HandOver } from '../../src/app/hand-over.ts';
import { tellHandedOver } from '../../src/core/hand-over.ts';
import { PEOPLE } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  let handOver: HandOver;
  let posts = 0;

  beforeEach(async () => {
    open = await openTestStore(kind);
    intake = intakeInto(open);
    handOver = createHandOver(() => intake.house);
  });
  afterEach(() => open.close());

  async function claimed(by: 'sam' | 'lena' = 'sam', text?: string): Promise<string> {
    posts += 1;
    const said = text === undefined ? {} : { text };
    const mention = await intake.open({ externalId: `held-${posts}`, ...said });
    await intake.do(mention, { type: 'claim' }, by);
    return mention;
  }

  const refOf = async (mention: string) => (await intake.see(mention)).mention.ref;

  async function releases(mention: string): Promise<number> {
    const history = await open.store.history(mention, 0);
    return history.filter(({ event }) => event.type === 'released').length;
  }

  test('all goes back that can, with its drafts, and what cannot is named', async () => {
    const drafted = await claimed();
    await intake.do(drafted, { type: 'save_draft', text: 'Sorry, half a' });
    const plain = await claimed();
    const reviewed = await claimed('sam', 'A broken vase.');
    await intake.submit(reviewed);
    const others = await claimed('lena');
    expect(await handOver.count(PEOPLE.sam)).toBe(2);

    const result = await handOver.all(PEOPLE.sam);
    expect(result.handed.toSorted()).toEqual([await refOf(drafted), await refOf(plain)].toSorted());
    expect(result.kept).toEqual([
      expect.stringMatching(`^${await refOf(reviewed)} is in review: it stays with you until`),
    ]);
    for (const mention of [drafted, plain]) {
      const { mention: after } = await intake.see(mention);
      expect([after.status, after.owner]).toEqual(['unclaimed', null]);
    }
    const { mention: kept, words } = await intake.see(drafted);
    expect(words.get(kept.draft?.saved ?? '')).toBe('Sorry, half a');
    expect((await intake.see(others)).mention.owner).toBe(PEOPLE.lena.email);

    expect(tellHandedOver(await handOver.all(PEOPLE.sam))).toMatch(
      /^Nothing of yours is left to hand over\.\nH-\d+ is in review/,
    );
    expect([await releases(drafted), await releases(plain)]).toEqual([1, 1]);
    expect(await handOver.count(PEOPLE.sam)).toBe(0);
  });

  test('two presses at once hand each back once', async () => {
    const mentions = [await claimed('lena'), await claimed('lena'), await claimed('lena')];
    const both = await Promise.all([handOver.all(PEOPLE.lena), handOver.all(PEOPLE.lena)]);
    expect(both.flatMap(({ handed }) => handed)).toHaveLength(3);
    expect(both.flatMap(({ kept }) => kept)).toEqual([]);
    expect(await Promise.all(mentions.map(releases))).toEqual([1, 1, 1]);
  });

  test('one that fails is named and stops no other', async () => {
    const [first, second, third] = [await claimed(), await claimed(), await claimed()];
    const bad = await refOf(second);
    const stuck = `check (ref <> '${bad}' or status <> 'unclaimed')`;
    await open.query(`alter table mention add constraint stuck ${stuck}`);
    try {
      const result = await handOver.all(PEOPLE.sam);
      expect(result.handed.toSorted()).toEqual([await refOf(first), await refOf(third)]);
      expect(result.kept).toEqual([expect.stringContaining(`${bad} could not be handed back`)]);
    } finally {
      await open.query('alter table mention drop constraint stuck');
    }
    expect((await handOver.all(PEOPLE.sam)).handed).toEqual([bad]);
  });

  test('the reminder that stands is drawn anew, with what is still held', async () => {
    const due = await claimed();
    await claimed();
    intake.wait(13 * 60 * 60_000);
    await intake.run(due, { type: 'tick' });
    const show = "select generation from outbox where key like 'show:%' and lane like '%@%'";
    const generation = async () => Number((await open.query(show))[0]?.['generation']);
    const before = await generation();
    await handOver.all(PEOPLE.sam);
    // Once for the one that was due, and once after all of them.
    expect(await generation()).toBe(before + 2);
  });
});

test('whoever holds very much reads an answer that ends', () => {
  const handed = Array.from({ length: 400 }, (_, n) => `H-${n}`);
  const kept = handed.map((ref) => `${ref} is in review: it stays with you.`);
  const told = tellHandedOver({ handed, kept });
  expect(told).toContain('Handed 400 back: H-0, H-1, ');
  expect(told).toContain('and 370 more');
  expect(told).toContain('390 more stay with you: /heed mine lists them.');
  expect(told.length).toBeLessThan(1_000);
});
