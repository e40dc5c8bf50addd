/** Versions of the handbook in a real database: which one decides, for whom, and what is refused. */
import { AsyncResource } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { activate, foresee } from '../../src/app/activate.ts';
import { createDesk } from '../../src/app/create-desk.ts';
import { StoreAway } from '../../src/app/desk.ts';
import { createHandbooks, type HandbookFile } from '../../src/app/handbooks.ts';
import type { House } from '../../src/app/house.ts';
import { ingest } from '../../src/app/ingest.ts';
import { followHandbook } from '../../src/app/new-handbook.ts';
import type { PersonCommand } from '../../src/core/commands.ts';
import { versionSeen } from '../../src/core/mention.ts';
import { actor, aPost, type Name, NOON } from '../support/cast.ts';
import { DATABASES, openTestStore, type TestStore } from '../support/databases.ts';
import { aHandbookFile } from '../support/handbook-files.ts';
import { intakeInto } from '../support/intake.ts';
import { until } from '../support/until.ts';

const TEXT = `company: Acme
timezone: Europe/London
people:
  - { name: Sam, email: sam@acme.example, role: agent, departments: [care] }
  - { name: Ana, email: ana@acme.example, role: agent, departments: [care] }
  - { name: Rita, email: rita@acme.example, role: reviewer, departments: [care] }
  - { name: Ravi, email: ravi@acme.example, role: agent, departments: [care] }
  - { name: Adam, email: adam@acme.example, role: admin }
departments:
  care: { channel: { slack: care } }
  deliveries: { channel: { slack: deliveries } }
categories:
  complaint: { approvals: 1 }
  praise: {}
routing:
  - { words: [parcel], department: deliveries }
  - { words: [broken], category: complaint }
sources:
  - { id: website, network: webhook, secret_env: SECRET }
`;
const PRAISED = TEXT.replace(
  'words: [broken], category: complaint',
  'words: [broken], category: praise',
);

const OUTSIDE = new AsyncResource('outside');

const first = aHandbookFile(TEXT);
const second = aHandbookFile(PRAISED);
const LOADED = { mayReturn: false, now: NOON };
const ON_PURPOSE = { mayReturn: true, now: NOON };

describe.each(DATABASES)('on %s', (kind) => {
  let open: TestStore;
  let posts = 0;
  beforeEach(async () => {
    open = await openTestStore(kind);
  });
  afterEach(() => open.close());

  /** A process of its own: it knows only what it read. */
  function aProcess(file: HandbookFile = first): House {
    const { house } = intakeInto(open);
    const handbooks = createHandbooks(file, house.log);
    return { ...house, handbook: handbooks.newest, deciding: handbooks.deciding };
  }

  async function post(house: House, text: string): Promise<string> {
    posts += 1;
    const taken = await ingest(house, {
      source: 'website',
      network: 'webhook',
      post: aPost({ externalId: `c-${posts}`, text }),
      author: { externalId: `u-${posts}`, handle: 'lerato', name: 'Lerato', followers: null },
      threadId: null,
      language: null,
      deleted: false,
    });
    if (taken.mention === null) throw new Error('no mention came of it');
    return taken.mention;
  }

  const act = (house: House, mention: string, command: PersonCommand, who: Name = 'sam') =>
    createDesk(house).handle(mention, command, actor(who));

  async function see(house: House, id: string) {
    const loaded = await house.store.readMention(id);
    if (loaded === null) throw new Error('no such mention');
    return loaded.mention;
  }

  async function submit(house: House, id: string) {
    await act(house, id, { type: 'claim' });
    const { heard } = await see(house, id);
    const text = 'Sorry, Lerato. We look into it.';
    const seen = { version: 0, heard };
    const handled = await act(house, id, { type: 'submit', text, seen, ticked: [] });
    if (!handled.ok) throw new Error(handled.refusal.sentence);
  }

  /** Whether somebody waits for the handbook's lock. */
  async function isAwaited(): Promise<boolean> {
    const waiting = await open.query(
      `select pid from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`,
    );
    return waiting.length > 0;
  }

  const rows = () =>
    open.query('select sha, body, activated_at from handbook order by activated_at');
  const activeSha = async () => {
    const active = await open.store.transaction((tx) => tx.activeHandbook());
    return active?.sha ?? null;
  };

  test('a file that was never stored decides, and its text is kept', async () => {
    expect(await activeSha()).toBeNull();
    expect(await activate(open.store, first, LOADED)).toEqual({ type: 'activated' });
    expect(await activeSha()).toBe(first.handbook.sha);
    expect((await rows()).map(({ body }) => body)).toEqual([TEXT]);
  });

  test('the file that decides changes nothing by being read again', async () => {
    await activate(open.store, first, LOADED);
    const before = await rows();
    expect(await activate(open.store, first, { ...LOADED, now: NOON + 5 })).toEqual({
      type: 'same',
    });
    expect(await rows()).toEqual(before);
  });

  test('a file that was active before rolls nothing back, and says what would', async () => {
    await activate(open.store, first, LOADED);
    await activate(open.store, second, LOADED);
    const older = await activate(open.store, first, LOADED);
    expect(older).toEqual({
      type: 'older',
      sentence: expect.stringContaining('"heed handbook activate handbook.yaml"'),
    });
    expect(await activeSha()).toBe(second.handbook.sha);
    expect(await foresee(open.store, first, LOADED)).toEqual(older);
  });

  test('on purpose it comes back, whatever the clocks say', async () => {
    await activate(open.store, first, { ...LOADED, now: NOON });
    await activate(open.store, second, { ...LOADED, now: NOON - 60_000 });
    expect(await activeSha()).toBe(second.handbook.sha);
    const back = await activate(open.store, first, { ...ON_PURPOSE, now: NOON - 120_000 });
    expect(back).toEqual({ type: 'activated' });
    expect(await activeSha()).toBe(first.handbook.sha);
    expect(await rows()).toHaveLength(2);
  });

  test('of many who start at once with a new file, one activates it', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => activate(open.store, first, LOADED)));
    expect(outcomes.map(({ type }) => type).sort()).toEqual(['activated', 'same', 'same', 'same']);
  });

  test('to foresee changes nothing', async () => {
    await activate(open.store, first, LOADED);
    expect(await foresee(open.store, second, LOADED)).toEqual({ type: 'activated' });
    expect(await rows()).toHaveLength(1);
  });

  test('all processes route and decide by the active version, and each event says which', async () => {
    await activate(open.store, first, LOADED);
    const [one, other] = [aProcess(), aProcess()];
    const before = await post(other, 'It is broken');
    await activate(open.store, second, LOADED);
    const after = await post(other, 'It is broken too');
    expect((await see(one, before)).category).toBe('complaint');
    expect((await see(one, after)).category).toBe('praise');
    await act(one, before, { type: 'claim' });
    expect(one.handbook().sha).toBe(second.handbook.sha);
    const history = await open.store.history(before, 0);
    expect(history.map(({ event, handbook }) => [event.type, handbook])).toEqual([
      ['opened', first.handbook.sha],
      ['message_received', first.handbook.sha],
      ['claimed', second.handbook.sha],
    ]);
  });

  test('a process that meets the way back follows it', async () => {
    await activate(open.store, first, LOADED);
    const house = aProcess();
    await post(house, 'one');
    await activate(open.store, second, LOADED);
    await post(house, 'two');
    await activate(open.store, first, ON_PURPOSE);
    await post(house, 'three');
    expect(house.handbook().sha).toBe(first.handbook.sha);
  });

  test('whoever left acts no more, although their press was let in by the version before', async () => {
    await activate(open.store, first, LOADED);
    const house = aProcess();
    const id = await post(house, 'It is broken');
    await activate(open.store, aHandbookFile(TEXT.replace(/.*name: Sam.*\n/, '')), LOADED);
    const refused = await act(house, id, { type: 'claim' });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'outsider' } });
    expect((await see(house, id)).owner).toBeNull();
  });

  test('a role is what the active version says', async () => {
    await activate(open.store, first, LOADED);
    const house = aProcess();
    const id = await post(house, 'It is broken');
    const demoted = TEXT.replace(
      'role: agent, departments: [care] }\n  - { name: Ana',
      'role: trainee, departments: [care] }\n  - { name: Ana',
    );
    await activate(open.store, aHandbookFile(demoted), LOADED);
    const refused = await act(house, id, { type: 'dismiss', reason: 'spam' });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'not_allowed' } });
  });

  test('a version that only another Heed understands is decided by nobody here', async () => {
    await activate(open.store, first, LOADED);
    const house = aProcess();
    const id = await post(house, 'It is broken');
    const newer = {
      ...first,
      text: `${TEXT}tomorrow: yes\n`,
      handbook: { ...first.handbook, sha: 'f'.repeat(64) },
    };
    await activate(open.store, newer, LOADED);
    await expect(act(house, id, { type: 'claim' })).rejects.toBeInstanceOf(StoreAway);
    expect((await see(house, id)).owner).toBeNull();
    await activate(open.store, second, LOADED);
    expect(await act(house, id, { type: 'claim' })).toMatchObject({ ok: true });
  });

  test('a version that drops a department with open mentions is refused with the list', async () => {
    await activate(open.store, first, LOADED);
    const house = aProcess();
    for (let count = 0; count < 12; count += 1) await post(house, 'Where is my parcel?');
    const smaller = aHandbookFile(
      TEXT.replace(/.*deliveries: \{.*\n/, '').replace(/.*words: \[parcel\].*\n/, ''),
    );
    const refused = await activate(open.store, smaller, ON_PURPOSE);
    expect(refused).toEqual({
      type: 'refused',
      mistakes: [expect.stringMatching(/deliveries.*: H-1000, H-1001, .*H-1009 and 2 more\./)],
    });
    expect(await activeSha()).toBe(first.handbook.sha);
    for (const { id } of await open.store.transaction((tx) => tx.openMentions())) {
      await act(house, id, { type: 'dismiss', reason: 'spam' }, 'adam');
    }
    expect(await activate(open.store, smaller, LOADED)).toEqual({ type: 'activated' });
  });

  test('an activation waits for whoever is deciding, and sees what they decided', async () => {
    await activate(open.store, first, LOADED);
    const house = aProcess();
    const id = await post(house, 'It is broken');
    const smaller = aHandbookFile(
      TEXT.replace(/.*deliveries: \{.*\n/, '').replace(/.*words: \[parcel\].*\n/, ''),
    );
    let activation: Promise<unknown> = Promise.resolve();
    const transfer = { type: 'transfer', department: 'deliveries' } as const;
    const during: House = {
      ...house,
      async deciding(tx) {
        const handbook = await house.deciding(tx);
        let over = false;
        activation = outside(() => activate(open.store, smaller, LOADED)).finally(() => {
          over = true;
        });
        // The embedded database does one transaction after the other anyway.
        if (kind === 'postgres') {
          await until('the activation to wait or to end', async () => over || (await isAwaited()));
        }
        return handbook;
      },
    };
    expect(await act(during, id, transfer, 'adam')).toMatchObject({ ok: true });
    expect(await activation).toMatchObject({ type: 'refused' });
  });

  test('what leavers had in hand goes back, and their reviews are asked of others', async () => {
    await activate(open.store, first, LOADED);
    const house = aProcess();
    const [claimed, reviewed] = [
      await post(house, 'Is it open?'),
      await post(house, 'It is broken'),
    ];
    await act(house, claimed, { type: 'claim' }, 'ana');
    await submit(house, reviewed);
    const version = (await see(house, reviewed)).draft?.versions.at(-1)?.id ?? '';
    const asked = async () => {
      const messages = await open.store.transaction((tx) => tx.surfaceMessages('review', version));
      return messages.map(({ place }) => place);
    };
    expect(await asked()).toEqual(['@rita@acme.example']);
    const changed = TEXT.replace(/.*name: (?:Ana|Rita).*\n/g, '').replace(
      'ravi@acme.example, role: agent',
      'ravi@acme.example, role: reviewer',
    );
    await activate(open.store, aHandbookFile(changed), LOADED);
    await followHandbook(house);
    expect(await see(house, claimed)).toMatchObject({ status: 'unclaimed', owner: null });
    expect(await see(house, reviewed)).toMatchObject({
      status: 'in_review',
      owner: 'sam@acme.example',
    });
    expect(await asked()).toEqual(['@ravi@acme.example', '@rita@acme.example']);
    expect(versionSeen(await see(house, reviewed))).toBe(1);
    const shown = await open.query(
      "select key from outbox where kind = 'show' and state = 'ready'",
    );
    const messages = await open.store.transaction((tx) => tx.surfaceMessages('review', version));
    for (const { id } of messages) expect(shown.map(({ key }) => key)).toContain(`show:${id}`);
  });

  test('open cards are drawn anew once, and closed ones are left alone', async () => {
    await activate(open.store, first, LOADED);
    const house = aProcess();
    await followHandbook(house);
    const [open1, closed] = [await post(house, 'one'), await post(house, 'two')];
    await act(house, closed, { type: 'dismiss', reason: 'spam' });
    const cards = [];
    for (const id of [open1, closed]) {
      const [card] = await open.store.transaction((tx) => tx.surfaceMessages('card', id));
      if (card === undefined) throw new Error('no card');
      await open.store.updateSurfaceMessage(card.id, { ref: { channel: 'C1', ts: id } });
      cards.push(card);
    }
    const waiting = async () => {
      const found = await open.query("select key, rank from outbox where kind = 'show'");
      return found.map(({ key }) => key);
    };
    await open.query('delete from outbox');
    await activate(open.store, second, LOADED);
    await followHandbook(house);
    expect(await waiting()).toEqual([`show:${cards[0]?.id}`]);
    const patience = await open.query(
      'select extract(epoch from rank - due_at)::int as s from outbox',
    );
    expect(patience).toEqual([{ s: 30 * 60 }]);
    await open.query('delete from outbox');
    await followHandbook(aProcess(second));
    expect(await waiting()).toEqual([]);
  });

  test('everybody who listens hears of an activation', async () => {
    let heard = 0;
    await open.store.onHandbookActivated(() => {
      heard += 1;
    });
    // Postgres says at the beginning that from now on it listens.
    for (const file of [first, second]) {
      const before = heard;
      await activate(open.store, file, LOADED);
      await expect.poll(() => heard).toBeGreaterThan(before);
    }
  });
});

/** Not as a part of the transaction that is under way. */
function outside<T>(work: () => Promise<T>): Promise<T> {
  return OUTSIDE.runInAsyncScope(work);
}
