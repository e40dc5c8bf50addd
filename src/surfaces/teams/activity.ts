/** What Teams sends, parsed: the fields that Heed uses of an activity. */
import { z } from 'zod';
import type { MessageRef } from '../../app/surface-message.ts';

const account = z.object({
  id: z.string().min(1),
  name: z.string().optional().catch(undefined),
  aadObjectId: z.string().optional().catch(undefined),
});

const named = z.object({
  id: z.string().min(1),
  name: z.string().nullish().catch(undefined),
});

const activity = z.object({
  type: z.string().min(1),
  id: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  action: z.string().optional().catch(undefined),
  channelId: z.literal('msteams'),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  from: account,
  recipient: account,
  conversation: z.object({
    id: z.string().min(1),
    conversationType: z.string().optional().catch(undefined),
    tenantId: z.string().optional(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string() }).optional(),
      team: named.optional().catch(undefined),
      channel: named.optional().catch(undefined),
      eventType: z.string().optional().catch(undefined),
    })
    .optional(),
  membersAdded: z.array(account).optional().catch(undefined),
  membersRemoved: z.array(account).optional().catch(undefined),
  replyToId: z.string().optional().catch(undefined),
  text: z.string().optional().catch(undefined),
  value: z.unknown().optional(),
  entities: z
    .array(z.looseObject({ mentioned: z.object({ id: z.string() }).optional().catch(undefined) }))
    .optional()
    .catch(undefined),
});
export type TeamsActivity = z.infer<typeof activity>;

export function parseActivity(body: unknown): TeamsActivity | null {
  return activity.safeParse(body).data ?? null;
}

const tenants = z.object({
  conversation: z.object({ tenantId: z.string().optional() }).optional(),
  channelData: z.object({ tenant: z.object({ id: z.string().optional() }).optional() }).optional(),
});

/** Whether all that it says of its tenant, and something at least, is this one. */
export function isOfTenant(body: unknown, tenant: string): boolean {
  const said = tenants.safeParse(body).data;
  const given = [said?.channelData?.tenant?.id, said?.conversation?.tenantId];
  const ids = given.filter((id) => id !== undefined);
  return ids.length > 0 && ids.every((id) => id.toLowerCase() === tenant.toLowerCase());
}

const unasked = z.object({ trigger: z.literal('automatic') });

/** Whether Teams asks by itself, to refresh a card: nobody did anything, and nothing may change by it. */
export function isUnasked(value: unknown): boolean {
  return unasked.safeParse(value).success;
}

const THREAD = ';messageid=';

/** The conversation without the thread in it. */
export function conversationOf(id: string): string {
  return id.split(THREAD)[0] ?? id;
}

/** The message at the top of the thread; null outside threads. */
export function threadOf(id: string): MessageRef | null {
  const [channel = '', ts] = id.split(THREAD);
  return ts === undefined ? null : { channel, ts };
}

export function threadUnder({ channel, ts }: MessageRef): string {
  return `${channel}${THREAD}${ts}`;
}
