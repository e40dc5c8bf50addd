import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClaimedEffect, EffectRequest } from '../../src/app/outbox-port.ts';
import { openStore } from '../../src/store/open.ts';
import { NOON as NOW } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { until } from '../support/until.ts';

const LEASE = 60_000;

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  beforeEach(async () => {
    open = await openTestStore(kind);
  });
  afterEach(() => open.close());

  function request(key: string, change: Partial<EffectRequest> = {}): EffectRequest {
    return {
      key,
      kind: 'show',
      target: key,
      lane: 'slack:T1:#care',
      parent: 'slack:T1',
      rank: NOW,
      dueAt: NOW,
      ...change,
    };
  }

  async function enqueue(...requests: readonly EffectRequest[]): Promise<void> {
    await open.store.transaction((tx) => tx.enqueue(requests));
  }

  async function claim(now = NOW): Promise<ClaimedEffect> {
    const claimed = await open.outbox.claim(now, LEASE);
    if (claimed === null) throw new Error('nothing was due');
    return claimed;
  }

  async function finishNext(now = NOW): Promise<string> {
    const claimed = await claim(now);
    expect(await open.outbox.finish(claimed, { type: 'done' }, now)).toBe(true);
    return claimed.key;
  }

  test('an empty outbox has nothing to do', async () => {
    expect(await open.outbox.claim(NOW, LEASE)).toBeNull();
    expect(await open.outbox.nextDue(NOW)).toBeNull();
  });

  test('what was enqueued in a transaction that failed is not there', async () => {
    const failing = open.store.transaction(async (tx) => {
      await tx.enqueue([request('a')]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await open.outbox.claim(NOW, LEASE)).toBeNull();
  });

  test('a claimed effect says what it is, and is gone when done', async () => {
    await enqueue(request('a', { kind: 'story', target: 'message-1' }));
    const claimed = await claim();
    expect(claimed).toEqual({
      key: 'a',
      kind: 'story',
      target: 'message-1',
      lane: 'slack:T1:#care',
      generation: 1,
      dueAt: NOW,
      rank: NOW,
      attempts: 0,
      lease: expect.any(String),
    });
    expect(await open.outbox.finish(claimed, { type: 'done' }, NOW)).toBe(true);
    expect(await open.query('select key from outbox')).toEqual([]);
  });

  test('a lane does what is most urgent first', async () => {
    await enqueue(
      request('redraw', { rank: NOW + 60_000 }),
      request('second', { rank: NOW + 1 }),
      request('first', { rank: NOW }),
    );
    expect([await finishNext(), await finishNext(), await finishNext()]).toEqual([
      'first',
      'second',
      'redraw',
    ]);
  });

  test('of several lanes, the one with the most urgent head goes first', async () => {
    await enqueue(
      request('later', { lane: 'a', rank: NOW + 5 }),
      request('first', { lane: 'b', rank: NOW + 1 }),
      request('then', { lane: 'c', rank: NOW + 3 }),
    );
    expect([(await claim()).key, (await claim()).key, (await claim()).key]).toEqual([
      'first',
      'then',
      'later',
    ]);
  });

  test('one at a time in a lane, while other lanes go on', async () => {
    await enqueue(request('a1'), request('a2'), request('b1', { lane: 'b', rank: NOW + 1 }));
    const first = await claim();
    expect(first.key).toBe('a1');
    expect((await claim()).key).toBe('b1');
    expect(await open.outbox.claim(NOW, LEASE)).toBeNull();
    await open.outbox.finish(first, { type: 'done' }, NOW);
    expect((await claim()).key).toBe('a2');
  });

  test('what is not due yet waits, and does not hold up what is due behind it', async () => {
    await enqueue(
      request('publish', { rank: NOW - 1, dueAt: NOW + 30_000 }),
      request('show', { rank: NOW }),
    );
    expect(await finishNext()).toBe('show');
    expect(await open.outbox.claim(NOW, LEASE)).toBeNull();
    expect(await open.outbox.nextDue(NOW)).toBe(NOW + 30_000);
    expect((await claim(NOW + 30_000)).key).toBe('publish');
  });

  test('enqueueing what waits keeps one row, the earlier rank and the earlier time', async () => {
    await enqueue(request('a', { rank: NOW + 60_000, dueAt: NOW + 10 }));
    await enqueue(request('a', { rank: NOW + 5, dueAt: NOW + 20 }));
    await enqueue(request('a', { rank: NOW + 70_000, dueAt: NOW + 30 }));
    await enqueue(request('b', { rank: NOW + 6 }));
    expect(await open.outbox.nextDue(NOW)).toBe(NOW);
    expect(await claim(NOW + 10)).toMatchObject({ key: 'a', generation: 3 });
  });

  test('what was enqueued again while it was performed is performed again', async () => {
    await enqueue(request('a'));
    const claimed = await claim();
    await enqueue(request('a'));
    expect(await open.outbox.finish(claimed, { type: 'done' }, NOW)).toBe(true);
    const again = await claim();
    expect(again).toMatchObject({ key: 'a', generation: 2 });
    await open.outbox.finish(again, { type: 'done' }, NOW);
    expect(await open.outbox.claim(NOW, LEASE)).toBeNull();
  });

  test('a lease that ran out is taken over, and its old holder finishes nothing', async () => {
    await enqueue(request('a'));
    const lost = await claim();
    expect(await open.outbox.claim(NOW + LEASE - 1, LEASE)).toBeNull();
    expect(await open.outbox.nextDue(NOW)).toBe(NOW + LEASE);
    const taken = await claim(NOW + LEASE);
    expect(taken.lease).not.toBe(lost.lease);
    expect(await open.outbox.finish(lost, { type: 'done' }, NOW + LEASE)).toBe(false);
    expect(await open.query('select key from outbox')).toEqual([{ key: 'a' }]);
    expect(await open.outbox.finish(taken, { type: 'done' }, NOW + LEASE)).toBe(true);
    expect(await open.outbox.finish(taken, { type: 'done' }, NOW + LEASE)).toBe(false);
  });

  test('an effect that failed waits, counts, and lets its lane go on', async () => {
    await enqueue(request('a'), request('b', { rank: NOW + 1 }));
    const failed = await claim();
    const result = { type: 'again', at: NOW + 500, failure: 'busy', rests: 'effect' } as const;
    await open.outbox.finish(failed, result, NOW);
    expect(await finishNext()).toBe('b');
    expect(await open.outbox.claim(NOW + 499, LEASE)).toBeNull();
    expect(await claim(NOW + 500)).toMatchObject({ key: 'a', attempts: 1 });
  });

  test('a lane that is told to rest rests as a whole, and no failure is counted', async () => {
    await enqueue(request('a'), request('b'), request('c', { lane: 'other', rank: NOW + 9 }));
    const claimed = await claim();
    const result = { type: 'again', at: NOW + 500, failure: null, rests: 'lane' } as const;
    await open.outbox.finish(claimed, result, NOW);
    expect(await finishNext()).toBe('c');
    expect(await open.outbox.claim(NOW + 499, LEASE)).toBeNull();
    expect(await open.outbox.nextDue(NOW)).toBe(NOW + 500);
    expect(await claim(NOW + 500)).toMatchObject({ key: 'a', attempts: 0 });
  });

  test('waiting is asked about anew when the effect was enqueued meanwhile; a failure is not', async () => {
    await enqueue(request('waits', { lane: 'a' }), request('fails', { lane: 'b' }));
    const at = NOW + 500;
    for (const claimed of [await claim(), await claim()]) {
      await enqueue(request(claimed.key, { lane: claimed.lane }));
      const failure = claimed.key === 'fails' ? 'busy' : null;
      await open.outbox.finish(claimed, { type: 'again', at, failure, rests: 'effect' }, NOW);
    }
    expect((await claim()).key).toBe('waits');
    expect(await open.outbox.claim(NOW, LEASE)).toBeNull();
    expect((await claim(at)).key).toBe('fails');
  });

  test('a dead effect is kept with its error and comes back to life when enqueued', async () => {
    await enqueue(request('a'), request('b', { rank: NOW + 1 }));
    await open.outbox.finish(await claim(), { type: 'dead', error: 'msg_too_long' }, NOW);
    expect(await finishNext()).toBe('b');
    expect(await open.outbox.claim(NOW + 1e9, LEASE)).toBeNull();
    expect(await open.outbox.nextDue(NOW)).toBeNull();
    expect(await open.query('select state, error, attempts from outbox')).toEqual([
      { state: 'dead', error: 'msg_too_long', attempts: 1 },
    ]);
    await enqueue(request('a', { rank: NOW + 7, dueAt: NOW + 7 }));
    expect(await open.outbox.claim(NOW + 6, LEASE)).toBeNull();
    expect(await claim(NOW + 7)).toMatchObject({ key: 'a', generation: 2, attempts: 0 });
  });

  test('an effect is not dead when somebody enqueued it while it was dying', async () => {
    await enqueue(request('a'));
    const claimed = await claim();
    await enqueue(request('a'));
    await open.outbox.finish(claimed, { type: 'dead', error: 'gone' }, NOW);
    expect(await claim()).toMatchObject({ key: 'a', attempts: 0 });
  });

  test('a blocked lane waits, is probed, and moves again after a success', async () => {
    await enqueue(
      request('a'),
      request('b', { rank: NOW + 1 }),
      request('c', { lane: 'other', rank: NOW + 2 }),
    );
    const blocked = { type: 'blocked', scope: 'lane', error: 'not_in_channel' } as const;
    const first = await claim();
    expect(first.key).toBe('a');
    await open.outbox.finish(first, { ...blocked, at: NOW + 300 }, NOW);
    expect(await finishNext()).toBe('c');
    expect(await open.outbox.claim(NOW + 299, LEASE)).toBeNull();
    const probe = await claim(NOW + 300);
    expect(probe).toMatchObject({ key: 'a', attempts: 0 });
    await open.outbox.finish(probe, { ...blocked, at: NOW + 600 }, NOW + 300);
    expect(await open.outbox.claim(NOW + 599, LEASE)).toBeNull();
    expect([await finishNext(NOW + 600), await finishNext(NOW + 600)]).toEqual(['a', 'b']);
    expect(await open.query(`select key from lane where blocked is not null`)).toEqual([]);
  });

  test('a blocked workspace holds all its lanes and no others, and one probe frees them', async () => {
    await enqueue(
      request('a', { lane: 'T1:a' }),
      request('b', { lane: 'T1:b', rank: NOW + 1 }),
      request('c', { lane: 'T1:c', rank: NOW + 2 }),
      request('x', { lane: 'T2:x', parent: 'slack:T2', rank: NOW + 3 }),
    );
    const blocked = { type: 'blocked', scope: 'parent', error: 'invalid_auth' } as const;
    await open.outbox.finish(await claim(), { ...blocked, at: NOW + 300 }, NOW);
    expect(await finishNext()).toBe('x');
    expect(await open.outbox.claim(NOW + 299, LEASE)).toBeNull();
    expect(await open.outbox.nextDue(NOW)).toBe(NOW + 300);

    const probe = await claim(NOW + 300);
    expect(probe.key).toBe('a');
    expect(await open.outbox.claim(NOW + 300, LEASE)).toBeNull();
    await open.outbox.finish(probe, { ...blocked, at: NOW + 600 }, NOW + 300);
    expect(await open.outbox.claim(NOW + 599, LEASE)).toBeNull();

    expect(await finishNext(NOW + 600)).toBe('a');
    const freed = [(await claim(NOW + 600)).key, (await claim(NOW + 600)).key];
    expect(freed).toEqual(['b', 'c']);
  });

  test('a probe that dies with its holder is followed by another', async () => {
    await enqueue(request('a', { lane: 'T1:a' }), request('b', { lane: 'T1:b' }));
    const blocked = { type: 'blocked', scope: 'parent', error: 'invalid_auth' } as const;
    await open.outbox.finish(await claim(), { ...blocked, at: NOW + 300 }, NOW);
    await claim(NOW + 300);
    expect(await open.outbox.claim(NOW + 300 + LEASE - 1, LEASE)).toBeNull();
    expect(await open.outbox.claim(NOW + 300 + LEASE, LEASE)).not.toBeNull();
  });

  test('a probe that fails for a reason of its own lets the next one ask at once', async () => {
    await enqueue(request('a', { lane: 'T1:a' }), request('b', { lane: 'T1:b', rank: NOW + 1 }));
    const blocked = { type: 'blocked', scope: 'parent', error: 'invalid_auth' } as const;
    await open.outbox.finish(await claim(), { ...blocked, at: NOW + 300 }, NOW);
    const probe = await claim(NOW + 300);
    await open.outbox.finish(probe, { type: 'dead', error: 'too long' }, NOW + 300);
    expect(await finishNext(NOW + 300)).toBe('b');
  });

  test('an effect of a kind that only a newer version knows is left alone', async () => {
    await enqueue(request('a', { rank: NOW + 1 }));
    await open.query(
      `insert into outbox values ('z', 'sing', 'z', 'slack:T1:#care', 'epoch', 'epoch', 1, 0, 'ready')`,
    );
    expect(await finishNext()).toBe('a');
    expect(await open.outbox.claim(NOW, LEASE)).toBeNull();
    expect(await open.outbox.nextDue(NOW)).toBeNull();
  });

  test('many dispatchers at once do everything once, one at a time in each lane', async () => {
    const lanes = ['a', 'b', 'c'];
    await enqueue(
      ...Array.from({ length: 60 }, (_, n) =>
        request(`effect-${n}`, { lane: lanes[n % 3] ?? '', rank: NOW + n }),
      ),
    );
    const done: string[] = [];
    const busy = new Set<string>();
    async function dispatch(): Promise<void> {
      for (;;) {
        const claimed = await open.outbox.claim(NOW, LEASE);
        if (claimed === null) {
          if (done.length === 60) return;
          await new Promise((resolve) => setImmediate(resolve));
          continue;
        }
        expect(busy).not.toContain(claimed.lane);
        busy.add(claimed.lane);
        await new Promise((resolve) => setImmediate(resolve));
        busy.delete(claimed.lane);
        done.push(claimed.key);
        expect(await open.outbox.finish(claimed, { type: 'done' }, NOW)).toBe(true);
      }
    }
    await Promise.all(Array.from({ length: 8 }, dispatch));
    expect(new Set(done).size).toBe(60);
    for (const lane of lanes) {
      const order = done.map((key) => Number(key.slice(7))).filter((n) => lanes[n % 3] === lane);
      expect(order).toEqual(order.toSorted((left, right) => left - right));
    }
  });

  test('what one transaction enqueues while another performs is never lost', async () => {
    let performed = 0;
    let enqueued = 0;
    async function enqueueMany(): Promise<void> {
      for (let n = 0; n < 40; n += 1) {
        await enqueue(request('a'));
        enqueued += 1;
      }
    }
    async function perform(): Promise<void> {
      for (;;) {
        const claimed = await open.outbox.claim(NOW, LEASE);
        if (claimed === null && enqueued === 40) return;
        if (claimed === null) continue;
        performed = enqueued;
        await open.outbox.finish(claimed, { type: 'done' }, NOW);
      }
    }
    await Promise.all([enqueueMany(), perform()]);
    expect(performed).toBe(40);
    expect(await open.query('select key from outbox')).toEqual([]);
  });

  test('whoever listens is woken when something was enqueued, and no longer after leaving', async () => {
    let woken = 0;
    let others = 0;
    const leave = await open.outbox.onEnqueued(() => {
      woken += 1;
    });
    await open.outbox.onEnqueued(() => {
      others += 1;
    });
    const before = woken;
    await enqueue(request('a'));
    await until('the wake-up call', () => woken > before);
    await leave();
    const last = { woken, others };
    await enqueue(request('b'));
    await until('the wake-up call of the other', () => others > last.others);
    expect(woken).toBe(last.woken);
  });
});

describe('two processes on one postgres', () => {
  test('wake each other', async () => {
    const open = await openTestStore('postgres');
    const other = await openStore({ databaseUrl: open.databaseUrl ?? '', migrate: false });
    let woken = 0;
    await other.outbox.onEnqueued(() => {
      woken += 1;
    });
    const before = woken;
    const effect = { key: 'a', kind: 'show', target: 'a', lane: 'l', parent: 'p' } as const;
    await open.store.transaction((tx) => tx.enqueue([{ ...effect, rank: NOW, dueAt: NOW }]));
    await until('the wake-up call', () => woken > before);
    await other.store.close();
    await open.close();
  });
});
