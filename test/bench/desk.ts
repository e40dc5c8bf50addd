/** Heed at work for a benchmark: a sandbox that delivers over HTTP, and cards to press. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import type { Message } from '../../src/sandbox/workspace.ts';
import { unhurried } from '../support/handbook-files.ts';
import { postHook } from '../support/hooks.ts';
import { freePort } from '../support/ports.ts';
import { controlOf, STAFF, staffOf } from '../support/staff.ts';
import { until } from '../support/until.ts';
import { forkChild, START_FLAGS } from './child.ts';
import type { HeedOrders } from './heed-subject.ts';
import type { Stage } from './stage.ts';

export interface Double {
  readonly sandbox: Sandbox;
  /** Where whoever is measured must listen for `/slack/events`. */
  readonly port: number;
}

/** A Slack that posts to a port; without limits where nothing else is asked for. */
export async function openDouble(
  stage: Stage,
  { limits = 'none', people = [] }: Pick<SandboxOptions, 'limits' | 'people'> = {},
): Promise<Double> {
  const port = await freePort();
  const sandbox = await startSandbox({
    hookUrl: () => `http://127.0.0.1:${port}/hooks/website`,
    delivery: { type: 'http', url: `http://127.0.0.1:${port}/slack/events` },
    limits,
    people,
  });
  stage.after(() => sandbox.close());
  return { sandbox, port };
}

const EXAMPLE = new URL('../../src/handbook/example.yaml', import.meta.url);

interface Opening {
  readonly databaseUrl: string;
  readonly haste: number;
  /** The example, in which nobody is hurried, when left out. */
  readonly handbook?: string;
}

/** Until it is ready. */
export async function startHeedAt(
  stage: Stage,
  { sandbox, port }: Double,
  { databaseUrl, haste, handbook = unhurried(readFileSync(EXAMPLE, 'utf8')) }: Opening,
): Promise<void> {
  const { botToken, signingSecret, slackApiUrl: apiUrl, webhookSecret, replyUrl } = sandbox;
  const child = forkChild(new URL('./heed-subject.ts', import.meta.url), [], {
    execArgv: [...START_FLAGS],
  });
  stage.after(child.stop);
  const orders: HeedOrders = {
    handbook,
    replyUrl,
    webhookSecret,
    databaseUrl,
    slack: { botToken, signingSecret, apiUrl },
    port,
    haste,
  };
  await child.ask(orders, z.null());
}

/** Each by somebody else. */
export function aComment(n: number): Record<string, unknown> {
  return {
    id: `c-${n}`,
    text: `My parcel arrived broken and nobody answers the phone. (case ${n})`,
    url: `https://acme.example/posts/1#c-${n}`,
    postedAt: new Date().toISOString(),
    author: { id: `u-${n}`, handle: `customer${n}`, name: `Customer ${n}` },
  };
}

/** So many mentions, all with a card in #care; the cards. */
export async function fillDesk(
  { sandbox, port }: Double,
  count: number,
): Promise<readonly Message[]> {
  for (let n = 0; n < count; n += 1) {
    const url = `http://127.0.0.1:${port}/hooks/website`;
    const { status, error } = await postHook(url, sandbox.webhookSecret, aComment(n));
    if (status !== 202) throw new Error(`Heed did not take a comment: ${status} ${error}`);
  }
  const cards = () => staffOf(sandbox).cards('care');
  await until(`${count} cards`, () => cards().length === count, 120_000);
  return cards();
}

/** Presses a button as Thandi; resolves when it is acknowledged, and throws when it is not. */
export async function press({ sandbox }: Double, ts: string, label: string): Promise<void> {
  const { workspace } = sandbox;
  const message = workspace.messages('care').find((one) => one.ts === ts);
  const control = controlOf(message?.blocks ?? [], label);
  if (control === null) throw new Error(`no "${label}" on the card`);
  const { blockId, actionId } = control;
  const channel = workspace.channel('care').id;
  const pressed = await workspace.act({
    as: STAFF.thandi,
    type: 'press',
    channel,
    ts,
    blockId,
    actionId,
  });
  if (!pressed.ok) throw new Error(`a press was not acknowledged: ${pressed.error}`);
}

/** Whether this button stands on the card. */
export function offers({ sandbox }: Double, ts: string, label: string): boolean {
  const message = sandbox.workspace.messages('care').find((one) => one.ts === ts);
  return controlOf(message?.blocks ?? [], label) !== null;
}

const answer = z.object({ ok: z.literal(true), ts: z.string().optional() });

/** A call to the Web API as the app. */
export async function call({ sandbox }: Double, method: string, args: object) {
  const response = await fetch(`${sandbox.slackApiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${sandbox.botToken}` },
    body: JSON.stringify(args),
  });
  return answer.parse(await response.json());
}
