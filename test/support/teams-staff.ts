/** Staff at work in Teams: what they see in a conversation, press, fill in and write. */
import { expect } from 'vitest';
import { z } from 'zod';
import { expectTaken, labelsOf, nodesOf, textsIn } from '../surfaces/teams/looking.ts';
import type { StaffName } from './staff.ts';
import { anActivity, type Connector, TENANT } from './teams.ts';
import type { TeamsHouse } from './teams-house.ts';
import { until } from './until.ts';

export type Who = StaffName;

const contents = z.object({
  attachments: z.array(z.object({ content: z.record(z.string(), z.unknown()) })).min(1),
});

function cardIn(activity: unknown): Record<string, unknown> {
  const [first] = contents.parse(activity).attachments;
  if (first === undefined) throw new Error('there is no card');
  return first.content;
}

export interface Shown {
  readonly id: string;
  readonly conversation: string;
  readonly card: Record<string, unknown>;
}

function from(who: Who) {
  return { from: { id: `29:${who}`, name: who, aadObjectId: who } };
}

function at({ id, conversation }: Pick<Shown, 'id' | 'conversation'>) {
  const conversationType = conversation.startsWith('19:') ? 'channel' : 'personal';
  return { conversation: { id: conversation, conversationType, tenantId: TENANT }, replyToId: id };
}

function actionIn(card: unknown, label: string): Record<string, unknown> {
  const found = nodesOf(card).find(
    ({ type, title }) => String(type).startsWith('Action.') && title === label,
  );
  if (found === undefined) throw new Error(`no "${label}" among ${labelsOf(card).join(', ')}`);
  return { ...found };
}

const continued = z.object({
  task: z.object({
    value: z.object({
      title: z.string(),
      card: z.object({ content: z.record(z.string(), z.unknown()) }),
    }),
  }),
});

const EDITED = { channelData: { tenant: { id: TENANT }, eventType: 'editMessage' } };
const DELETED = { channelData: { tenant: { id: TENANT }, eventType: 'softDeleteMessage' } };

export const chatWith = (who: Who) => `a:29:${who}`;

/** What stands in a conversation and its threads as cards, in order. */
export function cardsIn(
  { standing }: Pick<Connector, 'standing'>,
  conversation: string,
): readonly Shown[] {
  return standing(conversation)
    .filter(({ activity }) => contents.safeParse(activity).success)
    .map(({ id, conversation: at, activity }) => ({
      id,
      conversation: at,
      card: cardIn(activity),
    }));
}

/** Teams gives no id twice. */
let invokes = 0;

export function teamsStaffOf(house: Pick<TeamsHouse, 'connector' | 'send'>) {
  /** The newest card in a conversation that says this. */
  function shown(conversation: string, saying: string): Promise<Shown> {
    return until(`a card in ${conversation} that says "${saying}"`, () => {
      const cards = cardsIn(house.connector, conversation);
      return cards.findLast(({ card }) => textsIn(card).includes(saying)) ?? null;
    });
  }

  async function invoke(who: Who, name: string, value: unknown, where: Shown, id?: string) {
    invokes += 1;
    const change = { ...from(who), ...at(where), id: id ?? `invoke-${invokes}`, name, value };
    const activity = anActivity('invoke/adaptiveCard/action/channel', house.connector, change);
    const { status, body } = await house.send(activity);
    expect(status).toBe(200);
    return body;
  }

  /** What is said to whoever pressed. */
  async function press(who: Who, where: Shown, label: string, id?: string): Promise<string> {
    const action = actionIn(where.card, label);
    const body = await invoke(who, 'adaptiveCard/action', { action }, where, id);
    return z.object({ value: z.string() }).parse(body).value;
  }

  /** As Teams shows it to somebody for whom it asks by itself. */
  async function refreshed(who: Who, where: Shown): Promise<Shown> {
    const { refresh } = z.object({ refresh: z.object({ action: z.unknown() }) }).parse(where.card);
    const value = { action: refresh.action, trigger: 'automatic' };
    const body = await invoke(who, 'adaptiveCard/action', value, where);
    const card = z.record(z.string(), z.unknown());
    return { ...where, card: z.object({ value: card }).parse(body).value };
  }

  async function openDialog(who: Who, where: Shown, label: string) {
    const { data } = actionIn(where.card, label);
    const body = await invoke(who, 'task/fetch', { data }, where);
    const { title, card } = continued.parse(body).task.value;
    expectTaken(card.content);
    return { title, card: card.content };
  }

  /** Null once it is closed. */
  async function submit(
    who: Who,
    where: Shown,
    dialog: { readonly card: Record<string, unknown> },
    fields: Record<string, string>,
    label: string,
  ) {
    const { data } = actionIn(dialog.card, label);
    const given = { ...z.record(z.string(), z.unknown()).parse(data), ...fields };
    const body = await invoke(who, 'task/submit', { data: given }, where);
    return body === null ? null : continued.parse(body).task.value.card.content;
  }

  /** Answers its id. */
  async function write(who: Who, text: string, conversation: string): Promise<string> {
    invokes += 1;
    const id = `message-${invokes}`;
    await sendWords(who, conversation, { id, text });
    return id;
  }

  const rewrite = (who: Who, id: string, text: string, conversation: string) =>
    sendWords(who, conversation, { id, text, type: 'messageUpdate', ...EDITED });

  const takeBack = (who: Who, id: string, conversation: string) =>
    sendWords(who, conversation, { id, text: '', type: 'messageDelete', ...DELETED });

  async function sendWords(who: Who, conversation: string, what: object): Promise<void> {
    const name = conversation.startsWith('19:') ? 'message/channel' : 'message/personal';
    const change = { ...from(who), ...at({ id: '', conversation }), ...what };
    const { status } = await house.send(anActivity(name, house.connector, change));
    expect(status).toBe(200);
  }

  return { shown, invoke, press, refreshed, openDialog, submit, write, rewrite, takeBack };
}
