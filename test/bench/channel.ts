/**
 * 500 cards into one channel, against the rate that Slack allows there; the most urgent first.
 *
 * Slack takes a message a second, so the double and Heed's own budget for Slack both run ten times
 * as fast, which leaves Heed a tenth of the time for each card. The cards wait
 * in a channel that is held back, with urgencies at random, until all are there; the clock starts
 * with the first that Slack's burst does not cover. A call that comes too early is refused and
 * costs a whole second, as Slack counts its pauses in seconds.
 */
import postgres from 'postgres';
import { z } from 'zod';
import { RATES, type Rate } from '../../src/sandbox/limits.ts';
import { postHook } from '../support/hooks.ts';
import { until } from '../support/until.ts';
import { aComment, type Double, openDouble, startHeedAt } from './desk.ts';
import type { Figure } from './figure.ts';
import { comparedOf, rateOf } from './rounds.ts';
import type { Stage } from './stage.ts';

const CARDS = 500;
const ROUNDS = 3;
const HASTE = 10;
const CALLERS = 10;
const LONGEST_MS = 120_000;
const POST = 'chat.postMessage';
const LANE = 'slack:T0ACME:#care';

export async function measureChannel(stage: Stage): Promise<readonly Figure[]> {
  const allowed = RATES[POST];
  if (allowed === undefined) throw new Error(`the double has no rate for ${POST}`);
  const faster: Rate = { ...allowed, perMinute: allowed.perMinute * HASTE };
  Object.assign(RATES, { [POST]: faster });
  stage.after(async () => Object.assign(RATES, { [POST]: allowed }));
  const double = await openDouble(stage, { limits: 'slack' });
  const databaseUrl = await stage.database();
  await startHeedAt(stage, double, { databaseUrl, haste: HASTE });
  const client = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  stage.after(() => client.end());
  const wrong: string[] = [];
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await fillChannel(double, client, round * CARDS);
    const calls = await drain(double, client);
    wrong.push(...disorder(calls));
    const [first, last] = [calls[faster.burst - 1], calls.at(-1)];
    if (first === undefined || last === undefined) throw new Error('too few cards');
    rates.push(((CARDS - faster.burst) / (last.at - first.at)) * 1_000);
  }
  const limit = faster.perMinute / 60;
  const compared = comparedOf(
    rates,
    rates.map(() => limit),
  );
  const goal = { is: 'above', ratio: 0.95 } as const;
  return [{ name: 'channel', unit: '/s', ...compared, goal, wrong }];
}

/** The lane rests until everything waits in it; what a card's thread says goes right behind it. */
async function fillChannel(double: Double, client: postgres.Sql, from: number): Promise<void> {
  await client`insert into lane_parent (key, next_at) values ('slack:T0ACME', 'epoch') on conflict do nothing`;
  await client`
    insert into lane (key, parent, next_at) values (${LANE}, 'slack:T0ACME', now() + interval '1 hour')
    on conflict (key) do update set next_at = excluded.next_at`;
  const url = `http://127.0.0.1:${double.port}/hooks/website`;
  const numbers = Array.from({ length: CARDS }, (_, n) => from + n);
  await rateOf(numbers, CALLERS, async (n) => {
    const { status } = await postHook(url, double.sandbox.webhookSecret, aComment(n));
    if (status !== 202) throw new Error(`Heed did not take a comment: ${status}`);
  });
  await client`update outbox set rank = now() - random() * interval '1 day' where kind = 'show'`;
  await client`
    update outbox as line set rank = card.rank + interval '1 millisecond' from outbox as card
    where line.kind = 'story' and card.kind = 'show' and card.target = line.target`;
}

interface Posted {
  readonly at: number;
  readonly urgency: number;
}

const mark = z.object({ event_payload: z.object({ message: z.string() }) });
/** As the client sends it: whatever is no text goes as JSON. */
const card = z.object({ metadata: z.string().transform((text) => mark.parse(JSON.parse(text))) });
const answer = z.object({ ok: z.boolean() });

/** Lets the lane go, and answers the cards as they come. */
async function drain(double: Double, client: postgres.Sql): Promise<readonly Posted[]> {
  const rows = await client`select target, rank from outbox where kind = 'show'`;
  const urgencies = new Map(rows.map(({ target, rank }) => [String(target), Number(rank)]));
  const posted: Posted[] = [];
  const end = double.sandbox.workspace.onCall(({ method, args, at, response }) => {
    if (method !== POST || !answer.parse(response).ok) return;
    const urgency = urgencies.get(card.parse(args).metadata.event_payload.message);
    posted.push({ at, urgency: urgency ?? Number.NaN });
  });
  await client`update lane set next_at = 'epoch' where key = ${LANE}`;
  await client`select pg_notify('heed_outbox', '')`;
  await until(`${CARDS} cards`, () => posted.length >= CARDS, LONGEST_MS);
  end();
  return posted;
}

function disorder(posted: readonly Posted[]): readonly string[] {
  const early = posted.filter(({ urgency }, n) => !(urgency >= (posted[n - 1]?.urgency ?? 0)));
  return early.length === 0 ? [] : [`${early.length} cards came after a less urgent one.`];
}
