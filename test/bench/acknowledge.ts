/**
 * Acknowledging a click against a Bolt app that only acknowledges.
 *
 * Both are processes of their own with Bolt's Express receiver; the same double delivers the same
 * signed presses of "Claim" on the same cards, fifty at once. Heed really claims them meanwhile and
 * draws the cards anew; before the next burst it gives them back, and everything is quiet.
 */
import { z } from 'zod';
import { until } from '../support/until.ts';
import type { BoltOrders } from './bolt-subject.ts';
import { forkChild } from './child.ts';
import { call, type Double, fillDesk, offers, openDouble, press, startHeedAt } from './desk.ts';
import type { Figure } from './figure.ts';
import { compare, percentile } from './rounds.ts';
import type { Stage } from './stage.ts';

const CLICKS = 50;
const BURSTS = 2;
const ROUNDS = 5;
const SETTLES_MS = 30_000;

export async function measureAcknowledge(stage: Stage): Promise<readonly Figure[]> {
  const heeds = await openDouble(stage);
  await startHeedAt(stage, heeds, { databaseUrl: await stage.database(), haste: 1_000 });
  const cards = await fillDesk(heeds, CLICKS);
  const bolts = await openDouble(stage);
  await startBolt(stage, bolts);
  const channel = bolts.sandbox.workspace.channel('care').id;
  await call(bolts, 'conversations.join', { channel });
  const copies: string[] = [];
  for (const { text, blocks } of cards) {
    const posted = await call(bolts, 'chat.postMessage', { channel, text, blocks });
    copies.push(posted.ts ?? '');
  }

  async function claimAndGiveBack(): Promise<readonly number[]> {
    const ids = cards.map(({ ts }) => ts);
    const times = await pressAll(heeds, ids, 'Claim');
    await settled(heeds, ids, 'Release');
    await pressAll(heeds, ids, 'Release');
    await settled(heeds, ids, 'Claim');
    return times;
  }

  const compared = await compare({
    rounds: ROUNDS,
    baseline: () => slowest(() => pressAll(bolts, copies, 'Claim')),
    value: () => slowest(claimAndGiveBack),
  });
  const goal = { is: 'below', ratio: 1.5 } as const;
  return [{ name: 'acknowledge', unit: 'ms', ...compared, goal, wrong: [] }];
}

/** The 99th percentile of a round's clicks. */
async function slowest(burst: () => Promise<readonly number[]>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < BURSTS; n += 1) times.push(...(await burst()));
  return percentile(times, 99);
}

function pressAll(
  double: Double,
  ids: readonly string[],
  label: string,
): Promise<readonly number[]> {
  return Promise.all(
    ids.map(async (ts) => {
      const begun = performance.now();
      await press(double, ts, label);
      return performance.now() - begun;
    }),
  );
}

async function settled(double: Double, ids: readonly string[], label: string): Promise<void> {
  const every = () => ids.every((ts) => offers(double, ts, label));
  await until(`every card to offer "${label}"`, every, SETTLES_MS);
}

async function startBolt(stage: Stage, { sandbox, port }: Double): Promise<void> {
  const child = forkChild(new URL('./bolt-subject.ts', import.meta.url), []);
  stage.after(child.stop);
  const { botToken, signingSecret, slackApiUrl: apiUrl, workspace } = sandbox;
  const orders: BoltOrders = {
    ...{ botToken, signingSecret, apiUrl, port },
    botUserId: workspace.botUserId,
  };
  await child.ask(orders, z.null());
}
