/** When a Home tab is drawn, and when not: what stands in the outbox for it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openHome } from '../../src/app/home.ts';
import { show } from '../../src/app/show.ts';
import type { SurfaceMessage } from '../../src/app/surface-message.ts';
import type { Rendered, Surface } from '../../src/app/surface-port.ts';
import { type Name, PEOPLE } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { type Intake, intakeInto } from '../support/intake.ts';

const PLACE = { surface: 'slack', tenant: 'T1' };

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let intake: Intake;
  beforeAll(async () => {
    open = await openTestStore(kind);
  });
  afterAll(() => open.close());
  beforeEach(async () => {
    intake = intakeInto(open);
    await open.query('delete from outbox');
    await open.query('delete from surface_message');
  });

  /** The effects that wait for somebody's Home tab, and how often each was asked for. */
  async function waiting(name: Name): Promise<readonly unknown[]> {
    const rows = await open.query(`select o.generation, o.lane from outbox o
      join surface_message m on o.key = 'show:' || m.id
      where m.kind = 'home' and m.subject = '${PEOPLE[name].email}'`);
    return rows.map(({ lane }) => lane);
  }

  const opens = (name: Name, standing: string | null = null) =>
    openHome(intake.house, PEOPLE[name], PLACE, standing);

  async function homeOf(name: Name): Promise<SurfaceMessage> {
    const [home] = await open.store.transaction((tx) =>
      tx.surfaceMessages('home', PEOPLE[name].email),
    );
    if (home === undefined) throw new Error(`${name} has no Home tab`);
    return home;
  }

  test('opening it has it drawn, in a lane of its own', async () => {
    await opens('sam');
    expect(await waiting('sam')).toEqual(['slack:T1:home@sam@acme.example']);
    expect(await waiting('ana')).toEqual([]);
  });

  test('twenty acts in a row leave one drawing waiting', async () => {
    await opens('sam');
    await open.query('delete from outbox');
    const id = await intake.open();
    expect(await waiting('sam')).toEqual([]);
    for (let n = 0; n < 10; n += 1) {
      await intake.do(id, { type: 'claim' });
      await intake.do(id, { type: 'release' });
    }
    expect(await waiting('sam')).toHaveLength(1);
  });

  test('it is drawn after its person’s own acts, not after those of others', async () => {
    await opens('sam');
    await opens('ana');
    await open.query('delete from outbox');
    const id = await intake.open();
    await intake.do(id, { type: 'claim' }, 'ana');
    expect(await waiting('ana')).toHaveLength(1);
    expect(await waiting('sam')).toEqual([]);
    // Tumi never opened hers.
    await intake.do(id, { type: 'release' }, 'lena');
    await intake.do(id, { type: 'claim' }, 'tumi');
    expect(await waiting('tumi')).toEqual([]);
  });

  test('an act that changes nothing draws nothing', async () => {
    const id = await intake.open();
    await intake.do(id, { type: 'claim' });
    await opens('sam');
    await open.query('delete from outbox');
    await intake.do(id, { type: 'claim' });
    await intake.do(id, { type: 'save_draft', text: 'Sorry, Ler' });
    const drafts = await waiting('sam');
    await intake.do(id, { type: 'save_draft', text: 'Sorry, Lerato' });
    expect(drafts.length).toBeLessThanOrEqual(1);
    expect(await waiting('sam')).toEqual(drafts);
  });

  test('what stands there already is not published again, unless it is gone', async () => {
    const published: string[] = [];
    const surface = aSurface(async (place) => {
      published.push(place);
    });
    const draw = async () => show(intake.house, surface, await homeOf('sam'));
    await opens('sam');
    await draw();
    await draw();
    await opens('sam', 'hash-1');
    await draw();
    expect(published).toEqual(['@sam@acme.example']);
    await opens('sam', null);
    await draw();
    expect(published).toHaveLength(2);
  });

  test('a publish that failed is tried again', async () => {
    let down = true;
    const surface = aSurface(async () => {
      if (down) throw new Error('down');
    });
    await opens('sam');
    await expect(show(intake.house, surface, await homeOf('sam'))).rejects.toThrow('down');
    expect((await homeOf('sam')).hash).toBeNull();
    down = false;
    await show(intake.house, surface, await homeOf('sam'));
    expect((await homeOf('sam')).hash).toBe('hash-1');
  });
});

/** A surface that only has Home tabs, and draws each of them alike. */
function aSurface(publish: (place: string, rendered: Rendered) => Promise<void>): Surface {
  const never = async () => {
    throw new Error('a Home tab is no message');
  };
  return {
    name: 'slack',
    tenant: 'T1',
    render: async () => ({ hash: 'hash-1', payload: {}, confidential: false }),
    publish,
    post: never,
    update: never,
    find: never,
    remove: never,
    postLine: never,
    findLines: never,
    membersOf: never,
    clearLines: never,
  };
}
