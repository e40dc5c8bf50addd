/** The menu of a message in Teams, as somebody uses it: what Heed has there, and its dialogs. */
import { expect } from 'vitest';
import { z } from 'zod';
import { expectTaken, nodesOf } from '../surfaces/teams/looking.ts';
import { anActivity, BOT, TENANT } from './teams.ts';
import type { TeamsHouse } from './teams-house.ts';

/** A message as Teams sends it along, so far as it differs from what most are. */
export interface Pointed {
  readonly id: string;
  /** With its thread, where it stands in one. */
  readonly conversation: string;
  readonly payload?: Record<string, unknown>;
}

const continued = z.strictObject({
  task: z.strictObject({
    type: z.literal('continue'),
    value: z.strictObject({
      title: z.string(),
      width: z.string(),
      height: z.string(),
      card: z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        content: z.record(z.string(), z.unknown()),
      }),
    }),
  }),
});

export interface MenuDialog {
  readonly title: string;
  readonly card: Record<string, unknown>;
}

function dialogIn(body: unknown): MenuDialog {
  const { title, card } = continued.parse(body).task.value;
  expectTaken(card.content);
  return { title, card: card.content };
}

/** As Teams' documentation shows it: what is not known is null, and no card is sent along. */
export function payloadOf({ id, payload }: Pick<Pointed, 'id' | 'payload'>) {
  return {
    ...{ id, replyToId: null, createdDateTime: '2026-11-20T12:52:24.833Z', deleted: false },
    ...{ lastModifiedDateTime: null, subject: null, summary: null, importance: 'normal' },
    linkToMessage: `https://teams.microsoft.com/l/message/19%3Acare%40thread.tacv2/${id}`,
    body: { contentType: 'html', content: '' },
    from: { device: null, conversation: null, user: null, application: null },
    ...{ reactions: [], mentions: [], attachments: [] },
    ...payload,
  };
}

export const writtenBy = (displayName: string) => ({
  device: null,
  user: { userIdentityType: 'aadUser', id: displayName, displayName },
});
export const writtenByHeed = {
  user: null,
  application: { applicationIdentityType: 'bot', id: BOT, displayName: 'Heed' },
};

/** What stands in a field of a dialog. */
export function fieldOf({ card }: MenuDialog, id: string): unknown {
  return nodesOf(card).find((node) => node['id'] === id)?.['value'];
}

/** Teams gives no id twice. */
let invokes = 0;

export function menuOf(house: Pick<TeamsHouse, 'connector' | 'send'>) {
  async function send(
    kind: 'fetchTask' | 'submitAction',
    who: string,
    conversation: string,
    value: Record<string, unknown>,
    id?: string,
  ): Promise<unknown> {
    invokes += 1;
    const conversationType = conversation.startsWith('19:') ? 'channel' : 'personal';
    const activity = anActivity(`invoke/composeExtension/${kind}/personal`, house.connector, {
      id: id ?? `menu-${invokes}`,
      from: { id: `29:${who}`, name: who, aadObjectId: who },
      conversation: { id: conversation, conversationType, tenantId: TENANT },
      value: { commandContext: 'message', context: { theme: 'default' }, ...value },
    });
    const { status, body } = await house.send(activity);
    expect(status).toBe(200);
    return body;
  }

  async function open(who: string, commandId: string, on: Pointed, id?: string) {
    const value = { commandId, messagePayload: payloadOf(on) };
    return dialogIn(await send('fetchTask', who, on.conversation, value, id));
  }

  /** Null once it is closed. */
  async function submit(
    who: string,
    commandId: string,
    on: Pointed,
    dialog: Pick<MenuDialog, 'card'>,
    fields: Record<string, string>,
    id?: string,
  ): Promise<MenuDialog | null> {
    const action = nodesOf(dialog.card).find(({ type }) => type === 'Action.Submit');
    const data = { ...z.record(z.string(), z.unknown()).parse(action?.['data']), ...fields };
    const value = { commandId, messagePayload: payloadOf(on), data };
    const body = await send('submitAction', who, on.conversation, value, id);
    return body === null ? null : dialogIn(body);
  }

  return { send, open, submit };
}
