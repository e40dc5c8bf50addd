/** The database is away while time runs out, and a clock jumps: each thing is told once. */
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StoreAway } from '../../src/app/desk.ts';
import { tick } from '../../src/app/tick.ts';
import { startScheduler } from '../../src/jobs/scheduler.ts';
import { openStore } from '../../src/store/open.ts';
import { aHandbook, PEOPLE } from '../support/cast.ts';
import type { TestStore } from '../support/databases.ts';
import { type Intake, intakeInto } from '../support/intake.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EVERY_SECOND = '* * * * * *';
const OUTAGE_MINUTES = 10;

let server: PostgresServer;
let open: TestStore;

beforeAll(async () => {
  server = await startPostgres();
  await server.createDatabase('heed');
  const databaseUrl = `${server.url}/heed`;
  const { store, ...rest } = await openStore({ databaseUrl });
  const close = () => store.close();
  const query = async (text: string) => {
    const client = postgres(databaseUrl, { max: 1 });
    return [...(await client.unsafe(text).finally(() => client.end()))];
  };
  open = { ...rest, store, databaseUrl, query, close };
});
afterAll(async () => {
  await open.close();
  await server.remove();
});

/** A praise is due after 10 minutes, anything else after 20; what is told stands at 50% and 80%. */
function anIntake(): Intake {
  const handbook = aHandbook({ sha: 'minutes' });
  const intake = intakeInto(open);
  const categories = handbook.categories.map((one) =>
    one.id === 'praise' ? { ...one, targets: { first_reply_time: 10 * MINUTE } } : one,
  );
  const sla = { ...handbook.sla, targets: { first_reply_time: 20 * MINUTE } };
  intake.follow({ ...handbook, categories, sla });
  return intake;
}

/** So many that somebody posted so many minutes ago. */
async function some(intake: Intake, name: string, minutesAgo: number): Promise<readonly string[]> {
  const mentions: string[] = [];
  for (let n = 0; n < 10; n += 1) {
    const postedAt = intake.house.now() - minutesAgo * MINUTE;
    mentions.push(await intake.open({ externalId: `${name}-${n}`, postedAt }));
  }
  return mentions;
}

async function told(mentions: readonly string[]): Promise<readonly string[]> {
  const histories = await Promise.all(mentions.map((one) => open.store.history(one, 0)));
  return histories.map((history) =>
    history
      .flatMap(({ event }) => {
        if (event.type === 'deadline_neared') return [`warning ${event.warning}`];
        return event.type === 'deadline_breached' ? ['missed'] : [];
      })
      .join(', '),
  );
}

async function messages(kind: string): Promise<readonly string[]> {
  const rows = await open.query(`select place from surface_message where kind = '${kind}'`);
  return rows.map(({ place }) => String(place));
}

const ten = (what: string) => Array.from({ length: 10 }, () => what);

test('what came due while the database was away is told once when it is back, the latest of each', async () => {
  const intake = anIntake();
  const { house } = intake;
  const missed = await some(intake, 'missed', 1);
  for (const one of missed) await intake.do(one, { type: 'category', category: 'praise' });
  const nearer = await some(intake, 'nearer', 7);
  for (const one of nearer) await intake.do(one, { type: 'claim' });
  const near = await some(intake, 'near', 2);
  expect(await tick(house)).toBe(0);

  const failures: unknown[] = [];
  const warn = (fields: { err?: unknown }) => void failures.push(fields.err);
  const log = { info: () => undefined, warn, error: warn };
  await server.stop();
  const scheduler = startScheduler(() => tick(house), log, EVERY_SECOND);
  for (let minute = 1; minute <= OUTAGE_MINUTES; minute += 1) {
    intake.wait(MINUTE);
    // A run at the start and at each second: some of the ten minutes have one.
    if (minute % 5 === 0) await until('a failed run', () => failures.length >= minute / 5);
  }
  expect(failures.every((error) => error instanceof StoreAway)).toBe(true);
  await server.start();
  await until('all to be told', async () => {
    const all = await told([...missed, ...nearer, ...near]).catch(() => ['']);
    return all.every((events) => events !== '');
  });
  await scheduler.stop();

  expect(await tick(house)).toBe(0);
  expect(await told(missed)).toEqual(ten('missed'));
  expect(await told(nearer)).toEqual(ten('warning 2'));
  expect(await told(near)).toEqual(ten('warning 1'));
  expect(await messages('call')).toEqual([]);
  expect(await messages('reminder')).toEqual([`@${PEOPLE.lena.email}`, `@${PEOPLE.sam.email}`]);
  const lines = await open.query("select key from outbox where kind = 'story'");
  expect(lines).toHaveLength(30);
});

test('a clock that jumps an hour ahead and an hour back tells each thing once', async () => {
  const intake = anIntake();
  const { house } = intake;
  const toAna = async () =>
    (await messages('reminder')).filter((place) => place === `@${PEOPLE.ana.email}`);
  const mention = await intake.open({ externalId: 'jumps', postedAt: house.now() });
  await intake.do(mention, { type: 'claim' }, 'ana');
  const look = async (ms: number) => {
    intake.wait(ms);
    await Promise.all([tick(house), tick(house)]);
    return (await told([mention]))[0];
  };
  expect(await look(11 * MINUTE)).toBe('warning 1');
  expect(await look(-HOUR)).toBe('warning 1');
  expect(await look(HOUR)).toBe('warning 1');
  expect(await toAna()).toHaveLength(1);
  expect(await look(HOUR)).toBe('warning 1, missed');
  expect(await look(-HOUR)).toBe('warning 1, missed');
  expect(await look(10 * MINUTE)).toBe('warning 1, missed');
  expect(await look(HOUR)).toBe('warning 1, missed');
  expect(await toAna()).toHaveLength(2);
  const { mention: now } = await intake.see(mention);
  const [first] = now.deadlines.filter(({ metric }) => metric === 'first_reply_time');
  expect(first).toMatchObject({ state: 'breached', endedAt: null });
});
