/**
 * How late the direct message is when 1,000 mentions of 20 people fall due within one minute, beside
 * the same people with one mention each in such a minute: both from the moment at which a mention is
 * due to be told to when a message stands in Slack that counts it.
 *
 * Both sides are Heed at its usual pace, with its clock looked at twice a minute, so that some
 * fifteen seconds of each are the clock's; a person with one mention waits for nothing else, which
 * makes the ratio what the crowd costs. Slack answers at once: Heed holds itself to Slack's rates.
 * The thousand cards stand already, and are drawn anew as it tells of them.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { z } from 'zod';
import { PATIENCE } from '../../src/app/backoff.ts';
import { createDesk } from '../../src/app/create-desk.ts';
import type { House } from '../../src/app/house.ts';
import { ingest } from '../../src/app/ingest.ts';
import type { Person } from '../../src/core/handbook.ts';
import { TEAM } from '../../src/sandbox/people.ts';
import { openStore } from '../../src/store/open.ts';
import { aPost } from '../support/cast.ts';
import { aHandbookFile, unhurried } from '../support/handbook-files.ts';
import { until } from '../support/until.ts';
import { call, type Double, openDouble, startHeedAt } from './desk.ts';
import type { Figure } from './figure.ts';
import { percentile } from './rounds.ts';
import type { Stage } from './stage.ts';

const PEOPLE = 20;
const MENTIONS = 1_000;
const MINUTE_MS = 60_000;
/** Warned of after half of it. */
const TARGET_MS = 120 * MINUTE_MS;
/** Until the first one is due: Heed is up by then, and has looked at each by its handbook. */
const HEAD_START_MS = 20_000;
const EACH_MS = 120;
const LONGEST_MS = 10 * MINUTE_MS;
const LOOK_MS = 20;

const EXAMPLE = new URL('../../src/handbook/example.yaml', import.meta.url);

export async function measureLateness(stage: Stage): Promise<readonly Figure[]> {
  const few = await latenesses(stage, PEOPLE);
  const many = await latenesses(stage, MENTIONS);
  return [50, 95].map((percent) => {
    const [baseline, value] = [percentile(few, percent), percentile(many, percent)];
    const name = `reminder-late-${percent}`;
    const goal = { is: 'below', ratio: 1.5 } as const;
    return { name, unit: 'ms', value, baseline, ratios: [value / baseline], goal, wrong: [] };
  });
}

function emailOf(n: number): string {
  return `agent${n}@acme.example`;
}

function handbookText(): string {
  const people = Array.from(
    { length: PEOPLE },
    (_, n) =>
      `  - { name: Agent ${n}, email: ${emailOf(n)}, role: agent, departments: [care, deliveries] }\n`,
  );
  return unhurried(readFileSync(EXAMPLE, 'utf8'))
    .replace('people:\n', `people:\n${people.join('')}`)
    .replace('{ first_reply_time: 24h }', '{ first_reply_time: 120m }');
}

interface Due {
  readonly email: string;
  /** When its warning is due, in epoch ms. */
  readonly at: number;
}

/** Of so many mentions, in ms. */
async function latenesses(stage: Stage, mentions: number): Promise<readonly number[]> {
  const double = await openDouble(stage, {
    people: Array.from({ length: PEOPLE }, (_, n) => ({
      ...{ id: `U0AGENT${n}`, name: `Agent ${n}`, email: emailOf(n), title: 'agent' },
      ...{ color: '#475569', isBot: false, isGuest: false },
    })),
  });
  const databaseUrl = await stage.database();
  const first = Date.now() + HEAD_START_MS + mentions * EACH_MS;
  const due = await prepare(stage, double, databaseUrl, mentions, first);
  await startHeedAt(stage, double, { databaseUrl, haste: 1, handbook: handbookText() });
  if (Date.now() > first) throw new Error('it took too long to prepare');
  return await watch(double, due);
}

/** Mentions that somebody has and whose cards stand, each near to its warning. */
async function prepare(
  stage: Stage,
  double: Double,
  databaseUrl: string,
  mentions: number,
  first: number,
): Promise<readonly Due[]> {
  const { store } = await openStore({ databaseUrl });
  stage.after(() => store.close());
  const { handbook } = aHandbookFile(handbookText());
  const house: House = {
    store,
    handbook: () => handbook,
    deciding: async () => handbook,
    places: () => [{ surface: 'slack', tenant: TEAM.id }],
    findings: () => [],
    now: Date.now,
    newId: randomUUID,
    patience: PATIENCE,
    log: { info() {}, warn() {}, error() {} },
  };
  const agents = handbook.people.filter(({ email }) => email.startsWith('agent'));
  const { id: channel } = double.sandbox.workspace.channel('care');
  await call(double, 'conversations.join', { channel });
  const due: Due[] = [];
  for (let n = 0; n < mentions; n += 1) {
    const at = first + Math.floor((n * MINUTE_MS) / mentions);
    const person = agents[n % agents.length];
    if (person === undefined) throw new Error('nobody is there');
    await hold(house, double, person, n, at - TARGET_MS / 2);
    due.push({ email: person.email, at });
  }
  await store.close();
  await forgetCards(databaseUrl);
  return due;
}

/** They stand already, so nothing waits to be posted before the clock comes round. */
async function forgetCards(databaseUrl: string): Promise<void> {
  const client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await client`delete from outbox`;
  await client.end();
}

/** Somebody has it, and its card stands. */
async function hold(
  house: House,
  double: Double,
  person: Person,
  n: number,
  postedAt: number,
): Promise<void> {
  const author = { externalId: `u-${n}`, handle: `u${n}`, name: `Customer ${n}`, followers: 0 };
  const post = aPost({ externalId: `c-${n}`, text: `Is it back? ${n}`, postedAt });
  const { mention } = await ingest(house, {
    ...{ source: 'website', network: 'webhook', post, author },
    ...{ threadId: null, language: null, deleted: false },
  });
  if (mention === null) throw new Error('no mention came of it');
  await createDesk(house).handle(mention, { type: 'claim' }, { type: 'person', person });
  const { id: channel } = double.sandbox.workspace.channel('care');
  const { ts = '' } = await call(double, 'chat.postMessage', { channel, text: `A card ${n}` });
  const cards = await house.store.transaction((tx) => tx.surfaceMessages('card', mention));
  for (const { id } of cards) {
    await house.store.updateSurfaceMessage(id, { ref: { channel, ts }, storyThrough: 100 });
  }
}

const counted = z.coerce.number();

/** By how much the message that counts it came after each was due. */
async function watch({ sandbox }: Double, due: readonly Due[]): Promise<readonly number[]> {
  const late: number[] = [];
  const byPerson = [...Map.groupBy(due, ({ email }) => email)];
  const told = new Map<string, number>();
  const look = () => {
    for (const [email, theirs] of byPerson) {
      const text = sandbox.workspace.directMessages(email).at(-1)?.text ?? '';
      const count = counted.catch(0).parse(/^(\d+) of yours/.exec(text)?.[1]);
      for (let n = told.get(email) ?? 0; n < count; n += 1) {
        const one = theirs[n];
        if (one !== undefined) late.push(Date.now() - one.at);
        told.set(email, n + 1);
      }
    }
    return late.length >= due.length;
  };
  const timer = setInterval(look, LOOK_MS);
  await until('all to be told', look, LONGEST_MS).finally(() => clearInterval(timer));
  return late;
}
