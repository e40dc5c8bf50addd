import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SurfaceMessageKey } from '../../src/app/surface-message.ts';
import { NOON as NOW } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { newId } from '../support/tales.ts';

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());

  function aCard(change: Partial<SurfaceMessageKey> = {}): SurfaceMessageKey {
    return {
      surface: 'slack',
      tenant: 'T1',
      kind: 'card',
      subject: newId(),
      placement: 1,
      place: '#care',
      ...change,
    };
  }

  test('a surface message is made once, however many ask for it at once', async () => {
    const card = aCard();
    const made = await Promise.all(
      Array.from({ length: 8 }, () =>
        open.store.transaction((tx) => tx.ensureSurfaceMessage(card, 7)),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made[0]).toEqual({
      ...card,
      id: expect.any(String),
      ref: null,
      hash: null,
      storyThrough: 7,
      postingSince: null,
    });
  });

  test('a surface message changes in what is given, and in nothing else', async () => {
    const made = await open.store.transaction((tx) => tx.ensureSurfaceMessage(aCard(), 0));
    const { id } = made;
    await open.store.updateSurfaceMessage(id, { postingSince: NOW });
    expect(await open.store.surfaceMessage(id)).toEqual({ ...made, postingSince: NOW });
    const ref = { channel: 'C1', ts: '1.2' };
    await open.store.updateSurfaceMessage(id, { ref, hash: 'h1', postingSince: null });
    await open.store.updateSurfaceMessage(id, { storyThrough: 3 });
    await open.store.updateSurfaceMessage(id, {});
    const after = { ...made, ref, hash: 'h1', storyThrough: 3 };
    expect(await open.store.surfaceMessage(id)).toEqual(after);
    const { id: _, ref: __, hash: ___, storyThrough: ____, postingSince: _____, ...key } = made;
    expect(await open.store.transaction((tx) => tx.ensureSurfaceMessage(key, 0))).toEqual(after);
    await open.store.updateSurfaceMessage(id, { ref: null });
    expect(await open.store.surfaceMessage(id)).toEqual({ ...after, ref: null });
    expect(await open.store.surfaceMessage('none')).toBeNull();
  });

  test('the card of a placement is found, and all messages of a subject', async () => {
    const subject = newId();
    const [first, second, review] = await open.store.transaction(async (tx) => [
      await tx.ensureSurfaceMessage(aCard({ subject }), 0),
      await tx.ensureSurfaceMessage(aCard({ subject, placement: 2, place: '#deliveries' }), 0),
      await tx.ensureSurfaceMessage(
        aCard({ subject, kind: 'review', placement: 0, place: '@sam@acme.example' }),
        0,
      ),
    ]);
    expect(await open.store.cardOf(subject, 1, 'slack')).toEqual(first);
    expect(await open.store.cardOf(subject, 2, 'slack')).toEqual(second);
    expect(await open.store.cardOf(subject, 3, 'slack')).toBeNull();
    await open.store.transaction(async (tx) => {
      expect(await tx.surfaceMessages('card', subject)).toEqual([first, second]);
      expect(await tx.surfaceMessages('review', subject)).toEqual([review]);
    });
  });
});
