/** What a card knows of its author beside the mention itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { show } from '../../src/app/show.ts';
import type { View } from '../../src/app/surface-port.ts';
import type { CardOther } from '../../src/core/card.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { aDraftsman } from '../support/draftsman.ts';
import { type Intake, intakeInto, TOM } from '../support/intake.ts';

const DAY = 24 * 60 * 60_000;

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());
  beforeEach(() => {
    intake = intakeInto(open);
  });

  /** The card as it would be drawn now. */
  async function draw(mention: string): Promise<View & { type: 'card' }> {
    const { surface, views } = aDraftsman();
    const [card] = await open.store.transaction((tx) => tx.surfaceMessages('card', mention));
    if (card === undefined) throw new Error('no card');
    await show(intake.house, surface, card);
    const view = views.at(-1);
    if (view?.type !== 'card') throw new Error('no card was drawn');
    return view;
  }

  const others = async (mention: string): Promise<readonly Omit<CardOther, 'mention'>[]> =>
    (await draw(mention)).card.others.map(({ ref, standing }) => ({ ref, standing }));

  const post = (n: number) => ({ externalId: `c-${n}`, text: 'How much is it?' });

  async function refOf(mention: string): Promise<string> {
    return (await intake.see(mention)).mention.ref;
  }

  test('somebody new has nothing else, and comes for the first time', async () => {
    const { card } = await draw(await intake.open(post(1)));
    expect(card).toMatchObject({ others: [], times: 1 });
  });

  test('the open ones come first, with whoever has them, then the newest', async () => {
    const [first, second, third] = [
      await intake.open(post(1)),
      await intake.open(post(2)),
      await intake.open(post(3)),
    ];
    await intake.do(first, { type: 'claim' });
    await intake.do(second, { type: 'dismiss', reason: 'spam' });
    expect(await others(third)).toEqual([
      { ref: await refOf(first), standing: 'with Sam' },
      { ref: await refOf(second), standing: 'dismissed: spam' },
    ]);
    expect((await draw(third)).card.times).toBe(3);
  });

  test('three stand there at most, and all are counted', async () => {
    for (const n of [1, 2, 3, 4]) await intake.open(post(n));
    const last = await intake.open(post(5));
    const { card } = await draw(last);
    expect(card.others).toHaveLength(3);
    expect(card.times).toBe(5);
  });

  test('what is older than thirty days is shown and not counted', async () => {
    const old = await intake.open(post(1));
    intake.wait(31 * DAY);
    const now = await intake.open(post(2));
    expect(await others(now)).toEqual([{ ref: await refOf(old), standing: 'unclaimed' }]);
    expect((await draw(now)).card.times).toBe(1);
  });

  test('what somebody else wrote is not theirs', async () => {
    await intake.open(post(1), { author: TOM });
    expect((await draw(await intake.open(post(2)))).card).toMatchObject({ others: [], times: 1 });
  });

  test('it links to where the other card stands', async () => {
    const first = await intake.open(post(1));
    await draw(first);
    const { others: places } = await draw(await intake.open(post(2)));
    expect(places.get(first)).toEqual({ channel: 'C1', ts: expect.any(String) });
  });

  test('an act on one has the cards of the others drawn again, and no others', async () => {
    const [first, second] = [await intake.open(post(1)), await intake.open(post(2))];
    const toms = await intake.open(post(3), { author: TOM });
    for (const mention of [first, second, toms]) await draw(mention);
    const before = await Promise.all([first, toms].map(generationOf));
    await intake.do(second, { type: 'claim' });
    expect(await Promise.all([first, toms].map(generationOf))).toEqual([
      (before[0] ?? 0) + 1,
      before[1],
    ]);
  });

  test('a card that has a place now is pointed to by the cards of the others', async () => {
    const [first, second] = [await intake.open(post(1)), await intake.open(post(2))];
    await draw(first);
    const before = (await generationOf(first)) ?? 0;
    await draw(second);
    expect(await generationOf(first)).toBe(before + 1);
  });

  test('a draft that goes back to its author is not shown as in review elsewhere', async () => {
    const first = await intake.open(post(1));
    const second = await intake.open({ ...post(2), text: 'It is broken.' });
    for (const mention of [first, second]) await draw(mention);
    const { heard } = await intake.submit(second);
    const before = (await generationOf(first)) ?? 0;
    const back = {
      type: 'request_changes',
      seen: { version: 1, heard },
      reason: 'Say when.',
    } as const;
    await intake.do(second, back, 'rita');
    expect(await generationOf(first)).toBe(before + 1);
    expect(await others(first)).toEqual([{ ref: await refOf(second), standing: 'with Sam' }]);
  });

  async function generationOf(mention: string): Promise<number> {
    const [card] = await open.store.transaction((tx) => tx.surfaceMessages('card', mention));
    const rows = await open.query(
      `select generation from outbox where key = 'show:${card?.id ?? ''}'`,
    );
    return Number(rows[0]?.['generation']);
  }
});
