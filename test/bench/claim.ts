/**
 * A click with its atomic claim and its updated card, against the same in the `chat` SDK.
 *
 * Both are processes of their own that get the same signed presses over HTTP from a double without
 * limits, and keep their state in the same Postgres: Heed as always, the SDK through its
 * `@chat-adapter/state-pg`. Ten callers press Claim on a card of their own and go on to the next as
 * soon as the double was told what that card shows now; all cards stand in one channel. Between the
 * rounds all of them are given back, which is not counted. Heed besides checks who may do it,
 * records it as an event and tells it in the card's thread; the SDK's program does nothing of that.
 */
import { z } from 'zod';
import { until } from '../support/until.ts';
import type { ChatOrders } from './chat-subject.ts';
import { forkChild } from './child.ts';
import { call, type Double, fillDesk, offers, openDouble, press, startHeedAt } from './desk.ts';
import type { Figure } from './figure.ts';
import { compare, rateOf } from './rounds.ts';
import type { Stage } from './stage.ts';

const CARDS = 60;
const CALLERS = 10;
const ROUNDS = 7;
const SETTLES_MS = 30_000;

export async function measureClaim(stage: Stage): Promise<readonly Figure[]> {
  const heeds = await openDouble(stage);
  await startHeedAt(stage, heeds, { databaseUrl: await stage.database(), haste: 1_000 });
  const cards = await fillDesk(heeds, CARDS);
  const chats = await openDouble(stage);
  await startChat(stage, chats, await stage.database());
  const posted = chats.sandbox.workspace.messages('care');
  const compared = await compare({
    rounds: ROUNDS,
    baseline: () => claimAll(chats, idsOf(posted)),
    value: () => claimAll(heeds, idsOf(cards)),
  });
  const goal = { is: 'at least', ratio: 1 } as const;
  return [{ name: 'claim', unit: '/s', ...compared, goal, wrong: [] }];
}

function idsOf(messages: readonly { ts: string }[]): readonly string[] {
  return messages.map(({ ts }) => ts);
}

/** Claims a second. */
async function claimAll(double: Double, ids: readonly string[]): Promise<number> {
  const updates = hearUpdates(double);
  const rate = await rateOf(ids, CALLERS, async (ts) => {
    const updated = updates.of(ts);
    await press(double, ts, 'Claim');
    await updated;
  });
  updates.end();
  await settled(double, ids, 'Release');
  await rateOf(ids, CALLERS, (ts) => press(double, ts, 'Release'));
  await settled(double, ids, 'Claim');
  return rate;
}

async function settled(double: Double, ids: readonly string[], label: string): Promise<void> {
  const every = () => ids.every((ts) => offers(double, ts, label));
  await until(`every card to offer "${label}"`, every, SETTLES_MS);
}

const updated = z.object({ ts: z.string() });

function hearUpdates({ sandbox }: Double) {
  const waiting = new Map<string, () => void>();
  const end = sandbox.workspace.onCall(({ method, args }) => {
    if (method === 'chat.update') waiting.get(updated.parse(args).ts)?.();
  });
  return {
    of: (ts: string) => new Promise<void>((resolve) => waiting.set(ts, resolve)),
    end,
  };
}

async function startChat(stage: Stage, chats: Double, databaseUrl: string): Promise<void> {
  const { sandbox, port } = chats;
  const { botToken, signingSecret, slackApiUrl: apiUrl, workspace } = sandbox;
  const channel = workspace.channel('care').id;
  await call(chats, 'conversations.join', { channel });
  const child = forkChild(new URL('./chat-subject.ts', import.meta.url), []);
  stage.after(child.stop);
  const orders: ChatOrders = {
    ...{ databaseUrl, botToken, signingSecret, apiUrl, port, channel },
    botUserId: workspace.botUserId,
    cards: CARDS,
  };
  await child.ask(orders, z.null());
}
