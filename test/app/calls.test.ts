/** A key contact who is called before the card stands finds the way to it all the same. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { perform } from '../../src/app/perform.ts';
import { show } from '../../src/app/show.ts';
import type { MessageRef } from '../../src/app/surface-message.ts';
import type { Surface } from '../../src/app/surface-port.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { aDraftsman } from '../support/draftsman.ts';
import { intakeInto } from '../support/intake.ts';

const CARD: MessageRef = { channel: 'C1', ts: '1.000001' };
const CALL: MessageRef = { channel: 'D1', ts: '1.000002' };

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());

  test('a call that was made before the card stood leads to the card', async () => {
    const intake = intakeInto(open);
    const { house } = intake;
    const mention = await intake.open();
    await intake.do(mention, { type: 'escalate', reason: 'He is a lawyer.' });

    const drawn: string[] = [];
    const surface: Surface = {
      ...aDraftsman().surface,
      async render(view) {
        const hash = view.type === 'call' ? `call to ${view.at?.ts ?? 'nowhere'}` : view.type;
        return { hash, payload: hash, confidential: false };
      },
      async post(place, { hash }) {
        drawn.push(hash);
        return place.startsWith('@') ? CALL : CARD;
      },
      update: async (_ref, { hash }) => void drawn.push(hash),
      postLine: async () => undefined,
    };
    const performer = { ...house, surfaces: () => [surface], sources: () => null };
    const [row] = await open.query("select id from surface_message where kind = 'call'");
    const call = await house.store.surfaceMessage(String(row?.['id']));
    if (call === null) throw new Error('nobody was called');
    await show(house, surface, call);
    await open.query(`delete from outbox where target = '${call.id}'`);
    for (;;) {
      const effect = await open.outbox.claim(house.now(), 60_000);
      if (effect === null) break;
      await open.outbox.finish(effect, await perform(performer, effect), house.now());
    }
    expect(drawn).toEqual(['call to nowhere', 'card', `call to ${CARD.ts}`]);
  });
});
