/**
 * What may stand somewhere without Heed knowing is looked for; what was only waiting for its turn
 * is not, or each card of a busy channel would cost a look through all of it.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { show } from '../../src/app/show.ts';
import type { SurfaceMessage } from '../../src/app/surface-message.ts';
import {
  type Begin,
  type Rendered,
  type Surface,
  SurfaceFault,
} from '../../src/app/surface-port.ts';
import { tellStory } from '../../src/app/tell.ts';
import { PEOPLE } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { aDraftsman } from '../support/draftsman.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

const REF = { channel: 'C1', ts: '1.000001' };
const SPENT = new SurfaceFault('spent', { type: 'again', afterMs: 1_000, scope: 'lane' });

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  let card: SurfaceMessage;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());
  beforeEach(async () => {
    intake = intakeInto(open);
    const mention = await intake.open();
    await intake.do(mention, { type: 'claim' });
    const [message] = await open.store.transaction((tx) => tx.surfaceMessages('card', mention));
    if (message === undefined) throw new Error('no card');
    card = message;
  });

  const now = async ({ id } = card): Promise<SurfaceMessage> => {
    const found = await open.store.surfaceMessage(id);
    if (found === null) throw new Error('no such message');
    return found;
  };

  /** A surface that takes new messages as it is told to, and keeps what was looked for. */
  function aSurface(take: (begin: Begin) => Promise<void>) {
    const looked: string[] = [];
    const surface: Surface = {
      ...aDraftsman().surface,
      async post(_place, _rendered, _mark, begin) {
        await take(begin);
        return REF;
      },
      postLine: async (_parent, _line, _mark, begin) => take(begin),
      find: async () => {
        looked.push('find');
        return [];
      },
      findLines: async () => {
        looked.push('findLines');
        return [];
      },
    };
    return { surface, looked };
  }

  const spent = aSurface(() => Promise.reject(SPENT));
  const working = aSurface((begin) => begin());
  const lost = aSurface(async (begin) => {
    await begin();
    throw new SurfaceFault('no answer', { type: 'away' });
  });

  test('a card whose turn has not come is not looked for', async () => {
    await expect(show(intake.house, spent.surface, await now())).rejects.toThrow('spent');
    expect((await now()).postingSince).toBeNull();
    await show(intake.house, working.surface, await now());
    expect(await now()).toMatchObject({ ref: REF, postingSince: null });
    expect([...spent.looked, ...working.looked]).toEqual([]);
  });

  test('nor is a line', async () => {
    await open.store.updateSurfaceMessage(card.id, { ref: REF });
    await expect(tellStory(intake.house, spent.surface, await now())).rejects.toThrow('spent');
    expect((await now()).postingSince).toBeNull();
    await tellStory(intake.house, working.surface, await now());
    expect((await now()).storyThrough).toBeGreaterThan(0);
    expect([...spent.looked, ...working.looked]).toEqual([]);
  });

  test('a card whose answer was lost is looked for', async () => {
    await expect(show(intake.house, lost.surface, await now())).rejects.toThrow('no answer');
    expect((await now()).postingSince).not.toBeNull();
    const next = aSurface((begin) => begin());
    await show(intake.house, next.surface, await now());
    expect(next.looked).toEqual(['find']);
    expect(await now()).toMatchObject({ ref: REF, postingSince: null });
  });

  test.each(['card', 'home'] as const)(
    'after a lost answer a %s is drawn though it looks as it did before',
    async (kind) => {
      const one = kind === 'card' ? card : await home();
      const drawn: string[] = [];
      const aCanvas = (hash: string, answer = async () => undefined): Surface => {
        const draw = async (_where: unknown, { hash: drew }: Rendered) => {
          drawn.push(drew);
          return answer();
        };
        const rendered = { hash, payload: null, confidential: false };
        const { surface } = aDraftsman();
        return { ...surface, render: async () => rendered, update: draw, publish: draw };
      };
      await open.store.updateSurfaceMessage(one.id, { ref: REF, hash: 'as it was' });
      const away = () => Promise.reject(new SurfaceFault('no answer', { type: 'away' }));
      const lost = show(intake.house, aCanvas('anew', away), await now(one));
      await expect(lost).rejects.toThrow('no answer');
      for (let times = 0; times < 2; times += 1) {
        await show(intake.house, aCanvas('as it was'), await now(one));
      }
      expect(drawn).toEqual(['anew', 'as it was']);
    },
  );

  function home(): Promise<SurfaceMessage> {
    const subject = PEOPLE.sam.email;
    const key = { surface: 'slack', tenant: 'T1', kind: 'home', subject, placement: 0 } as const;
    return open.store.transaction((tx) =>
      tx.ensureSurfaceMessage({ ...key, place: `@${subject}` }, 0),
    );
  }

  test('so is a line', async () => {
    await open.store.updateSurfaceMessage(card.id, { ref: REF });
    await expect(tellStory(intake.house, lost.surface, await now())).rejects.toThrow('no answer');
    expect((await now()).postingSince).not.toBeNull();
    const next = aSurface((begin) => begin());
    await tellStory(intake.house, next.surface, await now());
    expect(next.looked).toEqual(['findLines']);
  });
});
